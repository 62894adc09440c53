"""Stops: a process before a call that changes files, and what may become of it."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from tests.chaos.syscalls import SHAPES, WRITES

_AT_FDCWD = -100
_MAX_PATH = 4096


class Verdict(Enum):
    """What becomes of whoever has stopped."""

    GO = "goes on"
    KILL = "is killed with all that it started"
    KILL_ONE = "is killed alone"


class Refused(NamedTuple):
    """Whoever has stopped goes on, but its call is not made, and gives an error of this number."""

    errno: int


Judge = Callable[["Stop"], Verdict | Refused]


@dataclass
class Stop:
    """A process (or thread) before a call that changes files."""

    pid: int
    name: str
    arguments: tuple[int, ...]
    main: bool
    paths: tuple[str, ...] = field(init=False)
    """Absolute; what it writes to, or names."""

    def __post_init__(self) -> None:
        shape = SHAPES[self.name]
        fds = (self._opened(self.arguments[place]) for place in shape.fds)
        named = (self._named(folder, place) for folder, place in shape.paths)
        self.paths = tuple(path for path in (*fds, *named) if path)

    def concerns(self, root: str) -> bool:
        """Whether it changes something in a folder, or the folder itself."""
        return any(path == root or path.startswith(root + "/") for path in self.paths)

    def told(self, root: str) -> str:
        """The call with its paths below a folder."""
        return f"{self.name} {' -> '.join(os.path.relpath(path, root) for path in self.paths)}"

    def length(self) -> int:
        """The number of bytes about to be written."""
        return sum(length for _, length in self._pieces())

    def tear(self) -> None:
        """Write the first half of what is about to be written."""
        data = b"".join(self._memory(place, length) for place, length in self._pieces())
        fd = _signed(self.arguments[0])
        told = Path(f"/proc/{self.pid}/fdinfo/{fd}").read_text()
        facts = dict(line.split(":", 1) for line in told.splitlines())
        if self.name.startswith("pwrite"):
            place = self.arguments[3]
        elif int(facts["flags"], 8) & os.O_APPEND:
            place = Path(f"/proc/{self.pid}/fd/{fd}").stat().st_size
        else:
            place = int(facts["pos"])
        with Path(f"/proc/{self.pid}/fd/{fd}").open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), data[: len(data) // 2], place)

    def _pieces(self) -> list[tuple[int, int]]:
        """Addresses and lengths of what is about to be written."""
        if self.name not in WRITES:
            return []
        if self.name in ("write", "pwrite64"):
            return [(self.arguments[1], self.arguments[2])]
        vector = self._memory(self.arguments[1], 16 * self.arguments[2])
        return list(struct.iter_unpack("<QQ", vector))

    def _opened(self, fd: int) -> str:
        try:
            path = str(Path(f"/proc/{self.pid}/fd/{_signed(fd)}").readlink())
        except OSError:
            return ""
        return path.removesuffix(" (deleted)") if path.startswith("/") else ""

    def _named(self, folder: int | None, place: int) -> str:
        path = os.fsdecode(self._text(self.arguments[place]))
        fd = _AT_FDCWD if folder is None else _signed(self.arguments[folder])
        here = Path(f"/proc/{self.pid}/cwd")
        base = here.readlink() if fd == _AT_FDCWD else Path(self._opened(fd))
        return os.path.normpath(base / path)

    def _text(self, address: int) -> bytes:
        text = b""
        while b"\0" not in text and len(text) < _MAX_PATH:
            page = 4096 - (address + len(text)) % 4096
            text += self._memory(address + len(text), page)
        return text.split(b"\0", 1)[0]

    def _memory(self, address: int, length: int) -> bytes:
        with Path(f"/proc/{self.pid}/mem").open("rb", buffering=0) as memory:
            return os.pread(memory.fileno(), length, address)


def _signed(argument: int) -> int:
    """A descriptor, as the register has it."""
    return ctypes.c_int(argument & 0xFFFFFFFF).value
