"""Answers: all that an index tells, and which of its files belong to it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from searchkit import Index, open_index
from searchkit.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexUnusable

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
    """What ``Index.verify`` finds wrong; nothing where the index refuses to be asked at all."""
    with open_index(location) as index:
        try:
            index.stats()
        except IndexUnusable:
            return []
        return [repr(problem) for problem in index.verify().problems]


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
    named = {"manifest.json", *(f"data/{name}" for name in _files(manifest))}
    lost = [f"{name} (missing)" for name in sorted(named - found)]
    return sorted(found - named - {"writer.lock"}) + lost


def _files(manifest: Path) -> Mapping[str, object]:
    """The files that a manifest names."""
    files = json.loads(manifest.read_text(encoding="utf-8").splitlines()[0])["files"]
    assert isinstance(files, dict)
    return files


def size(folder: Path) -> int:
    """The bytes of all files in a folder; of those that go meanwhile, none."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
