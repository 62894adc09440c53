"""Worker: a process that reads shares for another one, see ``workers``.

Started as a program of its own with two pipes: pickled orders come in on its
standard input, pickled answers go out on its standard output. It ends when its
input does, so that it never outlives the process that started it.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from queue import SimpleQueue
from traceback import format_exception
from typing import Any, BinaryIO

from searchkit.intake.reading import ShareReader
from searchkit.translation import use_language

SHORT = 71
"""The code of a process that had too little memory: EX_OSERR of sysexits.h."""


def main(language: str) -> None:
    """Read the shares that come in until there are no more; reasons are told in ``language``."""
    use_language(language)
    orders = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed must not come between the answers
    waiting: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(orders, waiting), daemon=True).start()
    try:
        reader: ShareReader | None = None
        while True:
            reader = _obey(waiting.get(), reader, answers)
    except BrokenPipeError:
        os._exit(1)
    except MemoryError:  # not even enough to tell so
        os._exit(SHORT)


def _receive(orders: BinaryIO, waiting: SimpleQueue[Any]) -> None:
    """Take orders as they come; leave at once when there is nobody left to give any."""
    try:
        while True:
            waiting.put(pickle.load(orders))
    except (EOFError, OSError):
        os._exit(0)
    except Exception as error:  # an order that makes no sense here
        waiting.put(error)


def _obey(order: Any, reader: ShareReader | None, answers: BinaryIO) -> ShareReader | None:
    """Get ready with the first order, read a share with each other one and answer.

    What goes wrong is an answer, too.
    """
    try:
        if isinstance(order, Exception):
            raise order
        if reader is None:
            return ShareReader(*order)
        answer = pickle.dumps(reader.read(*order), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        answer = pickle.dumps(_told(error), pickle.HIGHEST_PROTOCOL)
    answers.write(answer)
    answers.flush()
    return reader


def _told(error: Exception) -> Exception:
    """An error that can be raised in another process, with the lines where it came from."""
    trace = "".join(format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # not every exception survives being pickled
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(f"In a process that reads articles:\n{trace}")
    return error
