"""Corpus: files → Articles, and Rejected records for what could not become one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from searchkit.article import Article, Rejected, Unread
from searchkit.corpus.articles import ClaimedIds, article_of
from searchkit.corpus.draft import Draft
from searchkit.corpus.files import Stretch, read_file
from searchkit.corpus.html import read_html
from searchkit.corpus.jsonl import cut_jsonl, read_jsonl
from searchkit.corpus.limits import BadInput
from searchkit.corpus.markdown import read_markdown
from searchkit.corpus.source import Format, Source, find_sources
from searchkit.corpus.table import Rows, cut_table, read_rows, read_table
from searchkit.corpus.text import read_text
from searchkit.errors import CorpusError, cause_of, is_refusal
from searchkit.translation import _


def read_corpus(*paths: str | os.PathLike[str]) -> Corpus:
    """The corpus of some files and folders. Lazy: nothing is read yet.

    Raises CorpusError for an empty path.
    """
    if any(not os.fspath(path) for path in paths):
        raise CorpusError(_("an empty path names no corpus"), _("name a file or folder to read"))
    return Corpus(tuple(Path(os.path.abspath(path)) for path in paths))  # noqa: PTH100


class Corpus:
    """Articles in files and folders; iterating reads them all, in the order of their paths.

    ``roots`` are absolute paths as given (symbolic links not resolved).
    """

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots

    def sources(self) -> Iterator[Source | Rejected]:
        """The files to read, in the order of their paths, each once. Opens none of them.

        Raises CorpusError for a root that is missing, unreadable or neither a
        file nor a folder.
        """
        return find_sources(self.roots)

    def read(self, source: Source, piece: Piece | None = None) -> Iterator[Article | Rejected]:
        """The articles of one file, or of one of the pieces that ``cut`` makes of it.

        Never raises for its content or for a file that is gone. What cannot be read
        for a reason that lies outside of it is Unread. Ids are not compared with
        those of other files.
        """
        if isinstance(piece, Rejected):
            yield piece
            return
        reject = partial(Rejected, source.path)
        try:
            for line, draft in _drafts(source, piece):
                if isinstance(draft, BadInput):
                    yield reject(draft.reason, line)
                else:
                    yield article_of(draft, source, line)
        except Exception as error:
            yield _rejected(source, error)

    def cut(self, source: Source, size: int) -> Iterator[Piece]:
        """Pieces of about ``size`` bytes that can be read apart, in order.

        Together they make what reading the whole file does. Nothing comes out
        where it has to be read in one go. Never raises.
        """
        try:
            if source.format in _CUT:
                yield from _CUT[source.format](source.opened, size)
        except Exception as error:
            yield _rejected(source, error)

    def __iter__(self) -> Iterator[Article | Rejected]:
        """Every article; of two with one id the second is rejected."""
        ids = ClaimedIds()
        for source in self.sources():
            if isinstance(source, Rejected):
                yield source
                continue
            for outcome in self.read(source):
                yield outcome if isinstance(outcome, Rejected) else ids.claim(outcome, source)


Piece = Stretch | Rows | Rejected
"""Some records of a file, or why the rest of them cannot be read."""

_WHOLE: dict[Format, Callable[[str], Draft]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
}
_RECORDS: dict[Format, Callable[[Path], Iterator[tuple[int, Draft | BadInput]]]] = {
    "jsonl": read_jsonl,
    "csv": read_table,
}
_CUT: dict[Format, Callable[[Path, int], Iterator[Stretch | Rows]]] = {
    "jsonl": cut_jsonl,
    "csv": cut_table,
}


def _drafts(
    source: Source, piece: Stretch | Rows | None
) -> Iterator[tuple[int | None, Draft | BadInput]]:
    """What the reader of the source's format makes of it, each with its line for records."""
    if isinstance(piece, Rows):
        yield from read_rows(piece)
    elif isinstance(piece, Stretch):
        yield from read_jsonl(source.opened, piece)
    elif source.format in _WHOLE:
        yield None, _WHOLE[source.format](read_file(source.opened, text=source.format != "html"))
    else:
        yield from _RECORDS[source.format](source.opened)


def _rejected(source: Source, error: Exception) -> Rejected:
    """Why a file could not be read, or not to its end. Raises what is a defect."""
    path = source.path
    if isinstance(error, BadInput):
        return Rejected(path, error.reason, error.line)
    if not is_refusal(error):
        raise error
    if isinstance(error, FileNotFoundError):
        return Unread(path, _("is gone: it was there when the folder was listed"))
    return Unread(path, _("cannot be read: {cause}").format(cause=cause_of(error)))
