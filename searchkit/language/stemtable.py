"""StemTable: words and their stems as stored in a file.

The first line of the file has the fingerprint of the stemmer, a tab and the CRC-32 of
the fingerprint and all that follows the line; then comes one ``word TAB stem`` per
line, sorted by the word's UTF-8 bytes. A search needs a thousand of perhaps a hundred
thousand words: the lines are found by bisection and never become a dict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from zlib import crc32


class StemTable:
    """A read-only table over the bytes of its file; empty, and without fingerprint, where they
    are not those that were written."""

    def __init__(self, data: bytes = b"") -> None:
        head, _, body = data.partition(b"\n")
        fingerprint, _, checksum = head.partition(b"\t")
        is_whole = checksum == _checksum(fingerprint, body)
        self._fingerprint, self._body = (fingerprint, body) if is_whole else (b"", b"")

    def __reduce__(self) -> tuple[type[StemTable], tuple[bytes]]:
        return StemTable, (_file(self._fingerprint, self._body),)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the stemmer that the stems are from."""
        return self._fingerprint.decode(errors="replace")

    def __len__(self) -> int:
        return self._body.count(b"\n")

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
        return _file(fingerprint.encode(), b"\n".join((*lines, b"")))

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._body.split(b"\n")[:-1]


def _file(fingerprint: bytes, body: bytes) -> bytes:
    return b"%b\t%b\n%b" % (fingerprint, _checksum(fingerprint, body), body)


def _checksum(fingerprint: bytes, body: bytes) -> bytes:
    return b"%08x" % crc32(body, crc32(fingerprint))
