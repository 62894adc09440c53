"""Syncs: all ways to bring an index up to date, as scenes that may be interrupted."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from searchkit import open_index, read_corpus
from searchkit.engines.whoosh import builder, writer
from searchkit.intake import workers as processes
from tests.chaos import corpus
from tests.chaos.answers import Answers, answers, orphans, whole
from tests.chaos.forked import start
from tests.chaos.scenes import Rehearsal, Scene, left_behind, rehearse

INDEX = "arsip/index"
"""The index in its place: two folders that a first build has to make."""

STEMS = "cache"
_FEW_TOKENS = {"in pieces": 900, "apart": 300}
"""With so many words memory is full."""

_FRACTIONS = (0.4, 0.93)

_RELEVANCE = re.compile(r"relevance=[\d.]+")

Change = Callable[[Path], None]


def sync(
    place: Path,
    roots: Sequence[Path],
    *,
    prune: bool = False,
    rebuild: bool = False,
    workers: int = 1,
    pieces: bool = False,
    stems: bool = False,
    forked: bool = False,
    apart: bool = False,
) -> None:
    """Sync the index of a place; no other writer is waited for.

    ``pieces`` makes the memory of the builder small, so that it writes several segments;
    ``stems`` keeps stems in the place as well, for all indexes; ``forked`` spares workers
    the second that a new Python takes to start; ``apart`` commits new segments before they
    are merged, as is done with large ones.
    """
    if pieces:
        builder.MAX_TOKENS = _FEW_TOKENS["apart" if apart else "in pieces"]
    if apart:
        writer.APART = 0
    if forked:
        processes._start = start  # type: ignore[assignment]
    with (
        open_index(place / INDEX, stems=place / STEMS if stems else None) as index,
        index.writer(wait_s=0, rebuild=rebuild) as changes,
    ):
        changes.sync(read_corpus(*roots), prune=prune, workers=workers)


class Syncs:
    """The scenes, each made ready when it is asked for."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._warm_up()
        self._rehearsed: dict[str, Rehearsal] = {}
        self._makers: dict[str, Callable[[], Scene]] = {
            "first build": lambda: self._first("first build"),
            "first build in pieces": lambda: self._first(
                "first build in pieces", pieces=True, stems=True
            ),
            "first build, merged apart": lambda: self._first(
                "first build, merged apart", pieces=True, apart=True
            ),
            "first build by workers": lambda: self._first(
                "first build by workers", corpus.lay_out_few, workers=2, forked=True
            ),
            "sync by workers": self._by_workers,
            "add": lambda: self._later("add", corpus.add),
            "update": lambda: self._later("update", corpus.update),
            "delete": lambda: self._later("delete", corpus.delete, prune=True),
            "move": lambda: self._later("move", corpus.move),
            "everything": lambda: self._later("everything", corpus.everything, prune=True),
            "merge": self._merge,
            "nothing to do": lambda: self._later("nothing to do", lambda folder: None),
            "rebuild": lambda: self._later(
                "rebuild", corpus.everything, aged=True, prune=True, rebuild=True
            ),
            "rebuild, then sync": self._rebuild_then_sync,
            "rebuild of a damaged index": self._damaged,
            "rebuild of a former format": self._former,
        }
        for base in (
            "first build",
            "everything",
            "merge",
            "rebuild",
            "rebuild of a damaged index",
            "rebuild of a former format",
        ):
            for fraction in _FRACTIONS:
                name = f"{base} after a kill at {fraction:.0%}"
                self._makers[name] = partial(self._second, name, base, fraction)

    def names(self) -> tuple[str, ...]:
        """All scenes, in an order in which none needs a later one."""
        return tuple(self._makers)

    def powered(self) -> tuple[str, ...]:
        """Those that differ in what they sync."""
        alike = "rebuild, then sync", *(f"after a kill at {_FRACTIONS[0]:.0%}",)
        return tuple(name for name in self._makers if not name.endswith(alike))

    def rehearsed(self, name: str) -> Rehearsal:
        """A scene, and what it does when nothing comes in between."""
        if name not in self._rehearsed:
            folder = self._folder(f"rehearsal of {name}")
            self._rehearsed[name] = rehearse(self._makers[name](), folder)
            shutil.rmtree(folder)
        return self._rehearsed[name]

    def _warm_up(self) -> None:
        """Load here all that each process to come would have to load for itself."""
        folder = self._folder("first of all")
        for change in (corpus.lay_out, corpus.everything):
            change(folder / "berita")
            sync(folder, [folder / "berita"], prune=True)
            _answers(folder)
            whole(folder / INDEX)

    # Making

    def _first(self, name: str, lay_out: Change = corpus.lay_out, **options: bool | int) -> Scene:
        folder = self._folder(name)
        lay_out(folder / "berita")
        (folder / "start").mkdir()
        return self._scene(name, folder, **options)

    def _later(
        self, name: str, change: Change, *, aged: bool = False, **options: bool | int
    ) -> Scene:
        folder = self._folder(name)
        corpus.lay_out(folder / "berita")
        sync(folder / "start", [folder / "berita"])
        if aged:  # deleted articles, and several segments
            corpus.add(folder / "berita")
            corpus.update(folder / "berita")
            sync(folder / "start", [folder / "berita"])
        change(folder / "berita")
        return self._scene(name, folder, **options)

    def _by_workers(self) -> Scene:
        folder = self._folder("sync by workers")
        corpus.lay_out_few(folder / "berita")
        sync(folder / "start", [folder / "berita"])
        corpus.add_few(folder / "berita")
        return self._scene("sync by workers", folder, workers=2, forked=True)

    def _merge(self) -> Scene:
        """A sync that makes one segment of those of earlier syncs."""
        folder = self._folder("merge")
        corpus.lay_out(folder / "berita")
        sync(folder / "start", [folder / "berita"])
        for number in range(40, 44):
            with open_index(folder / "start" / INDEX) as index:
                segments = index.stats().segments
            corpus.write_text(folder / "berita", number)
            probe = folder / f"probe {number}"
            shutil.copytree(folder / "start", probe)
            sync(probe, [folder / "berita"])
            with open_index(probe / INDEX) as index:
                if index.stats().segments <= segments:
                    return self._scene("merge", folder)
            sync(folder / "start", [folder / "berita"])
        raise AssertionError("no sync has merged anything")

    def _rebuild_then_sync(self) -> Scene:
        scene = self._later(
            "rebuild, then sync", corpus.everything, aged=True, prune=True, rebuild=True
        )
        berita = self._scratch / scene.name / "berita"
        again = partial(sync, roots=[berita], prune=True)
        return replace(scene, again=again, thorough=False)

    def _damaged(self) -> Scene:
        """An index whose manifest is gone: nothing of it may go before the new one is there."""
        scene = self._later("rebuild of a damaged index", corpus.add, rebuild=True)
        (scene.start / INDEX / "manifest.json").unlink()
        return replace(scene, thorough=False)

    def _former(self) -> Scene:
        """What is left of an index of format 4, as far as its names tell."""
        folder = self._folder("rebuild of a former format")
        corpus.lay_out(folder / "berita")
        data = folder / "start" / INDEX / "g1"
        data.mkdir(parents=True)
        record = {"pieces": ["1"], "record": {"roots": [str(folder / "berita")]}}
        (data / "sync-1.json").write_text(json.dumps(record))
        for name in ("_MAIN_1.toc", "MAIN_k3v9x0q2m5t7b1zd.segment", "sync-1.piece", "stems.table"):
            (data / name).write_bytes(name.encode() * 500)
        facts = {"format": 4, "fingerprint": "former", "data": "g1"}
        (data.parent / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n")
        scene = self._scene("rebuild of a former format", folder, rebuild=True)
        return replace(scene, thorough=False)

    def _second(self, name: str, base: str, fraction: float) -> Scene:
        """The same once more, over what it left when it was killed on its way."""
        rehearsal = self.rehearsed(base)
        scene = rehearsal.scene
        number = int(len(rehearsal.calls) * fraction)
        start = left_behind(scene, self._folder(name), number)
        return replace(scene, name=name, start=start, thorough=False)

    def _scene(self, name: str, folder: Path, **options: bool | int) -> Scene:
        several = options.get("workers", 1) != 1
        apart = bool(options.get("apart"))
        run = partial(sync, roots=[folder / "berita"], **options)  # type: ignore[arg-type]
        return Scene(
            name,
            folder / "start",
            run,
            run,
            _answers_apart if apart else _answers,
            flaws=lambda place: whole(place / INDEX),
            orphans=lambda place: orphans(place / INDEX),
            several=several,
            thorough=not several and not apart,
        )

    def _folder(self, name: str) -> Path:
        folder = self._scratch / name
        folder.mkdir(parents=True)
        return folder


def _answers(place: Path) -> Answers:
    return answers(place / INDEX)


def _answers_apart(place: Path) -> Answers:
    """The same without relevances: merging rounds the lengths of texts, as Whoosh does.

    A sync that commits before it merges may end between the two, with all that is new.
    """
    return {asked: _RELEVANCE.sub("", told) for asked, told in _answers(place).items()}
