"""Refusing: a system call that is not made, and gives an error to whoever asked for it.

A process that is stopped by its seccomp filter has not entered the call yet. Where its tracer
makes the number of the call -1, the kernel passes over it and leaves what the tracer has put into
the register of the result (``seccomp(2)``, ``ptrace(2)``).
"""

from __future__ import annotations

import ctypes
import platform
import struct

_POKEUSER, _GETREGSET, _SETREGSET = 6, 0x4204, 0x4205
_ORIG_RAX, _RAX = 8 * 15, 8 * 10  # ``struct user_regs_struct`` of x86-64
_PRSTATUS, _ARM_SYSTEM_CALL = 1, 0x404  # sets of registers; the first begins with x0
_ARM_REGISTERS = 8 * 34  # x0 to x30, sp, pc, pstate
_NONE = -1


def refuse(libc: ctypes.CDLL, pid: int, errno: int) -> None:
    """Let the call that a process is stopped before fail with an error.

    Nothing happens where the process was killed meanwhile.
    """
    if platform.machine() in ("x86_64", "AMD64"):
        libc.ptrace(_POKEUSER, pid, _ORIG_RAX, ctypes.c_void_p(_NONE))
        libc.ptrace(_POKEUSER, pid, _RAX, ctypes.c_void_p(-errno))
        return
    _registers(libc, _SETREGSET, pid, _ARM_SYSTEM_CALL, bytearray(struct.pack("<i", _NONE)))
    registers = bytearray(_ARM_REGISTERS)
    _registers(libc, _GETREGSET, pid, _PRSTATUS, registers)
    struct.pack_into("<q", registers, 0, -errno)
    _registers(libc, _SETREGSET, pid, _PRSTATUS, registers)


def _registers(libc: ctypes.CDLL, request: int, pid: int, kind: int, data: bytearray) -> None:
    """Read or write a set of registers, by a ``struct iovec``."""
    address = ctypes.addressof(ctypes.c_char.from_buffer(data))
    vector = ctypes.create_string_buffer(struct.pack("@PN", address, len(data)), 16)
    libc.ptrace(request, pid, kind, ctypes.addressof(vector))
