"""Everything that can go wrong, as one tree.

::

    SearchkitError               exit 2
    ├── QueryError               exit 2   a filter or option no index could satisfy
    ├── ConfigError              exit 2   searchkit.yaml cannot be used as it stands
    ├── SavedSearchError         exit 2   no such saved search, or their file cannot be used
    │   └── SearchNotSaved       exit 74  the disk is full, read-only or failing
    ├── CorpusError              exit 2   a corpus folder is missing, empty or unreadable
    ├── SystemShort              exit 71  too little memory, or too few open files
    ├── WorkerLost               exit 71  a process that read articles died; nothing has changed
    ├── ArticleNotFound          exit 1   no article has that id
    ├── DataError                exit 5   a table shipped with searchkit is not valid
    └── IndexUnusable              exit 3
        ├── IndexMissing         exit 3   there is no index at that place
        ├── IndexOutdated        exit 3   built by another format or analyzer: rebuild
        ├── IndexLocked          exit 4   another writer holds the lock
        ├── IndexDamaged         exit 5   a file of the index cannot be read
        ├── IndexUnread          exit 74  the system does not let the index be read
        ├── IndexNotWritten      exit 74  the disk is full, read-only or failing
        └── IndexNotDurable      exit 74  written, but perhaps not to survive a power cut

Each error carries the exit code that the command line returns for it, and a
next step: one sentence (or command) that gets the user out of it. 71 and 74 are
those of sysexits.h (EX_OSERR, EX_IOERR): what went wrong is nothing of the index
and nothing that was typed, and the same command may work later.
"""

from __future__ import annotations

import errno
from types import MappingProxyType
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


_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOBUFS})
"""What the system has too little of at the moment."""

_NEXT_STEPS = MappingProxyType(
    {
        errno.EMFILE: N_("Allow more open files, then try again: ulimit -n 1024"),
        errno.ENFILE: N_("Close other programs, then try again."),
        errno.EAGAIN: N_("Close other programs, then try again."),
        errno.ENOSPC: N_("Make room on that disk, then try again."),
        errno.EDQUOT: N_("Make room among your files on that disk, then try again."),
        errno.EFBIG: N_("Allow larger files (ulimit -f), or use another disk."),
        errno.EROFS: N_("Use a place that can be written, or mount it for writing."),
        errno.EACCES: N_("Check the path and its permissions."),
        errno.EPERM: N_("Check the path and its permissions."),
        errno.EIO: N_("The disk may be failing: see what the system's log says of it."),
    }
)
_FILES = "oo many open files"
_LOADING = ("failed to map segment", "annot allocate memory", _FILES)
_STARTING = ("can't start new thread", "can't allocate lock")
_NOTHING_SAID = ("without exception set", "without setting an exception")
_MORE_MEMORY = N_("Free some memory, or allow more of it (ulimit -v), then try again.")


def cause_of(error: BaseException) -> str:
    """Why the system could not do something, as the end of a sentence."""
    if not isinstance(error, OSError) and is_shortage(error):
        few = _FILES in str(error)
        return _("too many open files") if few else _("cannot allocate memory")
    return _((getattr(error, "strerror", None) or str(error)).lower())


def step_after(error: BaseException) -> str:
    """What to do where the system refused something; empty where there is nothing to advise."""
    number = getattr(error, "errno", None) or 0
    if _FILES in str(error):
        number = errno.EMFILE
    elif number in (0, errno.ENOMEM) and is_shortage(error):
        return _(_MORE_MEMORY)
    return _(_NEXT_STEPS.get(number, ""))


def is_shortage(error: BaseException | None) -> bool:
    """Whether it comes from too little memory or too few open files, not from what was read.

    Modules that cannot be loaded for that reason, and threads that cannot be started,
    are told by their texts alone; so is what C libraries do that never looked whether
    they got memory.
    """
    if isinstance(error, MemoryError) or getattr(error, "errno", None) in _SHORT:
        return True
    texts = {ImportError: _LOADING, RuntimeError: _STARTING, SystemError: _NOTHING_SAID}
    for kind, signs in texts.items():
        if isinstance(error, kind) and any(sign in str(error) for sign in signs):
            return kind is not SystemError or memory_limit() is not None
    return error is not None and is_shortage(error.__cause__)


def is_refusal(error: Exception) -> bool:
    """Whether the system refused something, and nobody has put that into words yet."""
    said = isinstance(error, SearchkitError)
    return not said and (isinstance(error, OSError) or is_shortage(error))


def memory_limit() -> int | None:
    """The most memory that this process may have, in bytes; None where nobody has set a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if most == resource.RLIM_INFINITY else most


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


class SearchNotSaved(SavedSearchError):
    """The system did not let a saved search be written; all are as they were."""

    exit_code = 74  # EX_IOERR of sysexits.h


class CorpusError(SearchkitError):
    """A corpus folder that is missing, suddenly empty or unreadable."""


class SystemShort(SearchkitError):
    """The system has too little memory, or too few open files; the index is as it was."""

    exit_code = 71  # EX_OSERR of sysexits.h


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


class IndexUnread(IndexUnusable):
    """The system did not let a file of the index be read; nothing says that it is damaged."""

    exit_code = 74  # EX_IOERR of sysexits.h

    @classmethod
    def because(cls, path: object, error: Exception) -> IndexUnread:
        """The error for a file that cannot be read: IndexShort where that is why."""
        message = _("{path} cannot be read: {cause}").format(path=path, cause=cause_of(error))
        kind = IndexShort if is_shortage(error) else IndexUnread
        step = step_after(error) or _("See to it that it can be read, then try again.")
        return kind(message, step)


class IndexShort(SystemShort, IndexUnread):
    """The system has too little memory, or too few open files, for reading the index."""


class IndexNotWritten(IndexUnusable):
    """The system did not let the index be written; it is as it was, and can be searched."""

    exit_code = 74  # EX_IOERR of sysexits.h

    @classmethod
    def because(cls, folder: object, error: Exception) -> SearchkitError:
        """The error for an index that could not be written: SystemShort where that is why."""
        name = getattr(error, "filename", None)
        place = f" ({name})" if name else ""
        message = _("the index in {folder} could not be written: {cause}{place}").format(
            folder=folder, cause=cause_of(error), place=place
        )
        kept = _("It is as it was before.")
        step = f"{kept} {step_after(error)}".strip()
        return SystemShort(message, step) if is_shortage(error) else cls(message, step)


class IndexNotDurable(IndexUnusable):
    """All is written and can be searched, but the system does not say that it will stay so.

    After a power cut the index may be as it was before; nothing that it needs for that is removed.
    """

    exit_code = 74  # EX_IOERR of sysexits.h

    @classmethod
    def because(cls, folder: object, error: Exception) -> IndexNotDurable:
        """The error for an index that was written to a disk which then failed."""
        name = getattr(error, "filename", None)
        place = f" ({name})" if name else ""
        message = _(
            "the index in {folder} was brought up to date, but may be as before when the power "
            "goes: {cause}{place}"
        ).format(folder=folder, cause=cause_of(error), place=place)
        return cls(message, step_after(error))
