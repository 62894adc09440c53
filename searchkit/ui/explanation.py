"""Explanations on a screen: how a query was read, and what a hit has its relevance from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.console import RenderableType
from rich.text import Text

from searchkit.engines.explained import PairDetails, Part, TermDetails
from searchkit.engines.lead import TOP_GRADE
from searchkit.ui.formats import counted
from searchkit.ui.grid import Cells, Column, fit
from searchkit.ui.text import safe

if TYPE_CHECKING:
    from searchkit.query.query import Expansion, Reading
    from searchkit.query.roles import QueryWord
    from searchkit.relevance import HitExplanation
    from searchkit.ui.screen import Screen

GAP = 2
MOST_PARTS = 12  # parts shown below a hit; JSON has all

_ROLES = {
    "clause": "looked for",
    "required": "must be there",
    "excluded": "must not be there",
    "filter": "filter",
    "hint": "only for the order",
    "ignored": "not looked for",
}

_WORDS = (
    Column("Word"),
    Column("Term", least=6),
    Column("Stem", least=4),
    Column("Why", goes=1),
    Column("Use", least=12, wrapped=True),
)

_EXPANDED = ("prefix", "wildcard", "fuzzy")

_PARTS = (
    Column(""),
    Column("Part", least=12),
    Column("Field"),
    Column("Form"),
    Column("tf", "right", goes=4),
    Column("df", "right", goes=2),
    Column("idf", "right", goes=1),
    Column("×", "right", goes=3),
    Column("adds", "right"),
)


def show_query(screen: Screen, reading: Reading, words: Sequence[QueryWord]) -> None:
    """Print how a query would be read, and what would become of each word."""
    from searchkit.ui.reading import reading_words

    if read_as := reading_words(reading):
        screen.emit(Text.assemble(("Read as: ", "quiet"), (read_as, "reading")))
    for note in reading.notes:
        screen.emit(Text.assemble(("Note: ", "quiet"), _line(note)))
    screen.emit(*words_lines(words, reading.expansions, screen.width))


def words_lines(
    words: Sequence[QueryWord], expansions: Iterable[Expansion], width: int
) -> Iterator[RenderableType]:
    """What became of each word of a query, and the other forms that were looked for."""
    rows = [
        (
            _line(word.text),
            _line(word.term or ""),
            _line(word.stem or ("–" if word.term else "")),
            Text(word.why, style="quiet"),
            _line(_use(word)),
        )
        for word in words
    ]
    if rows:
        yield fit(_WORDS, rows, width, GAP)[0]
    for expansion in expansions:
        others = ", ".join(expansion.forms)
        yield Text.assemble(("Also looked for: ", "quiet"), _line(f"{expansion.typed} = {others}"))


def explanation_lines(
    explanation: HitExplanation, width: int, *, ascii_only: bool = False
) -> Iterator[RenderableType]:
    """The sentence, the parts by what they add, and what they add up to."""
    yield Text.assemble(("Why: ", "quiet"), _line(explanation.why))
    rows = sorted(_rows(explanation.parts, explanation.best), key=lambda row: -row.value)
    shown = rows[:MOST_PARTS]
    yes, times = ("+", "x") if ascii_only else ("✓", "×")
    columns = [column._replace(name=times) if column.name == "×" else column for column in _PARTS]
    if not rows:
        return
    yield fit(columns, [_cells(row, yes) for row in shown], width, GAP)[0]
    total = [f"{explanation.relevance:.2f} in all"]
    left = rows[MOST_PARTS:]
    if left:
        adding = sum(row.value for row in left)
        total.append(f"{adding:.2f} of it in {counted(len(left), 'part')} more (--format json)")
    total.append(f"scores of words are divided by the best, {explanation.best:.2f}")
    yield Text("; ".join(total), style="quiet")


class _Row(NamedTuple):
    """One line of the table; ``told`` False where the article does not have the part."""

    value: float
    label: str
    told: bool = True
    field: str = ""
    form: str = ""
    details: TermDetails | None = None
    tick: bool = False


def _rows(parts: Iterable[Part], best: float) -> Iterator[_Row]:
    """What is worth a line, in the order of the query."""
    for part in parts:
        details = part.details
        if isinstance(details, TermDetails):
            yield _Row(part.value, part.label, True, details.field, details.form, details)
        elif isinstance(details, PairDetails):
            if part.matches:
                form = f"{details.near} near, {details.adjacent} adjacent"
                yield _Row(part.value, f"{details.left} + {details.right}", True, "body", form)
        elif part.kind == "reading":
            form = "reading" if part.matches else "does not agree"
            yield _Row(part.value, part.label, part.matches, "", form, tick=part.matches)
        elif part.kind == "coordination":
            if part.value:
                yield _Row(part.value, part.label, True, "", "there")
        elif part.kind in ("word", "phrase", *_EXPANDED) and not part.matches:
            yield _Row(0.0, part.label, False, "", "not there")
        elif part.kind in ("word", "phrase") and part.score and not part.value:
            yield _Row(0.0, part.label, False, "", "without the rest")
        elif part.kind in _EXPANDED:
            yield _Row(part.value, part.label, True, "", part.kind)
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
            form = f"other wording: {wording.score / best:.2f}"
            yield _Row(0.0, wording.label, False, "", form)


def _cells(row: _Row, yes: str) -> Cells:
    details = row.details
    style = "" if row.told else "quiet"
    numbers = (
        [
            str(details.frequency) + (f"/{TOP_GRADE}" if details.form == "lead" else ""),
            str(details.document_frequency),
            f"{details.idf:.2f}",
            f"{details.weight:.2f}",
        ]
        if details
        else [""] * 4
    )
    return (
        Text(yes if row.tick else "" if row.told else "–", style=style),
        safe(row.label, style=style, one_line=True),
        Text(row.field, style=style),
        Text(row.form, style=style),
        *map(Text, numbers),
        Text(f"{row.value:.2f}" if row.told else "–", style=style),
    )


def _use(word: QueryWord) -> str:
    role = _ROLES[word.role]
    return f"{role} · {word.means}" if word.means else role


def _line(text: str) -> Text:
    return safe(text, one_line=True)
