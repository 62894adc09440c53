"""Every style of the theme can be told from a black and from a white background.

WCAG 2.2 asks for a contrast of 3:1 for what is drawn and for big or bold letters
(success criteria 1.4.3 and 1.4.11); the colours are those that xterm starts with.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from rich.color import Color, ColorType
from rich.palette import Palette
from rich.style import Style
from rich.theme import Theme

from searchkit.ui.screen import Screen
from searchkit.ui.theme import THEME, THEME_OF_256, bar_style, zone_style
from tests.test_ui_results import Terminal

LEAST = 3.0

Rgb = tuple[float, float, float]

# The resources color0 to color15 of xterm (XTerm-col.ad).
XTERM = Palette(
    [
        *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0)),
        *((0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)),
        *((127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0)),
        *((92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)),
    ]
)


class Ground(NamedTuple):
    """A terminal's own colours."""

    letters: Rgb
    background: Rgb


BLACK = Ground((229, 229, 229), (0, 0, 0))
WHITE = Ground((0, 0, 0), (255, 255, 255))


def luminance(color: Rgb) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [part / 255 for part in color]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(color: Color | None, default: Rgb, *, bright: bool = False) -> Rgb:
    """What xterm paints; ``bright`` where it draws bold letters in the bright colour."""
    if color is None or color.type is ColorType.DEFAULT:
        return default
    number = color.number
    assert number is not None
    if number < 16:
        return XTERM[number + 8 if bright and number < 8 else number]
    return color.get_truecolor()


def worst(style: Style, ground: Ground) -> float:
    """The least contrast of a style's letters with what is behind them.

    Bold letters may be bright ones; faint ones are half as far from their background.
    """
    found = []
    for bright in {False, bool(style.bold)}:
        letters = rgb(style.color, ground.letters, bright=bright)
        behind = rgb(style.bgcolor, ground.background)
        if style.reverse:
            letters, behind = behind, letters
        if style.dim:
            red, green, blue = (
                (one + other) / 2 for one, other in zip(letters, behind, strict=True)
            )
            letters = red, green, blue
        found.append(contrast(letters, behind))
    return min(found)


def test_contrasts_are_those_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert worst(Style.parse("yellow"), WHITE) < 2 < LEAST
    assert worst(Style.parse("blue"), BLACK) < LEAST
    assert worst(Style.parse("bold black on green"), WHITE) < LEAST  # bold black is grey


@pytest.mark.parametrize("ground", [BLACK, WHITE], ids=["on black", "on white"])
@pytest.mark.parametrize("theme", [THEME, THEME_OF_256], ids=["16 colours", "256 colours"])
def test_every_style_can_be_read(theme: Theme, ground: Ground) -> None:
    ours = {name: theme.styles[name] for name in THEME.styles if name not in Theme().styles}
    assert {"quiet", "match", "bar.kuning", "zone.merah", "fact.year"} <= set(ours)
    faint = {name: worst(style, ground) for name, style in ours.items()}
    assert {name: found for name, found in faint.items() if found < LEAST} == {}


def test_the_sixteen_colours_are_no_others_than_those() -> None:
    numbers = [
        color.number
        for name, style in THEME.styles.items()
        if name not in Theme().styles
        for color in (style.color, style.bgcolor)
        if color is not None
    ]
    assert numbers
    assert all(number is None or number < 16 for number in numbers)


@pytest.mark.parametrize(
    ("term", "colorterm", "code"),
    [
        ("xterm", "", "30;42"),
        ("xterm-256color", "", "38;5;231;48;5;28"),
        ("xterm-direct", "truecolor", "38;5;231;48;5;28"),
        ("dumb", "", None),
    ],
)
def test_a_terminal_gets_the_colours_it_has(
    term: str, colorterm: str, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colorterm)
    stream = Terminal()
    screen = Screen(stream)
    screen.print("hijau", style=zone_style("hijau"), end="")
    assert stream.getvalue() == (f"\x1b[{code}mhijau\x1b[0m" if code else "hijau")
    assert screen.coloured == bool(code)


def test_a_zone_that_is_not_known_has_a_neutral_style() -> None:
    assert zone_style("ungu") == zone_style(None) == "zone.none"
    assert bar_style("ungu") == bar_style(None) == "bar"
