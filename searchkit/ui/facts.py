"""An article with the facts read out of it: marked where they stand, and told why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from searchkit.article import Article
from searchkit.translation import N_, _, numbered
from searchkit.ui.article import MAX_WIDTH, emit_paragraphs
from searchkit.ui.formats import shown_date, shown_place
from searchkit.ui.places import Place, place_of
from searchkit.ui.plain import plain, plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.explain import Fact, FactKind

WHY_FROM = 32  # columns that a table must have left for the reasons
FACTS = 1_000  # told; a table of regions may have ten thousand
_BESIDE = 21  # columns of its numbers and kinds, and of the gaps

_KINDS: Mapping[FactKind, str] = {
    "region": N_("region"),
    "year": N_("year"),
    "score": N_("score"),
    "previous": N_("previous"),
    "zone": N_("zone"),
    "category": N_("category"),
    "rank": N_("rank"),
    "date": N_("date"),
}
_PLACES: Mapping[Place, str] = {
    "text": "",
    "headline": N_("headline"),
    "metadata": N_("metadata"),
}

_ZONES = ("hijau", "kuning", "merah")

Numbered = tuple[int, "Fact"]


def show_facts(screen: Screen, article: Article, facts: Sequence[Fact]) -> None:
    """Print an article with a number behind each of its facts, then the facts by number.

    A fact that only the headline tells has its number behind the headline. Page
    furniture is dimmed, and left out where dimming cannot be seen.
    """
    width = min(screen.width, MAX_WIDTH)
    told = facts[:FACTS]
    by_number = list(enumerate(told, start=1))
    screen.emit_lines(screen.lines(_title(article, by_number), width))
    screen.emit_lines(screen.lines(_source(article), width))
    emit_paragraphs(screen, _text(article, by_number, furniture=screen.styled), width)
    screen.emit(Text())
    if not facts:
        screen.emit(Text(_("No region, result or date was read out of this article.")))
        return
    screen.emit(Text(_("Why it was read so"), style="heading"))
    room = width - _BESIDE - _longest(map(value_of, told)) - _longest(map(whose_of, told))
    shown = _table(article, by_number) if room >= WHY_FROM else _list(article, by_number)
    screen.emit_lines(screen.lines(shown, width))
    if more := len(facts) - len(told):
        screen.emit(_rest(more))


def _rest(more: int) -> Text:
    told = numbered("and {n} more fact: --format json", "and {n} more facts: --format json", more)
    return Text(told, style="quiet")


def _title(article: Article, facts: Sequence[Numbered]) -> Text:
    title = safe(article.title or article.id, style="title", one_line=True)
    shown = Text.assemble(title)
    for number, fact in facts:
        if place_of(fact, article) == "headline":
            shown.append_text(marker(number))
    return shown


def _source(article: Article) -> Text:
    parts: list[Text | str] = [
        safe(article.outlet or "", one_line=True),
        shown_date(article.published) if article.published else "",
        safe(shown_place(article.path, article.line), one_line=True),
        safe(_("id {id}").format(id=article.id), one_line=True),
    ]
    return joined(parts, style="quiet")


# The text ---------------------------------------------------------------------------------


def _text(article: Article, facts: Sequence[Numbered], *, furniture: bool) -> Text:
    """The text with its facts marked; without ``furniture`` only the facts in it are kept."""
    shown = Text()
    at = 0
    for number, fact in facts:
        if place_of(fact, article) != "text" or fact.span.start < at:
            continue
        _append(shown, article, at, fact.span.start, furniture=furniture)
        at = fact.span.end
        shown.append(plain(article.text[fact.span.start : at]), style_of(fact))
        shown.append_text(marker(number))
    _append(shown, article, at, len(article.text), furniture=furniture)
    return shown


def _append(shown: Text, article: Article, start: int, end: int, *, furniture: bool) -> None:
    """Append ``text[start:end]``, the noise in it dimmed, or left out without ``furniture``."""
    first = bisect_right(article.noise, start, key=lambda noise: noise.end)
    for noise in islice(article.noise, first, None):
        if noise.start >= end:
            break
        shown.append(plain(article.text[start : max(start, noise.start)]))
        last = min(end, noise.end)
        if furniture:
            shown.append(plain(article.text[max(start, noise.start) : last]), "furniture")
        start = last
    shown.append(plain(article.text[start:end]))


def marker(number: int) -> Text:
    """``[3]``: the number of a fact."""
    return Text(f"[{number}]", style="quiet")


def style_of(fact: Fact) -> str:
    """The name of the style that a kind of fact is marked in."""
    if fact.kind == "zone" and fact.value in _ZONES:
        return f"fact.zone.{fact.value}"
    return f"fact.{fact.kind}"


# The reasons ------------------------------------------------------------------------------


def _longest(cells: Iterable[Text]) -> int:
    return max((cell.cell_len for cell in cells), default=0)


def _table(article: Article, facts: Sequence[Numbered]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(
        *(Text(head, style="heading") for head in ("", _("What"), _("Value"), _("Whose"), _("Why")))
    )
    for number, fact in facts:
        table.add_row(
            marker(number),
            Text(kind_of(fact)),
            value_of(fact),
            whose_of(fact),
            why_of(fact, article),
        )
    return table


def _list(article: Article, facts: Sequence[Numbered]) -> Table:
    """The same where a table has too little room: two lines a fact."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for number, fact in facts:
        told = Text.assemble(kind_of(fact), " ", value_of(fact))
        table.add_row(marker(number), joined([told, whose_of(fact)]))
        table.add_row(Text(), why_of(fact, article))
    return table


def kind_of(fact: Fact) -> str:
    """What it is, in a word."""
    return _(_KINDS[fact.kind])


def value_of(fact: Fact) -> Text:
    """The value as screens write it: a score with a comma, a day by its month's name."""
    shown = plain_line(fact.value)
    if fact.kind in ("score", "previous"):
        shown = shown.replace(".", ",")
    elif fact.kind == "rank" and " of " in shown:
        rank, _of, every = shown.partition(" of ")
        shown = _("{rank} of {of}").format(rank=rank, of=every)
    elif fact.kind == "date":
        shown = _day(shown)
    return Text.assemble((shown, style_of(fact)))  # a cell is padded in the style of its text


def _day(iso: str) -> str:
    try:
        return shown_date(date.fromisoformat(iso))
    except ValueError:
        return iso


def whose_of(fact: Fact) -> Text:
    """The body whose result it is; empty for regions and days."""
    return Text(plain_line(fact.entity or ""))


def why_of(fact: Fact, article: Article) -> Text:
    """The reason, after the place where that is not the text."""
    place = _(_PLACES[place_of(fact, article)])
    return joined([place, plain_line(fact.why)], ": ", style="quiet")
