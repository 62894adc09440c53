"""Everything that can go wrong, as one tree.

::

    SearchkitError               exit 2
    ├── QueryError               exit 2   a filter or option no index could satisfy
    ├── ConfigError              exit 2   searchkit.yaml cannot be used as it stands
    ├── SavedSearchError         exit 2   no such saved search, or their file cannot be used
    ├── CorpusError              exit 2   a corpus folder is missing, empty or unreadable
    ├── WorkerLost           exit 71  a process that read articles died; nothing has changed
    ├── ArticleNotFound          exit 1   no article has that id
    ├── DataError                exit 5   a table shipped with searchkit is not valid
    └── IndexUnusable              exit 3
        ├── IndexMissing         exit 3   there is no index at that place
        ├── IndexOutdated        exit 3   built by another format or analyzer: rebuild
        ├── IndexLocked          exit 4   another writer holds the lock
        └── IndexDamaged         exit 5   a file of the index cannot be read

Each error carries the exit code that the command line returns for it, and a
next step: one sentence (or command) that gets the user out of it.
"""

from __future__ import annotations

from typing import ClassVar

from searchkit.translation import N_, _

REBUILD = N_("Build the index anew: searchkit index --rebuild")
"""The next step where an index cannot be used as it is."""


_CAUSES = (
    N_("no such file or directory"),
    N_("permission denied"),
    N_("operation not permitted"),
    N_("is a directory"),
    N_("not a directory"),
    N_("file exists"),
    N_("file name too long"),
    N_("too many levels of symbolic links"),
    N_("too many open files"),
    N_("no space left on device"),
    N_("disk quota exceeded"),
    N_("read-only file system"),
    N_("input/output error"),
    N_("cannot allocate memory"),
    N_("a symbolic link"),
    N_("not a regular file"),
)
"""What systems say most often; the rest is told in the words of the system."""


def cause_of(error: Exception) -> str:
    """Why the system could not do something, as the end of a sentence."""
    return _((getattr(error, "strerror", None) or str(error)).lower())


class SearchkitError(Exception):
    """Base of all errors raised on purpose.

    ``message`` says what happened and where; ``next_step`` what to do about it
    (empty where there is nothing to advise).
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    @property
    def on_one_line(self) -> str:
        """The message and the next step as sentences, one behind the other."""
        if not self.next_step:
            return self.message
        stop = "" if self.message.endswith((".", "!", "?", ":")) else "."
        return f"{self.message}{stop} {self.next_step}"


class QueryError(SearchkitError):
    """A filter value, sort order or facet name that means nothing."""


class ConfigError(SearchkitError):
    """A configuration file or value that cannot be used."""


class SavedSearchError(SearchkitError):
    """A saved search that is not there or means nothing, or a file of them that cannot be used."""


class CorpusError(SearchkitError):
    """A corpus folder that is missing, suddenly empty or unreadable."""


class WorkerLost(SearchkitError):
    """A process that read articles for a sync was killed; the index is as it was."""

    exit_code = 71  # EX_OSERR of sysexits.h


class ArticleNotFound(SearchkitError):
    """No article, or more than one, answers to the given id."""

    exit_code = 1


class DataError(SearchkitError):
    """A data table shipped inside the package does not validate."""

    exit_code = 5


class IndexUnusable(SearchkitError):
    """Base of the errors about the index as a whole."""

    exit_code = 3


class IndexMissing(IndexUnusable):
    """There is no index at the given place."""


class IndexOutdated(IndexUnusable):
    """The index was written by another format or analyzer."""


class IndexLocked(IndexUnusable):
    """Another process is writing to the index."""

    exit_code = 4


class IndexDamaged(IndexUnusable):
    """A file of the index is missing or cannot be understood.

    ``file`` is which, ``found`` and ``expected`` say what is wrong with it; all three
    are empty where it is told in the message alone.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        next_step: str = "",
        *,
        file: str = "",
        found: str = "",
        expected: str = "",
    ) -> None:
        super().__init__(message, next_step)
        self.file = file
        self.found = found
        self.expected = expected
