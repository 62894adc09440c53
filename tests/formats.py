"""Stored indexes of all formats (tests/data/formats), and what the engine reads out of one."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, get_args

from searchkit.engines.base import FacetField, Selection
from searchkit.engines.record import dump_article
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.query import ast

FORMATS = Path(__file__).parent / "data" / "formats"
MANIFEST = "manifest.json"

STORED = sorted(int(path.name) for path in FORMATS.iterdir() if path.is_dir())
"""The formats of which an index is stored."""

EARLIER_WITH_TOC = [number for number in STORED if number <= 4]
"""Those in which Whoosh's table of contents, a pickle, says what there is."""

TREES: dict[str, ast.Node] = {
    "banjir": ast.Word("banjir"),
    "layan as a stem": ast.Word("melayani", "layan"),
    "nilai in titles": ast.Word("nilai", field="title"),
    '"pasar lama"': ast.Phrase(("pasar", "lama")),
    '"lama pasar"': ast.Phrase(("lama", "pasar")),
    "pelayan*": ast.Prefix("pelayan"),
    "p?sar": ast.Wildcard("p?sar"),
    "bajir~1": ast.Fuzzy("bajir", 1),
    "about Jawa Timur": ast.InRegion(("35",)),
    "in 2023": ast.InYears(2023, 2023),
    "in band A": ast.InBands(("A",)),
    "from Warta": ast.FromOutlets(("warta",)),
}


def manifest_of(folder: Path) -> dict[str, Any]:
    """The values of a manifest, whichever format it has."""
    text = (folder / MANIFEST).read_text("utf-8")
    found: dict[str, Any] = json.loads(text if text.startswith("{\n") else text.split("\n")[0])
    return found


def write_manifest(folder: Path, values: dict[str, Any]) -> None:
    """Put a manifest with these values in its place, with a checksum where its format has one."""
    if values["format"] < 5:
        (folder / MANIFEST).write_text(json.dumps(values, indent=1) + "\n", "utf-8")
        return
    line = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    digest = hashlib.sha256(line.encode()).hexdigest()
    (folder / MANIFEST).write_text(f"{line}\n{digest}\n", "utf-8")


def lay_out(number: int, folder: Path) -> Path:
    """A copy of a stored index that may be written to."""
    return Path(shutil.copytree(FORMATS / str(number), folder))


def contents(folder: Path) -> dict[str, Any]:
    """What the engine reads out of an index, whatever analysis it was built with.

    Articles, raw terms and facets, and which articles have what each of ``TREES`` asks
    for: values of JSON, to be compared with those of another day.
    """
    store = WhooshStore(folder, rules="any")
    store.__dict__["fingerprint"] = manifest_of(folder)["fingerprint"]
    engine = store.engine()
    try:
        names = sorted(engine.ids())
        facets = tuple(get_args(FacetField))
        counts = engine.select(Selection(ast.Everything(), limit=0, facets=facets)).counts
        return {
            "segments": engine.segments,
            "articles": {name: _record(engine.article(name)) for name in names},
            "terms": dict(engine.terms_with_prefix("")),
            "facets": {name: dict(sorted(counts[name].items())) for name in facets},
            "copies": [article.id for article in engine.copies("banjir")],
            "matching": {
                name: sorted(engine.matching(Selection(tree))) for name, tree in TREES.items()
            },
        }
    finally:
        engine.close()


def _record(article: Any) -> Any:
    return json.loads(dump_article(article))
