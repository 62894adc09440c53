"""Segments from somebody else: whole by their checksums, and wrong in what they hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searchkit import Article, open_index, read_corpus
from searchkit.engines.record import FIELDS, dump_article
from searchkit.engines.whoosh import document
from tests.chaos.newsroom import article
from tests.prober import Prober
from tests.probing import CANARY, check_all, place, prober, whole

__all__ = ["place", "prober", "whole"]  # fixtures

COMMANDS = (
    ("search", "*", "-n", "1000"),
    ("search", "*", "-n", "1000", "--format", "json"),
    ("search", "pelayanan", "--explain", "-n", "1000"),
    ("search", "zona hijau jatim"),
    ("show", "jahat0.md"),
    ("similar", "jahat0.md"),
    ("explain", "jahat0.md"),
    ("scores", "--format", "csv"),
    ("scores",),
    ("facet", "region"),
    ("stats",),
    ("verify",),
    ("index", "berita"),
)


@pytest.fixture(autouse=True)
def elsewhere(place: Path) -> Iterator[None]:
    """Whatever was built and asked, nothing beside it has changed."""
    yield
    assert (place / "canary.txt").read_bytes() == CANARY


def build_with(
    place: Path, monkeypatch: pytest.MonkeyPatch, *forges: Callable[[str], str]
) -> list[str]:
    """Build the index as searchkit does, but for some records, which somebody forged.

    The ids of the articles, one for each way to forge.
    """
    ids = [f"jahat{number}.md" for number in range(len(forges))]
    for name in ids:
        (place / "berita" / name).write_text(article(3))

    def forged(one: Article) -> str:
        record = dump_article(one)
        return forges[ids.index(one.id)](record) if one.id in ids else record

    monkeypatch.setattr(document, "dump_article", forged)
    with open_index(place / "index") as index, index.writer(rebuild=True) as writer:
        writer.sync(read_corpus(place / "berita"), workers=1)
    monkeypatch.undo()
    return ids


def of_each(ids: Iterable[str]) -> list[tuple[str, ...]]:
    """What shows one article."""
    shown = (("show", "--format", "json"), ("show",), ("explain",))
    return [(command, name, *rest) for name in ids for command, *rest in shown]


NONE_AT_ALL = {
    "empty": "",
    "no JSON": "bukan rekaman",
    "null": "null",
    "a number": "7",
    "a text": '"x"',
    "an object": "{}",
    "no values": "[]",
    "one value": '["jahat0.md"]',
    "deep": "[" * 100_000 + "]" * 100_000,
    "cut off": '["jahat0.md","Judul',
    "infinite": "[1e999]",
    "many digits": "[" + "9" * 100_000 + "]",
    "nothing but null": json.dumps([None] * len(FIELDS)),
    "nothing but lists": json.dumps([[]] * len(FIELDS)),
    "nothing but numbers": json.dumps([10**30] * len(FIELDS)),
    "too many values": json.dumps([""] * 500),
}


@pytest.mark.parametrize("record", NONE_AT_ALL.values(), ids=NONE_AT_ALL.keys())
def test_a_record_that_is_none_is_damage(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    build_with(place, monkeypatch, lambda _: record)
    assert 5 in check_all(prober, place, (0, 1, 5), *COMMANDS)


SPANS = ([-5, 3], [10**9, 10**9 + 5], [9, 2], [1.5, 2], ["a", "b"], [0], [None, None], [2**70, 2])
REGION = ["35.72", "Kota Blitar", "kota", "Jawa Timur", "subject"]
ASSESSMENT = {
    "entity": "Kota Blitar",
    "code": "35.72",
    "level": "kota",
    "province": "Jawa Timur",
    "evidence": [0, 4],
    "year": 2024,
    "score": 97.25,
    "zone": "hijau",
    "category": "A",
    "band": "A",
    "key": "35.72",
}

WRONG: list[tuple[str, Any]] = [
    *(("id", value) for value in (7, None, [], "lain.md")),
    *(("title", value) for value in (7, None, [], {"a": 1})),
    *(("text", value) for value in (7, None, ["x"], True)),
    *(("path", value) for value in (7, None, [])),
    *(("line", value) for value in ("x", -5, 1.5, [], 10**30)),
    *(("outlet", value) for value in (7, [], {})),
    *(("published", value) for value in ("2024-99-99", "x", 20240101, [], "99999-01-01")),
    *(("event_date", value) for value in ("2024-02-30", 7)),
    *(("regions", value) for value in (7, "x", [7], [[]], [["35"]], [[None] * 5], {"a": 1})),
    *(("regions", [[*REGION, *span]]) for span in SPANS),
    *(("noise", value) for value in (7, "x", [[1]], [None])),
    *(("noise", [span]) for span in SPANS),
    *(("noise", span) for span in SPANS),
    *(("url", value) for value in (7, [], "javascript:alert(1)")),
    *(("author", value) for value in (7, [])),
    *(("extra", value) for value in (7, [], "x", {"a": 7}, {"a": []})),
    *(("assessment_year", value) for value in ("x", 1.5, [], 10**30, -1)),
    *(("assessments", value) for value in (7, "x", [7], [[]], [{}], {"a": 1})),
    *(("assessments", [{**ASSESSMENT, "evidence": span}]) for span in SPANS),
    *(
        ("assessments", [{**ASSESSMENT, name: value}])
        for name in ASSESSMENT
        for value in (7, None, [], "x", 10**30)
    ),
    ("assessments", [{**ASSESSMENT, "score": float("nan")}]),
    ("assessments", [{**ASSESSMENT, "score": float("inf")}]),
    ("assessments", [{**ASSESSMENT, "lain": 1}]),
    ("has_headline", "x"),
]


def with_value(record: str, name: str, value: Any) -> str:
    values = json.loads(record)
    values += [None] * (len(FIELDS) - len(values))
    values[FIELDS.index(name)] = value
    return json.dumps(values)


@pytest.mark.parametrize("name", FIELDS)
def test_a_value_of_another_type_is_damage_or_does_no_harm(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    values = [value for field, value in WRONG if field == name]
    forges = [partial(with_value, name=name, value=value) for value in values]
    ids = build_with(place, monkeypatch, *forges)
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)


STEERING = (
    "\x1b[31mmerah\x1b]0;judul\x07\x1b]8;;http://x\x1b\\tautan",
    "kiri\u202ekanan\u2066\u200b",
    "\0\x08\x7f\x85\x9b31m",
    "setengah \ud800 huruf \udfff",
    "[bold red]markah[/] [link=file:///etc/passwd]x[/link]",
)


@pytest.mark.parametrize("name", ["title", "text", "path", "outlet", "url", "author", "id"])
def test_what_steers_a_terminal_is_not_printed(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    forges = [partial(with_value, name=name, value=text) for text in STEERING]
    ids = build_with(place, monkeypatch, *forges)
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)


def test_what_steers_a_terminal_is_not_printed_of_what_was_read_out(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forge(record: str, text: str) -> str:
        region = [[text, text, "kota", text, "subject", 0, 4]]
        told = [{**ASSESSMENT, "entity": text, "province": text, "band": text}]
        record = with_value(record, "regions", region)
        return with_value(with_value(record, "assessments", told), "extra", {text: text})

    ids = build_with(place, monkeypatch, *(partial(forge, text=text) for text in STEERING))
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)
