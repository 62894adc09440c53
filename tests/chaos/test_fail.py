"""The system may refuse any change to files; and whoever does not hold that is found out."""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from searchkit.disk import sync_folder, write_atomically
from searchkit.errors import IndexNotWritten
from tests.chaos.apart import apart
from tests.chaos.fail import points_of, strike
from tests.chaos.scenes import Step, rehearse
from tests.chaos.stops import Refused, Stop, Verdict
from tests.chaos.tally import Outcome
from tests.chaos.test_kill import scene, scratch, short_run, traced

__all__ = ["scratch"]  # fixture


def test_a_sync_whose_calls_are_refused_leaves_the_old_index_or_the_new_one() -> None:
    told = short_run("fail", "--every", "17")
    found = re.search(r"^0 of (\d+) points failed", told, re.MULTILINE)
    assert found and int(found[1]) > 30


# The means


def refusing(name: str, number: int) -> Callable[[Stop], Verdict | Refused]:
    """Refuses all calls of a name."""
    return lambda stop: Refused(number) if stop.name.startswith(name) else Verdict.GO


def test_a_refused_call_is_not_made_and_gives_its_error(scratch: Path) -> None:
    def work() -> None:
        (scratch / "a").write_text("satu")
        try:
            (scratch / "a").rename(scratch / "b")
        except OSError as error:
            (scratch / "c").write_text(f"{error.errno} {Path(str(error.filename2)).name}")

    ended = traced(work, refusing("rename", errno.EROFS), scratch / "log")
    assert ended.code == 0, ended.log
    assert (scratch / "a").read_text() == "satu" and not (scratch / "b").exists()
    assert (scratch / "c").read_text() == f"{errno.EROFS} b"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_refused_sync_tells_its_error(scratch: Path, number: int) -> None:
    def work() -> None:
        with (scratch / "a").open("w") as file:
            try:
                os.fsync(file.fileno())
            except OSError as error:
                file.write(str(error.errno))

    assert traced(work, refusing("fsync", number), scratch / "log").code == 0
    assert (scratch / "a").read_text() == str(number)


# What holds, and what does not


def struck(scratch: Path, write: Step) -> list[Outcome]:
    """All ways in which a writer of one file can be refused something."""

    def work() -> list[Outcome]:
        rehearsal = rehearse(scene(scratch, write), scratch)
        return [strike(rehearsal, point, scratch) for point in points_of(rehearsal)]

    return apart(work)


def problems(scratch: Path, write: Step) -> str:
    """What is wrong, of all that is refused."""
    return "\n".join(problem for each in struck(scratch, write) for problem in each.problems)


def test_a_file_replaced_by_one_rename_holds(scratch: Path) -> None:
    outcomes = struck(scratch, lambda place: write_atomically(place / "a", b"baru"))
    assert [outcome.problems for outcome in outcomes] == [()] * len(outcomes)
    assert {outcome.state for outcome in outcomes} == {"old", "new"}
    assert all(outcome.settled and "refused" in outcome.marks for outcome in outcomes)


def test_a_file_written_in_place_does_not_hold(scratch: Path) -> None:
    assert "answers as neither" in problems(scratch, lambda place: _overwrite(place / "a"))


def _overwrite(path: Path) -> None:
    with path.open("w") as file:
        try:
            file.write("baru")
            file.flush()
        except OSError as error:
            error.filename = str(path)
            raise


def test_an_error_that_is_not_told_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        with suppress(OSError):
            write_atomically(place / "a", b"baru")

    assert "ends well, and the state is: old" in problems(scratch, write)


def test_a_traceback_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        try:
            write_atomically(place / "a", b"baru")
        except OSError as error:
            raise ValueError from error

    assert "ends with a traceback" in problems(scratch, write)


def test_a_message_without_a_file_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        try:
            write_atomically(place / "a", b"baru")
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0)) from None

    assert "does not name a file" in problems(scratch, write)


def test_what_is_new_and_is_said_to_be_as_before_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        try:
            write_atomically(place / "a", b"baru")
        except OSError as error:
            raise IndexNotWritten.because(place, error) from error

    found = problems(scratch, write)
    assert "is said to have failed, and the state is new" in found


def test_who_never_ends_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        try:
            (place / "b").write_text("baru")
            (place / "b").rename(place / "a")
        except OSError:
            signal.alarm(1)
            signal.pause()

    assert "did not end" in problems(scratch, write)


@pytest.mark.parametrize("again", [False, True])
def test_who_takes_for_durable_what_could_not_be_synced_is_found(
    scratch: Path, again: bool
) -> None:
    """A second attempt says that all is well, and is no better."""

    def write(place: Path) -> None:
        write_atomically(place / "a", b"baru", last=False)
        try:
            sync_folder(place)
        except OSError:
            if again:
                with suppress(OSError):
                    sync_folder(place)

    assert "then the power goes: the step had returned, and the state is: old" in problems(
        scratch, write
    )
