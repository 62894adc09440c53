"""Checking: every byte of a commit against its manifest, without a lock.

All files are opened first. Where one is missing because the next commit has come in
between, that one is checked instead; whatever comes later takes nothing away any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import BufferedReader
from pathlib import Path

from searchkit.disk import open_regular
from searchkit.engines.base import StoredState
from searchkit.engines.checkup import Checkup, Note, OnBytes, Problem
from searchkit.engines.whoosh.commit import Commit, check_size
from searchkit.engines.whoosh.damage import checksum, damaged, size_of, unreadable
from searchkit.engines.whoosh.folder import DATA, FIRST, MANIFEST, NEW, IndexFolder, is_ours
from searchkit.engines.whoosh.former import former_folders
from searchkit.engines.whoosh.lock import HOLDER, LOCK
from searchkit.engines.whoosh.manifest import Manifest
from searchkit.engines.whoosh.segment import Segment
from searchkit.errors import IndexDamaged, IndexUnread
from searchkit.translation import N_, _, numbered

_CHUNK = 1024 * 1024

_FOREIGN = N_("not part of the index; it is never touched")
_LEFT = N_("of no commit: a sync is going on or did not end; the next one removes it")
_FORMER = N_("of an index of an older format; the next sync removes it")


def checkup(folder: IndexFolder, manifest: Callable[[], Manifest], on_bytes: OnBytes) -> Checkup:
    """Check the last commit; ``manifest`` reads its manifest.

    Raises what ``manifest`` raises but for damage, and IndexUnusable for a file that the
    system does not let be read.
    """
    try:
        read = manifest()
        while True:
            with ExitStack() as stack:
                opened = _open(folder, read, stack)
                now = manifest() if opened.problems else read
                if now.sha256 == read.sha256:
                    return _checked(opened, on_bytes)
                read = now
    except IndexDamaged as error:
        # Nobody knows which of the files are needed.
        with suppress(OSError):
            needed = {FIRST, *folder.ours()}
            return Checkup(0, 0, 0, (problem_of(error, folder.path),), _notes(folder, needed))
        return Checkup(0, 0, 0, (problem_of(error, folder.path),))


def problem_of(error: IndexDamaged, index: Path) -> Problem:
    """Damage as it is listed, its file relative to the index."""
    file = error.file or MANIFEST
    if Path(file).is_relative_to(index):
        file = Path(file).relative_to(index).as_posix()
    return Problem(file, error.found or error.message, error.expected)


@dataclass(slots=True)
class _Opened:
    """A commit with its files open, and what is wrong with it so far, by name."""

    commit: Commit
    files: dict[str, BufferedReader] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """Note the damage that is met with a file; of two kinds the first."""
        try:
            yield
        except IndexDamaged as error:
            self.problems.setdefault(name, problem_of(error, self.commit.folder.path))


def _open(folder: IndexFolder, manifest: Manifest, stack: ExitStack) -> _Opened:
    opened = _Opened(Commit(folder, manifest))
    with opened.noting(DATA):
        opened.commit.check_folder()
    for name, facts in manifest.files.items():
        path = folder.path_of(name)
        with opened.noting(name):
            check_size(path, facts)
            try:
                opened.files[name] = stack.enter_context(open_regular(path))
            except OSError as error:
                raise unreadable(path, error, size_of(facts.size)) from error
    for place, segment in enumerate(manifest.segments):
        if segment.file in opened.files:
            with opened.noting(segment.file):
                opened.segments[segment.file] = opened.commit.segment(place)
    return opened


def _checked(opened: _Opened, on_bytes: OnBytes) -> Checkup:
    manifest, folder = opened.commit.manifest, opened.commit.folder
    state = _state(opened, _contents(opened, on_bytes))
    ids = None if opened.problems else _living(opened)
    return Checkup(
        manifest.commit,
        len(manifest.files) + 1,
        manifest.size + manifest.length,
        tuple(opened.problems[name] for name in sorted(opened.problems)),
        _notes(folder, manifest.files),
        ids,
        state,
    )


def _contents(opened: _Opened, on_bytes: OnBytes) -> dict[str, bytes]:
    """Hash all files; the contents of the pieces of the sync state."""
    manifest = opened.commit.manifest
    pieces = set(manifest.pieces.values())
    kept: dict[str, bytes] = {}
    done = 0
    for name, file in opened.files.items():
        digest = sha256()
        content: list[bytes] = []
        path = opened.commit.folder.path_of(name)
        for chunk in _chunks(file, path):
            digest.update(chunk)
            if name in pieces:
                content.append(chunk)
            done += len(chunk)
            on_bytes(done, manifest.size)
        kept[name] = b"".join(content)
        expected = manifest.files[name].sha256
        if digest.hexdigest() != expected:
            # More is said with it than with what could not be read for that reason.
            error = damaged(path, checksum(digest.hexdigest()), checksum(expected))
            opened.problems[name] = problem_of(error, opened.commit.folder.path)
    return kept


def _chunks(file: BufferedReader, path: Path) -> Iterator[bytes]:
    """All bytes of a file. Raises IndexUnread where the system does not read them."""
    try:
        while chunk := file.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise IndexUnread.because(path, error) from error


def _state(opened: _Opened, contents: dict[str, bytes]) -> StoredState | None:
    pieces = opened.commit.manifest.pieces
    if any(file in opened.problems for file in pieces.values()):
        return None
    found = {name: contents[file] for name, file in pieces.items()}
    return StoredState(opened.commit.manifest.record, found)


def _living(opened: _Opened) -> frozenset[str] | None:
    """The ids of the living articles; None where an article has none, or two have one."""
    ids: set[str] = set()
    for segment in opened.commit.manifest.segments:
        with opened.noting(segment.file):
            arrays = opened.segments[segment.file]
            found = arrays.ids()
            deleted = 0 if arrays.deleted is None else int(arrays.deleted.sum())
            path = opened.commit.folder.path_of(segment.file)
            if len(found) != segment.articles - deleted:
                raise damaged(path, _ids(len(found)), _ids(segment.articles - deleted))
            if twice := ids.intersection(found):
                raise damaged(
                    path,
                    _("article {id} once more").format(id=min(twice)),
                    _("each article once"),
                )
            ids.update(found)
    return None if opened.problems else frozenset(ids)


def _ids(number: int) -> str:
    return numbered("{n} id of an article", "{n} ids of articles", number)


def _notes(folder: IndexFolder, named: Iterable[str]) -> tuple[Note, ...]:
    """What lies in the folder and is of no commit; nothing where it may not be listed."""
    with suppress(OSError):
        return tuple(_strangers(folder, named))
    return ()


def _strangers(folder: IndexFolder, named: Iterable[str]) -> list[Note]:
    ours = {FIRST, FIRST + NEW}
    found = [
        Note(f"{DATA}/{name}", _(_LEFT) if name in ours or is_ours(name) else _(_FOREIGN))
        for name in sorted({*folder.listing()} - {*named})
    ]
    former = {path.name for path in former_folders(folder.path)}
    known = {MANIFEST, DATA, LOCK, HOLDER}
    for name in sorted({path.name for path in folder.path.iterdir()} - known):
        text = _LEFT if name == MANIFEST + NEW else _FORMER if name in former else _FOREIGN
        found.append(Note(name, _(text)))
    return found
