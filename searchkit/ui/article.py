"""One article on the screen: what is known about it, then its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from rich.table import Table
from rich.text import Text

from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.translation import _, grouped, numbered
from searchkit.ui.answers import change_words
from searchkit.ui.badge import result_words
from searchkit.ui.formats import shown_date, shown_place
from searchkit.ui.plain import Offsets, plain, plain_line, plain_spans
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe
from searchkit.ui.theme import zone_style

MAX_WIDTH = 100  # columns; longer lines of running text are hard to read
REGIONS, RESULTS = 12, 12  # told above the text; an article may list hundreds
PARAGRAPHS = 5_000  # printed; a list of words may have a hundred thousand


def show_article(screen: Screen, article: Article, highlights: Iterable[Offsets] = ()) -> None:
    """Print an article; ``highlights`` are offsets into its text.

    Page furniture is dimmed, and left out where dimming cannot be seen.
    """
    width = min(screen.width, MAX_WIDTH)
    screen.emit(safe(article.title or article.id, style="title", one_line=True), Text())
    screen.emit_lines(screen.lines(_facts(article), width))
    emit_paragraphs(screen, _text(screen, article, highlights), width)


def emit_paragraphs(screen: Screen, text: Text, width: int) -> None:
    """Print a text with an empty line before each paragraph: of very many the first ones."""
    every = paragraphs(text)
    for paragraph in islice(every, PARAGRAPHS):
        screen.emit_lines([[], *screen.lines(paragraph, width)])
    if more := sum(1 for _paragraph in every):
        told = numbered(
            "and {n} more paragraph: --raw prints the whole text",
            "and {n} more paragraphs: --raw prints the whole text",
            more,
        )
        screen.emit(Text(), Text(told, style="quiet"))


def _facts(article: Article) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="quiet", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _known(article):
        if value.plain:
            table.add_row(name, value)
    return table


def _known(article: Article) -> Iterator[tuple[str, Text]]:
    yield _("id"), safe(article.id, one_line=True)
    yield _("path"), safe(shown_place(article.path, article.line), one_line=True)
    yield _("outlet"), safe(article.outlet or "", one_line=True)
    yield _("author"), safe(article.author or "", one_line=True)
    yield _("url"), safe(article.url or "", one_line=True)
    yield _("published"), Text(shown_date(article.published) if article.published else "")
    yield _("event"), Text(shown_date(article.event_date) if article.event_date else "")
    yield _("year"), Text(str(article.year or ""))
    yield _("regions"), _regions(article.subjects)
    yield _("mentions"), _regions(region for region in article.regions if region.role == "mention")
    for number, result in enumerate(article.assessments[:RESULTS]):
        yield _("assessment") if number == 0 else "", result_line(result)
    more = len(article.assessments) - RESULTS
    if more > 0:
        told = numbered(
            "and {n} more result: --facts or --format json",
            "and {n} more results: --facts or --format json",
            more,
        )
        yield "", Text(told)


def _regions(regions: Iterable[RegionRef]) -> Text:
    names = [
        region.name if region.level == "provinsi" else f"{region.name} ({region.province})"
        for region in regions
    ]
    more = len(names) - REGIONS
    told = ", ".join(names[:REGIONS])
    if more > 0:
        told = _("{names} and {n} more").format(names=told, n=grouped(more))
    return Text(plain_line(told))


def result_line(result: Assessment) -> Text:
    """A result in one line: whose, the year, its badge, rank and change."""
    entity = plain_line(result.entity)
    if result.parent:
        tie = _("unit of {parent}") if result.level == "opd" else _("in {parent}")
        entity += f" ({tie.format(parent=plain_line(result.parent))})"
    words = result_words(result)
    rank = (_("rank {rank} of {of}") if result.rank_of else _("rank {rank}")).format(
        rank=result.rank, of=result.rank_of
    )
    return joined(
        [
            entity,
            str(result.year or ""),
            Text(f" {words} ", style=zone_style(result.zone)) if words else "",
            rank if result.rank is not None and rank != words else "",
            change_words(result.score, result.previous),
            _("mention") if result.role == "mention" else "",
            _("printed zone or category contradicts the score") if result.conflict else "",
        ]
    )


def _text(screen: Screen, article: Article, highlights: Iterable[Offsets]) -> Text:
    if not screen.styled:
        return Text(plain("".join(_without(article.text, article.noise))))
    layers: list[tuple[str, Iterable[Offsets]]] = [
        (zone_style(result.zone), [(result.evidence.start, result.evidence.end)])
        for result in article.assessments
        if result.score is not None
    ]
    layers.append(("furniture", [(span.start, span.end) for span in article.noise]))
    layers.append(("match", highlights))
    shown = Text(plain(article.text))
    for style, spans in layers:
        for start, end in plain_spans(article.text, spans)[1]:
            shown.stylize(style, start, end)
    return shown


def _without(text: str, noise: Iterable[Span]) -> Iterator[str]:
    at = 0
    for span in noise:
        yield text[at : span.start]
        at = span.end
    yield text[at:]


def paragraphs(text: Text) -> Iterator[Text]:
    """The paragraphs of a text; each line is one, unless empty lines set paragraphs apart."""
    if re.search(r"\S[^\S\n]*\n[^\S\n]*\n", text.plain):
        parts = text.split("\n\n", allow_blank=False)
    else:
        parts = text.split("\n", allow_blank=False)
    for part in parts:
        part.rstrip()
        if part.plain.strip():
            yield part
