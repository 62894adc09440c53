"""Cards: hits one below the other, each with its badge, its source and its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from searchkit.article import Article, Assessment
from searchkit.results import Hit
from searchkit.translation import _, ngettext
from searchkit.ui.badge import Wanted, badge, best_result
from searchkit.ui.formats import (
    shown_count,
    shown_date,
    shown_place,
    shown_score,
)
from searchkit.ui.plain import plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe

OUTLETS = 5  # outlets named that tell the same
GAP = 2  # between the columns below a title
OUTLET_WIDTH = 22  # of the widest column of outlets


def hit_cards(
    screen: Screen, hits: Sequence[Hit], wanted: Wanted, width: int, *, apart: bool = False
) -> Iterator[RenderableType]:
    """Hits one below the other; ``apart`` sets off those that match only in part."""
    rank_width = max((len(str(hit.rank)) for hit in hits), default=1) + 1
    indent = rank_width + 2
    room = width - indent
    columns = _Columns.of(hits, room)
    for hit in hits:
        if hit.relaxed and apart:
            apart = False
            yield Text()
            yield _divider(screen, _("The next articles match only in part"), width)
        yield Text()
        mark = _mark(screen, hit.article, wanted, room // 2)
        for number, line in enumerate(_title_lines(screen, hit, mark, room)):
            rank = f"{hit.rank:>{rank_width}}" if number == 0 else ""
            yield Text.assemble((f"{rank:<{indent}}", "quiet"), line)
        for below in (
            *columns.line(hit.article, room),
            *_snippet(hit),
            *copies_line(hit.copies, hit.article),
            _place(hit.article, room),
            *_explained(screen, hit, room),
        ):
            yield Padding(below, (0, 0, 0, indent))


def _mark(screen: Screen, article: Article, wanted: Wanted, room: int) -> Text:
    """The badge, with the change since the assessment before where that leaves room."""
    mark = badge(article, wanted, coloured=screen.coloured)
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


class _Columns(NamedTuple):
    """How wide outlets and dates are on a page, so that they line up from card to card."""

    outlet: int
    date: int

    @classmethod
    def of(cls, hits: Sequence[Hit], room: int) -> _Columns:
        """The columns of a page in ``room`` cells; those that no hit has are 0 wide."""
        outlets = (cell_len(_outlet(hit.article)) for hit in hits)
        dates = (cell_len(_day(hit.article)) for hit in hits)
        most = min(OUTLET_WIDTH, room // 3)
        return cls(min(max(outlets, default=0), most), max(dates, default=0))

    def line(self, article: Article, room: int) -> Iterator[Text]:
        """Outlet and date in their columns, then what the article is about, below if it is long.

        Nothing where nothing of it is known.
        """
        outlet = Text(_outlet(article) or "–")
        outlet.truncate(self.outlet, overflow="ellipsis", pad=True)
        day = Text(f"{_day(article) or '–':>{self.date}}")
        known = Text(" " * GAP).join(
            text for text, width in ((outlet, self.outlet), (day, self.date)) if width
        )
        used = known.cell_len + GAP if known.plain else 0
        about = _about(article, room - used)
        below = about.cell_len > room - used
        lines = [known, _about(article, room)] if below else [joined([known, about], " " * GAP)]
        for line in lines:
            line.rstrip()
            line.truncate(room, overflow="ellipsis")
            line.stylize("quiet")
            if line.plain.strip("– "):
                yield line


def _outlet(article: Article) -> str:
    return plain_line(article.outlet or "")


def _day(article: Article) -> str:
    return shown_date(article.date) if article.date else ""


def _about(article: Article, room: int) -> Text:
    """Whom an article is about, at what level, of which year; of names what fits ``room``."""
    day = article.date
    year = article.assessment_year
    told = joined(
        [
            _levels(article),
            _("assessment {year}").format(year=year)
            if year and (day is None or day.year != year)
            else "",
            _("date of the event") if day and not article.published else "",
        ]
    )
    names = list(dict.fromkeys(plain_line(name) for name, _level in _bodies(article)))
    listed = _fitting(names, room - (told.cell_len + 3 if told.plain else 0))
    return joined([listed, told])


def _bodies(article: Article) -> list[tuple[str, str]]:
    """Name and level of whom an article is about: regions, and offices with a result."""
    found: list[tuple[str, str]] = [(region.name, region.level) for region in article.subjects]
    found += [(result.entity, result.level) for result in article.results if result.code is None]
    return found


def _levels(article: Article) -> str:
    """The level of the one body that an article is about, unless its name says it."""
    match _bodies(article):
        case [(name, level)] if not name.lower().startswith(level):
            return plain_line(level)
    return ""


def _fitting(names: Sequence[str], room: int) -> str:
    """As many of ``names`` as fit, and how many more there are; at least one."""
    listed = ", ".join(names)
    if len(names) < 2 or cell_len(listed) <= room:
        return listed
    shown = 1
    while cell_len(_some(names, shown + 1)) <= room:
        shown += 1
    return _some(names, shown)


def _some(names: Sequence[str], shown: int) -> str:
    return f"{', '.join(names[:shown])} +{len(names) - shown}"


def _place(article: Article, room: int) -> Text:
    """Where an article stands, with its id unless the path says it; long paths lose their start."""
    path = plain_line(shown_place(article.path, article.line))
    named = "" if path.endswith(article.id) else _("id {id}").format(id=plain_line(article.id))
    spare = room - (cell_len(named) + 3 if named else 0)
    if cell_len(path) > spare:
        kept = path[max(len(path) - spare + 1, 0) :]
        path = "…" + (kept[kept.index("/") :] if "/" in kept[:-1] else kept)
    place = joined([path, named])
    place.truncate(room, overflow="ellipsis")
    place.stylize("quiet")
    return place


def _snippet(hit: Hit) -> Iterator[Text]:
    if hit.snippet.text:
        yield safe(hit.snippet.text, hit.snippet.highlights, one_line=True)


def _explained(screen: Screen, hit: Hit, width: int) -> Iterator[RenderableType]:
    if hit.explanation is not None:
        from searchkit.ui.explanation import explanation_lines  # few searches explain

        yield from explanation_lines(hit.explanation, width, ascii_only=screen.ascii)


def copies_line(copies: Sequence[Article], article: Article) -> Iterator[Text]:
    """``+3 other outlets: ANTARA, Kompas, Detik``: who else tells the same; or nothing."""
    if not copies:
        return
    named = dict.fromkeys(copy.outlet for copy in copies if copy.outlet)
    others = [outlet for outlet in named if outlet != article.outlet]
    if len(others) == len(copies):
        what = ngettext("+{n} other outlet", "+{n} other outlets", len(copies))
    else:
        what = ngettext("+{n} copy", "+{n} copies", len(copies))
    shown = list(named)[:OUTLETS]
    more = f" +{len(named) - len(shown)}" if len(named) > len(shown) else ""
    names = f": {', '.join(shown)}{more}" if shown else ""
    yield safe(f"{what.format(n=shown_count(len(copies)))}{names}", style="quiet", one_line=True)


def _divider(screen: Screen, words: str, width: int) -> Text:
    rule = "-" if screen.ascii else "─"
    return Text(f"{rule * 2} {words} ".ljust(width, rule), style="quiet")
