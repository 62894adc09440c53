"""Workers: several processes that read shares, their harvests in the order of the shares.

They are programs of their own (``worker``), started by ``subprocess`` and spoken
to through pipes. The pools of the standard library start the caller's main
module anew in each process, so that a script without a guard around its main
part would sync once more in each of them.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType

import searchkit
from searchkit.engines.base import BuilderRecipe
from searchkit.errors import WorkerLost, cause_of
from searchkit.intake.reading import Harvest
from searchkit.intake.shares import Share
from searchkit.language.stemmer import Stemmer
from searchkit.translation import N_, _, language

_AHEAD = 3
"""Shares for each process that may be under way, or read before an earlier one is."""

# numpy would start threads, and take memory, for what nobody asks of it.
_PROGRAM = (
    "import os, sys; os.environ.setdefault('OPENBLAS_NUM_THREADS', '1');"
    " sys.path[:] = {path!r}; hasattr(os, 'nice') and os.nice({nice});"
    " from searchkit.intake.worker import main; main({language!r})"
)
_NICE = 10  # of 19: what somebody waits for goes first

_WAITING_S = 0.2  # between two calls of ``waiting``
_ENDING_S = 10.0  # seconds that a process may take to end after its pipe has
_NEW_PROCESS_GROUP = 0x200  # subprocess names it on Windows only
_ALONE = N_("Where memory is short, read in one process: searchkit index --workers 1")

_Outcome = Harvest | BaseException


def available_cpus() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_start() -> bool:
    """Whether there is a Python to start: not inside a program that has it built in."""
    return bool(sys.executable) and not hasattr(sys, "frozen")


class Workers:
    """A number of processes; they end with the ``with`` block, whatever happens."""

    def __init__(
        self, number: int, stemmer: Stemmer, recipe: BuilderRecipe, *, background: bool = False
    ) -> None:
        """``background`` processes give way to all others of the machine."""
        self._background = background
        self._setup = pickle.dumps((stemmer, recipe), pickle.HIGHEST_PROTOCOL)
        self._number = number
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[Thread] = []
        self._waiting: SimpleQueue[tuple[int, Share] | None] = SimpleQueue()
        self._outcomes: SimpleQueue[tuple[int, _Outcome]] = SimpleQueue()
        self._learned: list[dict[str, str]] = []

    def __enter__(self) -> Workers:
        try:
            for _each in range(self._number):
                self._processes.append(_start(_NICE if self._background else 0))
            for process in self._processes:
                self._threads.append(Thread(target=self._serve, args=(process,), daemon=True))
                self._threads[-1].start()
        except (OSError, RuntimeError) as error:  # a thread that cannot be started
            self._end()
            raise WorkerLost(
                _("no process to read articles could be started: {cause}").format(
                    cause=cause_of(error)
                ),
                _(_ALONE),
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def harvests(
        self, shares: Iterator[Share], waiting: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Share, Harvest]]:
        """Each share with what became of it, in the order of the shares.

        ``waiting`` is called now and then while none is ready; what it raises ends all.
        Raises WorkerLost where a process died, and whatever reading a share raised.
        """
        taken: dict[int, Share] = {}
        read: dict[int, Harvest] = {}
        number = 0
        while True:
            while len(taken) < _AHEAD * self._number and (share := next(shares, None)):
                place = number + len(taken)
                taken[place] = share
                self._waiting.put((place, share))
            if not taken:
                return
            while number not in read:
                try:
                    place, outcome = self._outcomes.get(timeout=_WAITING_S)
                except Empty:
                    if not all(thread.is_alive() for thread in self._threads):
                        raise MemoryError from None  # it could not even say why it ended
                    waiting()
                    continue
                if isinstance(outcome, BaseException):
                    raise outcome
                read[place] = outcome
            yield taken.pop(number), read.pop(number)
            number += 1

    def _serve(self, process: subprocess.Popen[bytes]) -> None:
        """One process's thread: hand it one share after the other."""
        orders, answers = process.stdin, process.stdout
        assert orders and answers
        told = 0
        place = -1
        try:
            orders.write(self._setup)
            while waiting := self._waiting.get():
                place, share = waiting
                news = self._learned[told:]
                told += len(news)
                learned = {word: stem for each in news for word, stem in each.items()}
                pickle.dump((share, learned), orders, pickle.HIGHEST_PROTOCOL)
                orders.flush()
                outcome: _Outcome = pickle.load(answers)
                if isinstance(outcome, Harvest):
                    self._learned.append(outcome.learned)
                self._outcomes.put((place, outcome))
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end_with(place, _lost(process))
        except BaseException as error:
            self._end_with(place, error)

    def _end_with(self, place: int, error: BaseException) -> None:
        """Tell why a thread ends. Where memory is short, that it ends has to do."""
        with suppress(MemoryError):
            self._outcomes.put((place, error))

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            if thread.ident is not None:  # one that could not be started has none
                thread.join()
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was still to be sent goes nowhere
                    if pipe:
                        pipe.close()


def _start(nice: int) -> subprocess.Popen[bytes]:
    # The package must be found where this process found it.
    path = [str(Path(searchkit.__file__).parent.parent), *sys.path]
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            _PROGRAM.format(path=path, nice=nice, language=language()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # An interrupt from the keyboard is for the process that waits for the others.
        process_group=0 if os.name == "posix" else None,
        creationflags=0 if os.name == "posix" else _NEW_PROCESS_GROUP,
    )


def _lost(process: subprocess.Popen[bytes]) -> WorkerLost:
    """The error for a process whose answer broke off."""
    try:
        code = process.wait(_ENDING_S)
    except subprocess.TimeoutExpired:  # still there, but it does not speak sense
        process.kill()
        code = process.wait()
    how = (
        _("a process that read articles was killed by signal {signal}; nothing was indexed")
        if code < 0
        else _("a process that read articles ended with code {code}; nothing was indexed")
    )
    return WorkerLost(how.format(signal=-code, code=code), _(_ALONE))
