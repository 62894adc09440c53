"""A small archive of news with an index, everything that can be asked of it, and segments that
somebody has tampered with."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from searchkit import Index, open_index, read_corpus
from searchkit.engines.whoosh.container import Container, ContainerWriter
from searchkit.query.filters import Filters
from tests.commits import parsed, rewrite

PLACES = ("Kota Blitar", "Kota Malang", "Kabupaten Jember", "Kabupaten Blora", "Kota Bontang")
WORDS = (
    *("pelayanan", "publik", "warga", "banjir", "hujan", "deras", "jalan", "rusak", "pasar"),
    *("harga", "beras", "naik", "wali", "kota", "membangun", "jembatan", "Ombudsman", "dinas"),
)


def articles(count: int) -> Iterator[str]:
    """Texts of articles, some of which report a result of the assessment."""
    choose = random.Random(11)
    for number in range(count):
        place = choose.choice(PLACES)
        year = choose.choice((2021, 2022, 2023, 2024))
        lines = [f"Kabar {number} dari {place}", "", f"{place}, {choose.randint(1, 28)} Mei {year}"]
        if number % 3 == 0:
            lines.append(
                f"{place} meraih nilai {choose.randint(5500, 9900) / 100:.2f}".replace(".", ",")
                + f" dan masuk zona hijau dalam penilaian kepatuhan Ombudsman tahun {year}."
            )
        for _ in range(4):
            lines.append(" ".join(choose.choices(WORDS, k=14)).capitalize() + ".")
        if number % 10 == 0:
            lines.append("hujan " * 300)
        yield "\n".join(lines)


def build(folder: Path, count: int = 40) -> Path:
    """An index of several segments, with articles that were deleted; its folder."""
    corpus, index = folder / "berita", folder / "indeks"
    corpus.mkdir()
    for number, text in enumerate(articles(count)):
        (corpus / f"{number:03}.txt").write_text(text)
    sync(index, corpus)
    for number, text in enumerate(articles(5)):
        (corpus / f"baru{number}.txt").write_text(f"{text}\nTambahan {number}.")
    (corpus / "003.txt").unlink()
    sync(index, corpus)
    return index


def sync(index: Path, corpus: Path) -> None:
    """Bring the index up to date."""
    with open_index(index) as opened, opened.writer() as writer:
        writer.sync(read_corpus(corpus), prune=True, workers=1)


def segments(index: Path) -> list[Path]:
    """The files of the segments, the largest first."""
    return sorted(index.rglob("*.segment"), key=lambda path: -path.stat().st_size)


QUESTIONS: dict[str, Callable[[Index], object]] = {
    "results": lambda index: index.search("zona hijau jawa timur", explain=True),
    "word": lambda index: index.search("banjir", facets=("region", "year", "month", "band")),
    "words": lambda index: index.search("wali kota membangun jembatan", fold=False),
    "phrase": lambda index: index.search('"hujan hujan"'),
    "near": lambda index: index.search('"hujan jalan"~3'),
    "prefix": lambda index: index.search("pelay*"),
    "wildcard": lambda index: index.search("p?layan*n"),
    "fuzzy": lambda index: index.search("jembatn~1"),
    "misspelt": lambda index: index.search("jembattan rusakk"),
    "unfinished": lambda index: index.search("wali ko", unfinished=True),
    "without": lambda index: index.search("banjir -rusak"),
    "fields": lambda index: index.search("wilayah:jatim tahun:2021..2024 nilai:>=60"),
    "bodies": lambda index: index.search("nilai Kota Malang naik 2023"),
    "newest": lambda index: index.search("*", sort="newest", limit=50, facets=("outlet", "level")),
    "oldest": lambda index: index.search("hujan", sort="oldest"),
    "best": lambda index: index.search("*", sort="score"),
    "filters": lambda index: index.search(
        "warga", filters=Filters.parse(regions=("35",), bands=("hijau",), levels=("kota",))
    ),
    "matching": lambda index: sorted(index.matching("pasar")),
    "why": lambda index: index.explain_hit("banjir jalan rusak", index.ids()[0]),
    "facet": lambda index: index.facet("region"),
    "suggest": lambda index: index.suggest("ban"),
    "suggest place": lambda index: index.suggest("kota ma"),
    "similar": lambda index: index.similar(index.ids()[5]),
    "scoreboard": lambda index: index.scoreboard(units=True),
    "show": lambda index: [index.article(name) for name in index.ids()],
    "highlights": lambda index: index.highlights(index.article(index.ids()[1]), "hujan pasar"),
    "stats": lambda index: replace(index.stats(), location=Path()),
}
"""Everything that can be asked of the index."""


def asked(index: Path, name: str) -> str:
    """The answer to a question, as a text that is the same whenever the answer is."""
    with open_index(index) as opened:
        return repr(_untimed(QUESTIONS[name](opened)))


def _untimed(answer: Any) -> Any:
    return (
        replace(answer, took_ms=0.0)
        if is_dataclass(answer) and hasattr(answer, "took_ms")
        else answer
    )  # type: ignore[arg-type, type-var]


def put(path: Path, data: bytes) -> None:
    """Other bytes in the place of a file; whoever has it open keeps what it was."""
    new = path.with_name("new")
    new.write_bytes(data)
    new.replace(path)


@dataclass
class Parts:
    """A segment taken apart."""

    facts: dict[str, Any]
    sections: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Parts:
        """The parts of a file."""
        container = Container(path)
        return cls(container.facts, {name: container.array(name).copy() for name in container})

    def write(self, path: Path) -> None:
        """Put a segment of these parts in the place of a file of an index: all checksums fit."""
        new = path.with_name("new")
        writer = ContainerWriter(new)
        for name, values in self.sections.items():
            writer.add(name, values)
        written = writer.close(self.facts)
        new.replace(path)
        index = path.parent.parent
        files = parsed(index)["files"]
        rewrite(index, {"files": {**files, path.name: written._asdict()}})


@contextmanager
def kept(index: Path) -> Iterator[None]:
    """An index that is as it was when the block has ended."""
    files = {path: path.read_bytes() for path in (*segments(index), index / "manifest.json")}
    try:
        yield
    finally:
        for path, data in files.items():
            put(path, data)
