"""StemCache: the stems of all words ever met, in one file that all indexes share.

Taking a word down to its root costs a tenth of a millisecond, and the articles
of one corpus have a hundred thousand different words: a build that finds them
here saves most of its time. The file can be deleted at any moment; every word
can be stemmed anew.

One folder holds one file for each fingerprint of the stemmer (PySastrawi's
version and the tables of this package), so that two versions of searchkit do
not take turns in overwriting each other's. Processes that write at the same
time wait for one another and add to what they find; a file that is damaged, or
is none of ours, is written anew.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from zlib import crc32

from searchkit.disk import NotFree, locked, open_own, write_atomically
from searchkit.language.stemtable import StemTable

MAX_LETTERS = 40
"""Longer strings are no Indonesian words: no rule is asked for them, and none is kept."""

MAX_WORDS = 2_000_000
"""A table of so many words (some 40 MB) takes no more; further words are stemmed as they come."""

_WORTH_WRITING = 500
"""Writing a table costs what learning one word for each so many of its words does."""

_WAIT_S = 10.0
_UNUSED_S = 90 * 24 * 3600.0  # seconds after which the file of another fingerprint is removed
_PREFIX = "stems-"
_SUFFIX = ".table"


class StemCache:
    """The stems kept in a folder, for one fingerprint. Nothing is read before it is needed."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.path = folder / f"{_PREFIX}{crc32(fingerprint.encode()):08x}{_SUFFIX}"
        self._fingerprint = fingerprint

    @cached_property
    def table(self) -> StemTable:
        """The words as they were when first asked for; none where they cannot be read."""
        return self._read()

    def add(self, words: Mapping[str, str]) -> bool:
        """Keep the stems of more words; whether they are in the file now.

        Few words beside a large table are not worth writing it, and a folder
        that cannot be written, or is locked for ten seconds, is left alone: the
        words are stemmed anew where they are met again. Never raises.
        """
        short = {word: stem for word, stem in words.items() if len(word) <= MAX_LETTERS}
        if not short or len(short) * _WORTH_WRITING < len(self.table):
            return False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.with_suffix(".lock"), _WAIT_S):
                found = self._read()
                if len(found) + len(short) > MAX_WORDS:
                    return False
                write_atomically(self.path, found.with_words(self._fingerprint, short))
                self._remove_unused()
        except (OSError, NotFree):
            return False
        return True

    def _read(self) -> StemTable:
        try:
            with open_own(self.path) as file:
                table = StemTable(file.read())
        except OSError:
            return StemTable()
        return table if table.fingerprint == self._fingerprint else StemTable()

    def _remove_unused(self) -> None:
        """Tables of versions that nobody has used for a long time."""
        long_ago = time.time() - _UNUSED_S
        for path in self.path.parent.glob(f"{_PREFIX}*"):
            with suppress(OSError):
                if path.stem != self.path.stem and path.stat().st_mtime < long_ago:
                    path.unlink()
