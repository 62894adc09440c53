"""Stores a small index of the present format in tests/data/formats, for tests/test_formats.py.

    python tools/store_format.py

An index of the present format is stored when that format is new, and once more when the
analysis has changed (the tests say so). Then what was stored before must still be read as
it is: where the present code reads other articles or postings out of it, the container has
changed, and that takes a new FORMAT_VERSION instead. Indexes of earlier formats stay as
they are for ever.

It is built by two syncs of the articles in tests/data/formats: two segments, one of them
with articles that were replaced and deleted.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ROOT / "tests" / "data" / "formats"
PLACE = Path(tempfile.gettempdir()) / "searchkit-formats"
"""Where it is built: the paths of the articles in it begin so."""


def write_first(corpus: Path) -> None:
    """The corpus as the first sync meets it."""
    corpus.mkdir(parents=True)
    (corpus / "arsip.jsonl").write_text((FORMATS / "first.jsonl").read_text("utf-8"), "utf-8")


def write_later(corpus: Path) -> None:
    """The corpus as the second sync meets it: one article changed, one gone, one new."""
    later = {json.loads(line)["id"]: line for line in _lines("later.jsonl")}
    first = {json.loads(line)["id"]: line for line in _lines("first.jsonl")}
    kept = [later.pop(name, line) for name, line in first.items() if name != "dicabut"]
    (corpus / "arsip.jsonl").write_text("\n".join(kept) + "\n", "utf-8")
    (corpus / "baru.jsonl").write_text("\n".join(later.values()) + "\n", "utf-8")


def build(index: Path, corpus: Path) -> None:
    """Build the index by two syncs."""
    from searchkit import open_index, read_corpus

    for write in (write_first, write_later):
        write(corpus)
        with open_index(index) as opened, opened.writer() as writer:
            report = writer.sync(read_corpus(corpus), prune=True, workers=1)
            assert not report.rejected, report.rejected


def store(target: Path) -> None:
    """Build the index and put it in the place of ``target``."""
    shutil.rmtree(PLACE, ignore_errors=True)
    try:
        build(PLACE / "index", PLACE / "berita")
        shutil.rmtree(target, ignore_errors=True)
        leave = shutil.ignore_patterns("writer.*")
        shutil.copytree(PLACE / "index", target, ignore=leave)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)


def _lines(name: str) -> list[str]:
    return (FORMATS / name).read_text("utf-8").splitlines()


def _is_read_as(target: Path, known: Any) -> bool:
    from searchkit import SearchkitError
    from tests.formats import contents

    try:
        return bool(contents(target) == known)
    except SearchkitError as error:
        print(error)
        return False


def main() -> int:
    """Store an index of the present format; the exit code."""
    sys.path.insert(0, str(ROOT))
    from searchkit.engines.whoosh.schema import FORMAT_VERSION
    from tests.formats import contents

    target = FORMATS / str(FORMAT_VERSION)
    known = FORMATS / f"{FORMAT_VERSION}.json"
    if target.exists() and not _is_read_as(target, json.loads(known.read_text("utf-8"))):
        print(f"The stored index of format {FORMAT_VERSION} is read otherwise than it was written:")
        print("the container has changed. Raise FORMAT_VERSION and store an index of the new one.")
        return 1
    store(target)
    text = json.dumps(contents(target), ensure_ascii=False, indent=1)
    known.write_text(text + "\n", "utf-8")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target.relative_to(ROOT)}: format {FORMAT_VERSION}, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
