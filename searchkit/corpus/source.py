"""Source: one file of a corpus, found by walking its roots. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from searchkit.article import Rejected
from searchkit.errors import CorpusError, cause_of

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


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, as it was when the folder was walked.

    ``path`` is absolute, symbolic links in it not resolved; ``relative`` is
    the posix path from ``root``, the file's name where the root is the file.
    ``size`` is in bytes, ``mtime_ns`` in nanoseconds since the epoch.
    """

    path: Path
    root: Path
    relative: str
    format: Format
    size: int
    mtime_ns: int


def find_sources(roots: tuple[Path, ...]) -> Iterator[Source | Rejected]:
    """The readable files under absolute roots, in the order of their paths, each once.

    Hidden entries, other suffixes and links to folders are passed over. A root
    inside another one counts as part of the outer one. Raises CorpusError,
    before anything is found, for a root that is missing, unreadable or neither
    a file nor a folder.
    """
    if not roots:
        raise CorpusError("no corpus was named", "name at least one file or folder to read")
    ordered = sorted(set(roots), key=lambda root: root.parts)
    kinds = {root: _kind(root) for root in ordered}
    seen: set[str] = set()
    for root in ordered:
        found = _walk(root) if kinds[root] == "folder" else _single(root)
        for path, outcome in found:
            key = _key(root, path)
            if key not in seen:
                seen.add(key)
                yield outcome


_Found = tuple[Path, Source | Rejected]


def _kind(root: Path) -> Literal["file", "folder"]:
    """What a root is. Raises CorpusError where it cannot be read as either."""
    advice = "Check the path, or name another file or folder"
    try:
        mode = root.stat().st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(root):
                return "folder"
    except FileNotFoundError as error:
        raise CorpusError(f"{_shown(root)} does not exist", advice) from error
    except (OSError, ValueError) as error:
        raise CorpusError(f"{_shown(root)} cannot be read: {cause_of(error)}", advice) from error
    if stat.S_ISREG(mode):
        return "file"
    raise CorpusError(f"{_shown(root)} is neither a file nor a folder", advice)


def _single(root: Path) -> Iterator[_Found]:
    """A root that is a file; a link is followed, for it was named on purpose."""
    kind = SUFFIXES.get(root.suffix.lower())
    if kind is None:
        suffix = root.suffix or "no suffix"
        known = ", ".join(SUFFIXES)
        reason = f"not a format searchkit reads: {suffix} (it reads {known})"
        yield root, Rejected(_shown(root), reason)
    else:
        yield root, _source(root, root, root.name, kind)


def _walk(root: Path) -> Iterator[_Found]:
    """Every readable file below a folder, depth first, names in order."""
    inside = Path(os.path.realpath(root))
    waiting: list[tuple[Path, str]] = [(root, "")]
    while waiting:
        path, relative = waiting.pop()
        if relative and not _is_folder(path):
            yield path, _file(path, relative, root, inside)
            continue
        try:
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries if _is_wanted(entry))
        except OSError as error:
            yield path, Rejected(_shown(path), f"the folder cannot be read: {cause_of(error)}")
            continue
        prefix = f"{relative}/" if relative else ""
        waiting.extend((path / name, prefix + name) for name in reversed(names))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a file of a format that can be read; links resolved."""
    if entry.name.startswith("."):
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    return Path(entry.name).suffix.lower() in SUFFIXES and not entry.is_dir()


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _file(path: Path, relative: str, root: Path, inside: Path) -> Source | Rejected:
    """The source that a file inside a root is; a link must not lead out of the root."""
    try:
        if path.is_symlink():
            target = Path(os.path.realpath(path, strict=True))
            if not target.is_relative_to(inside):
                reason = f"a link that leads out of the corpus, to {target}: copy the file instead"
                return Rejected(_shown(path), reason)
    except OSError as error:
        return Rejected(_shown(path), f"a link that leads nowhere: {cause_of(error)}")
    return _source(path, root, relative, SUFFIXES[path.suffix.lower()])


def _source(path: Path, root: Path, relative: str, kind: Format) -> Source | Rejected:
    if not relative.isprintable():
        reason = "the file's name holds control characters or is not valid UTF-8: rename it"
        return Rejected(_shown(path), reason)
    try:
        found = path.stat()
    except OSError as error:
        return Rejected(_shown(path), f"cannot be read: {cause_of(error)}")
    if not stat.S_ISREG(found.st_mode):
        return Rejected(_shown(path), "not a regular file (a pipe, device or socket): move it away")
    return Source(path, root, relative, kind, found.st_size, found.st_mtime_ns)


def _key(root: Path, path: Path) -> str:
    """The same for one file, through whichever root it was reached."""
    if path == root:
        return os.path.join(os.path.realpath(root.parent), root.name)  # noqa: PTH118
    return os.path.join(os.path.realpath(root), path.relative_to(root))  # noqa: PTH118


def _shown(path: Path) -> str:
    """The path as printable text: what is no UTF-8 or a control character is escaped."""
    text = os.fspath(path)
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
