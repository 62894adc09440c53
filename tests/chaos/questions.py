"""Questions: what an index is asked before and after something was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from searchkit import Index, SearchkitError
from searchkit.engines.base import FacetField

FACETS = get_args(FacetField)

_QUERIES = (
    "banjir",
    "banjir pasar lama",
    '"pasar lama"',
    '"awalan dekat"',
    "ulang",
    "melayani warga",
    "zona hijau Jawa Timur",
    "pelayan*",
    "p?sar",
    "bajnir~1",
    "pelaynan perizinan",
    "gempa OR nelayan -pasar",
    "judul:nilai wilayah:jatim",
    "tahun:2022..2023 bencana",
    "zona:hijau",
    "nilai:>=80 pelayanan",
    "media:hilir cabai",
    "tanggal:2023",
    "bpbd",
    "jembatan beton tujuh tiga",
    "kata yang tidak pernah ada",
)


def _search(query: str, **options: Any) -> Callable[[Index], object]:
    # Most without snippets, which take most of the time and read nothing more.
    chosen = {"facets": FACETS, "limit": 5, "snippet_chars": 0, **options}
    return lambda index: replace(index.search(query, **chosen), took_ms=0.0)


def _stats(index: Index) -> object:
    return replace(index.stats(), bytes=0, location=Path(), committed_at=None)


QUESTIONS: Mapping[str, Callable[[Index], object]] = {
    **{query: _search(query) for query in _QUERIES},
    "everything": _search("*", limit=1000, fold=False),
    "newest": _search("warga", sort="newest", snippet_chars=240),
    "oldest": _search("warga", sort="oldest"),
    "by score": _search("pelayanan", sort="score"),
    "literal": _search("zona hijau jatim", literal=True),
    "explained": _search("banjir pasar", explain=True),
    "unfinished": _search("harga cab", unfinished=True),
    "apart": _search("wilayah:jatim pasar", apart=True),
    "facet": lambda index: index.facet("month", "pasar"),
    "matching": lambda index: sorted(index.matching("warga")),
    "show": lambda index: index.article("a010"),
    "similar": lambda index: replace(index.similar("a004.md"), took_ms=0.0),
    "suggest": lambda index: index.suggest("pel"),
    "scores": lambda index: index.scoreboard(units=True),
    "stats": _stats,
    "explain": lambda index: index.explain_hit("banjir", "panjang.txt"),
    "ids": lambda index: sorted(index.ids()),
}
"""What is asked, by a name; what comes back is the same for the same commit."""

Answers = dict[str, tuple[str, str]]
"""By question: ("answer", its text), ("told", the message of exit 5), ("error", anything else)."""


FEW = (
    "banjir",
    '"pasar lama"',
    "zona:hijau",
    "pelaynan perizinan",
    "everything",
    "similar",
    "stats",
)
"""The questions that between them read all of an index but the texts of some terms."""


def ask(index: Index, names: Iterable[str] = tuple(QUESTIONS)) -> Answers:
    """Ask all of that; what goes wrong is an answer as well."""
    return {name: _asked(QUESTIONS[name], index) for name in names}


def _asked(question: Callable[[Index], object], index: Index) -> tuple[str, str]:
    try:
        return "answer", repr(question(index))
    except SearchkitError as error:
        kind = "told" if error.exit_code == 5 else "error"
        return kind, f"{type(error).__name__}: {error.on_one_line}"
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"
