"""The power may go at any moment; and whoever does not hold that is found out."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from searchkit.disk import sync_folder, write_atomically
from tests.chaos.apart import apart
from tests.chaos.ledger import Ledger, Tree, lay_out
from tests.chaos.power import cuts_of, survive
from tests.chaos.scenes import Step, rehearse
from tests.chaos.test_kill import scene, scratch, short_run

__all__ = ["scratch"]  # fixture


def test_a_power_cut_leaves_the_old_index_or_the_new_one() -> None:
    told = short_run("power", "--every", "29")
    found = re.search(r"^0 of (\d+) disks failed", told, re.MULTILINE)
    assert found and int(found[1]) > 30


# The ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "a").write_bytes(b"lama")
    return Ledger(tmp_path)


def disks(ledger: Ledger) -> list[Tree]:
    ledger.look()
    return list(ledger.crashes(random.Random(1)))


def test_what_was_there_before_is_certain(ledger: Ledger) -> None:
    assert all(disk == {"a": b"lama"} for disk in disks(ledger))


def test_a_new_file_may_be_missing_empty_zero_or_cut(ledger: Ledger) -> None:
    (ledger.root / "b").write_bytes(b"baru")
    found = [disk.get("b") for disk in disks(ledger)]
    assert set(found) == {None, b"", b"\0\0\0\0", b"ba", b"baru"}


def test_a_synced_file_may_only_lack_its_name(ledger: Ledger) -> None:
    (ledger.root / "b").write_bytes(b"baru")
    ledger.look()
    ledger.sync(ledger.root / "b")
    assert {disk.get("b") for disk in disks(ledger)} == {None, b"baru"}
    ledger.sync(ledger.root)
    assert {disk.get("b") for disk in disks(ledger)} == {b"baru"}


def test_a_renaming_may_come_before_the_content(ledger: Ledger) -> None:
    (ledger.root / "b").write_bytes(b"baru")
    ledger.look()
    (ledger.root / "b").rename(ledger.root / "a")
    found = disks(ledger)
    assert {disk["a"] for disk in found} >= {b"lama", b"", b"ba", b"baru"}
    ledger.sync(ledger.root / "a")
    assert {disk["a"] for disk in disks(ledger)} == {b"lama", b"baru"}


def test_a_removal_may_come_before_an_earlier_renaming(ledger: Ledger) -> None:
    write = ledger.root / "b"
    write.write_bytes(b"baru")
    ledger.look()
    ledger.sync(write)
    ledger.sync(ledger.root)
    write.rename(ledger.root / "c")
    ledger.look()
    (ledger.root / "a").unlink()
    assert {"b": b"baru"} in disks(ledger)


def test_a_new_folder_may_be_missing_with_all_that_was_synced_in_it(ledger: Ledger) -> None:
    folder = ledger.root / "d"
    folder.mkdir()
    ledger.look()
    (folder / "b").write_bytes(b"baru")
    ledger.look()
    ledger.sync(folder / "b")
    ledger.sync(folder)
    assert {"a": b"lama"} in disks(ledger)
    ledger.sync(ledger.root)
    assert all(disk == {"a": b"lama", "d": None, "d/b": b"baru"} for disk in disks(ledger))


def test_a_disk_can_be_laid_out(ledger: Ledger, tmp_path: Path) -> None:
    tree = {"x": None, "x/y": b"isi"}
    lay_out(tree, tmp_path / "new")
    assert (tmp_path / "new" / "x" / "y").read_bytes() == b"isi"


# What does not hold


def problems(scratch: Path, write: Step) -> set[str]:
    """What is wrong after power cuts while a file is written; once all was done: "done"."""

    def work() -> set[str]:
        rehearsal = rehearse(scene(scratch, write), scratch)
        _, cuts = cuts_of(rehearsal, scratch)
        found: set[str] = set()
        for cut in cuts:
            state, _, problems = survive(rehearsal, cut, scratch)
            found |= {f"done, {state}" if cut.done else state} if problems else set()
        return found

    return apart(work)


def test_a_file_synced_and_replaced_by_one_rename_holds(scratch: Path) -> None:
    assert problems(scratch, lambda place: write_atomically(place / "a", b"baru")) == set()


def test_a_rename_without_the_content_does_not_hold(scratch: Path) -> None:
    def write(place: Path) -> None:
        (place / "b").write_text("baru")
        (place / "b").rename(place / "a")
        sync_folder(place)

    assert problems(scratch, write) == {"broken", "done, broken"}


def test_a_rename_whose_folder_is_not_synced_may_not_have_been(scratch: Path) -> None:
    def write(place: Path) -> None:
        with (place / "b").open("w") as file:
            file.write("baru")
            file.flush()
            os.fsync(file.fileno())
        (place / "b").rename(place / "a")

    assert problems(scratch, write) == {"done, old"}
