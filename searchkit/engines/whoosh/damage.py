"""What is told of an index that cannot be read: which file, what was found, what was expected."""

from __future__ import annotations

from pathlib import Path

from searchkit.disk import NotRegular
from searchkit.errors import REBUILD, IndexDamaged, IndexUnread, IndexUnusable, cause_of
from searchkit.translation import _, numbered


def damaged(file: Path | str, found: str, expected: str) -> IndexDamaged:
    """The error for a file that is not what it should be; ends in what mends it."""
    return IndexDamaged(
        _("{file}: {found}, expected {expected}").format(file=file, found=found, expected=expected),
        _(REBUILD),
        file=str(file),
        found=found,
        expected=expected,
    )


def missing(file: Path | str, expected: str) -> IndexDamaged:
    """The error for a file that is not there."""
    return damaged(file, _("no such file"), expected)


def unreadable(file: Path, error: OSError, expected: str) -> IndexUnusable:
    """The error for a file that could not be opened or read.

    Damage where it is missing, or no file at all; else what the system says.
    """
    if isinstance(error, FileNotFoundError):
        return missing(file, expected)
    if isinstance(error, NotRegular):
        return damaged(file, cause_of(error), expected)
    return IndexUnread.because(file, error)


def size_of(number: int) -> str:
    """The size of a file to the byte."""
    return numbered("{n} byte", "{n} bytes", number)


def checksum(digest: str) -> str:
    """A SHA-256 in words, by its beginning: nobody compares more by eye."""
    return _("SHA-256 {digest}…").format(digest=digest[:12])
