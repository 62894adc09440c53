"""Judging: an index is damaged and asked, synced and mended; what of that is not as promised."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from time import process_time

from searchkit import SearchkitError, open_index
from tests.chaos.damages import Content, Damage
from tests.chaos.newsroom import Newsroom, files, lay_out, sync
from tests.chaos.questions import FEW, QUESTIONS, Answers, ask
from tests.chaos.trial import tried
from tests.golden.corpus import Ran, run_here

HANG_S = 10.0
"""Seconds of work that all questions together may take, and a sixth of the time of a trial."""

MENDED_EACH = 20
"""One damage in so many is also looked at through the command line, and mended."""

WRONGS = (
    "another answer",
    "traceback",
    "hang",
    "not named",
    "files touched",
    "verify silent",
    "sync wrong",
    "wrong exit",
    "not mended",
)
"""Everything that may be wrong."""

Wrong = tuple[str, str]
Told = tuple[str, str]
"""As in ``Answers``: how something ended, and the words."""


@dataclass(frozen=True, slots=True)
class Golden:
    """The answers of the whole index: now, of its commits, and after each of the next syncs."""

    now: Answers
    earlier: tuple[Answers, ...]
    few: Answers
    many: Answers
    rebuilt: Answers


@dataclass(frozen=True, slots=True)
class Verdict:
    """``end`` is "detected" where any question or the sync told the damage, else "harmless"."""

    end: str
    verified: bool
    wrongs: tuple[Wrong, ...]


@dataclass(slots=True)
class Trial:
    """What happened to one damaged index."""

    answers: Answers = field(default_factory=dict)
    touched: bool = False
    took_s: float = 0.0
    verified: list[Told] | None = None
    synced: Told = ("", "")
    sync_touched: bool = False
    after: Answers = field(default_factory=dict)
    after_verified: list[Told] | None = None
    runs: dict[str, Ran] = field(default_factory=dict)
    mended: Answers | None = None


def golden_of(room: Newsroom, content: Content) -> Golden:
    """Ask the index while it is whole; forks of this process then know all tables."""
    place = room.folder.parent / "utuh"

    def asked(content: Content, *folders: Path, rebuild: bool = False) -> Answers:
        lay_out(place, content)
        if folders:
            with open_index(place) as index:
                sync(index, *folders, rebuild=rebuild)
        with open_index(place) as index:
            answers = ask(index)
        assert {kind for kind, _ in answers.values()} == {"answer"}, answers
        shutil.rmtree(place)
        return answers

    return Golden(
        asked(content),
        tuple(asked(commit) for commit in room.commits),
        asked(content, room.berita),
        asked(content, room.berita, room.more),
        asked(content, room.berita, rebuild=True),
    )


def judge(
    room: Newsroom, content: Content, golden: Golden, damage: Damage, place: Path, number: int
) -> Verdict:
    """Damage a copy of the index at ``place``, try it in a process of its own, and judge."""
    lay_out(place, damage.applied(content))
    merging, mending = bool(number % 2), number % MENDED_EACH == 0
    outcome = tried(lambda: _trial(room, place, merging=merging, mending=mending), 6 * HANG_S)
    shutil.rmtree(place, ignore_errors=True)
    if outcome.failed:
        kind = "hang" if "not done" in outcome.failed else "traceback"
        return Verdict("detected", False, ((kind, outcome.failed),))
    trial: Trial = outcome.value
    wrongs = (*_wrongs(trial, damage, golden, merging=merging), *_mending(trial, damage, golden))
    detected = trial.synced[0] == "told" or any(k == "told" for k, _ in trial.answers.values())
    return Verdict("detected" if detected else "harmless", bool(trial.verified), wrongs)


# In the process of its own


def _trial(room: Newsroom, place: Path, *, merging: bool, mending: bool) -> Trial:
    trial = Trial()
    before = files(place)
    started = process_time()
    with open_index(place) as index:
        trial.answers = ask(index)
    trial.took_s = process_time() - started
    trial.verified = _verified(place)
    if mending:
        trial.runs = _runs(place)
    trial.touched = files(place) != before
    folders = (room.berita, room.more) if merging else (room.berita,)
    trial.synced = _synced(place, folders)
    if trial.synced[0] == "answer":
        with open_index(place) as index:
            trial.after = ask(index, FEW)
        trial.after_verified = _verified(place)
    else:
        trial.sync_touched = files(place) != before
    if mending:
        _mend(trial, room, place)
    return trial


def _verified(place: Path) -> list[Told]:
    """Each problem as its file and a text."""
    with open_index(place) as index:
        try:
            problems = index.verify().problems
        except SearchkitError as error:
            # A manifest that cannot be read is all that there is to say.
            return [("manifest.json" if error.exit_code == 5 else "", error.on_one_line)]
    return [(problem.file, repr(problem)) for problem in problems]


def _synced(place: Path, folders: Sequence[Path]) -> Told:
    try:
        with open_index(place) as index:
            sync(index, *folders)
    except SearchkitError as error:
        return ("told" if error.exit_code == 5 else "error"), error.on_one_line
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"
    return "answer", ""


def _runs(place: Path) -> dict[str, Ran]:
    """What the command line says; it is given nothing of the machine's own settings."""
    os.chdir(place.parent)
    commands = {"search": ("search", "*", "-n", "1000", "--format", "ids"), "verify": ("verify",)}
    return {name: run_here("--index", str(place), *words) for name, words in commands.items()}


def _mend(trial: Trial, room: Newsroom, place: Path) -> None:
    arguments = ("--index", str(place), "index", "--rebuild", str(room.berita))
    trial.runs["rebuild"] = run_here(*arguments)
    with open_index(place) as index:
        trial.mended = ask(index)
    assert not open_index(place).verify().problems, "whole after a rebuild"


# Judging


def _wrongs(trial: Trial, damage: Damage, golden: Golden, *, merging: bool) -> Iterator[Wrong]:
    right = [golden.now]
    if damage.older is not None:
        right.append(golden.earlier[damage.older])
    matches = [answers for answers in right if _is_of(trial.answers, answers)]
    if not matches:
        yield "another answer", _first_other(trial.answers, right[0])
    yield from _judged(trial.answers, damage)
    if trial.took_s > HANG_S:
        yield "hang", f"{trial.took_s:.1f} s"
    if trial.touched:
        yield "files touched", "by reading"
    told = any(kind == "told" for kind, _ in trial.answers.values())
    same_commit = damage.older is not None and not told
    if not same_commit:
        if not trial.verified:
            yield "verify silent", f"told by a search: {told}"
        elif not any(_is_named(damage, file) for file, _ in trial.verified):
            yield "not named", f"by verify: {trial.verified}"
    yield from _sync_wrongs(trial, damage, golden.many if merging else golden.few, same_commit)


def _judged(answers: Answers, damage: Damage) -> Iterator[Wrong]:
    for name, (kind, text) in answers.items():
        if kind == "error":
            known = text.startswith(("IndexOutdated", "IndexMissing", "ArticleNotFound"))
            yield ("wrong exit" if known else "traceback"), f"{name}: {text}"
            return
        if kind == "told" and not _is_named(damage, text):
            yield "not named", f"{name}: {text}"
            return
        if kind == "told" and "--rebuild" not in text:
            yield "not named", f"{name}: no next step: {text}"
            return


def _sync_wrongs(
    trial: Trial, damage: Damage, golden: Answers, same_commit: bool
) -> Iterator[Wrong]:
    kind, text = trial.synced
    if kind == "error":
        yield "sync wrong", text
    elif kind == "told" and not _is_named(damage, text):
        yield "not named", f"by the sync: {text}"
    if trial.sync_touched:
        yield "files touched", f"by a sync that failed: {text}"
    if kind != "answer":
        return
    yield from _judged(trial.after, damage)
    if not same_commit and not _is_of(trial.after, golden):
        yield "sync wrong", f"other answers after it: {_first_other(trial.after, golden)}"
    told = [text for kind, text in trial.after.values() if kind == "told"]
    if told and trial.after_verified == []:
        yield "verify silent", f"after a sync: {told[0]}"


def _mending(trial: Trial, damage: Damage, golden: Golden) -> Iterator[Wrong]:
    if trial.mended is None:
        return
    if trial.mended != golden.rebuilt:
        yield "not mended", _first_other(trial.mended, golden.rebuilt)
    if trial.runs["rebuild"].code != 0:
        yield "not mended", trial.runs["rebuild"].err
    told = trial.answers["everything"][0] == "told"
    expected = {"search": 5 if told else 0, "verify": 5 if trial.verified else 0}
    for name, code in expected.items():
        ran = trial.runs.get(name)
        if ran is None:
            continue
        if ran.code != code:
            yield "wrong exit", f"searchkit {name}: {ran.code}, {ran.err}"
        elif code and name == "search" and not _is_one_line(ran):
            yield "wrong exit", f"searchkit {name} says {ran}"
        elif code and not _is_named(damage, ran.out + ran.err):
            yield "not named", f"searchkit {name}: {ran.out} {ran.err}"


def _is_one_line(ran: Ran) -> bool:
    lines = ran.err.splitlines()
    return (
        not ran.out
        and len(lines) == 2
        and lines[0].startswith("Error: ")
        and "searchkit index --rebuild" in lines[1]
    )


def _is_of(answers: Answers, golden: Answers) -> bool:
    """Whether all that was answered is what it should be."""
    return all(
        kind != "answer" or golden[name][1] == text for name, (kind, text) in answers.items()
    )


def _first_other(answers: Answers, golden: Answers) -> str:
    for name in QUESTIONS:
        kind, text = answers.get(name, ("told", ""))
        if kind == "answer" and text != golden[name][1]:
            known = golden[name][1]
            at = next((i for i, (a, b) in enumerate(zip(text, known, strict=False)) if a != b), 0)
            start = max(0, at - 40)
            return f"{name}: …{text[start : at + 60]}… for …{known[start : at + 60]}…"
    return "an answer is missing"


def _is_named(damage: Damage, text: str) -> bool:
    return any(PurePosixPath(name).name in text for name in damage.names)
