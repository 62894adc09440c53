"""The corpus as a whole: identity, hashes, and that no content stops it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Rejected
from searchkit.corpus import Source, read_corpus
from tests.corpus.reading import noise_of, only_article, read, write

SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".csv", ".tsv")


def test_a_corpus_is_lazy(tmp_path: Path) -> None:
    corpus = read_corpus(tmp_path / "nanti")
    write(tmp_path, "nanti/a.txt", "Loket dibuka.")
    assert [type(outcome) for outcome in corpus] == [Article]
    assert [type(outcome) for outcome in corpus] == [Article]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "")
    write(tmp_path, "b.md", "---\n")
    write(tmp_path, "c.html", "<p></p>")
    write(tmp_path, "d.jsonl", "{")
    write(tmp_path, "e.csv", "a,b\n")
    write(tmp_path, "f.txt", "Loket dibuka.")
    articles, rejected = read(tmp_path)
    assert [article.id for article in articles] == ["f.txt"]
    assert [Path(item.path).name for item in rejected] == [
        *("a.txt", "b.md", "c.html", "d.jsonl", "e.csv")
    ]
    assert all(item.reason for item in rejected)


def test_an_id_given_twice_is_rejected_naming_both_places(tmp_path: Path) -> None:
    first = write(tmp_path, "a.md", "---\nid: loket\n---\nIsi satu.\n")
    second = write(tmp_path, "b.md", "---\nid: loket\n---\nIsi dua.\n")
    articles, (rejected,) = read(tmp_path)
    assert [article.path for article in articles] == [str(first)]
    assert rejected.path == str(second)
    assert str(first) in rejected.reason


def test_files_of_the_same_name_in_two_roots_are_both_read(tmp_path: Path) -> None:
    write(tmp_path, "x/a.txt", "Loket satu dibuka.")
    other = write(tmp_path, "y/a.txt", "Loket dua dibuka.")
    articles, rejected = read(tmp_path / "x", tmp_path / "y")
    assert rejected == []
    assert [article.id for article in articles] == ["a.txt", str(other)]


def test_equal_content_has_an_equal_hash_wherever_it_lies(tmp_path: Path) -> None:
    write(tmp_path, "x/a.md", "---\ntag: satu\n---\nIsi.\n")
    write(tmp_path, "y/a.md", "---\ntag: satu\n---\nIsi.\n")
    one, two = (only_article(tmp_path / name / "a.md") for name in ("x", "y"))
    assert one.content_hash == two.content_hash
    assert len(one.content_hash) == 32


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Isi lain."},
        {"title": "Judul lain"},
        {"outlet": "lain.id"},
        {"url": "https://a.id/lain"},
        {"author": "Lain"},
        {"published": "2024-01-02"},
        {"published": "31/02/2024"},
        {"tag": "lain"},
        {"id": "lain"},
    ],
)
def test_a_change_in_any_field_changes_the_hash(tmp_path: Path, changed: dict[str, str]) -> None:
    base = {"id": "a", "text": "Isi.", "title": "Judul", "outlet": "a.id", "tag": "x"}
    base |= {"url": "https://a.id", "author": "Rina", "published": "2024-01-01"}
    before = only_article(write(tmp_path, "a.jsonl", json.dumps(base)))
    after = only_article(write(tmp_path, "b.jsonl", json.dumps(base | changed)))
    assert before.content_hash != after.content_hash


@settings(max_examples=60)
@given(content=st.binary(max_size=400), suffix=st.sampled_from(SUFFIXES))
def test_no_bytes_make_a_reader_raise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    check(tmp_path_factory.mktemp("bytes"), content, suffix)


MARKUP = st.text(alphabet='{}[]":,<>/-#*_=&;\\ \nabpé0\x1b\u200b\ufeff“†â€', max_size=200)


@settings(max_examples=60)
@given(
    content=MARKUP, suffix=st.sampled_from(SUFFIXES), head=st.sampled_from(["", "text\n", "---\n"])
)
def test_no_markup_makes_a_reader_raise(
    tmp_path_factory: pytest.TempPathFactory, content: str, suffix: str, head: str
) -> None:
    check(tmp_path_factory.mktemp("markup"), (head + content).encode(), suffix)


def check(folder: Path, content: bytes, suffix: str) -> None:
    """Read twice: the outcomes agree, and every article is whole."""
    path = write(folder, f"a{suffix}", content)
    outcomes = list(read_corpus(path))
    assert outcomes
    assert outcomes == list(read_corpus(path))
    for outcome in outcomes:
        assert outcome.path == str(path)
        if isinstance(outcome, Rejected):
            assert outcome.reason
            continue
        assert outcome.id
        assert outcome.title.strip()
        assert outcome.text.strip()
        end = 0
        for span in outcome.noise:
            assert end <= span.start < span.end <= len(outcome.text)
            end = span.end
        assert len(outcome.body) == len(outcome.text)
        json.dumps([outcome.id, outcome.title, outcome.text, dict(outcome.extra)]).encode()


@pytest.mark.skipif(os.name == "nt", reason="paths differ")
def test_reading_one_source_gives_what_iterating_gives(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", '{"text": "Satu."}\n{"text": "Dua."}\n{')
    corpus = read_corpus(tmp_path)
    (source,) = corpus.sources()
    assert isinstance(source, Source)
    assert list(corpus.read(source)) == list(corpus)


# The originals ----------------------------------------------------------------------------


def original(shared: Path, number: str) -> Article:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    return only_article(path)


def test_the_originals_get_their_titles(shared: Path) -> None:
    titles = [original(shared, number).title for number in ("000", "001", "002", "003", "004")]
    assert titles[1] == "Blora raih penghargaan pelayanan publik terbaik di Jateng"
    assert titles[2].startswith("Kota Malang Masuk 10 Besar")
    for number in (0, 3, 4):
        assert titles[number].endswith("…")
    assert titles[0].startswith("Kota Blitar kembali")
    assert titles[3].startswith("Pemkot Bontang meraih")


def test_the_originals_get_their_outlets(shared: Path) -> None:
    outlets = [original(shared, number).outlet for number in ("000", "001", "002", "003", "004")]
    assert outlets == ["lensanusantara.co.id", "wartablora.com", None, None, "ANTARA"]


def test_the_furniture_of_the_originals_is_noise_and_nothing_else_is(shared: Path) -> None:
    starts = {
        "000": ["( arif"],
        "001": ["Foto:", "Wakil Bupati"],
        "002": ["Site icon", "Asisten", "(iu/", "Exit"],
        "003": ["Dokumentasi", "Fotografer", "Editor"],
        "004": ["Baca juga", "Pewarta", "Editor", "COPYRIGHT"],
    }
    for number, expected in starts.items():
        found = noise_of(original(shared, number))
        assert len(found) == len(expected), number
        assert all(map(str.startswith, found, expected)), number


def test_the_mangled_quotation_mark_of_an_original_is_restored(shared: Path) -> None:
    article = original(shared, "003")
    assert "Tertinggi” Ungkapnya" in article.text
    assert "†" not in article.text
