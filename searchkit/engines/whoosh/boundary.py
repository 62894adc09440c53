"""Boundary: where whatever the bytes of an index can lead to becomes one error.

That bytes have changed is found by their checksums. An index may also have been written
by somebody who meant harm: then the checksums are right, and numbers point nowhere, texts are no
texts, streams do not end. Reading checks what memory or time could depend on; all else
is left to fail as it fails, and told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from searchkit.engines.whoosh.damage import damaged
from searchkit.errors import IndexDamaged, SearchkitError
from searchkit.translation import _


class Placed(Protocol):
    """Something that is read from a file, or from the files in a folder."""

    @property
    def place(self) -> Path:
        """Which."""
        ...


_PASSING = (SearchkitError, MemoryError, RecursionError, OSError)

Parameters = ParamSpec("Parameters")
Reader = TypeVar("Reader", bound=Placed)
Found = TypeVar("Found")


def tells_damage(
    method: Callable[Concatenate[Reader, Parameters], Found],
) -> Callable[Concatenate[Reader, Parameters], Found]:
    """A method that raises IndexDamaged, naming the place, for whatever it cannot understand.

    It must not hand out anything that is read later. What has told already what is wrong
    passes, and so does what an index has no part in: that there is no memory left, that a
    query is nested too deeply, what the system says of other files.
    """

    @wraps(method)
    def telling(self: Reader, /, *args: Parameters.args, **options: Parameters.kwargs) -> Found:
        try:
            return method(self, *args, **options)
        except _PASSING:
            raise
        except Exception as error:
            raise _not_understood(self.place, error) from error

    return telling


@contextmanager
def reading(place: Path) -> Iterator[None]:
    """The same for a stretch of code."""
    try:
        yield
    except _PASSING:
        raise
    except Exception as error:
        raise _not_understood(place, error) from error


def _not_understood(place: Path, error: Exception) -> IndexDamaged:
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return damaged(
        place,
        _("something that cannot be understood ({reason})").format(reason=reason),
        _("what searchkit writes"),
    )
