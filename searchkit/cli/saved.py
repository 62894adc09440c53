"""``searchkit save``, ``searchkit saved`` and ``searchkit news``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import (
    Invocation,
    QueryCommand,
    filter_options,
    invocation,
    limit_option,
    query_from,
    shared_options,
    sort_option,
    typed_filters,
)
from searchkit.cli.records import SCHEMA, saved_record
from searchkit.cli.savedanswers import Told, news_answer, searches_answer, searches_record
from searchkit.errors import SavedSearchError
from searchkit.translation import _

if TYPE_CHECKING:
    from searchkit.engines.base import Sort
    from searchkit.news import News
    from searchkit.results import Hit
    from searchkit.saved import SavedSearches
    from searchkit.savedsearch import SavedSearch
    from searchkit.ui.screen import Screen


@click.command(
    cls=QueryCommand,
    short_help="Keep a search under a name.",
    epilog="""
    \b
    Examples:
      searchkit save hijau-jatim zona hijau --region jatim
      searchkit save banjir 'banjir OR "tanah longsor"' --sort newest
      searchkit save banjir banjir -jakarta --replace
      searchkit news hijau-jatim
    """,
)
@click.argument("name")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@filter_options
@sort_option
@click.option("--replace", is_flag=True, help="Put it in the place of one with the same name.")
@click.option("--unread", is_flag=True, help="Take what matches now as news, too.")
@shared_options()
def save_command(name: str, query: tuple[str, ...], **options: Any) -> int:
    """Keep a search under a name, to be told later what is new to it.

    What matches now counts as read. Only articles that match the whole query are
    ever news. A name has letters, digits, blanks, - and _, in any case.
    """
    from searchkit.savedsearch import SavedSearch, checked_name

    run = invocation()
    search = SavedSearch(
        name=checked_name(query_from((name,))),
        query=query_from(query),
        index=run.settings.index,
        sort=cast("Sort", options["sort"]),
        **typed_filters(options),
    )
    with run.reading() as index:
        matching = index.matching(search.query, filters=search.filters)
    seen = None if options["unread"] else matching
    search = _kept(run).save(search, seen=seen, replace=options["replace"])
    new = len(matching) if options["unread"] else 0
    record = {"schema": SCHEMA, **saved_record(search, new), "matching": len(matching)}

    def show(screen: Screen) -> None:
        from searchkit.ui.saved import show_saving

        show_saving(screen, search, len(matching), f"searchkit news {shlex.quote(search.name)}")

    run.answer(searches_answer(lambda: record, [(search, new)]), show)
    return errors.FOUND


@click.command(
    cls=Command,
    short_help="List the saved searches.",
    epilog="""
    \b
    Examples:
      searchkit saved
      searchkit saved --format json
      searchkit saved --rename banjir 'banjir jakarta'
      searchkit saved --remove banjir
    """,
)
@click.option("--remove", metavar="NAME", help="Forget this one.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give one another name.")
@shared_options()
def saved_command(remove: str | None, rename: tuple[str, str] | None) -> int:
    """List the saved searches, with how many articles are new to each.

    Those of all indexes are listed, and none is marked as read.
    """
    run = invocation()
    kept = _kept(run)
    if remove is not None and rename is not None:
        raise click.UsageError(_("Either --remove or --rename, not both."))
    if remove is not None:
        removed = kept.remove(remove)
        return _tell_change(run, removed, _("Removed {name}").format(name=removed.name))
    if rename is not None:
        old, renamed = kept.get(rename[0]).name, kept.rename(*rename)
        told = _("Renamed {old} to {new}").format(old=old, new=renamed.name)
        return _tell_change(run, renamed, told)
    listed = _counted(run, kept)

    def show(screen: Screen) -> None:
        from searchkit.ui.saved import show_searches

        show_searches(screen, listed, run.settings.index)

    run.answer(searches_answer(lambda: searches_record(listed), listed), show)
    return errors.FOUND if listed else errors.NOTHING_FOUND


@click.command(
    cls=Command,
    short_help="Show what is new to saved searches.",
    epilog="""
    \b
    Examples:
      searchkit news
      searchkit news hijau-jatim --peek
      searchkit news banjir --format jsonl
    \b
    Every morning at seven, by mail (a line of a crontab; nothing new, no mail):
      0 7 * * *  searchkit index --config ~/berita.yaml >/dev/null; searchkit news banjir
    \b
    Exit codes: 0 something is new, 1 nothing is.
    """,
)
@click.argument("name", required=False, metavar="[NAME]")
@limit_option("At most N articles of each search; the others stay unread.  [default: all]")
@click.option("--no-fold", is_flag=True, help="Show copies of a story as hits of their own.")
@click.option("--peek", is_flag=True, help="Leave all unread.")
@shared_options()
def news_command(name: str | None, limit: int | None, no_fold: bool, peek: bool) -> int:
    """Show the articles that are new to a saved search since it was last read.

    Without NAME those of all saved searches of the index. What was shown counts as
    read from then on. Where nothing is new, nothing is printed, in no format.
    """
    run = invocation()
    kept = _kept(run)
    run, searches = _asked(run, kept, name)
    if not searches:
        errors.say(_nothing_saved(kept))
        return errors.NOTHING_FOUND
    asked: list[News] = []
    code = errors.NOTHING_FOUND
    with run.reading() as index:
        for search in searches:
            try:
                asked.append(kept.news(search, index))
            except SavedSearchError as error:
                if name is not None:
                    raise
                code = errors.fail(error)  # the other searches have their news all the same
        told = [
            Told(news, news.results(index, limit=limit, fold=not no_fold)) for news in asked if news
        ]

    def show(screen: Screen) -> None:
        from searchkit.ui.saved import show_news

        show_news(screen, told)

    if told:
        run.answer(news_answer(told), show)
        sys.stdout.flush()  # what could not be written is not read
    else:
        _say_nothing_new(run, searches)
    if not peek:
        shown = {news.search.name: _ids(results.hits) for news, results in told}
        for news in asked:
            kept.mark_read(news, only=shown.get(news.search.name))
    return errors.FOUND if told else code


def _kept(run: Invocation) -> SavedSearches:
    from searchkit.saved import SavedSearches

    return SavedSearches(run.settings.data)


def _asked(
    run: Invocation, kept: SavedSearches, name: str | None
) -> tuple[Invocation, Sequence[SavedSearch]]:
    """The searches asked for, and the run over their index.

    A search that is named has its index with it, whatever the current folder.
    """
    settings = run.settings
    if name is None:
        return run, kept.of(settings.index)
    search = kept.get(name)
    origin = settings.origins.get("index", "")
    if origin.startswith("flag") and not search.is_for(settings.index):
        raise SavedSearchError(
            _("{name!r} was saved for the index in {index}").format(
                name=search.name, index=search.index
            ),
            _("Leave out --index, or save it anew for this one with --replace."),
        )
    # As if typed, so that what to do where there is no index names the right one.
    origins = MappingProxyType({**settings.origins, "index": "flag --index"})
    return replace(run, settings=replace(settings, index=search.index, origins=origins)), [search]


def _ids(hits: Iterable[Hit]) -> Iterator[str]:
    """The articles that were shown: the hits, and the copies under them."""
    for hit in hits:
        yield hit.article.id
        yield from (copy.id for copy in hit.copies)


def _say_nothing_new(run: Invocation, searches: Sequence[SavedSearch]) -> None:
    """People are told; whatever reads a pipe gets nothing."""
    if run.format == "rich" and sys.stdout.isatty():
        from searchkit.ui.saved import show_nothing_new

        show_nothing_new(run.screen(), searches)


def _nothing_saved(kept: SavedSearches) -> str:
    places = dict.fromkeys(search.index for search in kept.all())
    if not places:
        return _("No search is saved yet; type: searchkit save NAME QUERY")
    return _("No search is saved for this index; there are some for {places}").format(
        places=", ".join(places)
    )


def _counted(run: Invocation, kept: SavedSearches) -> list[tuple[SavedSearch, int | None]]:
    """All saved searches with how many articles are new to each, None where nobody knows."""
    from searchkit.index import open_index

    searches = kept.all()
    counts: dict[str, int] = {}
    for place in dict.fromkeys(search.index for search in searches):
        with open_index(place, stems=run.settings.cache) as index:
            counts |= kept.counts(index)
    return [(search, counts.get(search.name)) for search in searches]


def _tell_change(run: Invocation, search: SavedSearch, words: str) -> int:
    """Answer with a search that was changed."""
    listed = [(search, None)]

    def show(screen: Screen) -> None:
        from searchkit.ui.saved import show_change

        show_change(screen, words)

    run.answer(searches_answer(lambda: searches_record(listed), listed), show)
    return errors.FOUND
