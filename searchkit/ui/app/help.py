"""Help: how to find something, and all keys, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from searchkit.translation import N_, _
from searchkit.ui.app.keys import GROUPS, MOVES

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse

TWO_COLUMNS = 104  # cells from which there are two
QUERY_COLUMN, KEY_COLUMN = 26, 11  # cells
BORDER, GAP = 6, 2  # cells that the frame takes, and those between two columns

FIND: tuple[tuple[str, str], ...] = (
    (N_("Articles on Jawa Timur of 2023"), N_("type: jawa timur 2023")),
    (
        N_("The same without typing"),
        N_("f, then Space on Jawa Timur and Space on 2023; x clears both"),
    ),
    (N_("The highest score"), N_("c lists the scores of these articles, the best first")),
    (
        N_("The source of a number"),
        N_("Enter on its line in that list; or Enter on a hit, then w"),
    ),
    (N_("What is new today"), N_("S keeps a search; l tells what came in since you last looked")),
)
"""What somebody wants to find, and the way to it."""

QUERY: tuple[tuple[str, str], ...] = (
    (N_('"pelayanan publik"'), N_("these words, one after the other")),
    (N_("banjir -jakarta"), N_("without that word; +word must be there")),
    (N_("banjir OR longsor"), N_("one of them is enough")),
    (N_("pelayan*"), N_("all words that begin like this")),
    (N_("wilayah:jatim tahun:2023"), N_("only there and then; so do zona: media: tanggal:")),
    (N_("judul:ombudsman"), N_("in the title")),
    (N_("nilai:>=90"), N_("with a score of 90 or more")),
)
"""The query language: what to type, and what it finds."""


class Help(ModalScreen[str]):
    """Two columns where there is room. Any key closes it, but those that move where it scrolls.

    Answers the key that closed it.
    """

    CSS_PATH = "dialogs.tcss"

    def compose(self) -> ComposeResult:
        """The texts, in one column or two."""
        wide = self.app.size.width >= TWO_COLUMNS
        width = (self.app.size.width - BORDER) // (2 if wide else 1) - GAP
        with VerticalScroll(classes="help", can_focus=False) as box:
            box.border_title = Content(_("Help"))
            box.border_subtitle = Content(_("any key closes · / types a query"))
            with Horizontal():
                for column in _columns(width, wide=wide):
                    yield Static(column, markup=False)

    def on_key(self, event: events.Key) -> None:
        """Scroll, or close."""
        event.stop()
        box = self.query_one(VerticalScroll)
        move = _MOVES.get(event.key) if box.max_scroll_y else None
        if move is None:
            self.dismiss(event.key)
            return
        page = max(1, box.size.height - 1)
        to = {
            "cursor_down": box.scroll_offset.y + 1,
            "cursor_up": box.scroll_offset.y - 1,
            "page_down": box.scroll_offset.y + page,
            "page_up": box.scroll_offset.y - page,
            "first": 0,
            "last": box.max_scroll_y,
        }
        box.scroll_to(y=to[move], animate=False, force=True)

    def on_click(self) -> None:
        """Close."""
        self.dismiss("")

    def on_resize(self) -> None:
        """Columns for the new width."""
        self.refresh(recompose=True)


def open_help(browse: Browse) -> None:
    """Show the help; ``/`` goes on to the query."""

    def closed(key: str | None) -> None:
        if key == "slash":
            browse.action_focus_query()

    browse.app.push_screen(Help(), closed)


_MOVES = {name: key.action for key in MOVES for name in key.keys.split(",")}


def _columns(width: int, *, wide: bool) -> list[Text]:
    """How to find something comes first; where there are two columns they end about level."""
    columns = [[_ways(width), _table(_("What can be typed"), QUERY, QUERY_COLUMN, width)]]
    if wide:
        columns.append([])
    for group in GROUPS:
        rows = [(key.shown, key.does) for key in group.keys]
        shortest = min(columns, key=lambda column: sum(len(text.split()) + 1 for text in column))
        shortest.append(_table(_(group.title), rows, KEY_COLUMN, width))
    return [Text("\n").join(column) for column in columns]


def _ways(width: int) -> Text:
    """What somebody wants to find, each with the way to it below."""
    lines = Text.assemble((_("How to find"), "heading"), "\n")
    for wanted, way in FIND:
        lines.append(f"{_(wanted)}\n")
        lines.append_text(_hanging(_(way), "  ", width))
    return lines


def _table(title: str, rows: Iterable[tuple[str, str]], column: int, width: int) -> Text:
    """Two columns under a heading; long texts go on below their own beginning."""
    lines = Text.assemble((title, "heading"), "\n")
    for left, right in rows:
        begin = f"{_(left)}  ".ljust(column)
        lines.append_text(_hanging(_(right), begin, width, column))
    return lines


def _hanging(words: str, begin: str, width: int, column: int | None = None) -> Text:
    indent = " " * (len(begin) if column is None else column)
    wrapped = wrap(words, max(width, 30), initial_indent=begin, subsequent_indent=indent)
    text = Text("\n".join(wrapped) + "\n")
    if column is not None:
        text.stylize("match", 0, len(begin.rstrip()))
    return text
