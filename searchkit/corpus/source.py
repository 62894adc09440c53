"""Source: one file of a corpus, found by walking its roots. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from searchkit.article import Rejected
from searchkit.errors import CorpusError, SystemShort, cause_of, is_shortage, step_after
from searchkit.translation import _

Format = Literal["text", "markdown", "html", "jsonl", "csv"]

SUFFIXES: MappingProxyType[str, Format] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".csv": "csv",
        ".tsv": "csv",
    }
)
"""The formats by file suffix, letter case aside."""

FORMATS: tuple[Format, ...] = get_args(Format)


class Source(NamedTuple):
    """A file to read, as it was when the folder was walked.

    ``path`` is absolute, symbolic links in it not resolved; ``relative`` is
    the posix path from the root, the file's name where the root is the file.
    ``size`` is in bytes. ``changed_ns`` is when anything of it was changed last, in
    nanoseconds since the epoch: a moment that only the system sets, so that a file that
    gets another content has another one even where its time of modification is put back.
    ``target`` is the file that a link leads to, empty where ``path`` is none.
    """

    path: str
    relative: str
    format: Format
    size: int
    changed_ns: int
    target: str = ""

    @property
    def opened(self) -> Path:
        """The file to open, which is no link: one that has become one since is not followed."""
        return Path(self.target or self.path)


def find_sources(roots: tuple[Path, ...]) -> Iterator[Source | Rejected]:
    """The readable files under absolute roots, in the order of their paths, each once.

    Hidden entries, other suffixes and links to folders are passed over; a link
    that leads out of its root is rejected. A root inside another one counts as
    part of the outer one. Raises CorpusError,
    before anything is found, for a root that is missing, unreadable or neither
    a file nor a folder.
    """
    if not roots:
        raise CorpusError(_("no corpus was named"), _("name at least one file or folder to read"))
    ordered = sorted(set(roots), key=lambda root: root.parts)
    kinds = {root: _kind(root) for root in ordered}
    seen: set[str] = set()
    for root in ordered:
        folder = kinds[root] == "folder"
        # One file is the same through whichever root it is reached.
        inside = os.path.realpath(root if folder else root.parent)
        for relative, outcome in _walk(root, inside) if folder else _single(root):
            if len(ordered) > 1:
                key = os.path.normpath(f"{inside}/{relative}")
                if key in seen:
                    continue
                seen.add(key)
            yield outcome


def find_folders(roots: Iterable[Path]) -> Iterator[str]:
    """The folders whose entries ``find_sources`` looks at: roots and what is below them.

    In no particular order. Roots that are files, and folders that are gone or
    cannot be listed, are passed over.
    """
    waiting = [os.fspath(root) for root in roots]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                below = [entry.path for entry in entries if _is_folder(entry)]
        except (OSError, ValueError):
            continue
        yield path
        waiting += below


def is_read(relative: str) -> bool:
    """Whether a file of this name below a root would be read; ``relative`` to the root."""
    parts = Path(relative).parts
    return not any(map(_is_hidden, parts)) and _format(parts[-1]) is not None


_Found = tuple[str, Source | Rejected]
"""The path below the root, and what is there."""


def _kind(root: Path) -> Literal["file", "folder"]:
    """What a root is. Raises CorpusError where it cannot be read as either."""
    advice = _("Check the path, or name another file or folder")
    try:
        mode = root.stat().st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(root):
                return "folder"
    except FileNotFoundError as error:
        raise CorpusError(_("{path} does not exist").format(path=_shown(root)), advice) from error
    except (OSError, ValueError) as error:
        told = _("{path} cannot be read: {cause}").format(path=_shown(root), cause=cause_of(error))
        if is_shortage(error):
            raise SystemShort(told, step_after(error)) from error
        raise CorpusError(told, advice) from error
    if stat.S_ISREG(mode):
        return "file"
    raise CorpusError(_("{path} is neither a file nor a folder").format(path=_shown(root)), advice)


def _single(root: Path) -> Iterator[_Found]:
    """A root that is a file; a link is followed, for it was named on purpose."""
    kind = _format(root.name)
    if kind is None:
        suffix = root.suffix or _("no suffix")
        known = ", ".join(SUFFIXES)
        reason = _("not a format searchkit reads: {suffix} (it reads {known})").format(
            suffix=suffix, known=known
        )
        yield root.name, Rejected(_shown(root), reason)
    else:
        try:
            target = os.path.realpath(root, strict=True) if root.is_symlink() else ""
        except OSError as error:
            yield root.name, Rejected(_shown(root), _nowhere(error))
        else:
            yield root.name, _source(os.fspath(root), root.name, kind, root.stat, target)


def _walk(root: Path, inside: str) -> Iterator[_Found]:
    """Every readable file below a folder, depth first, names in order.

    ``inside`` is the folder with all links resolved. Paths are strings and
    entries are asked only once: a corpus may have a million files.
    """
    waiting: list[tuple[str, str, os.DirEntry[str] | None]] = [(os.fspath(root), "", None)]
    while waiting:
        path, relative, entry = waiting.pop()
        if entry and not entry.is_dir(follow_symlinks=False):
            if outcome := _file(entry, path, relative, inside):
                yield relative, outcome
            continue
        try:
            with os.scandir(path) as entries:
                # A folder that changes while it is listed may tell a name twice.
                wanted = {entry.name: entry for entry in entries if _is_looked_at(entry)}
        except OSError as error:
            yield (
                relative,
                Rejected(
                    _shown(path),
                    _("the folder cannot be read: {cause}").format(cause=cause_of(error)),
                ),
            )
            continue
        above, prefix = os.path.join(path, ""), f"{relative}/" if relative else ""  # noqa: PTH118
        waiting += [
            (above + name, prefix + name, entry)
            for name, entry in sorted(wanted.items(), reverse=True)
        ]


def _is_looked_at(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, a link, or named like a file of a format that can be read."""
    if _is_hidden(entry.name):
        return False
    return _format(entry.name) is not None or entry.is_symlink() or _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder that is looked into; links to folders are not."""
    return not _is_hidden(entry.name) and entry.is_dir(follow_symlinks=False)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _format(name: str) -> Format | None:
    """The format that a file's name tells."""
    dot = name.rfind(".")
    return SUFFIXES.get(name[dot:].lower()) if dot > 0 else None


def _file(
    entry: os.DirEntry[str], path: str, relative: str, inside: str
) -> Source | Rejected | None:
    """The source that a file inside a root is; None for a link to what is not read anyway.

    A link must not lead out of the root.
    """
    kind = _format(entry.name)
    target = ""
    if entry.is_symlink():
        try:
            target = os.path.realpath(path, strict=True)
            is_folder = os.path.isdir(target)  # noqa: PTH112
        except OSError as error:
            return Rejected(_shown(path), _nowhere(error)) if kind else None
        if not (kind or is_folder):
            return None
        if not Path(target).is_relative_to(inside):
            reason = (
                _("a link that leads out of the corpus, to {target}: name that folder as well")
                if is_folder
                else _("a link that leads out of the corpus, to {target}: copy the file instead")
            )
            return Rejected(_shown(path), reason.format(target=_shown(target)))
        if is_folder:
            return None
    if kind is None:
        return None  # a link when the folder was listed, and no link any more
    return _source(path, relative, kind, entry.stat, target)


def _nowhere(error: OSError) -> str:
    return _("a link that leads nowhere: {cause}").format(cause=cause_of(error))


def _source(
    path: str,
    relative: str,
    kind: Format,
    stat_of: Callable[[], os.stat_result],
    target: str = "",
) -> Source | Rejected:
    if not relative.isprintable():
        reason = _("the file's name holds control characters or is not valid UTF-8: rename it")
        return Rejected(_shown(path), reason)
    try:
        found = stat_of()
    except OSError as error:
        return Rejected(_shown(path), _("cannot be read: {cause}").format(cause=cause_of(error)))
    if not stat.S_ISREG(found.st_mode):
        return Rejected(
            _shown(path), _("not a regular file (a pipe, device or socket): move it away")
        )
    return Source(path, relative, kind, found.st_size, changed_ns(found), target)


def changed_ns(found: os.stat_result) -> int:
    """When anything of a file was changed last, in nanoseconds since the epoch."""
    # On Windows st_ctime is when it was made.
    return found.st_mtime_ns if os.name == "nt" else found.st_ctime_ns


def _shown(path: str | Path) -> str:
    """The path as printable text: what is no UTF-8 or a control character is escaped."""
    text = os.fspath(path)
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
