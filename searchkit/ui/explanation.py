"""Explanations on a screen: how a query was read, and what a hit has its relevance from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from searchkit.engines.explained import PairDetails, Part, TermDetails
from searchkit.engines.lead import TOP_GRADE
from searchkit.translation import N_, _, decimal, ngettext
from searchkit.ui.bars import bar
from searchkit.ui.formats import WHY, shown_count
from searchkit.ui.grid import Cells, Column, fit
from searchkit.ui.text import safe

if TYPE_CHECKING:
    from searchkit.query.query import Expansion, Reading
    from searchkit.query.roles import QueryWord
    from searchkit.relevance import HitExplanation
    from searchkit.ui.screen import Screen

GAP = 2
MOST = 8  # readings, and terms, shown below a hit; JSON has all
_LEAST_DRAWN = 0.005  # what is written as 0.00 has no bar
BAR_FROM, BAR_WIDTH = 70, 8  # columns from which parts have bars, and how wide those are

_ROLES = {
    "clause": N_("looked for"),
    "required": N_("must be there"),
    "excluded": N_("must not be there"),
    "filter": N_("filter"),
    "hint": N_("only for the order"),
    "ignored": N_("not looked for"),
}

_EXPANDED = {"prefix": N_("prefix"), "wildcard": N_("wildcard"), "fuzzy": N_("fuzzy")}

_FORMS = {"raw": N_("raw"), "stem": N_("stem"), "lead": N_("lead")}

_FIELDS = {"title": N_("title"), "body": N_("body")}


def show_query(screen: Screen, reading: Reading, words: Sequence[QueryWord]) -> None:
    """Print how a query would be read, and what would become of each word."""
    from searchkit.ui.reading import reading_words

    if read_as := reading_words(reading):
        screen.emit(Text.assemble((_("Read as:") + " ", "quiet"), (read_as, "reading")))
    for note in reading.notes:
        screen.emit(Text.assemble((_("Note:") + " ", "quiet"), _line(note)))
    screen.emit(*words_lines(words, reading.expansions, screen.width))


def words_lines(
    words: Sequence[QueryWord], expansions: Iterable[Expansion], width: int
) -> Iterator[RenderableType]:
    """What became of each word of a query, and the other forms that were looked for."""
    columns = (
        Column(_("Word")),
        Column(_("Term"), least=6),
        Column(_("Stem"), least=4),
        Column(_("Why"), goes=1),
        Column(_("Use"), least=12, wrapped=True),
    )
    rows = [
        (
            _line(word.text),
            _line(word.term or ""),
            _line(word.stem or ("–" if word.term else "")),
            Text(_(WHY.get(word.why, "")), style="quiet"),
            _line(_use(word)),
        )
        for word in words
    ]
    if rows:
        yield fit(columns, rows, width, GAP)[0]
    for expansion in expansions:
        others = _line(f"{expansion.typed} = {', '.join(expansion.forms)}")
        yield Text.assemble((_("Also looked for:") + " ", "quiet"), others)


def explanation_lines(
    explanation: HitExplanation, width: int, *, ascii_only: bool = False
) -> Iterator[RenderableType]:
    """The sentence, then the parts by what they add, as a receipt: readings, terms, the sum."""
    yield Text.assemble((_("Why:") + " ", "quiet"), _line(explanation.why))
    rows = sorted(_rows(explanation.parts, explanation.best), key=lambda row: -row.value)
    if not rows:
        return
    number = max(cell_len(_("adds")), len(decimal(explanation.relevance, 2)))
    drawn = _Drawn(max(rows[0].value, 1e-9), number, width >= BAR_FROM, ascii_only)
    terms = [row for row in rows if row.details is not None]
    others = [row for row in rows if row.details is None]
    for lines, columns in ((others, drawn.others()), (terms, drawn.terms())):
        if lines:
            yield fit(columns, [drawn.cells(row) for row in lines[:MOST]], width, GAP)[0]
    yield _sum(explanation, [*others[MOST:], *terms[MOST:]], number)


def _sum(explanation: HitExplanation, left: Sequence[_Row], number: int) -> RenderableType:
    """The relevance under the numbers that add up to it, and what is to be said of it."""
    parts = [_("in all")]
    adding = sum(row.value for row in left)
    if adding >= _LEAST_DRAWN:
        more = ngettext(
            "{sum} of it in {n} part more (--format json)",
            "{sum} of it in {n} parts more (--format json)",
            len(left),
        )
        parts.append(more.format(sum=decimal(adding, 2), n=len(left)))
    best = decimal(explanation.best, 2)
    parts.append(_("scores of words are divided by the best, {best}").format(best=best))
    line = Table.grid(padding=(0, GAP, 0, 0))
    line.add_column(justify="right", width=number)
    line.add_row(
        Text(decimal(explanation.relevance, 2), style="heading"),
        Text("; ".join(parts), style="quiet"),
    )
    return line


class _Row(NamedTuple):
    """One line of a receipt; ``told`` False where the article does not have the part."""

    value: float
    label: str
    told: bool = True
    note: str = ""
    details: TermDetails | PairDetails | None = None
    tick: bool = False


class _Drawn(NamedTuple):
    """How rows are drawn: against the biggest value, numbers so wide, with bars, in ASCII."""

    most: float
    number: int
    bars: bool
    ascii: bool

    def _first(self, *columns: Column) -> tuple[Column, ...]:
        bars = (Column("".ljust(BAR_WIDTH)),) if self.bars else ()
        return (Column(_("adds"), "right"), *bars, Column("", least=1), *columns)

    def others(self) -> tuple[Column, ...]:
        """The columns of readings, and of words that are not there."""
        return self._first(Column(_("Part"), least=12, wrapped=True), Column(""))

    def terms(self) -> tuple[Column, ...]:
        """The columns of terms."""
        return self._first(
            Column(_("Term"), least=12),
            Column(_("Field")),
            Column(_("Form")),
            Column("tf", "right", goes=4),
            Column("df", "right", goes=2),
            Column("idf", "right", goes=1),
            Column("x" if self.ascii else "×", "right", goes=3),
        )

    def cells(self, row: _Row) -> Cells:
        """One row in the columns of its kind."""
        style = "" if row.told else "quiet"
        share = row.value / self.most
        length = bar(share, BAR_WIDTH, self.ascii) if row.value > _LEAST_DRAWN else ""
        yes, no = ("+", "-") if self.ascii else ("✓", "–")
        return (
            Text((decimal(row.value, 2) if row.told else no).rjust(self.number), style=style),
            *([Text(length.ljust(BAR_WIDTH), style="bar")] if self.bars else []),
            Text(yes if row.tick else " ", style=style),
            safe(row.label, style=style, one_line=True),
            *(Text(cell, style=style) for cell in _figures(row)),
        )


def _figures(row: _Row) -> Iterator[str]:
    """What stands behind the name of a part."""
    match row.details:
        case TermDetails() as term:
            yield _(_FIELDS[term.field]) if term.field in _FIELDS else term.field
            yield _(_FORMS[term.form])
            yield f"{term.frequency}/{TOP_GRADE}" if term.form == "lead" else str(term.frequency)
            yield shown_count(term.document_frequency)
            yield decimal(term.idf, 2)
            yield decimal(term.weight, 2)
        case PairDetails() as pair:
            yield _("body")
            yield _("adjacent") if pair.adjacent else _("near")
            yield str(pair.near)
            yield ""
            yield decimal(pair.idf, 2)
            yield ""
        case None:
            yield row.note


def _rows(parts: Iterable[Part], best: float) -> Iterator[_Row]:
    """What is worth a line, in the order of the query."""
    for part in parts:
        details = part.details
        if isinstance(details, TermDetails):
            yield _Row(part.value, part.label, details=details)
        elif isinstance(details, PairDetails):
            if part.matches:
                yield _Row(part.value, f"{details.left} + {details.right}", details=details)
        elif part.kind == "reading":
            note = _("reading") if part.matches else _("does not agree")
            yield _Row(part.value, part.label, part.matches, note, tick=part.matches)
        elif part.kind == "coordination":
            if part.value:
                yield _Row(part.value, part.label, note=_("there"))
        elif part.kind in ("word", "phrase", *_EXPANDED) and not part.matches:
            yield _Row(0.0, part.label, False, _("not there"))
        elif part.kind in ("word", "phrase") and part.score and not part.value:
            yield _Row(0.0, part.label, False, _("without the rest"))
        elif part.kind in _EXPANDED:
            yield _Row(part.value, part.label, note=_(_EXPANDED[part.kind]))
        elif part.kind == "either":
            yield from _wordings(part, best)
        else:
            yield from _rows(part.children, best)


def _wordings(part: Part, best: float) -> Iterator[_Row]:
    """The wording that counts, with all below it; of the others only that they do not."""
    for wording in part.children:
        if wording.value:
            yield from _rows([wording], best)
        elif wording.matches:
            note = _("other wording: {score}").format(score=decimal(wording.score / best, 2))
            yield _Row(0.0, wording.label, False, note)


def _use(word: QueryWord) -> str:
    role = _(_ROLES[word.role])
    return f"{role} · {word.means}" if word.means else role


def _line(text: str) -> Text:
    return safe(text, one_line=True)
