"""Whoever writes may be killed at any moment; and whoever does not hold that is found out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.answers import Answers
from tests.chaos.apart import apart
from tests.chaos.kill import points_of, strike
from tests.chaos.scenes import Scene, Step, rehearse
from tests.chaos.stage import SKIPPED
from tests.chaos.stops import Judge, Stop, Verdict
from tests.chaos.tally import Outcome
from tests.chaos.tracing import Ended, trace, untraceable
from tests.conftest import ROOT


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder to work in, on a machine where processes can be traced."""
    if reason := apart(lambda: untraceable(tmp_path)):
        pytest.skip(reason)
    return tmp_path


def short_run(module: str, *options: str) -> str:
    """What a short run prints, its failures as the message of this test."""
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.chaos.{module}", "--short", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if ran.returncode == SKIPPED:
        pytest.skip(ran.stderr)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_sync_that_is_killed_leaves_the_old_index_or_the_new_one() -> None:
    told = short_run("kill", "--every", "11")
    found = re.search(r"^0 of (\d+) points failed", told, re.MULTILINE)
    assert found and int(found[1]) > 30


# The means


def traced(work: Callable[[], object], judge: Judge, log: Path) -> Ended:
    return apart(lambda: trace(work, judge, log))


def test_a_process_stops_before_every_call_that_changes_a_file(scratch: Path) -> None:
    def work() -> None:
        path = scratch / "a"
        with path.open("w") as file:
            file.write("satu")
            file.flush()
            os.fsync(file.fileno())
        path.rename(scratch / "b")
        (scratch / "c").mkdir()
        subprocess.run(["ln", "-s", "b", str(scratch / "c" / "d")], check=True)
        (scratch / "c" / "d").unlink()
        (scratch / "c").rmdir()

    def names() -> list[str]:
        seen: list[str] = []

        def judge(stop: Stop) -> Verdict:
            if stop.concerns(str(scratch)) and not stop.concerns(str(scratch / "log")):
                seen.append(stop.told(str(scratch)))
            return Verdict.GO

        assert trace(work, judge, scratch / "log") == Ended(0, "")
        return seen

    told = [re.sub(r"(at2?)?(?= )", "", name, count=1) for name in apart(names)]
    assert told == [
        "open a", "write a", "fsync a", "rename a -> b", "mkdir c", "symlink c/d",
        told[6], told[7],
    ]  # fmt: skip
    assert told[6] in ("unlink c/d",) and told[7] in ("rmdir c", "unlink c")


def test_a_killed_process_has_not_made_the_call_it_stopped_at(scratch: Path) -> None:
    def judge(stop: Stop) -> Verdict:
        return Verdict.KILL if stop.name.startswith("rename") else Verdict.GO

    def work() -> None:
        (scratch / "a").write_text("satu")
        (scratch / "a").rename(scratch / "b")

    assert traced(work, judge, scratch / "log").code == -signal.SIGKILL
    assert (scratch / "a").read_text() == "satu"
    assert not (scratch / "b").exists()


@pytest.mark.parametrize("mode", ["w", "a"])
def test_a_write_can_be_done_by_half(scratch: Path, mode: str) -> None:
    (scratch / "a").write_text("lama")

    def judge(stop: Stop) -> Verdict:
        if not stop.concerns(str(scratch / "a")) or stop.length() != 8:
            return Verdict.GO
        stop.tear()
        return Verdict.KILL

    def work() -> None:
        with (scratch / "a").open(mode) as file:
            file.write("satu dua")

    traced(work, judge, scratch / "log")
    assert (scratch / "a").read_text() == ("lamasatu" if mode == "a" else "satu")


# What does not hold


def scene(scratch: Path, write: Step, *, several: bool = False) -> Scene:
    start = scratch / "start"
    start.mkdir()
    (start / "a").write_text("lama")

    def answers(place: Path) -> Answers:
        return {"a": (place / "a").read_text() if (place / "a").exists() else "none"}

    def orphans(place: Path) -> list[str]:
        return sorted({path.name for path in place.iterdir()} - {"a"})

    return Scene("made up", start, write, write, answers, orphans=orphans)


def struck(scratch: Path, write: Step) -> list[Outcome]:
    """Every way to kill a writer of one file."""

    def work() -> list[Outcome]:
        rehearsal = rehearse(scene(scratch, write), scratch)
        return [strike(rehearsal, point, scratch) for point in points_of(rehearsal)]

    return apart(work)


def test_a_file_replaced_by_one_rename_holds(scratch: Path) -> None:
    def write(place: Path) -> None:
        (place / "b").write_text("baru")
        (place / "b").rename(place / "a")

    outcomes = struck(scratch, write)
    assert [outcome.problems for outcome in outcomes] == [()] * 4  # open, write, half, rename
    assert {outcome.state for outcome in outcomes} == {"old"}
    assert all("killed" in outcome.marks and outcome.settled for outcome in outcomes)


def test_a_file_written_in_place_does_not_hold(scratch: Path) -> None:
    outcomes = struck(scratch, lambda place: (place / "a").write_text("baru"))
    assert [outcome.state for outcome in outcomes] == ["old", "broken", "broken"]


def test_a_file_left_behind_is_found(scratch: Path) -> None:
    def write(place: Path) -> None:
        new = place / os.urandom(4).hex()
        new.write_text("baru")
        new.rename(place / "a")

    told = [outcome.problems for outcome in struck(scratch, write)]
    assert told[0] == () and all("left behind" in problems[0] for problems in told[1:])
