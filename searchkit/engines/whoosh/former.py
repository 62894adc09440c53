"""Former: what is left of indexes up to format 4.

Their manifest named a data folder (``g1``, ``g2``, …), where Whoosh's files lay beside
the sync state. Of all that only JSON is ever read.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from searchkit.disk import open_regular, read_most

_FOLDER = re.compile(r"g[0-9]{1,9}")
_STATE = re.compile(r"sync-([0-9]{1,15})\.json")
_FILE = re.compile(
    r"_?MAIN_[0-9a-zA-Z_]{1,40}\.[0-9a-zA-Z_.]{1,40}"  # what Whoosh wrote, and its locks
    r"|MAIN_WRITELOCK|sync-[0-9]{1,15}\.(json|piece)(\.new)?|stems\.(table|txt)(\.new)?"
)

_LIMIT = 64 * 1024 * 1024


def former_record(index: Path, data: str) -> Mapping[str, object]:
    """The record of the sync state in a data folder; empty where there is none to be read."""
    folder = index / data
    if not _FOLDER.fullmatch(data) or folder.is_symlink():
        return {}
    try:
        names = (_STATE.fullmatch(path.name) for path in folder.iterdir())
        newest = max(filter(None, names), key=lambda match: int(match[1]), default=None)
        if newest is None:
            return {}
        with open_regular(folder / newest[0]) as file:
            raw = json.loads(read_most(file, _LIMIT))
        record = raw.get("record", raw)  # the first formats had no pieces beside it
        return record if isinstance(record, dict) else {}
    except (OSError, ValueError, RecursionError, AttributeError):
        return {}


def remove_former(index: Path) -> None:
    """Remove the data folders as far as they can be; what is not known in them stays."""
    with suppress(OSError):
        for folder in former_folders(index):
            for path in folder.iterdir():
                if _FILE.fullmatch(path.name) and _is_file(path):
                    with suppress(OSError):
                        path.unlink()
            with suppress(OSError):
                folder.rmdir()


def former_folders(index: Path) -> Iterator[Path]:
    """The data folders. Raises OSError."""
    for path in index.iterdir():
        if _FOLDER.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            yield path


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False
