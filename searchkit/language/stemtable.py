"""StemTable: words and their stems as stored in a file.

The file holds the fingerprint of the stemmer on its first line, then one
``word TAB stem`` per line, sorted by the word's UTF-8 bytes. A search needs a
thousand of perhaps a hundred thousand words: the lines are found by bisection
and never become a dict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property


class StemTable:
    """A read-only table over the bytes of its file."""

    def __init__(self, data: bytes = b"") -> None:
        self._fingerprint, _, self._body = data.partition(b"\n")

    def __reduce__(self) -> tuple[type[StemTable], tuple[bytes]]:
        return StemTable, (self._fingerprint + b"\n" + self._body,)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the stemmer that the stems are from."""
        return self._fingerprint.decode(errors="replace")

    def __len__(self) -> int:
        return self._body.count(b"\n")

    def is_sound(self, fingerprint: str) -> bool:
        """Whether the stems are those of this fingerprint, and every line is a whole one."""
        try:
            self._body.decode()
        except UnicodeDecodeError:
            return False
        whole = not self._body or self._body.endswith(b"\n")
        return whole and self.fingerprint == fingerprint and self._body.count(b"\t") == len(self)

    def get(self, word: str) -> str | None:
        """The stem of a word, None where the table does not have it."""
        key = word.encode(errors="replace") + b"\t"
        place = bisect_left(self._lines, key)
        if place < len(self._lines) and self._lines[place].startswith(key):
            return self._lines[place][len(key) :].decode(errors="replace")
        return None

    def with_words(self, fingerprint: str, words: Mapping[str, str]) -> bytes:
        """The bytes of a table that has the words of this one and these; linear in its size."""
        new = [f"{word}\t{stem}".encode() for word, stem in words.items() if self.get(word) is None]
        # Two sorted runs one after the other: sorting only merges them.
        lines = sorted(self._lines + sorted(new))
        return b"\n".join((fingerprint.encode(), *lines, b""))

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._body.split(b"\n")[:-1]
