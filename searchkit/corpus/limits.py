"""Limits: what one article may have at most, so that no file takes all memory or all day.

News is far smaller than any of them. What exceeds one is rejected, with its size,
the limit and what to do. Docs: "Limits" in docs/data-model.md.
"""

from __future__ import annotations

import re
import unicodedata

from searchkit.plain import plain_line
from searchkit.translation import _, decimal, grouped

MAX_ARTICLE_BYTES = 16 * 1024 * 1024
"""The largest file or record that is read as one article: 16 MiB, images of a page among them."""

MAX_LINE_BYTES = 256 * 1024 * 1024
"""A line this long ends the reading of its file: 256 MiB. Shorter ones that are too long for an
article are passed over."""

MAX_TEXT_CHARS = 500_000
"""The longest text of an article, as it stands in its source: a book of 250 pages."""

MAX_FIELD_CHARS = 2_000
"""The longest title, outlet, author, address or date."""

MAX_EXTRA_CHARS = 500_000
"""The most that all fields without a meaning have together."""

MAX_ID_CHARS = 512
"""The longest id."""

MAX_FIELDS = 1_000
"""The most fields, or columns of a table, that a record may have."""

MAX_PARTS = 10_000
"""The most parts of a nested value, those of aliases counted as often as they stand there."""

MAX_NESTED = 100_000
"""The most lists and objects in one line of JSON: each takes twenty times as much memory there."""

MAX_UNKNOWN_WORDS = 6_000
"""The most different words of a text that look derived but may be in no dictionary. Half a
million characters of encyclopedia have 4,500; stemming so many takes seconds."""

MAX_REJECTED = 1_000
"""So many rejected records of one file are told one by one, the others as a number."""

_MOST_BYTES_OF_A_CHAR = 4  # in any encoding that is read
_SHORTEST = 5  # characters of a text that an unknown word takes, its blank included
_WORD = re.compile(r"[a-z]{4,40}")


class BadInput(ValueError):
    """An input that cannot become an article: ``reason`` for the user, 1-based ``line``.

    What a reason quotes of the input steers no terminal.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = plain_line(reason)
        self.line = line


def check_length(text: str) -> str:
    """The text of an article, not cleaned yet. Raises BadInput where it is too long."""
    if len(text) > MAX_TEXT_CHARS:
        raise BadInput(
            _("a text of {count} characters, more than the {most} of one article: split it").format(
                count=grouped(len(text)), most=grouped(MAX_TEXT_CHARS)
            )
        )
    return text


def check_size(size: int) -> None:
    """Raises BadInput where a file has more bytes than the longest text can have."""
    if size > _MOST_BYTES_OF_A_CHAR * (MAX_TEXT_CHARS + 1):
        raise BadInput(
            _("{size} MiB, more than the {most} characters of one article: split it").format(
                size=decimal(size / 1024 / 1024, 1), most=grouped(MAX_TEXT_CHARS)
            )
        )


def check_field(name: str, count: int, most: int = MAX_FIELD_CHARS) -> None:
    """Raises BadInput where a field has too many characters; ``name`` tells which it is."""
    if count > most:
        raise BadInput(
            _("{name} has {count} characters, more than the limit of {most}: shorten it").format(
                name=name, count=grouped(count), most=grouped(most)
            )
        )


def check_fields(count: int) -> None:
    """Raises BadInput where a record has too many fields."""
    if count > MAX_FIELDS:
        raise BadInput(
            _("{count} fields, more than the {most} of one record: leave some out").format(
                count=grouped(count), most=grouped(MAX_FIELDS)
            )
        )


def check_words(text: str) -> str:
    """A clean text. Raises BadInput where it has too many words that no language can have."""
    if len(text) > _SHORTEST * MAX_UNKNOWN_WORDS:
        from searchkit.language.derivation import looks_derived  # for long texts only

        words = set(_WORD.findall(_folded(text)))
        if len(words) > MAX_UNKNOWN_WORDS:
            unknown = sum(map(looks_derived, words))
            if unknown > MAX_UNKNOWN_WORDS:
                raise BadInput(
                    _(
                        "{count} different words that are in no dictionary, more than the {most} "
                        "of one article: split it, or leave it out if it is no news"
                    ).format(count=grouped(unknown), most=grouped(MAX_UNKNOWN_WORDS))
                )
    return text


def _folded(text: str) -> str:
    """Small letters without marks, as the analyzer sees words."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
