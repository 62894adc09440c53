"""Answers: all that an index tells, and which of its files belong to it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from searchkit import Index, open_index
from searchkit.errors import IndexDamaged, IndexMissing, IndexOutdated

Answers = Mapping[str, str]
"""What was asked, with what came back."""

QUERIES = ("*", "banjir zona hijau", '"pelayanan publik" -beras')
_FACETS = ("region", "year", "band", "outlet")
_PAGE = 5

REASON = "reason"
"""Under this stands why an index cannot be asked: never the same in two runs."""

NO_INDEX: Answers = {"index": "none"}


class Broken(Exception):
    """An index answered with an error; the text tells which."""


def answers(location: Path) -> Answers:
    """What the index at a place tells, opened anew. Raises Broken where it cannot be asked."""
    try:
        with open_index(location) as index:
            return _ask(index)
    except IndexMissing:
        return NO_INDEX
    except (IndexOutdated, IndexDamaged) as error:
        return {"index": type(error).__name__, REASON: str(error)}
    except Exception as error:
        raise Broken(traceback.format_exc()) from error


def _ask(index: Index) -> Answers:
    told = {f"search {query}": _searched(index, query) for query in QUERIES}
    told["facet"] = repr(index.facet("level"))
    ids = sorted(index.ids())
    told["ids"] = repr(ids)
    told |= {f"show {each}": repr(index.article(each)) for each in ids}
    told["suggest"] = repr(index.suggest("pelay"))
    told["scoreboard"] = repr(index.scoreboard())
    stats = index.stats()
    told["stats"] = repr(
        (
            (stats.articles, stats.files, stats.rejected, stats.roots),
            (stats.by_year, stats.by_province, stats.by_band),
        )
    )
    return told


def _searched(index: Index, query: str) -> str:
    return repr(replace(index.search(query, limit=_PAGE, facets=_FACETS), took_ms=0.0))


def same(found: Answers, expected: Answers) -> bool:
    """Whether two indexes answer alike."""
    return {**found, REASON: ""} == {**expected, REASON: ""}


def differences(found: Answers, expected: Answers) -> str:
    """The first thing that is answered otherwise."""
    if REASON in found:
        return found[REASON]
    for asked in {**expected, **found}:
        one, other = found.get(asked, "nothing"), expected.get(asked, "nothing")
        if one != other:
            place = next(
                (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
                min(len(one), len(other)),
            )
            start = max(0, place - 40)
            return f"{asked}: …{one[start : place + 80]!r} for …{other[start : place + 80]!r}"
    return "nothing"


def whole(location: Path) -> list[str]:
    """What ``Index.verify`` finds wrong, nothing where there is no index or it cannot verify."""
    with open_index(location) as index:
        verify: Callable[[], object] | None = getattr(index, "verify", None)
        if verify is None:
            return []
        try:
            return [repr(problem) for problem in verify().problems]  # type: ignore[attr-defined]
        except (IndexMissing, IndexOutdated):
            return []
        except IndexDamaged as error:
            return [str(error)]


def orphans(location: Path) -> list[str]:
    """The files of an index folder, while nobody writes, that its last commit does not name."""
    if not location.is_dir():
        return []
    found = {
        path.relative_to(location).as_posix() for path in location.rglob("*") if path.is_file()
    }
    manifest = location / "manifest.json"
    if not manifest.is_file():
        return sorted(found - {"writer.lock"})
    text = manifest.read_text(encoding="utf-8")
    try:
        facts = json.loads(text)
    except ValueError:
        facts = json.loads(text.splitlines()[0])
    named = _named_4(location, facts) if facts["format"] <= 4 else _named_5(facts)
    lost = [f"{name} (missing)" for name in sorted(named - found)]
    return sorted(found - named - {"writer.lock"}) + lost


def _named_5(facts: Mapping[str, object]) -> set[str]:
    files = facts["files"]
    assert isinstance(files, dict)
    return {"manifest.json", *(f"data/{name}" for name in files)}


def _named_4(location: Path, facts: Mapping[str, object]) -> set[str]:
    """Of segments only their number is known here: too many of them, and all are told."""
    data = location / str(facts["data"])
    commits = {int(path.stem.rpartition("_")[2]): path for path in data.glob("*.toc")}
    last = max(commits)
    state = data / f"sync-{last}.json"
    pieces = json.loads(state.read_text())["pieces"]
    segments = list(data.glob("*.segment"))
    with open_index(location) as index:
        if len(segments) != index.stats().segments:
            segments = []
    paths = [commits[last], state, data / "stems.table", *segments]
    paths += [data / f"sync-{piece}.piece" for piece in pieces]
    return {"manifest.json", *(path.relative_to(location).as_posix() for path in paths)}


def size(folder: Path) -> int:
    """The bytes of all files in a folder; of those that go meanwhile, none."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
