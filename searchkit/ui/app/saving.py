"""Saving: searches that are kept under a name, and what is new in them."""

from __future__ import annotations

from asyncio import to_thread
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from searchkit.errors import SavedSearchError
from searchkit.saved import SavedSearches
from searchkit.savedsearch import SavedSearch, checked_name, key_of
from searchkit.translation import _, numbered
from searchkit.ui.app.application import application_of
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.dialogs import AskDialog, Choice, ChooseDialog, TypeDialog, talk, tell
from searchkit.ui.app.kept import search_of, title_of, told, view_of
from searchkit.ui.app.query_line import QueryLine
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.index import Index
    from searchkit.news import News
    from searchkit.ui.app.view import View

NAME_COLUMN = 30  # cells


def open_save(browse: Browse) -> None:
    """Keep what is looked at under a name."""
    talk(browse, _save(browse))


def open_saved(browse: Browse) -> None:
    """Show the saved searches, to be run, renamed or removed."""
    talk(browse, _choose(browse))


def run_kept(browse: Browse, name: str) -> None:
    """Run the saved search of a name."""
    talk(browse, _run(browse, name))


def tell_news(browse: Browse) -> None:
    """Tell in the top line how many saved searches have news, once they are counted."""
    if application_of(browse).saved is not None:
        browse.run_worker(_tell_news(browse), group="news", exclusive=True)


def names_kept(browse: Browse) -> tuple[str, ...]:
    """The names of the saved searches; none where they cannot be read."""
    try:
        return tuple(search.name for search in _kept(browse).of(browse.asking.location))
    except SavedSearchError:
        return ()


class SavedDialog(ChooseDialog):
    """The saved searches; answers a verb and a name: ``run banjir``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "answer('remove')", show=False),
        Binding("R,shift+r,r", "answer('rename')", show=False),
    ]

    def action_answer(self, verb: str) -> None:
        """Close, and do something with the search under the cursor."""
        if self.chosen is not None:
            self.dismiss(f"{verb} {self.chosen}")

    def answer(self) -> None:
        """Run it."""
        self.action_answer("run")


class NewsLine(Static):
    """How many saved searches have news, in the top line; a click lists them."""

    def on_click(self, event: events.Click) -> None:
        """List the saved searches."""
        event.stop()
        if isinstance(self.screen, Browse):
            open_saved(self.screen)


async def _save(browse: Browse) -> None:
    kept, view = _kept(browse), browse.view.finished()
    names = {key_of(search.name): search.name for search in await to_thread(kept.all)}
    name = await browse.app.push_screen_wait(
        TypeDialog(
            _("Save this search as"),
            title_of(view),
            note=told(search_of(view, "", browse.asking.location)),
            check=_wrong,
        )
    )
    if name is None:
        return
    taken = names.get(key_of(name))
    if taken is not None:
        question = AskDialog(
            _("A search is saved as {name} already").format(name=taken),
            _("Yes, put this one in its place"),
        )
        if not await browse.app.push_screen_wait(question):
            return
    search = search_of(view, name, browse.asking.location)
    seen = await browse.asking.ask(
        lambda index: index.matching(search.query, filters=search.filters)
    )
    saved = await to_thread(kept.save, search, seen=seen, replace=taken is not None)
    tell(browse, _("Saved as {name}; l lists the saved searches.").format(name=saved.name))
    tell_news(browse)


async def _choose(browse: Browse) -> None:
    kept = _kept(browse)
    at: str | None = None
    while True:
        searches = await to_thread(kept.of, browse.asking.location)
        if not searches:
            tell(browse, _("No search is saved yet; S saves the one at hand."))
            return
        counts = await _counts(browse, kept, searches)
        dialog = SavedDialog(
            _("Saved searches"),
            [_row(search, counts) for search in searches],
            hints=_("⏎ run  d remove  R rename  Esc leave"),
            at=at,
        )
        verb, _blank, name = (await browse.app.push_screen_wait(dialog) or "").partition(" ")
        if verb == "run":
            await _run(browse, name)
        elif verb == "remove":
            await _remove(browse, kept, name)
        elif verb == "rename":
            at = await _rename(browse, kept, name)
        if verb not in ("remove", "rename"):
            return


async def _run(browse: Browse, name: str) -> None:
    kept = _kept(browse)
    search = await to_thread(kept.get, name)

    def asked(index: Index) -> tuple[View, News]:
        return view_of(search, index), kept.news(search, index)

    view, news = await browse.asking.ask(asked)
    browse.new = frozenset(news.ids)
    line = browse.query_one(QueryLine)
    with line.prevent(Input.Changed):
        line.value = view.query
    browse.view = view
    browse.search()
    browse.go_to("hits")
    await to_thread(kept.mark_read, news)
    new = numbered("{n} new article", "{n} new articles", len(news)) if news else _("nothing new")
    tell(browse, f"{search.name}: {new}")
    tell_news(browse)


async def _remove(browse: Browse, kept: SavedSearches, name: str) -> None:
    question = AskDialog(
        _("Remove the saved search {name}?").format(name=name),
        _("Yes, remove it"),
        note=_("The articles stay as they are."),
    )
    if await browse.app.push_screen_wait(question):
        await to_thread(kept.remove, name)
        tell_news(browse)


async def _rename(browse: Browse, kept: SavedSearches, name: str) -> str:
    """Its name afterwards."""
    title = _("Another name for {name}").format(name=name)
    new = await browse.app.push_screen_wait(TypeDialog(title, name, check=_wrong))
    if new is None or new == name:
        return name
    try:
        return (await to_thread(kept.rename, name, new)).name
    except SavedSearchError as error:
        tell(browse, error.on_one_line, "error")
        return name


async def _tell_news(browse: Browse) -> None:
    kept = _kept(browse)
    try:
        searches = await to_thread(kept.of, browse.asking.location)
    except SavedSearchError:
        return  # told when they are asked for
    counts = await _counts(browse, kept, searches)
    having = sum(1 for count in counts.values() if count)
    for line in browse.query("#news"):
        await line.remove()
    browse.query_one("#top").set_class(bool(having), "-news")
    if having:
        words = numbered("news in {n} search: l", "news in {n} searches: l", having)
        line = NewsLine(Text(words), id="news")
        await browse.query_one("#top").mount(line, before="#count")


async def _counts(
    browse: Browse, kept: SavedSearches, searches: Sequence[SavedSearch]
) -> Mapping[str, int]:
    """How many articles are new to each; searches that mean nothing any more have none.

    They are asked one by one, so that whoever types meanwhile need not wait for all.
    """
    counts: dict[str, int] = {}
    for search in searches:
        try:
            news = await browse.asking.ask(partial(kept.news, search))
        except SavedSearchError:
            continue
        counts[search.name] = len(news)
    return counts


def _kept(browse: Browse) -> SavedSearches:
    folder = application_of(browse).saved
    if folder is None:
        raise SavedSearchError(_("searches cannot be saved here"))
    return SavedSearches(folder)


def _wrong(name: str) -> str:
    """What is wrong with a name; empty where nothing is."""
    try:
        checked_name(name)
    except SavedSearchError as error:
        return error.on_one_line
    return ""


def _row(search: SavedSearch, counts: Mapping[str, int]) -> Choice:
    count = counts.get(search.name)
    news = (
        _("means nothing any more")
        if count is None
        else numbered("{n} new", "{n} new", count)
        if count
        else ""
    )
    name = Text(plain_line(search.name), style="bold" if count else "")
    name.truncate(NAME_COLUMN, overflow="ellipsis", pad=True)
    line = Text.assemble(name, " ", (f"{news:<9} ", "added" if count else "quiet"))
    return Choice(search.name, line.append(plain_line(told(search)), style="quiet"))
