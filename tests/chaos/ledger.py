"""Ledger: what of a folder is on disk for certain, and what may be there or not.

POSIX promises little. The content of a file is certain as of its last ``fsync``, the names in a
folder as of the last ``fsync`` of that folder. What was done since then may have happened or not,
each part of it without the others and in any order, when the power goes: a name may be there
without the content, a removal without the renaming that came before it. File systems promise
more; what holds here, holds on all of them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

Tree = Mapping[str, bytes | None]
"""A folder: the content by path below it, None for a folder."""

Name = tuple[int, str]
"""A folder (by number) and a name in it."""

_FEW = 4  # changes of which every combination is tried
_SOME = 12  # combinations that are tried of more
_FILLINGS = ("nothing", "zeros", "half", "all")


@dataclass(frozen=True)
class Change:
    """A name that is taken away, given, or both at once (a renaming); for a file or folder."""

    number: int
    old: Name | None = None
    new: Name | None = None


@dataclass
class Ledger:
    """Follows a folder from one call to the next; ``look`` is to be called between any two."""

    root: Path
    names: dict[int, dict[str, int]] = field(default_factory=dict)
    """What each folder holds, for certain."""
    pending: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)
    """Of these, what no ``sync`` to come makes certain; ``forgotten`` are such contents."""
    forgotten: dict[int, bytes] = field(default_factory=dict)
    certain: dict[int, bytes] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    _seen: dict[Name, int] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)  # by inode
    _stamps: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    _next: int = 0

    def __post_init__(self) -> None:
        """All that is there at the beginning has been there for long."""
        self.names[0] = {}
        self.look()
        for (folder, name), number in self._seen.items():
            self.names[folder][name] = number
        self.pending.clear()
        self.certain |= self.content

    def look(self) -> None:
        """Take down what has changed since the last look: the work of one call."""
        found: dict[Name, int] = {}
        inodes: dict[int, int] = {}
        self._walk(self.root, 0, found, inodes)
        self._numbers = inodes
        gone = {name: number for name, number in self._seen.items() if found.get(name) != number}
        come = {name: number for name, number in found.items() if self._seen.get(name) != number}
        for name, number in come.items():
            source = next((old for old, moved in gone.items() if moved == number), None)
            if source is not None:
                del gone[source]
            self.pending.append(Change(number, source, name))
        replaced = set(come)
        for name, number in gone.items():
            if name not in replaced:
                self.pending.append(Change(number, name))
        self._seen = found

    def _walk(
        self, path: Path, folder: int, found: dict[Name, int], inodes: dict[int, int]
    ) -> None:
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            stat = entry.stat(follow_symlinks=False)
            number = self._numbers.get(stat.st_ino)
            if number is None:
                self._next += 1
                number = self._next
            inodes[stat.st_ino] = number
            found[folder, entry.name] = number
            if entry.is_dir(follow_symlinks=False):
                self.names.setdefault(number, {})
                self._walk(Path(entry.path), number, found, inodes)
            else:
                stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
                if self._stamps.get(number) != stamp or number not in self.content:
                    self._stamps[number] = stamp
                    self.content[number] = Path(entry.path).read_bytes()

    def sync(self, path: Path) -> None:
        """A file or a folder is being synced: from now on it is certain as it is."""
        number = self._number(path)
        if number is None:
            return
        if number in self.names:
            certain = [each for each in self._of(number) if each not in self.lost]
            # A name that is certainly gone will not come, though nobody knows whether it came.
            gone = [(each.number, each.old) for each in certain if each.old]
            done = [*certain, *(each for each in self.lost if (each.number, each.new) in gone)]
            self.pending = [each for each in self.pending if each not in done]
            for each in certain:
                _apply(self.names, each)
        elif self.content[number] != self.forgotten.get(number):
            self.certain[number] = self.content[number]

    def fail(self, path: Path) -> None:
        """A file or a folder could not be synced: what it is by now is not made certain any more.

        Systems tell of that once, and take it for written from then on.
        """
        number = self._number(path)
        if number in self.names:
            self.lost += self._of(number)
        elif number is not None:
            self.forgotten[number] = self.content[number]

    def _of(self, folder: int) -> list[Change]:
        return [each for each in self.pending if folder in _folders(each)]

    def _number(self, path: Path) -> int | None:
        """The number of what has this name; None for a file that has no name any more."""
        if path == self.root:
            return 0
        try:
            return self._numbers[path.lstat().st_ino]
        except (OSError, KeyError):
            return None

    def crashes(self, dice: random.Random) -> Iterator[Tree]:
        """What may be on disk when the power goes now: the worst, and some of the rest."""
        yield self._tree((), "nothing")
        for filling in _FILLINGS:
            yield self._tree(self.pending, filling)
        for chosen in self._choices(dice):
            for filling in ("nothing", "half"):
                yield self._tree(chosen, filling)
            yield self._tree(chosen, dice)

    def _choices(self, dice: random.Random) -> Iterator[Sequence[Change]]:
        """Some of the changes that may have happened; each alone, each missing, all removals."""
        many = self.pending
        if len(many) <= _FEW:
            for size in range(len(many) + 1):
                yield from combinations(many, size)
            return
        yield [each for each in many if each.new is None]
        yield [each for each in many if each.new is not None]
        for each in many:
            yield [each]
            yield [other for other in many if other is not each]
        for _ in range(_SOME):
            yield [each for each in many if dice.random() < 0.5]

    def _tree(self, changes: Sequence[Change], filling: str | random.Random) -> Tree:
        names = {folder: dict(inside) for folder, inside in self.names.items()}
        for change in changes:
            _apply(names, change)
        tree: dict[str, bytes | None] = {}
        self._fill(names, 0, "", filling, tree)
        return tree

    def _fill(
        self,
        names: Mapping[int, Mapping[str, int]],
        folder: int,
        prefix: str,
        filling: str | random.Random,
        tree: dict[str, bytes | None],
    ) -> None:
        for name, number in names[folder].items():
            path = f"{prefix}{name}"
            if number in names:
                tree[path] = None
                self._fill(names, number, f"{path}/", filling, tree)
            else:
                tree[path] = self._bytes(number, filling)

    def _bytes(self, number: int, filling: str | random.Random) -> bytes:
        content, certain = self.content[number], self.certain.get(number, b"")
        if content == certain:
            return content
        how = filling if isinstance(filling, str) else filling.choice(_FILLINGS)
        kinds = {"zeros": bytes(len(content)), "half": content[: len(content) // 2], "all": content}
        return kinds.get(how, certain)


def _folders(change: Change) -> set[int]:
    return {name[0] for name in (change.old, change.new) if name is not None}


def _apply(names: dict[int, dict[str, int]], change: Change) -> None:
    """Make a change to what the folders hold, as far as it can be made there."""
    if change.old is not None:
        folder, name = change.old
        if names[folder].get(name) == change.number:
            del names[folder][name]
    if change.new is not None:
        folder, name = change.new
        names[folder][name] = change.number


def lay_out(tree: Tree, root: Path) -> None:
    """Make a folder what a tree tells."""
    root.mkdir(parents=True)
    for path, content in tree.items():
        if content is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)
