"""Updating: the index brought up to date while it is searched."""

from __future__ import annotations

import gc
from asyncio import to_thread
from collections.abc import Sequence
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.corpus import read_corpus
from searchkit.errors import CorpusError
from searchkit.translation import _, numbered
from searchkit.ui.app.application import application_of
from searchkit.ui.app.dialogs import AskDialog, Choice, ChooseDialog, talk, tell
from searchkit.ui.app.saving import tell_news
from searchkit.ui.app.strip import Stopped, Strip, bar
from searchkit.ui.formats import shown_place
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.indexer import Progress, SyncReport
    from searchkit.ui.app.browse import Browse

WAIT_S = 10.0
"""How long another writer is waited for, in seconds."""

LONG_S, YIELD_S = 0.004, 0.003
"""After an article that this process took so long to read, the screen gets time to draw."""


class UpdateStrip(Strip):
    """Shows how far an update is, and keeps what it came to."""

    def __init__(self) -> None:
        super().__init__("update")
        self.now: Progress | None = None
        self.holder = ""  # who writes to the index, while that is waited for
        self.report: SyncReport | None = None
        self._noted = perf_counter()

    @property
    def is_writing(self) -> bool:
        """Whether all is read: what is being written is not given up any more."""
        return self.now is not None and self.now.stage == "committing"

    def note(self, now: Progress) -> None:
        """Called by the update for each article. Raises Stopped where it shall stop."""
        self.check()
        self.now, self.holder = now, ""
        if perf_counter() - self._noted > LONG_S:
            sleep(YIELD_S)
        self._noted = perf_counter()

    def wait(self, holder: str) -> None:
        """Called now and then while another process writes. Raises Stopped."""
        self.check()
        self.holder = holder

    def render(self) -> Text:
        """A bar of files, the articles and words so far, and how to stop."""
        line = Text(no_wrap=True, overflow="ellipsis")
        now = self.now
        if self.stop.is_set():
            return line.append(_("Stopping; the index stays as it was …"))
        if now is None and self.holder:
            words = _("Waiting: the index is being written by {holder}.")
            line.append(plain_line(words.format(holder=self.holder)))
            return line.append("  ").append(_("u stops it"))
        if now is None:
            return line.append(_("Updating: looking for new and changed files …"))
        line.append(_("Writing") if self.is_writing else _("Reading"))
        if now.files_total > 1:  # one file says nothing about how far it is
            line.append(" ").append_text(bar(now.files_done, now.files_total))
        told = [numbered("{n} article", "{n} articles", now.articles)]
        if now.learned:
            told.append(numbered("learning {n} word", "learning {n} words", now.learned))
        if not self.is_writing:
            told.append(_("u stops it"))
        return line.append(f"  {' · '.join(told)}")


def start_update(browse: Browse) -> None:
    """Bring the index up to date; where that is being done already, ask whether to stop."""
    strip = _strip(browse)
    if strip is not None and strip.is_running and strip.is_writing:
        tell(browse, _("An update is being written; it is there in a moment."))
    elif strip is not None and strip.is_running:
        talk(browse, _ask_to_stop(browse, strip))
    else:
        talk(browse, _update(browse, strip))


def show_rejected(browse: Browse) -> None:
    """List what the last update could not read, and why."""
    strip = _strip(browse)
    if strip is None or strip.report is None:
        tell(browse, _("No update was made yet; u makes one."))
    elif not strip.report.rejected:
        tell(browse, _("The last update could read everything."))
    else:
        talk(browse, _list_rejected(browse, strip.report))


def ask_to_quit(browse: Browse) -> None:
    """Leave; while an update or an export is running that would be given up, ask before."""
    update = _strip(browse)
    if update is not None and update.is_running and not update.is_writing:
        words = _("An update is running"), _("The index then stays as it was before.")
    elif browse.query("#export.-running"):
        words = _("An export is running"), _("Nothing is written then.")
    else:
        browse.app.exit()
        return
    talk(browse, _ask_to_quit(browse, *words))


def _strip(browse: Browse) -> UpdateStrip | None:
    return next(iter(browse.query(UpdateStrip)), None)


async def _update(browse: Browse, before: UpdateStrip | None) -> None:
    strip = UpdateStrip()
    if before is not None:
        await before.remove()
    await browse.mount(strip, before="#hints")
    try:
        known = await browse.asking.ask(_ids)
        paths = application_of(browse).corpus
        strip.report = await to_thread(_sync, browse.asking.another(), paths, strip)
    except Stopped:
        tell(browse, _("The update was stopped; the index is as it was before."))
        return
    finally:
        strip.end()
    report = strip.report
    await browse.asking.ask(lambda index: index.refresh())
    new = (await browse.asking.ask(_ids)) - known
    if new:
        browse.new = new
    browse.search(keep=True)
    tell(browse, _summary(report, len(new)), "warning" if report.rejected else "information")
    tell_news(browse)


def _ids(index: Index) -> frozenset[str]:
    return frozenset(index.ids())


def _sync(index: Index, paths: Sequence[str], strip: UpdateStrip) -> SyncReport:
    """Bring an index in line with some paths, else with those that it was built from."""
    gc.enable()
    with index:
        roots = paths or tuple(map(str, index.roots()))
        if not roots:
            raise CorpusError(
                _("the index does not know which folders it was built from"),
                _("Name them once: searchkit index FOLDER"),
            )
        with index.writer(wait_s=WAIT_S, on_wait=strip.wait) as writer:
            return writer.sync(read_corpus(*roots), progress=strip.note, background=True)


def _summary(report: SyncReport, new: int) -> str:
    changed, missing, rejected = report.changed, report.missing, len(report.rejected)
    parts = [
        new and numbered("{n} new article", "{n} new articles", new),
        changed and numbered("{n} article changed", "{n} articles changed", changed),
        missing and numbered("{n} without its file", "{n} without their files", missing),
        rejected
        and numbered("{n} could not be read (U: why)", "{n} could not be read (U: why)", rejected),
    ]
    return " · ".join(part for part in parts if part) or _("The index is up to date.")


async def _ask_to_stop(browse: Browse, strip: UpdateStrip) -> None:
    question = AskDialog(
        _("An update is running"),
        _("Yes, stop it"),
        note=_("The index then stays as it was before."),
    )
    if await browse.app.push_screen_wait(question):
        strip.stop.set()


async def _ask_to_quit(browse: Browse, what: str, then: str) -> None:
    if await browse.app.push_screen_wait(AskDialog(what, _("Yes, leave"), note=then)):
        browse.app.exit()


async def _list_rejected(browse: Browse, report: SyncReport) -> None:
    lines = []
    for number, one in enumerate(report.rejected):
        place = Text(plain_line(shown_place(one.path, one.line)), style="bold")
        lines.append(Choice(str(number), place.append(f"\n{plain_line(one.reason)}", style="")))
    dialog = ChooseDialog(_("Not read at the last update"), lines, hints=_("Esc leave"))
    await browse.app.push_screen_wait(dialog)
