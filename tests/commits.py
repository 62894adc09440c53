"""Commits on disk, for tests: what lies there, and manifests changed by hand."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

OURS = ("manifest.json", "writer.lock", "writer.json")
"""What lies in an index folder beside the data once a writer was there."""


def files(index: Path) -> set[str]:
    """The names of all that lies in the data of an index."""
    data = index / "data"
    return {path.name for path in data.iterdir()} if data.is_dir() else set()


def parsed(index: Path) -> dict[str, Any]:
    """The commit as the manifest has it."""
    line, _digest = (index / "manifest.json").read_text().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def named(index: Path) -> set[str]:
    """The files that the manifest names."""
    return set(parsed(index)["files"])


def sealed(line: bytes) -> bytes:
    """A manifest with this line and the checksum that goes with it."""
    return b"%b\n%b\n" % (line, sha256(line).hexdigest().encode())


def rewrite(index: Path, changes: dict[str, Any]) -> None:
    """Put other values into the manifest, under a checksum that fits."""
    line = json.dumps({**parsed(index), **changes}).encode()
    (index / "manifest.json").write_bytes(sealed(line))


def keep_former(index: Path, format: int = 4, roots: tuple[str, ...] = ()) -> None:
    """Make the folder of an index as searchkit kept it up to format 4."""
    data = index / "g3"
    data.mkdir(parents=True)
    fields = {"format": format, "fingerprint": "analyzer-1", "data": data.name}
    (index / "manifest.json").write_text(json.dumps(fields, indent=1) + "\n")
    for name in ("MAIN_0abc1def2ghi3jkl.segment", "_MAIN_12.toc", "stems.table", "sync-1.piece"):
        (data / name).write_bytes(b"lama")
    for number, known in ((2, []), (12, list(roots))):
        state = {"pieces": ["1"], "record": {"roots": known, "pieces": ["1"]}}
        (data / f"sync-{number}.json").write_text(json.dumps(state))
