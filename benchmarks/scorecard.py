"""What was read of some articles against their labels: counts, and every miss."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labels import Label, LabelledArticle, Verdict, group_of, region_key

from searchkit.article import Article, Assessment

_AROUND_CHARS = 70


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
        both = self.found + self.labelled
        return 2 * self.right / both if both else 1.0


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
class Scorecard:
    """All counts of one reading of the articles.

    ``pairs`` counts (entity, score) pairs by kind of body, ``subjects`` the
    regions that articles are about by topic; "all" is everything. ``tallies``
    are year, zone and category (these two by kind of body, too), distractors
    and published.
    """

    pairs: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    subjects: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)

    def compare(self, label: LabelledArticle, article: Article) -> None:
        """Take in one article."""
        self._compare_pairs(label, article)
        if label.about_ombudsman and label.assessment_year is not None:
            self._judge("year", label, label.assessment_year, article.assessment_year)
        self._compare_bands(label, article)
        self._compare_subjects(label, article)
        if not label.about_ombudsman:
            self.tallies["distractors"].add("wrong" if article.assessments else "right")
            for result in article.assessments:
                self._miss(label, "distractor", told(result), around(article, result))
        if label.published is not None:
            found = article.published.isoformat() if article.published else None
            self._judge("published", label, label.published, found)

    def values(self) -> dict[str, float]:
        """The figures that have bars, by name."""
        return {
            "pairs precision": self.pairs["all"].precision,
            "pairs recall": self.pairs["all"].recall,
            "year": self.tallies["year"].share,
            "zone": self.tallies["zone"].share,
            "category": self.tallies["category"].share,
            "subjects f1": self.subjects["all"].f1,
            "distractors": self.tallies["distractors"].share,
        }

    def as_json(self) -> Mapping[str, Mapping[str, object]]:
        """Every figure; counts as they are, shares from 0 to 1."""
        counts = {"pairs": self.pairs, "subjects": self.subjects}
        return {
            **{name: {k: _counted(c) for k, c in each.items()} for name, each in counts.items()},
            **{
                name: {
                    "right": tally.right,
                    "wrong": tally.wrong,
                    "missing": tally.missing,
                    "share": round(tally.share, 4),
                }
                for name, tally in self.tallies.items()
            },
        }

    def _compare_pairs(self, label: LabelledArticle, article: Article) -> None:
        """Each labelled pair may be found once."""
        open_labels = [each for each in label.labels if each.score is not None]
        for each in open_labels:
            self._count_pair("labelled", each.group)
        for result in article.assessments:
            if result.score is None:
                continue
            match = _matching(result, open_labels)
            group = match.group if match else group_of(result.level)
            self._count_pair("found", group)
            if match:
                open_labels.remove(match)
                self._count_pair("right", group)
            else:
                self._miss(label, "pair not labelled", told(result), around(article, result))
        for each in open_labels:
            evidence = printed_at(article.text, each.score)
            self._miss(label, "pair not found", f"{each.name} {each.score}", evidence)

    def _count_pair(self, key: str, group: str) -> None:
        for counted in ("all", group):
            count = self.pairs[counted]
            setattr(count, key, getattr(count, key) + 1)

    def _compare_bands(self, label: LabelledArticle, article: Article) -> None:
        """Zones and categories, wherever one is labelled for a body and year."""
        for each in label.labels:
            result = each.result_in(article.assessments)
            if each.zones:
                verdict, wanted = each.zone_verdict(result), "/".join(each.zones)
                self._judge_band("zone", verdict, wanted, label, each, article)
            if each.category:
                verdict = each.category_verdict(result)
                self._judge_band("category", verdict, each.category, label, each, article)

    def _judge_band(
        self,
        kind: str,
        verdict: Verdict,
        wanted: str,
        label: LabelledArticle,
        body: Label,
        article: Article,
    ) -> None:
        self.tallies[kind].add(verdict)
        self.tallies[f"{kind} of {body.group}"].add(verdict)
        if verdict == "right":
            return
        result = body.result_in(article.assessments)
        read = f"read {told(result)}" if result else "read nothing"
        what = f"{body.name} {body.year or '(no year)'} is {wanted}; {read}"
        self._miss(label, f"{kind} {verdict}", what, around(article, result))

    def _compare_subjects(self, label: LabelledArticle, article: Article) -> None:
        found = {region_key(region.name): region.name for region in article.subjects}
        for topic in ("all", label.topic):
            count = self.subjects[topic]
            count.right += len(label.subjects.keys() & found.keys())
            count.found += len(found)
            count.labelled += len(label.subjects)
        for key in found.keys() - label.subjects.keys():
            self._miss(label, "subject not labelled", found[key])
        for key in label.subjects.keys() - found.keys():
            self._miss(label, "subject not found", label.subjects[key])

    def _judge(self, kind: str, label: LabelledArticle, wanted: object, found: object) -> None:
        verdict: Verdict = "right" if found == wanted else "missing" if found is None else "wrong"
        self.tallies[kind].add(verdict)
        if verdict != "right":
            self._miss(label, kind, f"{wanted}; read {found or 'nothing'}")

    def _miss(self, label: LabelledArticle, kind: str, what: str, evidence: str = "") -> None:
        self.misses.append(Miss(label.id, kind, what, evidence))


def told(result: Assessment) -> str:
    """A result in one line."""
    parts = (result.entity, result.year, result.score, result.zone, result.category)
    return " ".join(str(part) for part in parts if part is not None)


def around(article: Article, result: Assessment | None) -> str:
    """The text around the evidence of a result; empty where only the headline tells it."""
    if result is None or result.evidence.start == result.evidence.end:
        return ""
    return _excerpt(article.text, result.evidence.start, result.evidence.end)


def printed_at(text: str, score: float | None) -> str:
    """The text around a score as it is printed, empty where it is not."""
    if score is None:
        return ""
    whole, _, decimals = f"{score:g}".partition(".")
    fraction = rf"[.,]\s?{decimals}0?" if decimals else "(?:[.,]00?)?"
    match = re.search(rf"(?<!\d){whole}{fraction}(?!\d)", text)
    return _excerpt(text, match.start(), match.end()) if match else ""


def _matching(result: Assessment, labels: Sequence[Label]) -> Label | None:
    """The label with the result's body and score; of several the one with its year."""
    alike = [each for each in labels if each.score == result.score and each.names(result.entity)]
    return next((each for each in alike if each.year == result.year), alike[0] if alike else None)


def _excerpt(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _AROUND_CHARS) : start]
    return " ".join(f"{before}[{text[start:end]}]{text[end : end + _AROUND_CHARS]}".split())


def _counted(count: Count) -> Mapping[str, float]:
    return {
        "right": count.right,
        "found": count.found,
        "labelled": count.labelled,
        "precision": round(count.precision, 4),
        "recall": round(count.recall, 4),
        "f1": round(count.f1, 4),
    }
