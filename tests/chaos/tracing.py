"""Tracing: a function in a process of its own that stops before each change it makes to files.

The process installs a seccomp filter that reports exactly the calls of ``syscalls.SHAPES``;
this process traces it (``ptrace``) and decides at each stop how it goes on. Processes and
threads that it starts are traced as well. Linux alone, x86-64 and AArch64, no privileges.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.chaos.refusing import refuse
from tests.chaos.stops import Judge, Refused, Stop, Verdict
from tests.chaos.syscalls import filter_program, machine

_TRACEME, _CONT, _SETOPTIONS, _SYSCALL_INFO = 0, 7, 0x4200, 0x420E
_OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # fork, vfork, clone, exec, seccomp, exitkill
_STOPPED_BY_FILTER = 7
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_ANY_CHILD = 0x40000000  # __WALL: threads as well
_INFO = struct.Struct("<B3xIQQQ6QI")
_FAILED = 70


@cache
def _libc() -> ctypes.CDLL:
    found = ctypes.CDLL(None, use_errno=True)
    found.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    found.ptrace.restype = ctypes.c_long
    return found


class Untraceable(Exception):
    """This machine does not let a process be traced; the text says why."""


class Ended(NamedTuple):
    """How the traced process ended: its exit code, or minus the signal that killed it."""

    code: int
    log: str


def trace(work: Callable[[], object], judge: Judge, log: Path) -> Ended:
    """Run ``work`` in a process of its own; ``judge`` may end it, or refuse what it asks for,
    before any change to files.

    Returns when the process and all that it has started are gone. What it prints goes to the
    file ``log``. To be called in a process that has no other children. Raises Untraceable.
    """
    known = machine()
    if sys.platform != "linux" or known is None:
        raise Untraceable("system calls are counted on Linux alone, on x86-64 and AArch64")
    pid = _start(work, log)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(status):
        raise Untraceable(
            f"a process cannot be traced here: {log.read_text().strip().rpartition(chr(10))[2]}"
        )
    if _ptrace(_SETOPTIONS, pid, _OPTIONS):
        reason = _reason()
        _kill(pid)
        os.waitpid(pid, 0)
        raise Untraceable(f"a process cannot be followed here: {reason}")
    names = {number: name for name, number in known[1].items()}
    code = _follow(pid, names, judge)
    return Ended(code, log.read_text(errors="replace"))


def _follow(main: int, names: dict[int, str], judge: Judge) -> int:
    """Answer stops until nobody is left; how the main process ended."""
    code = 0
    alive = {main}
    doomed = False
    _ptrace(_CONT, main)
    while alive:
        try:
            pid, status = os.waitpid(-1, _ANY_CHILD)
        except ChildProcessError:
            break
        if not os.WIFSTOPPED(status):
            alive.discard(pid)
            if pid == main:
                code = os.waitstatus_to_exitcode(status)
            continue
        known, event, number = pid in alive, status >> 16, os.WSTOPSIG(status)
        alive.add(pid)
        if doomed:
            _kill(pid)
        elif event == _STOPPED_BY_FILTER:
            verdict = _verdict(pid, names, pid == main, judge)
            if verdict is Verdict.KILL:
                doomed = True
                for each in alive:
                    _kill(each)
            elif verdict is Verdict.KILL_ONE:
                _kill(pid)
            elif isinstance(verdict, Refused):
                refuse(_libc(), pid, verdict.errno)
                _ptrace(_CONT, pid)
            else:
                _ptrace(_CONT, pid)
        elif event or (number == signal.SIGSTOP and not known):
            _ptrace(_CONT, pid)  # a process has begun, or become another program
        else:
            _ptrace(_CONT, pid, number)
    return code


def _verdict(pid: int, names: dict[int, str], main: bool, judge: Judge) -> Verdict | Refused:
    """What is judged, where the process is still there: another one may kill it in its stop."""
    try:
        return judge(_stop(pid, names, main))
    except OSError:
        if _is_gone(pid):
            return Verdict.GO
        raise


def _is_gone(pid: int) -> bool:
    """Whether it is in its stop no more; without its tracer only a kill ends one."""
    return _call_info(pid, bytearray(_INFO.size + 16)) < 0 and ctypes.get_errno() == errno.ESRCH


def _stop(pid: int, names: dict[int, str], main: bool) -> Stop:
    buffer = bytearray(_INFO.size + 16)
    if _call_info(pid, buffer) < 0:
        raise OSError(ctypes.get_errno(), f"the kernel does not tell a call: {_reason()}")
    _, _, _, _, number, *arguments, _ = _INFO.unpack_from(buffer)
    return Stop(pid, names[number], tuple(arguments), main)


def _call_info(pid: int, buffer: bytearray) -> int:
    """What the kernel tells of the call a process is stopped before: bytes, or -1 and errno."""
    address = ctypes.addressof(ctypes.c_char.from_buffer(buffer))
    return int(_libc().ptrace(_SYSCALL_INFO, pid, len(buffer), address))


def _start(work: Callable[[], object], log: Path) -> int:
    """Fork; the child stops itself, and does its work under the filter once it goes on."""
    filter_ = filter_program()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = _FAILED
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout, sys.stderr = (os.fdopen(end, "w", closefd=False) for end in (1, 2))
        if _ptrace(_TRACEME, 0):
            raise Untraceable(_reason())
        os.kill(os.getpid(), signal.SIGSTOP)
        _install(filter_)
        work()
        code = 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _install(program: bytes) -> None:
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(kept))
    told = ctypes.create_string_buffer(header, len(header))
    arguments = (ctypes.c_ulong * 5)(_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _libc().prctl(*map(ctypes.c_ulong, arguments)):
        raise Untraceable(_reason())
    if _libc().prctl(
        ctypes.c_ulong(_SET_SECCOMP),
        ctypes.c_ulong(_FILTER),
        ctypes.c_void_p(ctypes.addressof(told)),
    ):
        raise Untraceable(_reason())


def _ptrace(request: int, pid: int, data: int = 0) -> bool:
    """Whether the request failed: a process that was killed meanwhile is not there any more."""
    return bool(_libc().ptrace(request, pid, None, data or None) == -1)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _reason() -> str:
    return os.strerror(ctypes.get_errno())


def untraceable(scratch: Path) -> str | None:
    """Why nothing can be traced on this machine, None where it can."""
    seen: list[str] = []
    target = scratch / "probe"

    def judge(stop: Stop) -> Verdict:
        if stop.concerns(str(target)):
            seen.append(stop.name)
            return Verdict.KILL
        return Verdict.GO

    try:
        ended = trace(lambda: target.mkdir(), judge, scratch / "probe.log")
    except Untraceable as error:
        return str(error)
    if len(seen) != 1 or ended.code != -signal.SIGKILL or target.exists():
        return f"a process that was to be stopped went on: {ended.log.strip() or ended.code}"
    return None
