"""The page of a search: how the query was read, the hits, the facets, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from searchkit.article import Article, Assessment
from searchkit.query.filters import Filters
from searchkit.search import Hit, Results
from searchkit.ui.badge import Wanted, badge, best_result
from searchkit.ui.bars import HEADINGS, chart, chart_rows
from searchkit.ui.formats import (
    counted,
    shown_as_typed,
    shown_date,
    shown_ms,
    shown_place,
    shown_score,
)
from searchkit.ui.plain import plain_line
from searchkit.ui.reading import also_as, reading_words
from searchkit.ui.screen import Line, Screen
from searchkit.ui.text import joined, safe

MAX_WIDTH = 140  # longer lines are hard to read
SIDE_FROM = 100  # columns from which the facets stand beside the hits
SIDE_WIDTH = 40
PAIR_FROM = 72  # columns from which the facets below stand in two columns
TOP = 8  # values of a facet shown on the page
SHORT = ("band", "level")  # facets that are short enough to be shown whole
SIDE_HEIGHT, BELOW_HEIGHT = 20, 12  # lines of a facet beside and below the hits
OUTLETS = 5  # outlets named that tell the same
REGIONS = 3  # regions named below a title


def show_results(screen: Screen, results: Results, filters: Filters | None = None) -> None:
    """Print a page of results; ``filters`` are those that narrowed it."""
    wanted = Wanted.by(results.reading, filters.nodes if filters else ())
    width = min(screen.width, MAX_WIDTH)
    screen.emit(*_head(results))
    if results.words:
        from searchkit.ui.explanation import words_lines  # few searches explain

        screen.emit(Text(), *words_lines(results.words, results.reading.expansions, width))
    if results.answers:
        from searchkit.ui.answers import answer_lines  # few searches have any

        screen.emit(Text())
        for part in answer_lines(results.answers, width):
            screen.emit_lines(screen.lines(part, width))
    facets = {field: values for field, values in results.facets.items() if values}
    if facets and results.hits and width >= SIDE_FROM:
        left_width = width - SIDE_WIDTH - 3
        hits = screen.lines(Group(*_hits_of(screen, results, wanted, left_width)), left_width)
        side = [
            line for stack in _charts(screen, results, SIDE_WIDTH, SIDE_HEIGHT) for line in stack
        ]
        screen.emit_lines(screen.beside(hits, [[], *side[:-1]], left_width + 3))
    else:
        for part in _hits_of(screen, results, wanted, width):
            screen.emit_lines(screen.lines(part, width))
        screen.emit_lines(_charts_below(screen, results, width))
    screen.emit(*_foot(results))


def _head(results: Results) -> Iterator[Text]:
    yield joined([_found(results), shown_ms(results.took_ms)])
    expansions = () if results.words else results.reading.expansions  # told below the words
    reading = " · ".join(filter(None, (reading_words(results.reading), also_as(expansions))))
    if reading:
        yield Text.assemble(("Read as: ", "quiet"), (reading, "reading"))
    notes = [*results.reading.notes, *(note.message for note in results.diagnostics)]
    for note in dict.fromkeys(plain_line(note) for note in notes):
        yield Text.assemble(("Note: ", "quiet"), (note, "note"))
    if results.corrected:
        corrected = safe(results.corrected, style="suggestion", one_line=True)
        yield Text.assemble(
            "Showing results for ", corrected, f"; {shown_as_typed(results.misspelt)}"
        )
    if results.suggestion:
        suggestion = safe(results.suggestion, style="suggestion", one_line=True)
        yield Text.assemble("Did you mean: ", suggestion)


def _found(results: Results) -> Text:
    if not results.total:
        return Text("No article found", style="heading")
    if not results.strict_total:
        some = counted(results.total, "article")
        return Text(f"No article matches everything; {some} in part", style="heading")
    asked = " with all of it, best answers first" if results.asks and results.relaxed else ""
    found = Text(counted(results.total, "article") + asked, style="heading")
    if results.folded:
        found = Text.assemble(found, f" · {counted(results.folded, 'copy', 'copies')} folded")
    if results.offset:
        first, last = results.offset + 1, results.offset + len(results.hits)
        return Text.assemble(found, f" · {first} to {last}" if results.hits else "")
    return found


def _hits_of(
    screen: Screen, results: Results, wanted: Wanted, width: int
) -> Iterator[RenderableType]:
    return hit_cards(
        screen, results.hits, wanted, width, apart=bool(results.strict_total) and not results.asks
    )


def hit_cards(
    screen: Screen, hits: Sequence[Hit], wanted: Wanted, width: int, *, apart: bool = False
) -> Iterator[RenderableType]:
    """Hits one below the other; ``apart`` sets off those that match only in part."""
    rank_width = max((len(str(hit.rank)) for hit in hits), default=1) + 1
    indent = rank_width + 2
    for hit in hits:
        if hit.relaxed and apart:
            apart = False
            yield Text()
            yield _divider("The next articles match only in part", width)
        yield Text()
        mark = _mark(screen, hit.article, wanted, (width - indent) // 2)
        head = _title_lines(screen, hit, mark, width - indent)
        for number, line in enumerate(head):
            rank = f"{hit.rank:>{rank_width}}" if number == 0 else ""
            yield Text.assemble((f"{rank:<{indent}}", "quiet"), line)
        for below in (
            *_meta(hit.article, width - indent),
            *_snippet(hit),
            *copies_line(hit.copies, hit.article),
        ):
            yield Padding(below, (0, 0, 0, indent))
        for part in _explained(screen, hit, width - indent):
            yield Padding(part, (0, 0, 0, indent))


def _mark(screen: Screen, article: Article, wanted: Wanted, room: int) -> Text:
    """The badge, with the change since the assessment before where that leaves room."""
    mark = badge(article, wanted)
    change = _change(best_result(article, wanted), screen)
    together = joined([mark, change], " ")
    return together if change and together.cell_len + 2 <= room else mark


def _change(result: Assessment | None, screen: Screen) -> str:
    """``↑5,2`` or ``↓0,84``, empty where no score before is known."""
    if result is None or result.score is None or result.previous is None:
        return ""
    change = round(result.score - result.previous, 2)
    up, down = ("+", "-") if screen.ascii else ("↑", "↓")
    return f"{up if change > 0 else down}{shown_score(abs(change))}" if change else ""


def _title_lines(screen: Screen, hit: Hit, mark: Text, width: int) -> list[Text]:
    """The title, wrapped, with the badge at the right end of its first line if it fits."""
    title = safe(
        hit.article.title or hit.article.id,
        hit.title_highlights if hit.article.title else (),
        style="title",
        span_style="title.match",
        one_line=True,
    )
    beside = width - mark.cell_len - 2
    fits = bool(mark.plain) and beside >= width // 2
    lines = list(title.wrap(screen, beside if fits else width))
    for line in lines:
        line.rstrip()
    if fits:
        gap = width - mark.cell_len - lines[0].cell_len
        lines[0] = Text.assemble(lines[0], " " * gap, mark)
    elif mark.plain:
        lines.append(mark)
    return lines


def _meta(article: Article, width: int) -> Iterator[Text]:
    day = article.date
    parts = [
        safe(article.outlet or "", one_line=True),
        Text(("" if article.published else "event ") + shown_date(day) if day else ""),
        Text(
            f"assessment {article.assessment_year}"
            if article.assessment_year and (day is None or day.year != article.assessment_year)
            else ""
        ),
        safe(_region_names(article), one_line=True),
    ]
    facts = joined(parts, style="quiet")
    place = safe(shown_place(article.path, article.line), style="quiet", one_line=True)
    if not shown_place(article.path, article.line).endswith(article.id):
        place = joined([place, safe(f"id {article.id}", style="quiet", one_line=True)])
    whole = joined([facts, place], style="quiet")
    if whole.cell_len <= width:
        yield whole
    else:
        yield from (line for line in (facts, place) if line.plain)


def _region_names(article: Article) -> str:
    names = [region.name for region in article.subjects]
    more = len(names) - REGIONS
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:REGIONS])} +{more}"


def _snippet(hit: Hit) -> Iterator[Text]:
    if hit.snippet.text:
        yield safe(hit.snippet.text, hit.snippet.highlights, one_line=True)


def _explained(screen: Screen, hit: Hit, width: int) -> Iterator[RenderableType]:
    if hit.explanation is not None:
        from searchkit.ui.explanation import explanation_lines  # few searches explain

        yield from explanation_lines(hit.explanation, width, ascii_only=screen.ascii)


def copies_line(copies: Sequence[Article], article: Article) -> Iterator[Text]:
    """``+3 media lain: ANTARA, Kompas, Detik``: who else tells the same; nothing where nobody."""
    if not copies:
        return
    named = dict.fromkeys(copy.outlet for copy in copies if copy.outlet)
    others = [outlet for outlet in named if outlet != article.outlet]
    what = "media lain" if len(others) == len(copies) else "salinan"
    shown = list(named)[:OUTLETS]
    more = f" +{len(named) - len(shown)}" if len(named) > len(shown) else ""
    names = f": {', '.join(shown)}{more}" if shown else ""
    yield safe(f"+{len(copies)} {what}{names}", style="quiet", one_line=True)


def _divider(words: str, width: int) -> Text:
    return Text(f"── {words} ".ljust(width, "─"), style="quiet")


def _charts(screen: Screen, results: Results, width: int, height: int) -> Iterator[list[Line]]:
    """One stack of lines per facet, each closed by an empty line."""
    for field, values in results.facets.items():
        if not values:
            continue
        rows, hidden = chart_rows(field, values, None if field in SHORT else TOP, height)
        parts = [
            Text(HEADINGS[field], style="heading"),
            *chart(rows, width, ascii_only=screen.ascii),
        ]
        if hidden:
            which = "earlier" if field == "year" else "more"
            parts.append(Text(f"… {hidden} {which}: searchkit facet {field}", style="quiet"))
        yield [*screen.lines(Group(*parts), width), []]


def _charts_below(screen: Screen, results: Results, width: int) -> list[Line]:
    if not results.hits:
        return []
    if width < PAIR_FROM:
        return [
            line
            for stack in _charts(screen, results, width, BELOW_HEIGHT)
            for line in ([], *stack[:-1])
        ]
    half = (width - 3) // 2
    stacks = list(_charts(screen, results, half, BELOW_HEIGHT))
    if not stacks:
        return []
    first, others = stacks[0][:-1], [line for stack in stacks[1:] for line in stack][:-1]
    return [[], *screen.beside(first, others, half + 3)]


def _foot(results: Results) -> Iterator[Text]:
    if results.hits and results.offset + len(results.hits) < results.total - results.folded:
        page = results.offset // results.limit + 2
        yield Text()
        yield Text(f"Next page: --page {page}", style="quiet")
    elif results.total and not results.hits:
        yield Text(f"There is no such page; the last is --page {_last_page(results)}.")


def _last_page(results: Results) -> int:
    return -(-(results.total - results.folded) // results.limit)
