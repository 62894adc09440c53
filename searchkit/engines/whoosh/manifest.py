"""The manifest: one commit of an index, by name, size and checksum of every file.

Two lines: compact JSON, and the SHA-256 of it in hex.

::

    format         of the whole layout, ``schema.FORMAT_VERSION``
    fingerprint    of analysis and extraction
    commit         a number that each commit makes greater
    segments       in their order: file, number of articles, which of them are
                   deleted (a bitmap, compressed with zlib, in base64) or null
    files          size and SHA-256 of every file in the data, by name
    state          the record of the sync state, and the files of its pieces by name

Nothing in it is code, and nothing in it is believed before it was checked: neither
types and ranges nor names, which are those that files of the data have, so that no
path leads out of it.
"""

from __future__ import annotations

import errno
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from searchkit.disk import NotRegular, open_regular, read_most
from searchkit.engines.whoosh.damage import checksum, damaged, size_of, unreadable
from searchkit.engines.whoosh.folder import (
    HIGHEST,
    PIECE,
    SEGMENT,
    STEMS,
    IndexFolder,
    is_ours,
    no_folder,
    no_place,
)
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from searchkit.errors import REBUILD, IndexMissing, IndexOutdated
from searchkit.translation import N_, _

LIMIT = 64 * 1024 * 1024
"""No manifest is larger: the bitmaps of a hundred million articles take less."""

STEMS_LIMIT = 256 * 1024 * 1024
"""No table of stems is larger, for a search reads all of it: ten million words take less."""

LAST_FORMER = 4
"""The last format whose manifest only named a folder, see ``former``."""

_MOST_VALUES = 1_000_000
"""Each takes up to twenty times as much memory as room in the line; bitmaps have none."""

_NOWHERE = (errno.ENAMETOOLONG, errno.ELOOP)  # nothing can be at a path like that
_DIGEST = re.compile(rb"[0-9a-f]{64}")
_LAST_LINE = 65
_LONGEST = 200  # a fingerprint is shorter
_LARGEST = 2**63 - 1
_NUMBERS = {"size": _LARGEST, "articles": 2**32 - 1, "commit": HIGHEST}
_WHAT = N_("a line of JSON and its SHA-256")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and SHA-256 (hex) of a file."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> FileFacts:
        """Those of a file with this content."""
        return cls(len(data), sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """A segment: its file, its articles, and a compressed bitmap of those deleted."""

    file: str
    articles: int
    deleted: bytes | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One commit. ``pieces`` are the files of the pieces of the sync state, by name.

    ``sha256`` is that of its first line: no two commits have the same. ``length`` is what it
    takes on disk, 0 where it was not read from there.
    """

    fingerprint: str
    commit: int = 0
    segments: tuple[SegmentFacts, ...] = ()
    files: Mapping[str, FileFacts] = field(default_factory=lambda: MappingProxyType({}))
    record: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    pieces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    format: int = FORMAT_VERSION
    sha256: str = field(default="", compare=False)
    length: int = field(default=0, compare=False)

    @property
    def stems(self) -> str | None:
        """The file with the table of stems, None where there is none."""
        return next((name for name in self.files if STEMS.fullmatch(name)), None)

    @property
    def size(self) -> int:
        """What all its files take, without itself."""
        return sum(facts.size for facts in self.files.values())

    def dump(self) -> bytes:
        """The manifest as it is stored."""
        line = json.dumps(
            {
                "format": self.format,
                "fingerprint": self.fingerprint,
                "commit": self.commit,
                "segments": [
                    {
                        "file": one.file,
                        "articles": one.articles,
                        "deleted": None if one.deleted is None else b64encode(one.deleted).decode(),
                    }
                    for one in self.segments
                ],
                "files": {
                    name: {"size": facts.size, "sha256": facts.sha256}
                    for name, facts in self.files.items()
                },
                "state": {"record": dict(self.record), "pieces": dict(self.pieces)},
            },
            separators=(",", ":"),
        ).encode()
        return b"%b\n%b\n" % (line, sha256(line).hexdigest().encode())

    def check(self, fingerprint: str) -> None:
        """Raise IndexOutdated unless this program reads and writes the same way."""
        if self.fingerprint != fingerprint:
            raise IndexOutdated(
                _(
                    "the index was built with analysis {fingerprint}, this searchkit has {ours}"
                ).format(fingerprint=self.fingerprint, ours=fingerprint),
                _(REBUILD),
            )


class OtherFormat(IndexOutdated):
    """The index of an older or a newer searchkit. ``data`` is the folder that a manifest up to
    LAST_FORMER names."""

    def __init__(self, format: int, data: str = "") -> None:
        super().__init__(
            _("the index has format {format}, this searchkit reads format {ours}").format(
                format=format, ours=FORMAT_VERSION
            ),
            _(REBUILD) if format < FORMAT_VERSION else _("Update searchkit."),
        )
        self.format = format
        self.data = data


def read_manifest(folder: IndexFolder) -> Manifest:
    """The manifest of the last commit.

    Raises IndexMissing, IndexDamaged, OtherFormat, and IndexUnusable where it cannot be read.
    """
    path = folder.manifest
    try:
        with open_regular(path) as file:
            data = read_most(file, LIMIT + 1)
    except NotADirectoryError:
        raise no_folder(folder.path) from None
    except FileNotFoundError:
        raise _not_there(folder) from None
    except OSError as error:
        if error.errno in _NOWHERE and not isinstance(error, NotRegular):
            raise no_place(folder.path, error) from None
        raise unreadable(path, error, _(_WHAT)) from error
    if len(data) > LIMIT:
        raise damaged(
            path, size_of(path.stat().st_size), _("at most {size}").format(size=size_of(LIMIT))
        )
    return parse_manifest(data, path)


def digest_of(folder: IndexFolder) -> str:
    """The SHA-256 that the manifest ends in, empty where it ends in none. Raises OSError."""
    with open_regular(folder.manifest) as file:
        file.seek(-_LAST_LINE, os.SEEK_END)
        digest = file.read(_LAST_LINE)[:-1]
    return digest.decode() if _DIGEST.fullmatch(digest) else ""


def parse_manifest(data: bytes, path: Path) -> Manifest:
    """The manifest in a file's bytes. Raises IndexDamaged and OtherFormat."""
    line, _newline, last = data.partition(b"\n")
    if last[-1:] != b"\n" or not _DIGEST.fullmatch(last[:-1]):
        raise _former(data) or damaged(path, _cut_off(data), _(_WHAT))
    found, expected = sha256(line).hexdigest(), last[:-1].decode()
    if found != expected:
        raise damaged(path, checksum(found), checksum(expected))
    try:
        if sum(map(line.count, (b"[", b"{", b","))) > _MOST_VALUES:
            raise ValueError("more values than an index has")
        raw = _object(json.loads(line, parse_constant=_refuse))
        format = _number(raw, "format", _LARGEST)
        if format != FORMAT_VERSION:
            raise OtherFormat(format)
        return _manifest(raw, found, len(data))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        told = _("not understood ({error})").format(error=str(error) or type(error).__name__)
        expected = _("a manifest of format {format}").format(format=FORMAT_VERSION)
        raise damaged(path, told, expected) from error


def _not_there(folder: IndexFolder) -> Exception:
    """The error for an index without a manifest: lost, or never built to the end."""
    try:
        segments = {name for name in folder.ours() if SEGMENT.fullmatch(name)}
        older = folder.older() if segments else None
    except OSError as error:
        return unreadable(folder.data, error, _(_WHAT))
    if segments and (older is None or segments & older):
        found = _("no such file, but {files} of an index beside it").format(
            files=f"{len(segments)} × *.segment"
        )
        return damaged(folder.manifest, found, _(_WHAT))
    return IndexMissing(
        _("there is no index in {folder}").format(folder=folder.path),
        _("Build one from a folder of articles: searchkit index FOLDER"),
    )


def _former(data: bytes) -> OtherFormat | None:
    """The error for a manifest as it was before format 5: one JSON object, no checksum."""
    try:
        raw = json.loads(data)
        format, folder = raw["format"], raw["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    whole = type(format) is int and isinstance(folder, str) and "fingerprint" in raw
    return OtherFormat(format, folder) if whole and 0 < format <= LAST_FORMER else None


def _cut_off(data: bytes) -> str:
    return _("{size} without a checksum at the end").format(size=size_of(len(data)))


# Checks


def _manifest(raw: Mapping[str, Any], digest: str, length: int) -> Manifest:
    files = {_name(name): _facts(entry) for name, entry in _object(raw["files"]).items()}
    segments = tuple(_segment(entry, files) for entry in _list(raw["segments"]))
    state = _object(raw["state"])
    pieces = {name: _text(file) for name, file in _object(state["pieces"]).items()}
    named = [*(one.file for one in segments), *pieces.values()]
    if not all(map(PIECE.fullmatch, pieces.values())):
        raise ValueError("the state names pieces that are none")
    stems = [name for name in files if STEMS.fullmatch(name)]
    if len(stems) > 1 or len(named) != len(set(named)) or {*named, *stems} != files.keys():
        raise ValueError("the files named are not those of segments and state")
    if any(files[name].size > STEMS_LIMIT for name in stems):
        raise ValueError("a table of more stems than there are words")
    return Manifest(
        fingerprint=_text(raw["fingerprint"])[:_LONGEST],
        commit=_number(raw, "commit"),
        segments=segments,
        files=files,
        record=_object(state["record"]),
        pieces=pieces,
        sha256=digest,
        length=length,
    )


def _segment(entry: Any, files: Mapping[str, FileFacts]) -> SegmentFacts:
    raw = _object(entry)
    file, articles = _text(raw["file"]), _number(raw, "articles")
    if not SEGMENT.fullmatch(file) or file not in files or files[file].size < articles:
        raise ValueError(f"{file!r} is no segment of {articles} articles")
    deleted = raw["deleted"]
    if deleted is not None:
        deleted = b64decode(_text(deleted), validate=True)
    return SegmentFacts(file, articles, deleted)


def _facts(entry: Any) -> FileFacts:
    raw = _object(entry)
    digest = _text(raw["sha256"])
    if not _DIGEST.fullmatch(digest.encode()):
        raise ValueError(f"{digest[:80]!r} is no SHA-256")
    return FileFacts(_number(raw, "size"), digest)


def _name(name: str) -> str:
    if not is_ours(name):
        raise ValueError(f"{name[:80]!r} is no file of an index")
    return name


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"an object was expected, not {type(value).__name__}")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


def _number(raw: Mapping[str, Any], name: str, most: int | None = None) -> int:
    value = raw[name]
    if type(value) is not int or not 0 <= value <= (most or _NUMBERS[name]):
        raise ValueError(f"{name} is {str(value)[:80]!r}")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
