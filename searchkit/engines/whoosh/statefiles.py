"""StateFiles: the sync state of a commit in its data folder.

The record is stored under the number of the commit, so that it counts from the
moment that the commit does. The pieces that it names lie beside it and are
never changed; those that it does not name go when the commit is made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from searchkit.disk import write_atomically
from searchkit.engines.base import StoredState
from searchkit.engines.whoosh.manifest import state_name

_PIECES = "pieces"
"""The names of the pieces in the stored record."""


def piece_name(name: str) -> str:
    """File name of a piece of the sync state."""
    return f"sync-{name}.piece"


def write_state(
    folder: Path,
    generation: int,
    record: Mapping[str, object],
    pieces: Mapping[str, bytes | None],
) -> None:
    """Store the state of a commit to come; its names are durable as soon as the commit's is."""
    for name, data in pieces.items():
        if data is not None:
            write_atomically(folder / piece_name(name), data, last=False)
    stored = {_PIECES: list(pieces), "record": record}
    text = json.dumps(stored, ensure_ascii=True, separators=(",", ":"))
    write_atomically(folder / state_name(generation), text.encode(), last=False)


def sweep_states(folder: Path, generation: int, pieces: Mapping[str, bytes | None]) -> None:
    """Remove the states of other commits, and pieces that are not named any more."""
    kept = {state_name(generation), *map(piece_name, pieces)}
    for path in (*folder.glob(state_name("*")), *folder.glob(piece_name("*"))):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def read_state(folder: Path, generation: int) -> StoredState:
    """The state of a commit. Raises OSError, ValueError or KeyError where it is damaged."""
    path = folder / state_name(generation)
    stored = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict) or not isinstance(stored.get("record"), dict):
        raise ValueError(f"{path.name} holds no sync state")
    pieces = {name: (folder / piece_name(name)).read_bytes() for name in stored[_PIECES]}
    return StoredState(stored["record"], pieces)
