"""``searchkit search``, ``facet`` and ``show`` over a real index."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.golden import assert_golden
from tests.golden.corpus import here, indexed, run_here, write_records

__all__ = ["here", "indexed"]  # fixtures

HIT_KEYS = [
    "rank",
    "id",
    "title",
    "path",
    "outlet",
    "url",
    "published",
    "year",
    "regions",
    "assessments",
    "relevance",
    "snippet",
    "event_date",
    "relaxed",
    "copies",
]


@pytest.fixture(autouse=True)
def beside_the_index(here: None, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(indexed)


def ids(*args: str) -> list[str]:
    ran = run_here("search", "--format", "ids", *args)
    assert ran.code in (0, 1), ran.err
    return ran.lines


@pytest.mark.parametrize("width", [80, 120])
def test_a_page_of_results(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = run_here("search", "zona", "hijau", "Jawa", "Timur", "--sort", "score")
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"search-{width}", ran.out)


@pytest.mark.parametrize("width", [80, 120])
def test_all_articles(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    options = ("--sort", "newest", "--facet", "region", "--facet", "outlet", "--facet", "level")
    assert_golden(f"everything-{width}", run_here("search", "*", "-n", "4", *options).out)


EXPLAINED = ("search", "zona", "hijau", "Jawa", "Timur", "dan", "pelayanan", "-n", "4")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_explains_itself(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = run_here(*EXPLAINED, "--explain")
    assert (ran.code, ran.err) == (0, "")
    assert all(len(line) <= width for line in ran.lines)
    assert sum(line.strip().startswith("Why: ") for line in ran.lines) == 4
    assert sum(line.split()[:2] == ["adds", "Part"] for line in ran.lines) == 4
    assert sum(line.split()[:3] == ["adds", "Term", "Field"] for line in ran.lines) == 4
    (head,) = [line for line in ran.lines if line.startswith("Word ")]
    assert head.split()[:3] == ["Word", "Term", "Stem"]


def test_explanations_in_json() -> None:
    answer = run_here(*EXPLAINED, "--explain", "--format", "json").json
    assert list(answer["words"][0]) == [
        "text", "start", "end", "term", "stem", "why", "role", "means",
    ]  # fmt: skip
    assert [word["role"] for word in answer["words"]][:2] == ["clause", "clause"]
    for hit in answer["hits"]:
        explanation = hit["explanation"]
        assert list(explanation) == ["relevance", "best", "relaxed", "lacks", "why", "parts"]
        assert explanation["relevance"] == hit["relevance"]
        total = sum(part["value"] for part in explanation["parts"])
        assert total == pytest.approx(hit["relevance"], abs=1e-5)
    lines = run_here(*EXPLAINED, "--explain", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["explanation"] for line in lines] == [
        hit["explanation"] for hit in answer["hits"]
    ]


def test_parts_in_json_have_their_details() -> None:
    answer = run_here(*EXPLAINED, "--explain", "--format", "json").json
    parts = list(_walk(answer["hits"][0]["explanation"]["parts"]))
    assert all(list(part)[:5] == ["kind", "label", "matches", "value", "score"] for part in parts)
    (term, *_) = [part for part in parts if part["kind"] == "term"]
    assert list(term["details"]) == [
        "field", "term", "form", "frequency", "document_frequency", "idf", "length",
        "average_length", "weight", "score",
    ]  # fmt: skip
    (pair, *_) = [part for part in parts if part["kind"] == "pair"]
    assert list(pair["details"]) == ["left", "right", "adjacent", "near", "idf", "score"]
    readings = {part["label"]: part for part in parts if part["kind"] == "reading"}
    assert readings["region Jawa Timur"]["matches"] is True
    assert readings["region Jawa Timur"]["weight"] == readings["region Jawa Timur"]["value"] > 0


def _walk(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _walk(part.get("children", []))


def test_nothing_is_explained_unless_asked_for() -> None:
    answer = run_here(*EXPLAINED, "--format", "json").json
    assert "words" not in answer
    assert all("explanation" not in hit for hit in answer["hits"])


@pytest.mark.parametrize("format", ["csv", "tsv", "ids"])
def test_formats_without_room_for_explanations_say_so(format: str) -> None:
    ran = run_here("search", "banjir", "--explain", "--format", format)
    assert ran.code == 0
    assert ran.err == f"--explain is left out of {format}; rich, json and jsonl have it.\n"
    assert ran.out == run_here("search", "banjir", "--format", format).out


def test_explaining_all_articles_has_no_parts() -> None:
    ran = run_here("search", "*", "-n", "1", "--explain")
    assert "Why: strict match" in ran.out
    assert "in all" not in ran.out


def test_words_may_come_unquoted() -> None:
    unquoted = run_here("search", "zona", "hijau", "--format", "json").json
    quoted = run_here("search", "zona hijau", "--format", "json").json
    assert unquoted["query"] == "zona hijau"
    assert [hit["id"] for hit in unquoted["hits"]] == [hit["id"] for hit in quoted["hits"]]


def test_a_word_with_a_minus_is_left_out_not_taken_for_options() -> None:
    assert set(ids("penilaian", "-nasional", "-publik", "--strict")) == {"jember", "tegal", "sikka"}
    assert ids("-penilaian", "banjir") == ["banjir"]
    assert ids("banjir", "--region", "jateng", "-pagi", "-n", "5", "-p1", "--strict") == []
    assert ids("--strict", "--", "banjir", "-pagi") == []


def test_nothing_found_exits_with_1() -> None:
    ran = run_here("search", "gerhana")
    assert ran.code == 1
    assert ran.out.startswith("No article found")


def test_a_typing_slip_is_corrected_and_the_output_says_so() -> None:
    told = "Showing results for banjir; type +banjr for the word as typed"
    assert told in run_here("search", "banjr").out
    ran = run_here("search", "banjr", "--format", "ids")
    assert told in ran.err
    assert ran.out
    record = run_here("search", "banjr", "--format", "json").json
    assert (record["query"], record["corrected"]) == ("banjr", "banjir")


@pytest.mark.parametrize("typed", [["+banjr"], ["banjr", "--strict"], ["banjr", "--literal"]])
def test_words_to_be_taken_as_typed_are_only_offered_a_better_one(typed: list[str]) -> None:
    better = typed[0].replace("banjr", "banjir")
    assert f"Did you mean: {better}" in run_here("search", *typed).out
    assert run_here("search", *typed, "--format", "json").json["hits"] == []


def test_a_text_of_unknown_words_is_no_typing_slip() -> None:
    strange = [letter * 7 for letter in "qwxzvfy"]
    assert "Showing results for banjir qqqqqqq" in run_here("search", "banjr", *strange).out
    assert "results for" not in run_here("search", "banjr", *strange, "jjjjjjj").out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--region", "jatim"], {"blitar", "malang", "jember"}),
        (["--region", "35.72", "--region", "kota tegal"], {"blitar", "tegal"}),
        (["--year", "2022..2023"], {"jember", "tegal", "sikka"}),
        (["--year", "2022", "--year", "2023", "--region", "jatim"], {"jember"}),
        (["--band", "merah"], {"sikka"}),
        (["--band", "A"], {"blitar", "malang"}),
        (["--outlet", "suara timur"], {"malang", "jember"}),
        (["--level", "kabupaten"], {"jember", "sikka"}),
        (["--since", "2024-11"], {"blitar", "malang"}),
        (["--until", "2022"], {"sikka"}),
    ],
)
def test_filters_narrow(options: list[str], found: set[str]) -> None:
    assert set(ids("*", *options)) == found


def test_an_impossible_filter_is_told_with_a_next_step() -> None:
    ran = run_here("search", "banjir", "--region", "jawa tmur")
    assert (ran.code, ran.out) == (2, "")
    assert "Jawa Timur" in ran.err


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (["--index", "index", "search", "*", "-n4"], "--index index search '*' -n4"),
        (["search", "zona hijau", "OR", "merah", "-n2"], "search 'zona hijau' OR merah -n2"),
        (["search", "-p1", "ombudsman", "-banjir", "-n", "1"], "search ombudsman -banjir -n 1"),
        (["search", "--page=1", "-n", "1", "--", "zona"], "search -n 1 --page 2 -- zona"),
    ],
)
def test_a_terminal_shows_the_command_of_the_next_page_as_typed(
    typed: list[str], again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_COLOR", "always")
    monkeypatch.setenv("TERM", "dumb")
    last = run_here(*typed).out.splitlines()[-1]
    page, _, command = last.partition(": searchkit ")
    assert page.startswith("Page 2 of ")
    assert command == (again if "--page" in again else f"{again} --page 2")
    following = run_here("--format", "json", *shlex.split(command))
    first = run_here("--format", "json", *typed)
    assert following.json["offset"] == len(first.json["hits"])
    assert not {hit["id"] for hit in first.json["hits"]} & {h["id"] for h in following.json["hits"]}


def test_pages_follow_each_other() -> None:
    everything = ids("*", "--sort", "oldest")
    first = ids("*", "--sort", "oldest", "-n", "3")
    second = ids("*", "--sort", "oldest", "-n", "3", "--page", "2")
    assert everything[:6] == first + second
    ran = run_here("search", "*", "-n", "3", "-p", "2", "--format", "json").json
    assert ran["offset"] == 3
    assert [hit["rank"] for hit in ran["hits"]] == [4, 5, 6]
    assert "--page" not in run_here("search", "*", "-n", "3", "-p", "2").out
    beyond = run_here("search", "*", "-n", "3", "-p", "9")
    assert beyond.code == 1
    assert "the last is --page 3" in beyond.out


def test_sorting() -> None:
    assert ids("*", "--sort", "score")[:5] == ["blitar", "malang", "jember", "tegal", "sikka"]
    assert ids("*", "--sort", "newest")[:2] == ["malang", "blitar"]


def test_the_configured_limit_holds_until_a_flag_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCHKIT_LIMIT", "2")
    assert len(ids("*")) == 2
    assert len(ids("*", "-n", "3")) == 3


def test_facets_are_those_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def facets(*options: str) -> list[str]:
        return list(run_here("search", "*", *options, "--format", "json").json["facets"])

    assert facets() == ["region", "year", "band"]
    assert facets("--facet", "outlet", "--facet", "year") == ["outlet", "year"]
    assert facets("--facet", "none") == []
    monkeypatch.setenv("SEARCHKIT_FACETS", "level")
    assert facets() == ["level"]
    assert facets("--facet", "year") == ["year"]


def test_strict_never_relaxes_and_relaxed_hits_are_marked() -> None:
    assert ids("banjir kuning", "--strict") == []
    relaxed = run_here("search", "banjir kuning", "--format", "json").json
    assert relaxed["relaxed"] is True
    assert relaxed["strict_total"] == 0
    assert {hit["id"] for hit in relaxed["hits"] if hit["relaxed"]} >= {"banjir", "tegal"}
    assert "0 match everything" in run_here("search", "banjir kuning", "--format", "ids").err


def test_literal_reads_nothing_into_words() -> None:
    read = run_here("search", "zona hijau jatim", "--format", "json").json["reading"]
    assert read["regions"] == [{"code": "35", "name": "Jawa Timur"}]
    literal = run_here("search", "zona hijau jatim", "--literal", "--format", "json").json
    assert (literal["reading"]["regions"], literal["reading"]["bands"]) == ([], [])


def test_json_has_the_keys_of_the_contract() -> None:
    answer = run_here("search", "zona", "hijau", "Blitar", "--format", "json").json
    assert list(answer) == [
        "schema",
        "query",
        "reading",
        "total",
        "took_ms",
        "hits",
        "facets",
        "suggestion",
        "relaxed",
        "strict_total",
        "offset",
        "diagnostics",
        "answers",
        "folded",
        "corrected",
    ]
    assert answer["schema"] == 1
    assert list(answer["reading"]) == ["regions", "bands", "years", "terms", "notes"]
    asked = "3 besar kota terbaik naik ke zona hijau dengan skor di atas 95 sejak 2021"
    more = run_here("search", asked, "--format", "json").json["reading"]
    assert more["years"] == [[2021, None]] and more["bands"] == ["hijau"]
    assert {key: more[key] for key in ("levels", "scores", "ranks", "change", "order")} == {
        "levels": ["kota"],
        "scores": [{"low": 95.0, "high": None}],
        "ranks": [3],
        "change": "up",
        "order": "best",
    }
    short = run_here("search", "pelayanan dinkes", "--format", "json").json["reading"]
    assert short["expansions"] == [{"typed": "dinkes", "forms": ["dinas kesehatan"]}]
    hit = answer["hits"][0]
    assert list(hit) == HIT_KEYS
    assert (hit["id"], hit["path"]) == ("blitar", "berita/nilai.jsonl")
    assert (hit["published"], hit["year"]) == ("2024-11-17", 2024)
    assert hit["regions"] == [
        {"code": "35.72", "name": "Kota Blitar", "level": "kota", "province": "Jawa Timur"}
    ]
    result = hit["assessments"][0]
    assert list(result)[:10] == [
        "entity",
        "code",
        "level",
        "province",
        "year",
        "score",
        "zone",
        "category",
        "rank",
        "evidence",
    ]
    assert (result["entity"], result["score"], result["zone"]) == ("Kota Blitar", 98.19, "hijau")
    assert list(hit["snippet"]) == ["text", "highlights"]
    for start, end in hit["snippet"]["highlights"]:
        assert hit["snippet"]["text"][start:end].strip()
    region = answer["facets"]["region"][0]
    assert list(region) == ["value", "label", "count", "children"]
    assert list(region["children"][0]) == ["value", "label", "count"]
    assert list(answer["facets"]["band"][0]) == ["value", "label", "zone", "count"]
    assert isinstance(answer["facets"]["year"][0]["value"], int)


def test_evidence_points_into_the_text() -> None:
    hit = run_here("search", "Blitar", "--format", "json").json["hits"][0]
    text = run_here("show", "blitar", "--format", "json").json["text"]
    evidence = hit["assessments"][0]["evidence"]
    assert text[evidence["start"] : evidence["end"]] == "98,19"


def test_facet_counts_all_or_what_a_query_finds() -> None:
    assert_golden("facet-region", run_here("facet", "region").out)
    counts = run_here("facet", "year", "--region", "jatim", "--format", "json").json
    assert counts == {
        "schema": 1,
        "field": "year",
        "query": "*",
        "corrected": None,
        "total": 3,
        "strict_total": 3,
        "values": [
            {"value": 2023, "label": "2023", "count": 1},
            {"value": 2024, "label": "2024", "count": 2},
        ],
    }
    months = run_here("facet", "month", "*", "--since", "2024", "--format", "json").json
    names = [value["value"] for value in months["values"]]
    assert names == sorted(names)
    assert all(name.startswith("2024-") for name in names)
    assert sum(value["count"] for value in months["values"]) == months["total"] > 0
    assert run_here("facet", "month").lines[0].startswith("Month · ")
    bands = run_here("facet", "band", "zona", "kuning", "--format", "csv")
    assert bands.lines == ["value,label,count,zone,parent", "C,Kualitas Sedang,1,kuning,"]
    assert run_here("facet", "level", "gerhana").code == 1


def test_facets_count_what_a_search_finds_for_misspelt_words() -> None:
    ran = run_here("facet", "year", "pelayanann", "--format", "json")
    assert ran.json["corrected"] == "pelayanan"
    assert (
        ran.json["values"]
        == run_here("facet", "year", "pelayanan", "--format", "json").json["values"]
    )
    assert "Counted for pelayanan; type +pelayanann" in ran.err


def test_show_prints_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run_here("show", "blitar")
    assert ran.code == 0
    assert_golden("show-80", ran.out)


def test_show_takes_part_of_an_id() -> None:
    assert run_here("show", "tega", "--format", "ids").out == "tegal\n"
    assert run_here("show", "peretas.txt", "--format", "ids").out == "peretas.txt\n"


def test_show_of_an_unknown_article_exits_with_1() -> None:
    ran = run_here("show", "tidak-ada")
    assert (ran.code, ran.out) == (1, "")
    assert "tidak-ada" in ran.err


def test_show_json_holds_the_whole_record() -> None:
    record = run_here("show", "blitar", "--query", "hijau", "--format", "json").json
    assert record["title"] == "Kota Blitar Raih Zona Hijau"
    assert record["url"] == "https://kabar.example/blitar"
    assert record["line"] == 1
    assert {"regions", "assessments", "noise", "extra", "content_hash"} <= set(record)
    assert record["regions"][0]["role"] == "subject"
    assert {"band", "derived", "conflict", "year_method", "rank_of"} <= set(
        record["assessments"][0]
    )
    assert "hijau" in {record["text"][start:end] for start, end in record["highlights"]}
    assert "highlights" not in run_here("show", "blitar", "--format", "json").json


def test_hostile_text_is_harmless_in_every_format() -> None:
    for format in ("rich", "json", "jsonl", "csv", "tsv", "ids"):
        for args in (("search", "peretas"), ("show", "peretas")):
            out = run_here(*args, "--format", format).out
            assert out
            assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(out)


def test_an_article_far_away_has_an_absolute_path(
    tmp_path: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = str(indexed / "index")
    hit = run_here("search", "banjir", "--index", place, "--format", "json").json["hits"][0]
    assert hit["path"] == str(indexed / "berita" / "nilai.jsonl")
    printed = run_here("search", "banjir", "--index", place).out
    assert "nilai.jsonl" in printed  # where there is little room, the beginning gives way
    assert ".." not in printed


def test_stats_tells_what_the_index_holds() -> None:
    stats = run_here("stats", "--format", "json").json
    assert (stats["articles"], stats["files"], stats["rejected"]) == (7, 2, [])
    assert {value["value"]: value["count"] for value in stats["by_year"]}[2024] == 3
    assert stats["location"] == "index"
    assert run_here("stats", "--format", "csv").lines[0].startswith("schema,articles,files")
    assert "articles" in run_here("stats").out


def test_formulas_in_news_do_not_run_in_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "berita").mkdir()
    record = {"id": "rumus", "title": '=HYPERLINK("x")', "outlet": "@warta", "text": "Rumus ini."}
    write_records(tmp_path / "berita" / "a.jsonl", [record])
    place = ("--index", str(tmp_path / "idx"))
    assert run_here("index", str(tmp_path / "berita"), *place).code == 0
    for format, end in (("csv", ","), ("tsv", "\t")):
        line = run_here("search", "rumus", *place, "--format", format).lines[1]
        assert "'=HYPERLINK" in line
        assert f"{end}'@warta{end}" in line
        assert line.startswith(f"1{end}rumus{end}")
