"""Evaluations on a screen: the measures, a comparison with another run, one topic explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.translation import N_, _, grouped, ngettext, numbered
from searchkit.ui.formats import shown_ms
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

_PARTS: Mapping[str, str] = {
    "word": N_("word"),
    "phrase": N_("phrase"),
    "prefix": N_("prefix"),
    "wildcard": N_("wildcard"),
    "fuzzy": N_("fuzzy"),
    "reading": N_("reading"),
    "coordination": N_("coordination"),
    "pair": N_("pair"),
}
"""The parts that relevances are compared by."""

_NOTE = N_(
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
        columns = [Column(N_("Measure")), Column(N_("Mean"), "right"), Column("±", "right")]
        columns.append(Column(N_("95 % interval"), goes=1))
        _table(screen, columns, rows)
        screen.emit(Text())
    if comparison:
        _show_comparison(screen, comparison)
    median, p95 = shown_ms(evaluation.median_ms), shown_ms(evaluation.p95_ms)
    screen.emit(
        Text(
            _("A query took {median} (median), {p95} (p95), for up to 100 articles.").format(
                median=median, p95=p95
            )
        )
    )
    if evaluation.measures:
        screen.emit(Text(_(_NOTE), style="quiet"))
    if evaluation.unknown_ids:
        screen.emit(_unknown(evaluation.unknown_ids))


def show_explanation(screen: Screen, explanation: Explanation) -> None:
    """Print one topic: its measures, its first articles and every relevant one."""
    topic = explanation.topic
    screen.emit(joined([safe(topic.qid, style="heading", one_line=True), _line(topic.query)]))
    measures = [f"{name} {value:.4f}" for name, value in (explanation.scores or {}).items()]
    screen.emit(
        joined(
            [
                numbered("{n} article", "{n} articles", explanation.found),
                *(measures or [_("not judged")]),
            ]
        )
    )
    columns = [
        Column(N_("Rank"), "right"),
        Column(N_("Judged"), "right"),
        Column(N_("Score"), "right", goes=2),
        Column(N_("Id"), least=10),
        Column(N_("Title"), goes=1, least=20),
        Column(N_("Lacks"), least=10, wrapped=True),
    ]
    rows = [
        (
            _maybe(article.rank),
            _maybe(article.judged),
            Text("–" if article.score is None else f"{article.score:.2f}"),
            _line(article.id),
            _line(article.title) if article.title is not None else Text(_("not in the index")),
            _line(", ".join(article.lacks)),
        )
        for article in explanation.articles
    ]
    screen.emit(Text())
    if rows:
        _table(screen, columns, rows)
    if any(article.rank is None for article in explanation.articles):
        screen.emit(Text(_("Without a rank: not among the first 1,000 articles."), style="quiet"))
    for article in explanation.articles:
        if article.above is not None:
            _show_behind(screen, article, article.above)


def _show_behind(screen: Screen, article: ExplainedArticle, above: str) -> None:
    """Why a relevant article stands below one that is not."""
    heading = _line(
        _("Why {id} (rank {rank}) is below {above}").format(
            id=article.id, rank=article.rank, above=above
        )
    )
    heading.stylize("heading")
    screen.emit(Text(), heading, _line(article.why))
    columns = [
        Column(N_("Behind in"), least=12),
        Column("", goes=1),
        Column(N_("Here"), "right"),
        Column(N_("There"), "right"),
        Column(N_("Difference"), "right"),
    ]
    rows = [
        (
            _line(part.label),
            Text(_(_PARTS.get(part.kind, part.kind)), style="quiet"),
            Text(f"{part.value:.3f}"),
            Text(f"{part.other:.3f}"),
            Text(f"{part.value - part.other:+.3f}"),
        )
        for part in article.behind[:PARTS_TOLD]
    ]
    if rows:
        _table(screen, columns, rows)
    if len(article.behind) > PARTS_TOLD:
        more = _("… and {count} more (--format json)").format(
            count=len(article.behind) - PARTS_TOLD
        )
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
        progress.TextColumn(_("Searching")),
        progress.BarColumn(bar_width=24),
        progress.TextColumn(_("{task.completed} of {task.total} topics")),
    )
    with progress.Progress(*columns, console=screen, transient=True) as bars:
        task = bars.add_task("", total=total)
        yield lambda done: bars.update(task, completed=done)


def _topic_words(evaluation: Evaluation) -> list[Text | str]:
    words: list[Text | str] = [
        Text(numbered("{n} topic", "{n} topics", len(evaluation.results)), style="heading"),
        _("{without_hits} without a hit").format(without_hits=evaluation.without_hits),
    ]
    if evaluation.unjudged:
        words.append(_("{unjudged} not judged").format(unjudged=evaluation.unjudged))
    if evaluation.without_relevant:
        words.append(
            _("{without_relevant} without a relevant article").format(
                without_relevant=evaluation.without_relevant
            )
        )
    return words


def _measure_cells(name: str, one: Estimate) -> Cells:
    return (
        Text(name),
        Text(f"{one.value:.4f}", style="heading"),
        Text(f"{one.half_width:.4f}"),
        Text(_("{low:.4f} to {high:.4f}").format(low=one.low, high=one.high)),
    )


def _show_comparison(screen: Screen, comparison: Comparison) -> None:
    columns = [
        Column(N_("Against")),
        Column(N_("That run"), "right", goes=2),
        Column(N_("Difference"), "right"),
        Column(N_("95 % interval"), goes=1),
        Column(N_("Won"), "right"),
        Column(N_("Tied"), "right"),
        Column(N_("Lost"), "right"),
        Column(""),
    ]
    rows = [
        (
            Text(name),
            Text(f"{one.against:.4f}"),
            Text(f"{one.difference.value:+.4f}", style="heading"),
            Text(
                _("{low:+.4f} to {high:+.4f}").format(
                    low=one.difference.low, high=one.difference.high
                )
            ),
            Text(str(one.wins)),
            Text(str(one.ties)),
            Text(str(one.losses)),
            Text(_("beyond noise") if one.difference.beyond_noise else _("within noise")),
        )
        for name, one in comparison.measures.items()
    ]
    _table(screen, columns, rows)
    if comparison.unanswered:
        missing = numbered(
            "That run has nothing for {n} topic: 0 there.",
            "That run has nothing for {n} topics: 0 there.",
            comparison.unanswered,
        )
        screen.emit(Text(missing, style="quiet"))
    for heading, topics in ((N_("Better"), comparison.gains), (N_("Worse"), comparison.losses)):
        if topics:
            screen.emit(Text())
            _show_topics(screen, heading, topics)
    screen.emit(Text())


def _show_topics(screen: Screen, heading: str, topics: Iterable[TopicDifference]) -> None:
    columns = [
        Column(heading),
        Column("nDCG@10", "right"),
        Column(N_("That run"), "right"),
        Column("", "right", goes=1),
        Column(N_("Query"), least=20, wrapped=True),
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
    named = ", ".join(map(plain_line, ids[:IDS_TOLD]))
    if len(ids) > IDS_TOLD:
        named += " " + _("… and {count} more").format(count=grouped(len(ids) - IDS_TOLD))
    told = ngettext(
        "{n} judged article is not in the index: {ids}",
        "{n} judged articles are not in the index: {ids}",
        len(ids),
    )
    return Text(told.format(n=grouped(len(ids)), ids=named))


def _table(screen: Screen, columns: Sequence[Column], rows: Sequence[Cells]) -> None:
    table, _gone = fit(columns, rows, screen.width, GAP)
    screen.emit(table)


def _line(text: str) -> Text:
    return safe(text, one_line=True)


def _maybe(number: int | None) -> Text:
    return Text("–" if number is None else str(number))
