"""Exporting: the result that is looked at, written to a file."""

from __future__ import annotations

import io
import re
from asyncio import to_thread
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from searchkit.disk import write_wanted
from searchkit.export import EXPORT_FORMATS, ExportFormat, export_hits
from searchkit.translation import N_, _, grouped, ngettext, numbered
from searchkit.ui.app.answer import found
from searchkit.ui.app.dialogs import AskDialog, Choices, Dialog, talk, tell
from searchkit.ui.app.entry import Entry
from searchkit.ui.app.kept import title_of
from searchkit.ui.app.strip import Stopped, Strip, bar
from searchkit.ui.formats import shown_path

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.results import Hit, Results
    from searchkit.ui.app.browse import Browse
    from searchkit.ui.app.view import View

PAGE = 100  # hits read at once
YIELD_S = 0.005  # between two pages, for whoever types meanwhile

FORMATS: dict[ExportFormat, tuple[str, str]] = {
    "csv": ("CSV", N_("a table for spreadsheets")),
    "jsonl": ("JSON Lines", N_("all that is known of each article, for programs")),
    "md": (N_("Markdown"), N_("citations and the sentences that match, for texts")),
}
"""Each format with its name and what it is good for."""


class Target(NamedTuple):
    """What to write, and where to."""

    format: ExportFormat
    path: str


class ExportDialog(Dialog[Target | None]):
    """A path, and the formats below it: arrows choose one, which is the ending of the path."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "other_format(1)", show=False, priority=True),
        Binding("up", "other_format(-1)", show=False, priority=True),
    ]

    def __init__(self, path: str, many: int, *, name_only: bool) -> None:
        title = numbered("Export {n} article", "Export {n} articles", many)
        super().__init__(title, _("↑↓ format  ⏎ write  Esc cancel"))
        self._path, self._name_only = path, name_only

    def compose(self) -> ComposeResult:
        """The path, the formats and room for a problem."""
        with self.box():
            yield Entry(self._path, compact=True, select_on_focus=False)
            yield Choices(
                *(
                    Option(Text.assemble((f"{_(name):<12}", "heading"), _(good)))
                    for name, good in FORMATS.values()
                ),
                markup=False,
            )
            yield Static("", classes="problem", markup=False)

    def on_mount(self) -> None:
        """The path can be typed on."""
        self.query_one(Input).focus()
        self._format_of_path()

    def action_other_format(self, by: int) -> None:
        """The next format, or the one before."""
        listed = self.query_one(Choices)
        listed.highlighted = ((listed.highlighted or 0) + by) % len(EXPORT_FORMATS)
        self._end_path()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.problem("")
        self._format_of_path()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        path = self.query_one(Input).value.strip()
        if wrong := _wrong(path, name_only=self._name_only):
            self.problem(wrong)
        else:
            format = EXPORT_FORMATS[self.query_one(Choices).highlighted or 0]
            self.dismiss(Target(format, path))

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self._end_path()
        self.query_one(Input).focus()

    def _format_of_path(self) -> None:
        """The format that the path ends with."""
        ending = Path(self.query_one(Input).value).suffix.removeprefix(".").lower()
        for place, format in enumerate(EXPORT_FORMATS):
            if format == ending:
                self.query_one(Choices).highlighted = place

    def _end_path(self) -> None:
        """The path with the ending of the format, in the place of another format's."""
        line = self.query_one(Input)
        format = EXPORT_FORMATS[self.query_one(Choices).highlighted or 0]
        endings = "|".join(map(re.escape, EXPORT_FORMATS))
        line.value = re.sub(rf"\.({endings})$", "", line.value, flags=re.IGNORECASE) + f".{format}"
        line.cursor_position = len(line.value)


class ExportStrip(Strip):
    """Shows how many hits were written."""

    def __init__(self) -> None:
        super().__init__("export")
        self.done, self.total = 0, 0

    def render(self) -> Text:
        """A bar of hits, and how to stop."""
        if self.stop.is_set():
            return Text(_("Stopping; nothing is written …"))
        line = Text(_("Exporting"), no_wrap=True, overflow="ellipsis")
        line.append(" ").append_text(bar(self.done, self.total))
        return line.append("  " + _("e stops it"))


def open_export(browse: Browse) -> None:
    """Write all hits of what is looked at to a file; where that goes on, ask whether to stop."""
    for strip in browse.query(ExportStrip):
        if strip.is_running:
            talk(browse, _ask_to_stop(browse, strip))
            return
    talk(browse, _export(browse))


def file_name(view: View) -> str:
    """A name for the file of a view, without an ending: ``zona-hijau-jawa-timur``."""
    return re.sub(r"[\W_]+", "-", title_of(view).casefold()).strip("-")


async def _export(browse: Browse) -> None:
    view, results, web = browse.view, browse.results, browse.app.is_web
    if results is None or not results.hits:
        tell(browse, _("There is nothing to export."))
        return
    many = count_of(results)
    dialog = ExportDialog(f"{file_name(view)}.{EXPORT_FORMATS[0]}", many, name_only=web)
    target = await browse.app.push_screen_wait(dialog)
    if target is None:
        return
    path = Path(target.path).expanduser()
    if not web and not await _may_write(browse, path):
        return
    strip = ExportStrip()
    await browse.mount(strip, before="#hints")
    try:
        index = browse.asking.another()
        text = await to_thread(_text, index, view, target.format, strip)
    except Stopped:
        tell(browse, _("The export was stopped; nothing was written."))
        return
    finally:
        strip.end()
        many = strip.done
        await strip.remove()
    if web:
        browse.app.deliver_text(io.StringIO(text), save_filename=path.name)
        where = path.name
    else:
        await to_thread(write_wanted, path, text.encode("utf-8", "backslashreplace"))
        where = shown_path(str(path.absolute()))
    words = ngettext("{n} article in {path}", "{n} articles in {path}", many)
    tell(browse, words.format(n=grouped(many), path=where))


async def _may_write(browse: Browse, path: Path) -> bool:
    """Whether there is no such file, or it may be replaced."""
    if not path.exists():
        return True
    question = AskDialog(
        _("{path} is there already").format(path=shown_path(str(path.absolute()))),
        _("Yes, replace it"),
    )
    answer = await browse.app.push_screen_wait(question)
    return bool(answer)


async def _ask_to_stop(browse: Browse, strip: ExportStrip) -> None:
    question = AskDialog(_("An export is running"), _("Yes, stop it"))
    if await browse.app.push_screen_wait(question):
        strip.stop.set()


def count_of(results: Results) -> int:
    """The hits of a result: copies are under one of them."""
    return results.total - results.folded


def _text(index: Index, view: View, format: ExportFormat, strip: ExportStrip) -> str:
    stream = io.StringIO(newline="")
    with index:
        export_hits(_hits(index, view, strip), format, stream)
    return stream.getvalue()


def _hits(index: Index, view: View, strip: ExportStrip) -> Iterator[Hit]:
    """All hits that a view counts, in its order: none of those that only fill a page."""
    while True:
        strip.check()
        results = found(index, view, strip.done, PAGE)
        strip.total = count_of(results)
        hits = results.hits[: strip.total - strip.done]
        yield from hits
        strip.done += len(hits)
        if strip.done >= strip.total or not hits:
            return
        sleep(YIELD_S)


def _wrong(path: str, *, name_only: bool) -> str:
    """What is wrong with a path; empty where a file can be there."""
    if not path or "\0" in path:
        return _("Type a path, or leave with Esc.")
    if name_only:
        return _("Only a name: your browser knows where to.") if "/" in path else ""
    try:
        file = Path(path).expanduser()
        file.resolve()  # raises where links go round in circles
        if file.is_dir():
            return _("{path} is a folder; add a name.").format(path=path)
        if not file.parent.is_dir():
            return _("There is no folder {path}.").format(path=file.parent)
    except (OSError, RuntimeError, ValueError) as error:
        return _("{path}: cannot be written ({cause})").format(path=path, cause=error)
    return ""
