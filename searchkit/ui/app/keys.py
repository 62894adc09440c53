"""Keys: every key of the application, what it does and where, for help and hints."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from textual.actions import parse
from textual.binding import Binding

from searchkit.translation import N_


class Key(NamedTuple):
    """One action: its keys as Textual names them, as people read them, and what it does."""

    keys: str
    shown: str
    action: str
    does: str

    @property
    def binding(self) -> Binding:
        """The same for Textual; texts are shown by the help, so it needs none.

        With priority an action is done before the next key is even looked at: otherwise
        quick hands would type into the pane that they have just left.
        """
        return Binding(self.keys, self.action, show=False, priority=True)


EVERYWHERE: tuple[Key, ...] = (
    Key("slash", "/", "focus_query", N_("type the query")),
    Key("tab", "Tab", "next_pane", N_("next pane")),
    Key("shift+tab", "Shift-Tab", "previous_pane", N_("previous pane")),
    Key("f", "f", "focus_facets", N_("choose in the facets")),
    Key("r", "r", "focus_regions", N_("walk the regions")),
    Key("x", "x", "clear", N_("clear all filters")),
    Key("s", "s", "sort", N_("sort: relevance, newest, oldest, score")),
    Key("t", "t", "start('timeline')", N_("hits by month; narrow the time")),
    Key("c", "c", "start('scores')", N_("the scoreboard of this result")),
    Key("m", "m", "start('similar')", N_("more articles like this one")),
    Key("y", "y", "start('cite')", N_("copy the citation")),
    Key("o", "o", "start('source')", N_("open the source: the file or the web page")),
    Key("e", "e", "start('export')", N_("export this result")),
    Key("S,shift+s", "S", "start('save')", N_("save this search")),
    Key("l", "l", "start('saved')", N_("saved searches and what is new")),
    Key("u", "u", "start('update')", N_("bring the index up to date")),
    Key("U,shift+u", "U", "start('rejected')", N_("what the last update could not read")),
    Key("question_mark,f1", "? F1", "start('help')", N_("this help")),
    Key("ctrl+p", "Ctrl-P", "command_palette", N_("all commands by name")),
    Key("q", "q", "quit", N_("quit")),
)
"""What works wherever nothing is being typed."""

MOVES: tuple[Key, ...] = (
    Key("j,down", "j ↓", "cursor_down", N_("down")),
    Key("k,up", "k ↑", "cursor_up", N_("up")),
    Key("g,home", "g Home", "first", N_("to the beginning")),
    Key("G,shift+g,end", "G End", "last", N_("to the end")),
    Key("ctrl+d,pagedown", "PgDn", "page_down", N_("a page down")),
    Key("ctrl+u,pageup", "PgUp", "page_up", N_("a page up")),
)
"""What moves in a list; the reader has the same keys for its lines."""

LIST: tuple[Key, ...] = (
    *MOVES,
    Key("enter", "Enter", "select", N_("open")),
    Key("n", "n", "screen.next_match", N_("next match in the article")),
    Key("N,shift+n", "N", "screen.previous_match", N_("match before in the article")),
)

FACETS: tuple[Key, ...] = (
    *MOVES,
    Key("space,enter", "Space", "choose", N_("choose a value, or no longer")),
    Key("right,plus", "→", "unfold", N_("unfold a province")),
    Key("left,minus", "←", "fold", N_("fold it")),
)

READER: tuple[Key, ...] = (
    Key("n", "n", "next_match", N_("next match")),
    Key("N,shift+n", "N", "previous_match", N_("match before")),
    Key("w", "w", "why", N_("number the facts and tell why they were read so")),
    Key("space", "Space", "page_down", N_("a page down")),
    Key("b", "b", "page_up", N_("a page up")),
    Key("ctrl+d", "Ctrl-D", "half_down", N_("half a page down")),
    Key("ctrl+u", "Ctrl-U", "half_up", N_("half a page up")),
    Key("escape", "Esc", "back", N_("back to the hits")),
)

CHIPS: tuple[Key, ...] = (
    Key("left", "←", "walk(-1)", N_("the chip before")),
    Key("right", "→", "walk(1)", N_("the next chip")),
    Key("space,enter,p", "Space", "pin", N_("pin: only articles about this")),
    Key("backspace,delete", "Backspace", "remove", N_("remove it")),
)

TIMELINE: tuple[Key, ...] = (
    Key("left,h", "← h", "walk(-1)", N_("to the month before")),
    Key("right,l", "→ l", "walk(1)", N_("to the next month")),
    Key("home,g", "g Home", "walk(-9999)", N_("to the first month")),
    Key("end,G,shift+g", "G End", "walk(9999)", N_("to the last month")),
    Key("space", "Space", "mark", N_("begin a range of months; end it")),
    Key("shift+left,H,shift+h", "Shift-← H", "stretch(-1)", N_("stretch the range to the left")),
    Key("shift+right,L,shift+l", "Shift-→ L", "stretch(1)", N_("stretch the range to the right")),
    Key("left_square_bracket", "[", "begin", N_("the range begins here")),
    Key("right_square_bracket", "]", "end", N_("the range ends here")),
    Key("up,k,plus", "↑ k", "zoom(1)", N_("finer: months")),
    Key("down,j,minus", "↓ j", "zoom(-1)", N_("coarser: quarters, years")),
    Key("enter", "Enter", "keep", N_("keep the range, or this month, and close")),
    Key("x", "x", "clear", N_("all months again")),
    Key("t", "t", "leave", N_("close; what is seen stays")),
    Key("escape", "Esc", "cancel", N_("close without a change")),
)
"""What works in the timeline."""

BOARD: tuple[Key, ...] = (
    *MOVES,
    Key("enter", "Enter", "select", N_("open the source of the number")),
)
SCORES: tuple[Key, ...] = (
    Key("s", "s", "sort", N_("sort: score, year, region")),
    Key("u", "u", "units", N_("with units (dinas, hospitals), or without")),
    Key("escape,c,q", "Esc", "back", N_("back to the hits")),
)
"""What works in the scoreboard, besides moving in it."""


class Group(NamedTuple):
    """Keys that work in one place, under a heading for people."""

    title: str
    keys: tuple[Key, ...]


GROUPS: tuple[Group, ...] = (
    Group(N_("Everywhere"), EVERYWHERE),
    Group(N_("Hits"), LIST),
    Group(N_("Facets"), FACETS[len(MOVES) :]),
    Group(N_("Chips below the query"), CHIPS),
    Group(N_("Article"), READER),
    Group(N_("Hits by month"), TIMELINE),
    Group(N_("Scoreboard"), (*BOARD[len(MOVES) :], *SCORES)),
)
"""All keys as the help shows them; what moves in the hits does so in the others, too."""


def bindings(keys: tuple[Key, ...]) -> list[Binding]:
    """Keys as Textual binds them."""
    return [key.binding for key in keys]


@cache
def _everywhere() -> dict[tuple[str, tuple[object, ...]], frozenset[str]]:
    found: dict[tuple[str, tuple[object, ...]], frozenset[str]] = {}
    for key in EVERYWHERE:
        _namespace, name, parameters = parse(key.action)
        found[name, tuple(parameters)] = frozenset(
            each.key for each in key.binding.make_bindings([key.binding])
        )
    return found


def keys_of(action: str, parameters: tuple[object, ...]) -> frozenset[str]:
    """The keys of an action that works everywhere; none for all others."""
    return _everywhere().get((action, parameters), frozenset())


HINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "query": (
        ("↑↓", N_("walk the hits")),
        ("Enter", N_("to the hits")),
        ("F1", N_("help")),
        ("Tab", N_("next pane")),
        ("Ctrl-P", N_("commands")),
    ),
    "chips": (
        ("←→", N_("walk")),
        ("Space", N_("pin as a filter")),
        ("Backspace", N_("remove")),
        ("Tab", N_("next pane")),
    ),
    "facets": (
        ("Space", N_("choose")),
        ("→", N_("unfold")),
        ("x", N_("clear")),
        ("t", N_("time")),
        ("/", N_("search")),
        ("?", N_("help")),
    ),
    "hits": (
        ("/", N_("search")),
        ("Enter", N_("read")),
        ("?", N_("help")),
        ("f", N_("facets")),
        ("t", N_("time")),
        ("c", N_("scores")),
        ("s", N_("sort")),
        ("e", N_("export")),
        ("q", N_("quit")),
    ),
    "reader": (
        ("n", N_("next match")),
        ("w", N_("why")),
        ("Esc", N_("hits")),
        ("?", N_("help")),
        ("m", N_("more like this")),
        ("y", N_("cite")),
        ("o", N_("open")),
    ),
    "timeline": (
        ("←→", N_("walk")),
        ("Space", N_("begin a range, end it")),
        ("Enter", N_("keep")),
        ("Esc", N_("back")),
        ("x", N_("all")),
        ("↑↓", N_("zoom")),
        ("Shift-←→", N_("stretch the range")),
    ),
    "board": (
        ("Enter", N_("the source of the number")),
        ("s", N_("sort")),
        ("u", N_("units")),
        ("Esc", N_("hits")),
        ("?", N_("help")),
    ),
    "sources": (("Enter", N_("read")), ("Esc", N_("back"))),
}
"""What is told in the last line while each place has the keys: the key, and what it does.

Where there is no room for all, the last ones are left out.
"""
