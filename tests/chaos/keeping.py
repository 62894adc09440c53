"""Keeping: what is written beside an index, as scenes that may be interrupted.

Saved searches and what was read of them, results as files, plots, runs of an evaluation.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from searchkit import open_index, read_corpus
from searchkit.disk import write_wanted
from searchkit.evaluation import write_run
from searchkit.export import export_hits
from tests.chaos import corpus
from tests.chaos.answers import Answers, Broken
from tests.chaos.scenes import Failed, Rehearsal, Scene, Step, rehearse
from tests.golden.corpus import run_here

_SAVED = (("banjir", "banjir"), ("hijau", "zona", "hijau"), ("pasar", "harga", "beras"))
_FOUND = (0, 1)  # exit codes: something is new, nothing is


class Keeping:
    """The scenes, each made ready when it is asked for."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._index = scratch / "kept index"
        self._rehearsed: dict[str, Rehearsal] = {}
        self._makers: dict[str, Callable[[str], Scene]] = {
            "kept: save": self._first_save,
            "kept: save another": partial(self._saved, ["save", "pasar", "harga beras"]),
            "kept: save in its place": partial(
                self._saved, ["save", "banjir", "kelurahan", "--replace"]
            ),
            "kept: rename a search": partial(self._saved, ["saved", "--rename", "banjir", "air"]),
            "kept: remove a search": partial(self._saved, ["saved", "--remove", "hijau"]),
            "kept: news": partial(self._saved, ["news"]),
            "kept: news of one, in part": partial(self._saved, ["news", "banjir", "--limit", "1"]),
            "kept: export": partial(self._file, "hasil.csv", self._export),
            "kept: run of an evaluation": partial(self._file, "hasil.run", self._run),
            "kept: plot": partial(self._file, "hasil.svg", self._plot),
        }

    def names(self) -> tuple[str, ...]:
        """All scenes."""
        return tuple(self._makers)

    def rehearsed(self, name: str) -> Rehearsal:
        """A scene, and what it does when nothing comes in between."""
        if name not in self._rehearsed:
            if not self._index.exists():
                self._prepare()
            folder = self._folder(f"rehearsal of {name}")
            self._rehearsed[name] = rehearse(self._makers[name](name), folder)
            shutil.rmtree(folder)
        return self._rehearsed[name]

    # Saved searches

    def _prepare(self) -> None:
        """An index that has grown since searches of it were saved and read."""
        berita = self._folder("kept") / "berita"
        corpus.lay_out(berita)
        self._sync(berita)
        kept = self._scratch / "kept" / "start"
        for name, *query in _SAVED[:2]:
            self._call(["save", name, *query], kept)
        corpus.everything(berita)
        self._sync(berita)
        self._answers(kept)

    def _sync(self, berita: Path) -> None:
        with open_index(self._index) as index, index.writer() as writer:
            writer.sync(read_corpus(berita), prune=True, workers=1)

    def _first_save(self, name: str) -> Scene:
        start = self._folder(name)
        return self._scene(name, start, ["save", "banjir", "banjir", "--unread"])

    def _saved(self, arguments: Sequence[str], name: str) -> Scene:
        return self._scene(name, self._scratch / "kept" / "start", arguments)

    def _scene(self, name: str, start: Path, arguments: Sequence[str]) -> Scene:
        return Scene(
            name,
            start,
            partial(self._call, arguments),
            partial(self._call, arguments, again=True),
            self._answers,
            orphans=_new_files,
            between=_unread,
        )

    def _call(self, arguments: Sequence[str], place: Path, *, again: bool = False) -> None:
        """A command over the searches of a place; done ``again``, it may have been done before."""
        os.environ["SEARCHKIT_DATA_DIR"] = str(place / "data")
        os.environ["SEARCHKIT_INDEX"] = str(self._index)
        ran = run_here(*arguments)
        if ran.code not in _FOUND and not (again and ran.code == 2):
            raise Failed(" ".join(arguments), ran.code, ran.err)

    def _answers(self, place: Path) -> Answers:
        """All searches and their news, without when they were saved and read."""
        os.environ["SEARCHKIT_DATA_DIR"] = str(place / "data")
        os.environ["SEARCHKIT_INDEX"] = str(self._index)
        ran = run_here("saved", "--format", "json")
        if ran.code not in _FOUND or ran.err:
            raise Broken(f"{ran.code}: {ran.err or ran.out}")
        told: dict[str, str] = {}
        for search in ran.json["searches"]:
            facts = {each: value for each, value in search.items() if not each.endswith("_at")}
            name = facts["name"]
            facts.pop("new")
            told[f"search {name}"] = json.dumps(facts, sort_keys=True)
            news = run_here("news", name, "--peek", "--format", "ids")
            every = run_here("search", facts["query"], "--strict", "--format", "ids")
            told[f"news {name}"] = " ".join(sorted(news.lines))
            told[f"all {name}"] = " ".join(sorted(every.lines))
        return told

    # Files

    def _file(self, file: str, write: Callable[[Path, bool], object], name: str) -> Scene:
        """A file that is there already, with something else in it, is written anew."""
        start = self._folder(name)
        write(start / file, True)

        def step(place: Path) -> None:
            write(place / file, False)

        def read(place: Path) -> Answers:
            return {file: (place / file).read_bytes().decode()}

        def others(place: Path) -> list[str]:
            return [path.name for path in place.iterdir() if path.name != file]

        run: Step = step
        return Scene(name, start, run, run, read, orphans=others)

    def _export(self, path: Path, first: bool) -> None:
        query = "banjir" if first else "harga beras"
        with open_index(self._index) as index:
            text = io.StringIO()
            export_hits(index.search(query).hits, "csv", text)
            write_wanted(path, text.getvalue().encode())

    def _run(self, path: Path, first: bool) -> None:
        write_run(path, {f"t{n}": [f"berita-{m}" for m in range(99 + first)] for n in range(9)})

    def _plot(self, path: Path, first: bool) -> None:
        level = ["--level", "kota"] if first else []
        self._call(["scores", *level, "--plot", str(path)], path.parent)

    def _folder(self, name: str) -> Path:
        folder = self._scratch / name
        folder.mkdir(parents=True)
        return folder


def _unread(before: Answers, after: Answers) -> tuple[Answers, ...]:
    """As good as before and after: a search of which nothing is known to have been read.

    Articles are then told twice, which is better than never.
    """
    found: list[Answers] = []
    for state in (before, after):
        names = [asked.removeprefix("news ") for asked in state if asked.startswith("news ")]
        for name in names:
            found.append({**state, f"news {name}": state[f"all {name}"]})
    return tuple(found)


def _new_files(place: Path) -> list[str]:
    return [path.name for path in place.rglob("*.new")]
