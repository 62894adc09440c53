"""Evaluations on a screen: the measures, a comparison with another run, one topic explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.ui.formats import counted, shown_ms
from searchkit.ui.grid import Cells, Column, fit
from searchkit.ui.plain import plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.evaluation import (
        Comparison,
        Estimate,
        Evaluation,
        ExplainedArticle,
        Explanation,
        TopicDifference,
    )

GAP = 3
PARTS_TOLD = 6  # parts in which an article is behind another
IDS_TOLD = 10  # unknown ids that are named; data formats name all

_NOTE = (
    "± is half of the 95 % interval: 2,000 bootstrap resamples of the topics. nDCG gains are "
    "linear, as in trec_eval."
)


def show_evaluation(
    screen: Screen, evaluation: Evaluation, comparison: Comparison | None = None
) -> None:
    """Print the measures of an evaluation, and how another run compares."""
    screen.emit(joined(_topic_words(evaluation)), Text())
    if evaluation.measures:
        rows = [_measure_cells(name, one) for name, one in evaluation.measures.items()]
        columns = [Column("Measure"), Column("Mean", "right"), Column("±", "right")]
        columns.append(Column("95 % interval", goes=1))
        _table(screen, columns, rows)
        screen.emit(Text())
    if comparison:
        _show_comparison(screen, comparison)
    median, p95 = shown_ms(evaluation.median_ms), shown_ms(evaluation.p95_ms)
    screen.emit(Text(f"A query took {median} (median), {p95} (p95), for up to 100 articles."))
    if evaluation.measures:
        screen.emit(Text(_NOTE, style="quiet"))
    if evaluation.unknown_ids:
        screen.emit(_unknown(evaluation.unknown_ids))


def show_explanation(screen: Screen, explanation: Explanation) -> None:
    """Print one topic: its measures, its first articles and every relevant one."""
    topic = explanation.topic
    screen.emit(joined([safe(topic.qid, style="heading", one_line=True), _line(topic.query)]))
    measures = [f"{name} {value:.4f}" for name, value in (explanation.scores or {}).items()]
    screen.emit(joined([counted(explanation.found, "article"), *(measures or ["not judged"])]))
    columns = [
        Column("Rank", "right"),
        Column("Judged", "right"),
        Column("Score", "right", goes=2),
        Column("Id", least=10),
        Column("Title", goes=1, least=20),
        Column("Lacks", least=10, wrapped=True),
    ]
    rows = [
        (
            _maybe(article.rank),
            _maybe(article.judged),
            Text("–" if article.score is None else f"{article.score:.2f}"),
            _line(article.id),
            _line(article.title) if article.title is not None else Text("not in the index"),
            _line(", ".join(article.lacks)),
        )
        for article in explanation.articles
    ]
    screen.emit(Text())
    if rows:
        _table(screen, columns, rows)
    if any(article.rank is None for article in explanation.articles):
        screen.emit(Text("Without a rank: not among the first 1,000 articles.", style="quiet"))
    for article in explanation.articles:
        if article.above is not None:
            _show_behind(screen, article, article.above)


def _show_behind(screen: Screen, article: ExplainedArticle, above: str) -> None:
    """Why a relevant article stands below one that is not."""
    heading = _line(f"Why {article.id} (rank {article.rank}) is below {above}")
    heading.stylize("heading")
    screen.emit(Text(), heading, _line(article.why))
    columns = [
        Column("Behind in", least=12),
        Column("", goes=1),
        Column("Here", "right"),
        Column("There", "right"),
        Column("Difference", "right"),
    ]
    rows = [
        (
            _line(part.label),
            Text(part.kind, style="quiet"),
            Text(f"{part.value:.3f}"),
            Text(f"{part.other:.3f}"),
            Text(f"{part.value - part.other:+.3f}"),
        )
        for part in article.behind[:PARTS_TOLD]
    ]
    if rows:
        _table(screen, columns, rows)
    if len(article.behind) > PARTS_TOLD:
        more = f"… and {len(article.behind) - PARTS_TOLD} more (--format json)"
        screen.emit(Text(more, style="quiet"))


@contextmanager
def topic_progress(screen: Screen, total: int) -> Iterator[Callable[[int], None] | None]:
    """A callback that draws how many topics are done; None where nobody would see it."""
    if not screen.file.isatty() or screen.is_dumb_terminal:
        yield None
        return
    # Imported late, as in the progress of a sync.
    from rich import progress

    columns = (
        progress.TextColumn("Searching"),
        progress.BarColumn(bar_width=24),
        progress.TextColumn("{task.completed} of {task.total} topics"),
    )
    with progress.Progress(*columns, console=screen, transient=True) as bars:
        task = bars.add_task("", total=total)
        yield lambda done: bars.update(task, completed=done)


def _topic_words(evaluation: Evaluation) -> list[Text | str]:
    words: list[Text | str] = [
        Text(counted(len(evaluation.results), "topic"), style="heading"),
        f"{evaluation.without_hits} without a hit",
    ]
    if evaluation.unjudged:
        words.append(f"{evaluation.unjudged} not judged")
    if evaluation.without_relevant:
        words.append(f"{evaluation.without_relevant} without a relevant article")
    return words


def _measure_cells(name: str, one: Estimate) -> Cells:
    return (
        Text(name),
        Text(f"{one.value:.4f}", style="heading"),
        Text(f"{one.half_width:.4f}"),
        Text(f"{one.low:.4f} to {one.high:.4f}"),
    )


def _show_comparison(screen: Screen, comparison: Comparison) -> None:
    columns = [
        Column("Against"),
        Column("That run", "right", goes=2),
        Column("Difference", "right"),
        Column("95 % interval", goes=1),
        Column("Won", "right"),
        Column("Tied", "right"),
        Column("Lost", "right"),
        Column(""),
    ]
    rows = [
        (
            Text(name),
            Text(f"{one.against:.4f}"),
            Text(f"{one.difference.value:+.4f}", style="heading"),
            Text(f"{one.difference.low:+.4f} to {one.difference.high:+.4f}"),
            Text(str(one.wins)),
            Text(str(one.ties)),
            Text(str(one.losses)),
            Text("beyond noise" if one.difference.beyond_noise else "within noise"),
        )
        for name, one in comparison.measures.items()
    ]
    _table(screen, columns, rows)
    if comparison.unanswered:
        missing = counted(comparison.unanswered, "topic")
        screen.emit(Text(f"That run has nothing for {missing}: 0 there.", style="quiet"))
    for heading, topics in (("Better", comparison.gains), ("Worse", comparison.losses)):
        if topics:
            screen.emit(Text())
            _show_topics(screen, heading, topics)
    screen.emit(Text())


def _show_topics(screen: Screen, heading: str, topics: Iterable[TopicDifference]) -> None:
    columns = [
        Column(heading),
        Column("nDCG@10", "right"),
        Column("That run", "right"),
        Column("", "right", goes=1),
        Column("Query", least=20, wrapped=True),
    ]
    rows = [
        (
            _line(topic.qid),
            Text(f"{topic.value:.4f}"),
            Text(f"{topic.against:.4f}"),
            Text(f"{topic.difference:+.4f}"),
            _line(topic.query),
        )
        for topic in topics
    ]
    _table(screen, columns, rows)


def _unknown(ids: Sequence[str]) -> Text:
    more = f" … and {len(ids) - IDS_TOLD} more" if len(ids) > IDS_TOLD else ""
    named = ", ".join(map(plain_line, ids[:IDS_TOLD]))
    judged = counted(len(ids), "judged article")
    verb = "is" if len(ids) == 1 else "are"
    return Text(f"{judged} {verb} not in the index: {named}{more}")


def _table(screen: Screen, columns: Sequence[Column], rows: Sequence[Cells]) -> None:
    table, _ = fit(columns, rows, screen.width, GAP)
    screen.emit(table)


def _line(text: str) -> Text:
    return safe(text, one_line=True)


def _maybe(number: int | None) -> Text:
    return Text("–" if number is None else str(number))
