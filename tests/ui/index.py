"""Real indexes for the application, of records written as people would hand them over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import searchkit


def build(folder: Path, records: Iterable[Mapping[str, str]]) -> Path:
    """An index of records (id, title, text, outlet, published) in ``folder``; its place."""
    source = folder / "berita.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    location = folder / "index"
    with searchkit.open_index(location).writer() as writer:
        writer.sync(searchkit.read_corpus(source))
    return location
