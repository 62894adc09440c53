"""Generated articles: files of every format, put together of news, attacks and chance.

The same seed gives the same files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.chaos.nasty import FRAGMENTS, LEAD, STEERING

Generated = tuple[str, bytes]
"""The suffix of a file, and what is in it."""

_NEWS = (
    *(LEAD, "Ombudsman RI", "penilaian kepatuhan tahun 2023", "naik dari 65,02 menjadi 94,66"),
    *(
        "peringkat ke-4 dari 268",
        "Kabupaten Blora",
        "Pemprov Jawa Timur",
        "Dinas Sosial Kota Depok",
    ),
    *(
        "Kamis (14/12/2023) pukul 18.05 WIB",
        "zona hijau",
        "kategori A.",
        "rapor merah",
        "\n\n",
        "\n",
    ),
    *(
        "BLITAR, contoh.id – ",
        "Baca juga: Wali Kota Tinjau Loket\n",
        "© 2023 contoh.id\n",
        ". ",
        ", ",
    ),
)
_SUFFIXES = ("txt", "md", "html", "jsonl", "csv", "tsv")
_FIELDS = ("id", "title", "text", "published", "outlet", "url", "author", "lain", "judul", "isi")

_pieces = st.one_of(
    st.sampled_from(_NEWS),
    st.sampled_from(sorted(STEERING.values())),
    st.builds(str.__mul__, st.sampled_from(FRAGMENTS), st.integers(1, 60)),
    st.text(max_size=20),
    st.characters(exclude_categories=[]),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
_texts = st.lists(_pieces, max_size=12).map("".join)
_values: st.SearchStrategy[Any] = st.recursive(
    _texts | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=5,
)
_records = st.dictionaries(st.sampled_from(_FIELDS) | _texts, _values, max_size=6)
_likely = st.builds(lambda record, text: {**record, "text": text}, _records, _texts)


def _tagged(parts: list[tuple[str, str]]) -> str:
    return "".join(f"<{tag}>{text}" for tag, text in parts)


_tags = st.sampled_from(
    (
        *("p", "/p", "div", "/div", "title", "/title", "table", "tr", "td", "li", "br", "a href=x"),
        *("script", "/script", "!--", "--", "![CDATA[", "meta name=date content=1", "h1", "style"),
        *(
            "script type='application/ld+json'",
            "time datetime='2024-01-01' pubdate",
            "b",
            "article",
        ),
    )
)
_markup = st.lists(st.tuples(_tags, _texts), max_size=12).map(_tagged)
_yaml = st.lists(
    st.tuples(st.sampled_from((*_FIELDS, "- ", "? ", "&a ", "<<")), _texts), max_size=5
).map(lambda lines: "\n".join(f"{name}: {value}" for name, value in lines))


def _table(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(("id", "title", "text"))
    table.writerows(rows)
    return stream.getvalue()


_written: dict[str, st.SearchStrategy[str]] = {
    "txt": _texts,
    "md": st.one_of(_texts, st.builds("---\n{}\n---\n{}".format, _yaml, _texts)),
    "html": _markup | _texts,
    "jsonl": st.lists(_likely | _records, min_size=1, max_size=3).map(
        lambda records: "\n".join(map(json.dumps, records))
    ),
    "csv": st.lists(st.lists(_texts, min_size=2, max_size=4), min_size=1, max_size=3).map(_table),
    "tsv": st.lists(_texts, max_size=8).map(lambda cells: "text\tid\n" + "\t".join(cells)),
}


def _damaged(data: bytes, cuts: list[tuple[int, int]], inserted: bytes) -> bytes:
    """Some bytes cut out, some put in instead."""
    for at, size in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + inserted + data[place + size :]
    return data


def _encoded(suffix: str) -> st.SearchStrategy[Generated]:
    encodings = st.sampled_from(("utf-8",) * 6 + ("utf-16", "utf-32", "utf-16-le", "utf-8-sig"))
    written = st.builds(
        lambda text, encoding: text.encode(encoding, "surrogatepass"), _written[suffix], encodings
    )
    cuts = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 50)), max_size=3)
    damaged = st.builds(_damaged, written, cuts, st.binary(max_size=8))
    return st.tuples(st.just(suffix), st.one_of(written, written, damaged, st.binary(max_size=300)))


files = st.sampled_from(_SUFFIXES).flatmap(_encoded)
"""A file of any format."""


def generated(count: int, first_seed: int = 0) -> Iterator[Generated]:
    """So many files, no two of them alike."""
    met: set[Generated] = set()
    number = first_seed
    while len(met) < count:
        before = len(met)
        for file in _batch(min(500, 2 * (count - len(met)) + 10), number):
            if file not in met and len(met) < count:
                met.add(file)
                yield file
        number += 1
        assert len(met) > before or number < first_seed + 50, "nothing new is generated"


def _batch(count: int, number: int) -> list[Generated]:
    found: list[Generated] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(files)
    def collect(file: Generated) -> None:
        found.append(file)

    collect()
    return found
