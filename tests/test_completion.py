"""Completion: how a query that is being typed may go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import open_index, read_corpus
from searchkit.cli.app import run
from searchkit.completion import MAX_CHARS, Completer, Completion
from searchkit.engines.base import Engine
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import function_words
from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.words import key_of
from tests.factory import about, build_store, make_article

ARTICLES = (
    about(make_article("a", "Pelayanan publik di daerah itu baik, pelayan ramah.", "Pelayanan",
                       outlet="Harian Timur"), "35.73"),
    about(make_article("b", "Pelayanan kesehatan dinilai, pelayaran ditunda.",
                       outlet="Harian Timur"), "35"),
    about(make_article("c", "Sumber air untuk warga. Pelabuhan sibuk.",
                       outlet="Harian Barat"), "13"),
    about(make_article("d", "Sumber dana dan yang lain.", outlet="kabar.id"), "33.08"),
    about(make_article("e", "Jumlah peserta 2024, undang-undang baru.", outlet="kabar.id"),
          "35.07"),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = build_store(tmp_path_factory.mktemp("completion"), ARTICLES).engine()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def completer(engine: Engine) -> Completer:
    return Completer(engine)


def texts(found: tuple[Completion, ...], kind: str | None = None) -> list[str]:
    return [one.text for one in found if kind in (None, one.kind)]


def test_words_come_by_the_number_of_their_articles(completer: Completer) -> None:
    found = [one for one in completer.complete("pela") if one.kind == "word"]
    assert [(one.text, one.count) for one in found] == [
        ("pelayanan", 2),
        ("pelabuhan", 1),
        ("pelayan", 1),
        ("pelayaran", 1),
    ]


def test_the_rest_of_the_query_stays(completer: Completer) -> None:
    assert texts(completer.complete('"zona hijau" -jakarta +sumb'), "word") == [
        '"zona hijau" -jakarta +sumber'
    ]


def test_case_does_not_matter(completer: Completer) -> None:
    assert texts(completer.complete("PELAYANA")) == ["pelayanan"]


def test_function_words_and_numbers_are_not_offered(completer: Completer) -> None:
    assert texts(completer.complete("yan"), "word") == []
    assert texts(completer.complete("20")) == []
    assert texts(completer.complete("undang-u")) == ["undang-undang"]


def test_words_of_one_article_come_last(completer: Completer) -> None:
    assert texts(completer.complete("sumb"))[:2] == ["sumber", "Sumatera Barat"]


def test_a_region_is_found_by_its_first_words(completer: Completer) -> None:
    found = completer.complete("zona hijau jawa t")
    assert [(one.text, one.count) for one in found if one.kind == "region"] == [
        ("zona hijau Jawa Timur", 3),
        ("zona hijau Jawa Tengah", 1),
    ]
    assert texts(completer.complete("jawa "))[:2] == ["Jawa Timur", "Jawa Tengah"]


def test_an_alias_completes_to_the_official_name(completer: Completer) -> None:
    assert "Sumatera Barat" in texts(completer.complete("sumb"), "region")
    assert "Jawa Timur" in texts(completer.complete("jati"), "region")


def test_a_level_chooses_regions(completer: Completer) -> None:
    found = completer.complete("kab. mal")
    assert texts(found, "region")[0] == "Kabupaten Malang"
    assert "Kabupaten Malinau" in texts(completer.complete("kab. mali"))
    assert all(text.startswith("Kabupaten ") for text in texts(found, "region"))
    assert texts(completer.complete("wali kota mal"), "region") == ["Wali Kota Malang"]


def test_a_level_alone_offers_its_regions_and_names_that_begin_like_it(
    completer: Completer,
) -> None:
    found = texts(completer.complete("kota", limit=200), "region")
    assert found[0] == "Kota Malang"
    assert {"Kota Semarang", "Kotawaringin Barat"} <= set(found)


def test_a_shared_name_is_offered_once_for_each_region(completer: Completer) -> None:
    assert {"Kota Malang", "Kabupaten Malang"} <= set(texts(completer.complete("malan")))


def test_outlets_are_found_by_any_of_their_words(completer: Completer) -> None:
    assert texts(completer.complete("berita harian t"), "outlet") == ['berita media:"Harian Timur"']
    assert texts(completer.complete("kabar"), "outlet") == ["media:kabar.id"]
    found = [one for one in completer.complete("harian") if one.kind == "outlet"]
    assert [one.count for one in found] == [2, 1]


def test_fields_and_their_values_are_completed(completer: Completer) -> None:
    assert texts(completer.complete("banjir wil"), "field") == ["banjir wilayah:"]
    assert texts(completer.complete("wilayah:jawa t"))[0] == 'wilayah:"Jawa Timur"'
    assert texts(completer.complete('wilayah:"kota mal')) == ['wilayah:"Kota Malang"']
    assert texts(completer.complete("media:kab")) == ["media:kabar.id"]
    assert texts(completer.complete("judul:pelayana")) == ["judul:pelayanan"]
    assert completer.complete("tahun:20") == ()
    assert texts(completer.complete("wilayah:jatim pelayana")) == ["wilayah:jatim pelayanan"]


def test_in_a_phrase_only_words_are_offered(completer: Completer) -> None:
    assert {one.kind for one in completer.complete('"pela')} == {"word"}


@pytest.mark.parametrize("typed", ["", "  ", "qqzz", "()", '"', "+", "a" * (MAX_CHARS + 1)])
def test_nothing_goes_on_from_nothing(completer: Completer, typed: str) -> None:
    assert completer.complete(typed) == ()


def test_regions_and_outlets_get_places_beside_frequent_words(tmp_path: Path) -> None:
    many = " ".join(f"jar{letter}" for letter in "abcdefghijklmnop")
    articles = [make_article(str(n), many, outlet="Jargon") for n in range(3)]
    engine = build_store(tmp_path, [*articles, about(make_article("x", "Kabar."), "35")]).engine()
    kinds = [one.kind for one in Completer(engine).complete("ja", limit=10)]
    assert len(kinds) == 10
    assert {"word", "region", "outlet"} <= set(kinds)
    engine.close()


@given(typed=st.text(alphabet='abeijklmnprstuwy -+:"(.', max_size=12), limit=st.integers(1, 12))
def test_completions_go_on_from_what_was_typed(
    completer: Completer, engine: Engine, typed: str, limit: int
) -> None:
    found = completer.complete(typed, limit)
    assert len(found) <= limit
    assert len({one.text for one in found}) == len(found)
    for one in found:
        match one.kind:
            case "word":
                assert one.text.casefold().startswith(typed)
                (*_, token) = Analyzer().analyze(one.text)
                assert one.count == engine.document_frequency(token.term) > 0
                assert token.term not in function_words()
            case "region":
                assert key_of(typed) in key_of(one.text) or _has_alias(one.text, typed)
            case _:
                assert re.split(r'[\s("]', typed)[-1].strip("+-:.") in one.text.casefold()


def _has_alias(text: str, typed: str) -> bool:
    """Whether the region at the end of the text has a name that begins as typed."""
    held = [
        key
        for key, name in gazetteer().names.items()
        if any(key_of(text).endswith(key_of(region.base)) for region in name.regions)
    ]
    return any(
        key_of(typed).endswith(key[:length]) for key in held for length in range(1, len(key) + 1)
    )


# Index and command line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    corpus = tmp_path / "berita.jsonl"
    lines = [{"id": str(n), "title": "Laporan", "text": "Pelayanan publik."} for n in range(2)]
    corpus.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with open_index(tmp_path / "index") as index, index.writer() as writer:
        writer.sync(read_corpus(corpus))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_index_completes_what_it_holds_now(folder: Path) -> None:
    with open_index(folder / "index") as index:
        assert [one.count for one in index.suggest("pelay")] == [2]
        more = folder / "lagi.txt"
        more.write_text("Pelayanan terpadu\n\nPelayanan itu dibuka.\n", encoding="utf-8")
        with index.writer() as writer:
            writer.sync(read_corpus(more))
        assert [one.count for one in index.suggest("pelay")] == [3]
        assert index.suggest("pelay", limit=0) == ()


def test_the_command_prints_completions_in_every_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = {}
    for format in ("rich", "json", "jsonl", "csv", "tsv", "ids"):
        assert run(["suggest", "zona", "pelay", "--format", format]) == 0
        printed[format] = capsys.readouterr().out
    record = {"text": "zona pelayanan", "kind": "word", "count": 2}
    assert json.loads(printed["json"]) == {
        "schema": 1,
        "query": "zona pelay",
        "completions": [record],
    }
    assert json.loads(printed["jsonl"]) == record
    assert printed["csv"] == "text,kind,count\nzona pelayanan,word,2\n"
    assert printed["tsv"] == "text\tkind\tcount\nzona pelayanan\tword\t2\n"
    assert printed["ids"] == "zona pelayanan\n"
    assert printed["rich"].split() == [
        "Query",
        "Kind",
        "Articles",
        "zona",
        "pelayanan",
        "word",
        "2",
    ]


def test_the_command_says_when_nothing_begins_like_that(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", "qqzz"]) == 1
    assert capsys.readouterr().out == "Nothing begins like that\n"
    assert run(["suggest", "qqzz", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["completions"] == []


def test_the_command_takes_a_limit_and_words_with_a_minus(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", "-n", "1", "-pub", "--format", "ids"]) == 0
    assert capsys.readouterr().out == "-publik\n"
