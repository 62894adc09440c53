"""Source: where an article comes from, to be cited or opened."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from rich.text import Text
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from searchkit.translation import _
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.reader import Reader
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.ui.app.browse import Browse

COPIED = 60  # characters of a citation that are told

_VI = ("vi", "vim", "nvim", "view", "vis", "kak")
_OTHERS = ("nano", "rnano", "pico", "micro", "joe", "jed", "emacs", "emacsclient", "mg", "ne")
LINE_OPENERS = frozenset((*_VI, *_OTHERS))
"""Editors that take ``+LINE`` before a file, and open it there."""

WEB, FILE = "web", "file"


def copy_citation(browse: Browse) -> None:
    """Put the citation of the article that is read into the clipboard."""
    if article := article_at_hand(browse):
        from searchkit.citation import citation  # needed by nobody who only reads

        cited = plain_line(citation(article))
        browse.app.copy_to_clipboard(cited)
        told = cited if len(cited) <= COPIED else cited[:COPIED] + "…"
        browse.notify(_("Copied: {words}").format(words=told), markup=False)


def open_source(browse: Browse) -> None:
    """Open the web page or the file of the article that is read, as is chosen."""
    if article := article_at_hand(browse):
        address = web_address(article.url or "")
        has_file = Path(article.path).is_file()
        if address:
            question = Question(address, article if has_file else None)
            browse.app.push_screen(question, lambda choice: _open(browse, article, choice))
        elif has_file:
            _edit(browse, article)
        else:
            words = _("{path} is not there any more, and no web address is known.")
            _warn(browse, words.format(path=article.path))


def article_at_hand(browse: Browse) -> Article | None:
    """The article that is read; where nobody is in the reader, that of the hit at hand.

    Tells where there is none.
    """
    reader, hit = browse.query_one(Reader), browse.query_one(HitList).hit
    article = reader.article if reader.has_focus or not hit else hit.article
    if article is None:
        browse.notify(_("No article is open."), markup=False)
    return article


def web_address(url: str) -> str | None:
    """An address that a browser may be given: http or https, and nothing in it that hides."""
    if plain_line(url) != url or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def editor_command(environ: Mapping[str, str], path: str, line: int | None) -> list[str] | None:
    """How $VISUAL or $EDITOR is told to open a file at a line; None where neither is set.

    Raises ValueError where quotes in it are not closed.
    """
    words = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")
    if not words:
        return None
    at = [f"+{line}"] if line and Path(words[0]).name in LINE_OPENERS else []
    return [*words, *at, str(Path(path).absolute())]


class Question(ModalScreen[str | None]):
    """Which source to open: an address, shown in full, or a file."""

    DEFAULT_CSS = """
    Question {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 100; height: auto; max-height: 90%;
            border: round $primary; border-title-color: $primary;
            background: $surface; padding: 0 1;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; max-height: 100%; background: $surface; padding: 0;
            overflow-x: hidden;
        }
        & Static { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]

    def __init__(self, address: str, article: Article | None) -> None:
        super().__init__()
        self._address = address
        self._article = article

    def compose(self) -> ComposeResult:
        """One line for each source."""
        options = [_option(WEB, _("Web page"), self._address)]
        if self._article:
            place = self._article.path + (f":{self._article.line}" if self._article.line else "")
            options.append(_option(FILE, _("File in the editor"), place))
        with Vertical() as box:
            box.border_title = _("Open the source")
            yield OptionList(*options, markup=False)
            yield Static(_("Enter open · Esc back"), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(event.option.id)

    def action_move(self, action: str) -> None:
        """The cursor up or down."""
        getattr(self.query_one(OptionList), f"action_{action}")()


def _option(id: str, name: str, place: str) -> Option:
    return Option(Text.assemble((name, "bold"), "\n", plain_line(place)), id=id)


def _open(browse: Browse, article: Article, choice: str | None) -> None:
    if choice == WEB:
        _visit(browse, article.url or "")
    elif choice == FILE:
        _edit(browse, article)


# The web page -----------------------------------------------------------------------------


def _visit(browse: Browse, address: str) -> None:
    """Give an address to the browser: the one in which the application runs, or the system's."""
    if browse.app.is_web:
        browse.app.open_url(address)
        return
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        _warn(browse, _("No web browser was found; $BROWSER can name one."))
        return
    if _draws_here(browser):
        _suspended(browse, lambda: browser.open(address))
    else:
        browse.run_worker(lambda: _started(address), thread=True)


def _draws_here(browser: webbrowser.BaseBrowser) -> bool:
    """Whether a browser takes the terminal: lynx, w3m, or what $BROWSER names without a &."""
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )


def _started(address: str) -> None:
    """Start the browser from a process whose output cannot get onto the screen."""
    nothing = subprocess.DEVNULL
    # -P: no file of the current folder is taken for a module.
    command = [sys.executable, "-P", "-m", "webbrowser", address]
    subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, check=False)


# The file ---------------------------------------------------------------------------------


def _edit(browse: Browse, article: Article) -> None:
    """Open the file in the editor, which has the terminal meanwhile."""
    if browse.app.is_web:
        _warn(browse, _("In a browser no editor can be opened."))
        return
    try:
        command = editor_command(os.environ, article.path, article.line)
    except ValueError as error:
        _warn(browse, _("$VISUAL or $EDITOR cannot be read: {error}").format(error=error))
        return
    if command is None:
        _warn(browse, _("Set $VISUAL or $EDITOR to the editor that is to open files."))
        return
    _suspended(browse, lambda: _edited(command))


def _edited(command: Sequence[str]) -> bool:
    """Run an editor; False where it tells that something went wrong."""
    return subprocess.run(command, check=False).returncode == 0


def _suspended(browse: Browse, run: Callable[[], bool]) -> None:
    """Let another program have the terminal; tells where that fails."""
    try:
        with browse.app.suspend():
            ended_well = run()
    except SuspendNotSupported:
        _warn(browse, _("No other program can be given this terminal."))
    except OSError as error:
        _warn(browse, _("The program cannot be started: {error}").format(error=error))
    else:
        if not ended_well:
            _warn(browse, _("The program ended with an error."))


def _warn(browse: Browse, words: str) -> None:
    browse.notify(plain_line(words), severity="warning", markup=False)
