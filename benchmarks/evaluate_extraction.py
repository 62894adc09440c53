"""How well assessments are read out of articles: figures against labels made by reading.

Reads each labelled article as the indexer would (through the JSONL reader and
``searchkit.understand``), prints the figures, then every miss with a piece of
the text around it. Exit code 0 where all bars are met, 1 where one is missed,
2 where a file cannot be read.

    python benchmarks/evaluate_extraction.py [FILE.jsonl ...] [--json]

Everything is read twice: as recorded, and with the date of publication
withheld, so that it must come from the text or the address. The bars count
for the first reading. ``labels.py`` says when a result agrees with a label.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from labels import LabelledArticle, read_labelled
from scorecard import Count, Miss, Scorecard, Tally

from searchkit.article import Article
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


def main() -> None:
    """Read, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if not options.files and not DEFAULT.is_file():
        print(f"There is no {DEFAULT}: name a file of labelled articles (make … ARTICLES=FILE)")
        return
    articles = labelled(options.files or [DEFAULT])
    recorded, blind = compared(articles, dated=True), compared(articles, dated=False)
    values = recorded.values()
    if options.json:
        print(json.dumps(as_json(recorded, blind), indent=2))
    else:
        print_figures(recorded, blind)
        print_bars(values)
        dates = [miss for miss in blind.misses if miss.kind == "published"]
        print_misses([*recorded.misses, *dates], articles)
    if any(values[name] < bar for name, bar in BARS.items()):
        raise SystemExit(1)


def labelled(files: Iterable[Path]) -> list[LabelledArticle]:
    """The articles of some files; ends the program where one cannot be read."""
    try:
        return read_labelled(files)
    except (OSError, ValueError) as error:
        print(f"The labelled articles cannot be read: {error}", file=sys.stderr)
    except KeyError as error:
        print(f"A labelled article lacks the field {error}", file=sys.stderr)
    raise SystemExit(2)


def compared(articles: Sequence[LabelledArticle], *, dated: bool) -> Scorecard:
    """The scorecard of all articles, read with their date of publication or without it."""
    card = Scorecard()
    for label, article in zip(articles, understood(articles, dated), strict=True):
        card.compare(label, article)
    return card


def understood(articles: Iterable[LabelledArticle], dated: bool) -> list[Article]:
    """The articles as the indexer understands them, in order."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for label in articles:
                record = label.record if dated else {**label.record, "published": None}
                lines.write(json.dumps(record) + "\n")
        read = list(read_corpus(file))
    for item in read:
        if not isinstance(item, Article):
            print(f"Article {item.line} is rejected: {item.reason}", file=sys.stderr)
            raise SystemExit(2)
    return [understand(item) for item in read if isinstance(item, Article)]


# Printing ---------------------------------------------------------------------------------


def as_json(recorded: Scorecard, blind: Scorecard) -> Mapping[str, object]:
    """Both readings, and each bar with whether it is met."""
    values = recorded.values()
    bars = {
        name: {"value": round(values[name], 4), "bar": bar, "met": values[name] >= bar}
        for name, bar in BARS.items()
    }
    return {"as_recorded": recorded.as_json(), "without_date": blind.as_json(), "bars": bars}


def print_figures(recorded: Scorecard, blind: Scorecard) -> None:
    """Counts and shares; the shares without dates stand on the right."""
    print(f"{'':25} right  found labelled  precision recall     f1 | without date: P     R    F1")
    for name, counts, others in (
        ("pairs", recorded.pairs, blind.pairs),
        ("subjects", recorded.subjects, blind.subjects),
    ):
        for group, count in counts.items():
            print(f"{f'{name}: {group}':25} {counted(count)} |        {shares(others[group])}")
    print(f"\n{'':25} right  wrong  missing  share | without date")
    for name, tally in recorded.tallies.items():
        print(f"{name:25} {tallied(tally)} | {blind.tallies[name].share:.4f}")


def print_bars(values: Mapping[str, float]) -> None:
    """Each bar with its figure."""
    print()
    for name, bar in BARS.items():
        missed = "" if values[name] >= bar else "  MISSED"
        print(f"{name:25} {values[name]:.4f}  bar {bar:.2f}{missed}")


def counted(count: Count) -> str:
    """Counts and shares in columns."""
    return f"{count.right:5d}  {count.found:5d}    {count.labelled:5d}     {shares(count)}"


def shares(count: Count) -> str:
    """Precision, recall and F1; a dash where there is nothing to divide by."""
    precision = f"{count.precision:.4f}" if count.found else "     –"
    recall = f"{count.recall:.4f}" if count.labelled else "     –"
    return f"{precision} {recall} {count.f1:.4f}"


def tallied(tally: Tally) -> str:
    """Verdicts in columns."""
    return f"{tally.right:5d}  {tally.wrong:5d}    {tally.missing:5d} {tally.share:.4f}"


def print_misses(misses: Iterable[Miss], articles: Iterable[LabelledArticle]) -> None:
    """The misses, each below the headline of its article."""
    by_article: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        by_article[miss.article].append(miss)
    for label in articles:
        if label.id in by_article:
            print(f"\n{label.id}  [{label.topic}] {label.title}")
        for miss in by_article.get(label.id, ()):
            print(f"    {miss.kind}: {miss.what}")
            if miss.evidence:
                print(f"        … {miss.evidence} …")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "| head" ends it without a word
    main()
