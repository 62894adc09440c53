"""System calls that change files: their numbers, their arguments, and a filter that reports them.

Numbers are those of ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (AArch64),
the filter is classic BPF over ``struct seccomp_data`` (``linux/seccomp.h``).
"""

from __future__ import annotations

import os
import platform
import struct
from collections.abc import Mapping
from typing import NamedTuple

_CREATES = os.O_CREAT | os.O_TRUNC | getattr(os, "O_TMPFILE", 0) & ~getattr(os, "O_DIRECTORY", 0)
_PROT_WRITE = 2
_MAP_SHARED = 1


class Shape(NamedTuple):
    """Where the arguments of a call name files.

    ``fds`` are places of descriptors that are changed, ``paths`` pairs of the places of a
    folder's descriptor (None: the current folder) and of a path. ``masks`` are pairs of the
    place of an argument and the bits of which one must be set for the call to be of interest.
    """

    fds: tuple[int, ...] = ()
    paths: tuple[tuple[int | None, int], ...] = ()
    masks: tuple[tuple[int, int], ...] = ()


_FD = Shape(fds=(0,))
_PATH = Shape(paths=((None, 0),))
_AT = Shape(paths=((0, 1),))

SHAPES: Mapping[str, Shape] = {
    "write": _FD,
    "pwrite64": _FD,
    "writev": _FD,
    "pwritev": _FD,
    "pwritev2": _FD,
    "sendfile": _FD,
    "copy_file_range": Shape(fds=(2,)),
    "splice": Shape(fds=(2,)),
    "fsync": _FD,
    "fdatasync": _FD,
    "ftruncate": _FD,
    "fallocate": _FD,
    "fchmod": _FD,
    "flock": _FD,
    "open": Shape(paths=((None, 0),), masks=((1, _CREATES),)),
    "openat": Shape(paths=((0, 1),), masks=((2, _CREATES),)),
    "openat2": _AT,
    "creat": _PATH,
    "truncate": _PATH,
    "rename": Shape(paths=((None, 0), (None, 1))),
    "renameat": Shape(paths=((0, 1), (2, 3))),
    "renameat2": Shape(paths=((0, 1), (2, 3))),
    "link": Shape(paths=((None, 0), (None, 1))),
    "linkat": Shape(paths=((0, 1), (2, 3))),
    "symlink": Shape(paths=((None, 1),)),
    "symlinkat": Shape(paths=((1, 2),)),
    "unlink": _PATH,
    "unlinkat": _AT,
    "mkdir": _PATH,
    "mkdirat": _AT,
    "rmdir": _PATH,
    "mknod": _PATH,
    "mknodat": _AT,
    "chmod": _PATH,
    "fchmodat": _AT,
    "fchmodat2": _AT,
    # Two ways round the calls above. Nothing here takes them: whoever does is told.
    "mmap": Shape(fds=(4,), masks=((2, _PROT_WRITE), (3, _MAP_SHARED))),
    "io_uring_enter": Shape(),
}

UNSEEN = {"mmap", "io_uring_enter"}
"""After these files change without a call that could be counted."""

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2"}
SYNCS = {"fsync", "fdatasync"}

_X86_64 = {
    "write": 1,
    "open": 2,
    "mmap": 9,
    "pwrite64": 18,
    "writev": 20,
    "sendfile": 40,
    "flock": 73,
    "fsync": 74,
    "fdatasync": 75,
    "truncate": 76,
    "ftruncate": 77,
    "rename": 82,
    "mkdir": 83,
    "rmdir": 84,
    "creat": 85,
    "link": 86,
    "unlink": 87,
    "symlink": 88,
    "chmod": 90,
    "fchmod": 91,
    "mknod": 133,
    "openat": 257,
    "mkdirat": 258,
    "mknodat": 259,
    "unlinkat": 263,
    "renameat": 264,
    "linkat": 265,
    "symlinkat": 266,
    "fchmodat": 268,
    "splice": 275,
    "fallocate": 285,
    "pwritev": 296,
    "renameat2": 316,
    "copy_file_range": 326,
    "pwritev2": 328,
    "io_uring_enter": 426,
    "openat2": 437,
    "fchmodat2": 452,
}

_AARCH64 = {
    "flock": 32,
    "mknodat": 33,
    "mkdirat": 34,
    "unlinkat": 35,
    "symlinkat": 36,
    "linkat": 37,
    "renameat": 38,
    "truncate": 45,
    "ftruncate": 46,
    "fallocate": 47,
    "fchmod": 52,
    "fchmodat": 53,
    "openat": 56,
    "write": 64,
    "writev": 66,
    "pwrite64": 68,
    "pwritev": 70,
    "sendfile": 71,
    "splice": 76,
    "fsync": 82,
    "fdatasync": 83,
    "mmap": 222,
    "renameat2": 276,
    "copy_file_range": 285,
    "pwritev2": 287,
    "io_uring_enter": 426,
    "openat2": 437,
    "fchmodat2": 452,
}

_MACHINES = {
    "x86_64": (0xC000003E, _X86_64),
    "AMD64": (0xC000003E, _X86_64),
    "aarch64": (0xC00000B7, _AARCH64),
    "arm64": (0xC00000B7, _AARCH64),
}
"""By name of the machine: its number in ``linux/audit.h``, and its calls."""


def machine() -> tuple[int, Mapping[str, int]] | None:
    """The number of this machine's architecture and its calls; None where nobody knows them."""
    return _MACHINES.get(platform.machine())


def filter_program() -> bytes:
    """A seccomp filter that reports the calls of ``SHAPES`` to a tracer and lets others pass."""
    known = machine()
    assert known is not None, "no table of system calls for this machine"
    architecture, numbers = known
    load, equal, any_bit, give_back = 0x20, 0x15, 0x45, 0x06
    report, allow = (give_back, 0, 0, 0x7FF00000), (give_back, 0, 0, 0x7FFF0000)
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), allow, (load, 0, 0, 0)]
    for name, number in numbers.items():
        tests: list[tuple[int, int, int, int]] = []
        for place, mask in SHAPES[name].masks:
            # The lower half of the argument; both machines are little-endian.
            tests += [(load, 0, 0, 16 + 8 * place), (any_bit, 1, 0, mask), allow]
        block = [*tests, report]
        steps += [(equal, 0, len(block), number), *block]
    steps.append(allow)
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
