"""Corpus: files → Articles, and Rejected records for what could not become one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from searchkit.article import Article, Rejected
from searchkit.corpus.articles import ClaimedIds, article_of
from searchkit.corpus.draft import BadInput, Draft
from searchkit.corpus.files import read_file
from searchkit.corpus.html import read_html
from searchkit.corpus.jsonl import read_jsonl
from searchkit.corpus.markdown import read_markdown
from searchkit.corpus.source import Format, Source, find_sources
from searchkit.corpus.table import read_table
from searchkit.corpus.text import read_text
from searchkit.errors import CorpusError


def read_corpus(*paths: str | os.PathLike[str]) -> Corpus:
    """The corpus of some files and folders. Lazy: nothing is read yet.

    Raises CorpusError for an empty path.
    """
    if any(not os.fspath(path) for path in paths):
        raise CorpusError("an empty path names no corpus", "name a file or folder to read")
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

    def read(self, source: Source) -> Iterator[Article | Rejected]:
        """The articles of one file. Never raises for its content or for a file that is gone.

        Ids are not compared with those of other files.
        """
        reject = partial(Rejected, str(source.path))
        try:
            for line, draft in _drafts(source):
                if isinstance(draft, BadInput):
                    yield reject(draft.reason, line)
                else:
                    yield article_of(draft, source, line)
        except BadInput as bad:
            yield reject(bad.reason, bad.line)
        except FileNotFoundError:
            yield reject("is gone: it was there when the folder was listed")
        except OSError as error:
            yield reject(f"cannot be read: {(error.strerror or str(error)).lower()}")

    def __iter__(self) -> Iterator[Article | Rejected]:
        """Every article; of two with one id the second is rejected."""
        ids = ClaimedIds()
        for source in self.sources():
            if isinstance(source, Rejected):
                yield source
                continue
            for outcome in self.read(source):
                yield outcome if isinstance(outcome, Rejected) else ids.claim(outcome, source)


_WHOLE: dict[Format, Callable[[str], Draft]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
}
_RECORDS: dict[Format, Callable[[Path], Iterator[tuple[int, Draft | BadInput]]]] = {
    "jsonl": read_jsonl,
    "csv": read_table,
}


def _drafts(source: Source) -> Iterator[tuple[int | None, Draft | BadInput]]:
    """What the reader of the source's format makes of it, each with its line for records."""
    if source.format in _WHOLE:
        yield None, _WHOLE[source.format](read_file(source.path))
    else:
        yield from _RECORDS[source.format](source.path)
