"""Plot: scores by year as a picture, one line per body, over the bands of each year.

The one importer of matplotlib, which only those who draw need to have.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

from searchkit.assessments.announcements import previous_assessment
from searchkit.assessments.bands import Scale, bands_in
from searchkit.disk import write_wanted
from searchkit.translation import _, numbered
from searchkit.ui.bodies import body_name, scale_known
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from searchkit.scoreboard import Row

INCHES, DPI = (11.0, 6.5), 150
_LONGEST_SCALE = 110.0  # one of 1000 would press all others flat
MAX_NAMED = 12
"""Bodies with a colour and a name of their own; more could not be told apart."""

NAME_WIDTH, TITLE_WIDTH = 36, 96
"""Characters on a line; longer names would leave the picture no room."""

# Dark enough to be read on the pale bands, and in grey.
_COLOURS = (
    "#1f4e99",
    "#b3261e",
    "#6a3d9a",
    "#8a5a00",
    "#00695c",
    "#c2185b",
    "#455a64",
    "#2e7d32",
    "#0277bd",
    "#4e342e",
    "#d84315",
    "#827717",
)
_MARKS = "osD^vP"
_BOLD, _UNNAMED = "#111111", "#9e9e9e"
_PALE = {"hijau": "#cfe8cf", "kuning": "#fbeebc", "merah": "#f4cfcb"}
# Bands of one zone, or of none, alternate, so that their limits are seen.
_PALER = {"hijau": "#e2f2e0", "kuning": "#fbeebc", "merah": "#f9e1de"}
_GREYS = ("#e9e9e9", "#f4f4f4")

Points = list[tuple[int, float]]


_YEARS = range(1900, 2200)
"""Every year between the first and the last is drawn: an index of somebody else may tell any."""


class Drawn(NamedTuple):
    """How many ``bodies`` were drawn, and the years whose scores had no place in the picture."""

    bodies: int
    years_left_out: tuple[int, ...] = ()


def write_plot(path: Path, rows: Iterable[Row], *, bold: Set[str] = frozenset()) -> Drawn:
    """Draw rows into a file, .svg or .png by its name; tell what was drawn.

    Bodies whose key is in ``bold`` get a bold line, all others then a thin one.
    Years whose scale is far longer than others' are left out where there are such, and those
    that no assessment can be of. The file
    appears whole or not at all; where nothing has both score and year, none is
    written. Raises ImportError where matplotlib is missing, OSError where the
    file cannot be written.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    told = [row for row in rows if row.year is not None and row.score is not None]
    scored = [row for row in told if row.year in _YEARS]
    drawn = [row for row in scored if (scale_known(row) or 0.0) <= _LONGEST_SCALE] or scored
    left_out = {row.year for row in told if row.year} - {row.year for row in drawn}
    bodies: dict[str, list[Row]] = {}
    for row in drawn:
        bodies.setdefault(row.key, []).append(row)
    if not bodies:
        return Drawn(0)
    style: dict[Any, Any] = {
        "svg.fonttype": "none",  # names stay text: they can be searched and copied
        "svg.hashsalt": "searchkit",
        "font.size": 9,
        "text.parse_math": False,
    }
    with rc_context(style), warnings.catch_warnings():
        # A name in a script that the font lacks is drawn as boxes; no need to tell.
        warnings.simplefilter("ignore", UserWarning)
        figure = Figure(figsize=INCHES, dpi=DPI, layout="constrained")
        axes = figure.add_subplot()
        _draw_bands(axes, drawn)
        _draw_legend(axes, list(_draw_lines(axes, bodies, bold)), len(bodies))
        _finish(axes, bodies, bold)
        suffix = path.suffix.lower().removeprefix(".")
        picture = io.BytesIO()
        metadata = {"Date": None} if suffix == "svg" else None
        figure.savefig(picture, format=suffix, metadata=metadata)
    try:
        write_wanted(path, picture.getvalue())
    except OSError as error:
        # Tell of the file that was asked for, not of the one on the way to it.
        raise OSError(error.errno, error.strerror, str(path)) from error
    return Drawn(len(bodies), tuple(sorted(left_out)))


# Bands ------------------------------------------------------------------------------------


def _draw_bands(axes: Axes, rows: Sequence[Row]) -> None:
    """The bands of every year as pale areas, named where they change.

    Where both kinds of bodies are drawn, those of the regions.
    """
    scale: Scale = "kl" if all(row.scale == "kl" for row in rows) else "pemda"
    years = [row.year for row in rows if row.year is not None]
    bottom, top = _limits(rows)
    before: object = None
    for year in range(min(years), max(years) + 1):
        bands = bands_in(year, scale)
        for at, (low, high, band) in enumerate(bands):
            axes.fill_between(
                (year - 0.5, year + 0.5),
                low,
                high,
                color=_area(band.zone, at),
                linewidth=0,
                zorder=0,
            ).set_gid(f"band-{year}-{band.value}")
            middle = (max(low, bottom) + min(high, top)) / 2
            if bands != before and low < middle < high:
                axes.annotate(
                    band.value,
                    (year - 0.5, middle),
                    xytext=(3, 0),
                    textcoords="offset points",
                    fontsize=7,
                    color="#6b6b6b",
                    va="center",
                )
        before = bands


def _area(zone: str | None, at: int) -> str:
    if zone is None:
        return _GREYS[at % 2]
    return (_PALE if at % 2 == 0 else _PALER)[zone]


# Lines ------------------------------------------------------------------------------------


def _draw_lines(
    axes: Axes, bodies: Mapping[str, Sequence[Row]], bold: Set[str]
) -> Iterator[tuple[Line2D, str]]:
    """Draw every body; the lines that get a name, with it."""
    ordered = _by_weight(bodies, bold)
    for at, key in reversed(list(enumerate(ordered))):
        named = at < MAX_NAMED
        is_bold = key in bold
        colour = _BOLD if is_bold else _COLOURS[at % len(_COLOURS)] if named else _UNNAMED
        width = 3.2 if is_bold else 1.3 if bold else 1.8
        line = None
        for stretch in _stretches(bodies[key]):
            (line,) = axes.plot(
                [year for year, _ in stretch],
                [score for _, score in stretch],
                color=colour,
                linewidth=width if named else 0.7,
                marker=_MARKS[at % len(_MARKS)] if named else ".",
                markersize=(7 if is_bold else 5) if named else 3,
                zorder=4 if is_bold else 3 if named else 2,
            )
            line.set_gid(plain_line(f"body-{key}-{stretch[0][0]}"))
        if named and line is not None:
            yield line, fill(body_name(bodies[key][0]), NAME_WIDTH)


def _by_weight(bodies: Mapping[str, Sequence[Row]], bold: Set[str]) -> list[str]:
    """Keys in the order of the legend: the bold ones, then the newest and best score first."""

    def order(key: str) -> tuple[bool, int, float, str]:
        newest = max(bodies[key], key=lambda row: row.year or 0)
        return key not in bold, -(newest.year or 0), -(newest.score or 0), key

    return sorted(bodies, key=order)


def _stretches(rows: Sequence[Row]) -> Iterator[Points]:
    """The points of a body, cut where an assessment that was held is missing."""
    points = sorted((row.year or 0, row.score or 0.0) for row in rows)
    stretch = points[:1]
    for point in points[1:]:
        if previous_assessment(point[0]) != stretch[-1][0]:
            yield stretch
            stretch = []
        stretch.append(point)
    yield stretch


# Around the picture -----------------------------------------------------------------------


def _draw_legend(axes: Axes, lines: Sequence[tuple[Line2D, str]], every: int) -> None:
    lines = lines[::-1]
    unnamed = every - len(lines)
    # A legend leaves out names that begin with an underscore.
    names = [name if not name.startswith("_") else f" {name}" for _, name in lines]
    legend = axes.legend(
        [line for line, _ in lines],
        names,
        loc="center left",
        bbox_to_anchor=(1.01, 0.5),
        frameon=False,
        title=numbered("{n} more body in grey", "{n} more bodies in grey", unnamed)
        if unnamed
        else None,
    )
    legend.get_title().set_fontsize(8)


def _finish(axes: Axes, bodies: Mapping[str, Sequence[Row]], bold: Set[str]) -> None:
    rows = [row for of_body in bodies.values() for row in of_body]
    years = sorted({row.year for row in rows if row.year is not None})
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_xticks(range(years[0], years[-1] + 1))
    axes.set_ylim(*_limits(rows))
    axes.set_xlabel(_("assessment year"))
    axes.set_ylabel(_("score"))
    axes.spines[["top", "right"]].set_visible(False)
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    provinces = {row.province for row in rows if row.province}
    if bold and len(provinces) == 1:
        about = provinces.pop()
    elif len(bodies) == 1:
        about = body_name(rows[0])
    else:
        about = numbered("{n} body", "{n} bodies", len(bodies))
    title = fill(
        _("Ombudsman assessment scores, {about}, {span}").format(about=about, span=span),
        TITLE_WIDTH,
    )
    axes.set_title(title, loc="left")


def _limits(rows: Iterable[Row]) -> tuple[float, float]:
    """The lowest and the highest score to show: room below all, but no empty half of a picture."""
    scores = [row.score for row in rows if row.score is not None]
    return max(0.0, min(scores) - 8), max(100.0, *scores) + 1
