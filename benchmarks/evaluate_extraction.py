"""How well assessments are read out of articles: figures against labels made by reading.

Reads each labelled article as the indexer would (through the JSONL reader and
``searchkit.understand``), prints precision and recall, then every miss with a
piece of the text around it. Exit code 0 where all bars are met, 1 where one is
missed, 2 where a file cannot be read.

    python benchmarks/evaluate_extraction.py [FILE.jsonl ...] [--json]

Everything is read twice: as recorded, and with the date of publication
withheld, so that it must come from the text or the address. The day of
publication is judged by the second reading, all else by the first.
``benchmarks/labels.py`` says when a result agrees with a label.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labels import REGION_LEVELS, Label, LabelledArticle, Verdict, read_labelled, region_key

from searchkit.article import Article, Assessment
from searchkit.corpus import read_corpus
from searchkit.understand import understand

DEFAULT = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "articles_dev" / "articles.jsonl"
)
BARS = {
    "pairs precision": 0.97,
    "pairs recall": 0.92,
    "year": 0.95,
    "zone": 0.95,
    "category": 0.95,
    "subjects f1": 0.92,
    "distractors": 0.99,
}
_AROUND_CHARS = 70


def main() -> None:
    """Read, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if not options.files and not DEFAULT.is_file():
        print("No labelled articles beside the project: name a file with ARTICLES=file.jsonl")
        return
    try:
        articles = read_labelled(options.files or [DEFAULT])
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(unreadable(error)) from error
    card = compared(articles, dated=True)
    blind = compared(articles, dated=False)
    card.published = blind.published
    card.misses += [miss for miss in blind.misses if miss.kind == "published"]
    figures = card.figures()
    if options.json:
        print(json.dumps({"as_recorded": figures, "without_date": blind.figures()}, indent=2))
    else:
        print_figures(figures, blind.figures())
        print_misses(card.misses, articles)
    missed = [name for name, bar in BARS.items() if figures[name] < bar]
    if missed:
        print(f"Below the bar: {', '.join(missed)}", file=sys.stderr)
        raise SystemExit(1)


def unreadable(error: Exception) -> int:
    """Say why the labels cannot be read, on stderr; the exit code."""
    reason = f"a label lacks the field {error}" if isinstance(error, KeyError) else str(error)
    print(f"Cannot read the labelled articles: {reason}", file=sys.stderr)
    return 2


# Counting ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Count:
    """Things found and things labelled, and how many are both."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found, 1 where nothing is labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 1.0


@dataclass(slots=True)
class Tally:
    """Verdicts on something that every labelled case has once."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one."""
        setattr(self, verdict, getattr(self, verdict) + 1)

    @property
    def share(self) -> float:
        """The share that is right, 1 where there are none."""
        total = self.right + self.wrong + self.missing
        return self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference between an article and its labels, with the text it stands in."""

    article: str
    kind: str
    what: str
    evidence: str = ""


@dataclass(slots=True)
class Card:
    """All counts of one reading of the articles."""

    pairs: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    subjects: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    year: Tally = field(default_factory=Tally)
    zone: Tally = field(default_factory=Tally)
    category: Tally = field(default_factory=Tally)
    distractors: Tally = field(default_factory=Tally)
    published: Tally = field(default_factory=Tally)
    misses: list[Miss] = field(default_factory=list)

    def compare(self, label: LabelledArticle, article: Article) -> None:
        """Take in one article."""
        self._compare_pairs(label, article)
        self._compare_bands(label, article)
        self._compare_subjects(label, article)
        if label.about_ombudsman and label.assessment_year is not None:
            self._judge("year", label, label.assessment_year, article.assessment_year)
        if not label.about_ombudsman:
            self.distractors.add("wrong" if article.assessments else "right")
            for result in article.assessments:
                self._miss(label, "distractor", told(result), around(article, result))
        if label.published is not None:
            found = article.published.isoformat() if article.published else None
            self._judge("published", label, label.published, found)

    def figures(self) -> dict[str, float]:
        """Every figure by name; counts as they are, shares from 0 to 1."""
        shown: dict[str, float] = {}
        for group, count in self.pairs.items():
            name = "pairs" if group == "all" else f"pairs of {group}"
            shown |= {f"{name} precision": count.precision, f"{name} recall": count.recall}
            shown |= {f"{name} {key}": getattr(count, key) for key in count.__slots__}
        for name in ("year", "zone", "category", "distractors", "published"):
            tally = getattr(self, name)
            shown[name] = tally.share
            shown |= {f"{name} {verdict}": getattr(tally, verdict) for verdict in Tally.__slots__}
        for topic, count in self.subjects.items():
            name = "subjects" if topic == "all" else f"subjects of {topic}"
            shown |= {f"{name} precision": count.precision, f"{name} recall": count.recall}
            shown[f"{name} f1"] = count.f1
        return shown

    def _compare_pairs(self, label: LabelledArticle, article: Article) -> None:
        """(entity, score) pairs: each labelled one may be found once."""
        open_labels = [each for each in label.labels if each.score is not None]
        for each in open_labels:
            self._count_pair("labelled", each.is_region)
        for result in article.assessments:
            if result.score is None:
                continue
            is_region = result.level in REGION_LEVELS
            self._count_pair("found", is_region)
            match = _matching(result, open_labels)
            if match:
                open_labels.remove(match)
                self._count_pair("right", match.is_region)
            else:
                self._miss(label, "pair not labelled", told(result), around(article, result))
        for each in open_labels:
            evidence = printed_at(article.text, each.score)
            self._miss(label, "pair not found", f"{each.name} {each.score}", evidence)

    def _count_pair(self, key: str, is_region: bool) -> None:
        for group in ("all", "regions" if is_region else "other bodies"):
            count = self.pairs[group]
            setattr(count, key, getattr(count, key) + 1)

    def _compare_bands(self, label: LabelledArticle, article: Article) -> None:
        for each in label.labels:
            result = each.result_in(article.assessments)
            wanted = f"{each.name} {each.year or ''}"
            if each.zones:
                verdict = each.zone_verdict(result)
                self.zone.add(verdict)
                if verdict != "right":
                    what = f"{wanted}: {'/'.join(each.zones)}, {_read(result)}"
                    self._miss(label, f"zone {verdict}", what, around(article, result))
            if each.category:
                verdict = each.category_verdict(result)
                self.category.add(verdict)
                if verdict != "right":
                    what = f"{wanted}: {each.category}, {_read(result)}"
                    self._miss(label, f"category {verdict}", what, around(article, result))

    def _compare_subjects(self, label: LabelledArticle, article: Article) -> None:
        found = {region_key(region.name): region.name for region in article.subjects}
        for topic in ("all", label.topic):
            count = self.subjects[topic]
            count.right += len(label.subjects & found.keys())
            count.found += len(found)
            count.labelled += len(label.subjects)
        for key in found.keys() - label.subjects:
            self._miss(label, "subject not labelled", found[key])
        for each in label.labels:
            if each.is_region and each.role == "subject" and region_key(each.name) not in found:
                self._miss(label, "subject not found", each.name)

    def _judge(self, kind: str, label: LabelledArticle, wanted: object, found: object) -> None:
        verdict: Verdict = "right" if found == wanted else "missing" if found is None else "wrong"
        getattr(self, kind).add(verdict)
        if verdict != "right":
            self._miss(label, kind, f"{wanted}, read {found}")

    def _miss(self, label: LabelledArticle, kind: str, what: str, evidence: str = "") -> None:
        self.misses.append(Miss(label.id, kind, what, evidence))


def compared(articles: Sequence[LabelledArticle], *, dated: bool) -> Card:
    """The card of all articles, read with their date of publication or without it."""
    card = Card()
    for label, article in zip(articles, indexed(articles, dated), strict=True):
        card.compare(label, article)
    return card


def indexed(articles: Iterable[LabelledArticle], dated: bool) -> list[Article]:
    """The articles as the indexer understands them, in order."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for label in articles:
                record = label.record if dated else {**label.record, "published": None}
                lines.write(json.dumps(record) + "\n")
        read = list(read_corpus(file))
    rejected = [item for item in read if not isinstance(item, Article)]
    if rejected:
        raise SystemExit(f"Rejected: {rejected[0].reason} (line {rejected[0].line})")
    return [understand(item) for item in read if isinstance(item, Article)]


def _matching(result: Assessment, labels: Sequence[Label]) -> Label | None:
    """The label with the result's body and score; of several the one with its year."""
    alike = [each for each in labels if each.score == result.score and each.names(result.entity)]
    return next((each for each in alike if each.year == result.year), alike[0] if alike else None)


# Printing ---------------------------------------------------------------------------------


def print_figures(figures: dict[str, float], blind: dict[str, float]) -> None:
    """One line a figure: as recorded, without the date, and the bar where there is one."""
    print(f"{'':42} recorded  no date   bar")
    for name, value in figures.items():
        mark = (
            f"{BARS[name]:.2f}{'' if value >= BARS[name] else '  missed'}" if name in BARS else ""
        )
        other = blind.get(name, 0)
        if isinstance(value, int):
            print(f"  {name:40} {value:8d} {other:8.0f}")
        else:
            print(f"{name:42} {value:8.4f} {other:8.4f}   {mark}".rstrip())


def print_misses(misses: Iterable[Miss], articles: Iterable[LabelledArticle]) -> None:
    """The misses below the headline of their article."""
    by_article: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        by_article[miss.article].append(miss)
    for label in articles:
        if label.id in by_article:
            print(f"\n{label.id}  {label.title}")
        for miss in by_article.get(label.id, ()):
            print(f"    {miss.kind}: {miss.what}")
            if miss.evidence:
                print(f"        {miss.evidence}")


def told(result: Assessment) -> str:
    """A result in one line."""
    parts = (result.entity, result.year, result.score, result.zone, result.category)
    return " ".join(str(part) for part in parts if part is not None)


def _read(result: Assessment | None) -> str:
    return f"read {told(result)}" if result else "read nothing"


def around(article: Article, result: Assessment | None) -> str:
    """The text around the evidence of a result; empty where only the headline tells it."""
    if result is None or result.evidence.start == result.evidence.end:
        return ""
    return excerpt(article.text, result.evidence.start, result.evidence.end)


def printed_at(text: str, score: float | None) -> str:
    """The text around a score as it is printed, empty where it is not."""
    whole, _, decimals = f"{score:g}".partition(".")
    fraction = rf"[.,]\s?{decimals}0?" if decimals else "(?:[.,]00?)?"
    match = re.search(rf"(?<!\d){whole}{fraction}(?!\d)", text)
    return excerpt(text, match.start(), match.end()) if match else ""


def excerpt(text: str, start: int, end: int) -> str:
    """A stretch of text with its surroundings, in one line."""
    before = text[max(0, start - _AROUND_CHARS) : start]
    behind = text[end : end + _AROUND_CHARS]
    return " ".join(f"{before}[{text[start:end]}]{behind}".split())


if __name__ == "__main__":
    main()
