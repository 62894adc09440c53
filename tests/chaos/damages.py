"""Damages: every way in which the files of an index are changed behind its back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import PurePosixPath
from random import Random

from searchkit.engines.whoosh.container import Container
from tests.chaos.newsroom import Newsroom

Content = Mapping[str, bytes]
"""The files of an index, by their place in it."""

MANIFEST = "manifest.json"
_EACH = 4  # flips in every section of a file at the least
_PLAIN = 100  # flips in a file without sections


@dataclass(frozen=True, slots=True)
class Damage:
    """What becomes of some files: their new bytes, None where they go.

    ``names`` are the files one of which a message has to name; ``what`` tells a reader of
    the report what was done. ``older`` is the number of an earlier commit that the index
    may be again, None where nothing but today's answers will do.
    """

    kind: str
    names: tuple[str, ...]
    what: str
    changes: Mapping[str, bytes | None]
    older: int | None = None

    def applied(self, content: Content) -> dict[str, bytes]:
        """The files of the index afterwards."""
        changed = {**content, **self.changes}
        return {name: data for name, data in changed.items() if data is not None}


def sections(room: Newsroom, name: str, data: bytes) -> list[tuple[int, int]]:
    """Where the parts of a file begin and end: those that are named, and what lies between."""
    named: list[tuple[int, int]] = []
    if name.endswith(".segment"):
        container = Container(room.index / name)
        places = [place[:2] for place in container._sections.values()]
        named = sorted((int(place), int(place) + int(size)) for place, size in places if size)
    bounds = sorted({0, len(data), *(border for part in named for border in part)})
    return [(start, end) for start, end in pairwise(bounds) if end > start]


def flips(room: Newsroom, content: Content, chance: Random, least: int) -> list[Damage]:
    """Single bytes of another value, at least so many: in all sections of all files."""
    places: dict[str, set[int]] = defaultdict(set)
    for name, data in content.items():
        if name == MANIFEST:
            places[name] |= set(range(len(data)))
        elif not name.endswith(".segment") and data:
            places[name] |= {chance.randrange(len(data)) for _ in range(_PLAIN)}
        for start, end in sections(room, name, data):
            places[name] |= {start, end - 1}
            places[name] |= {chance.randrange(start, end) for _ in range(_EACH - 2)}
    sizes = [len(data) for data in content.values()]
    while sum(map(len, places.values())) < least:
        (name,) = chance.choices(list(content), weights=sizes)
        if content[name]:
            places[name].add(chance.randrange(len(content[name])))
    made = [
        _flip(name, content[name], place, chance)
        for name in sorted(places)
        for place in sorted(places[name])
    ]
    chance.shuffle(made)
    return made


def _flip(name: str, data: bytes, place: int, chance: Random) -> Damage:
    old = data[place]
    values = {old ^ (1 << chance.randrange(8)), 0x00, 0xFF, chance.randrange(256)} - {old}
    new = chance.choice(sorted(values))
    changed = data[:place] + bytes([new]) + data[place + 1 :]
    return Damage("flip", (name,), f"byte {place}: {old:#04x} → {new:#04x}", {name: changed})


def others(room: Newsroom, twins: Sequence[Content], content: Content) -> Iterator[Damage]:
    """Everything but flips: cut, grown, missing, empty, swapped, of another index, older."""
    for name, data in content.items():
        yield Damage("missing", (name,), "removed", {name: None})
        if data:
            yield Damage("empty", (name,), "emptied", {name: b""})
        for size in _cuts(room, name, data):
            yield Damage("cut", (name,), f"cut to {size} of {len(data)}", {name: data[:size]})
        for more in (b"\0", b"\n", b"x", bytes(64), data):
            what = f"{len(more)} bytes longer"
            yield Damage("grown", (name,), what, {name: data + more})
        yield Damage("grown", (name,), "a byte before it", {name: b"\0" + data})
        yield Damage("zeros", (name,), "all zeros", {name: bytes(len(data))})
    for one, other in combinations(content, 2):
        if content[one] != content[other]:
            swap = {one: content[other], other: content[one]}
            yield Damage("swapped", (one, other), "each in the other's place", swap)
    yield from _of_twins(twins, content)
    for number, commit in enumerate(room.commits):
        manifest = commit[MANIFEST]
        if manifest != content[MANIFEST]:
            change = {MANIFEST: manifest}
            names = _unlike(manifest, content) or (MANIFEST,)
            yield Damage("older", names, f"manifest of commit {number + 1}", change, older=number)


def _cuts(room: Newsroom, name: str, data: bytes) -> list[int]:
    borders = {start for start, _ in sections(room, name, data)}
    near = {size + step for size in borders for step in (-1, 0)}
    return sorted(size for size in {*near, len(data) - 1, len(data) // 2} if 0 < size < len(data))


def _of_twins(twins: Sequence[Content], content: Content) -> Iterator[Damage]:
    """Files of other indexes, whole in themselves; best of the very size of the own ones."""
    for number, twin in enumerate(twins):
        for name, data in content.items():
            suffix = PurePosixPath(name).suffix
            alike = [each for other, each in twin.items() if PurePosixPath(other).suffix == suffix]
            for each in alike:
                if each != data and (len(each) == len(data) or number == 0):
                    same = "the same" if len(each) == len(data) else "another"
                    what = f"of another index, {same} size"
                    # A manifest that is whole is believed; then the files are what does not fit.
                    names = _unlike(each, content) if name == MANIFEST else ()
                    yield Damage("of another", names or (name,), what, {name: each})


def _unlike(manifest: bytes, content: Content) -> tuple[str, ...]:
    """The files of which a manifest says otherwise than they are, those that are missing too."""
    try:
        named = json.loads(manifest.split(b"\n")[0])["files"]
    except (ValueError, KeyError):
        return ()
    here = {PurePosixPath(name).name: sha256(data).hexdigest() for name, data in content.items()}
    return tuple(sorted(name for name, facts in named.items() if here.get(name) != facts["sha256"]))
