"""JSON Lines: records, the names that are accepted, lines that are wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus import read_corpus
from searchkit.corpus.limits import MAX_ARTICLE_BYTES
from tests.corpus.reading import noise_of, only_article, only_rejected, read, write

GOOD = '{"id": "satu", "text": "Kota Contoh membuka loket."}'


def record(**values: object) -> str:
    return json.dumps({"text": "Isi berita.", **values})


def test_a_record_fills_every_field(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.jsonl",
        record(
            id=7,
            title=" Loket  Baru ",
            published="2024-12-02",
            outlet="Kabar Contoh",
            url="https://kabarcontoh.com/a",
            author="Rina",
            category="Daerah",
            entities=[{"name": "Kota Contoh"}],
            views=3,
            nothing=None,
        ),
    )
    article = only_article(path)
    assert (article.id, article.title, article.text) == ("7", "Loket Baru", "Isi berita.")
    assert article.published == date(2024, 12, 2)
    assert (article.outlet, article.author) == ("Kabar Contoh", "Rina")
    assert article.url == "https://kabarcontoh.com/a"
    assert (article.path, article.line) == (str(path), 1)
    assert dict(article.extra) == {
        "category": "Daerah",
        "entities": '[{"name": "Kota Contoh"}]',
        "views": "3",
    }


@pytest.mark.parametrize("name", ["text", "body", "content", "isi", "TEXT", " Body "])
def test_the_text_may_have_other_names(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({name: "Isi berita."}))
    assert only_article(path).text == "Isi berita."


def test_the_preferred_name_wins_and_the_other_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", record(content="Ringkasan", source="s.id", outlet="o.id"))
    article = only_article(path)
    assert (article.text, article.outlet) == ("Isi berita.", "o.id")
    assert dict(article.extra) == {"content": "Ringkasan", "source": "s.id"}


def test_an_empty_preferred_name_gives_way(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": " ", "body": "Isi berita."}))
    assert only_article(path).text == "Isi berita."


def test_records_without_an_id_are_known_by_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, "b/a.ndjson", f"\n{record()}\n\n{record(title='Dua')}\n")
    articles, rejected = read(tmp_path)
    assert rejected == []
    assert [(a.id, a.line) for a in articles] == [("b/a.ndjson:2", 2), ("b/a.ndjson:4", 4)]


def test_a_record_without_a_title_gets_one_like_a_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", record(text="Loket Dibuka\n\nLoket baru dibuka hari ini."))
    assert only_article(path).title == "Loket Dibuka"


def test_the_host_stands_in_for_an_outlet(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", record(url="https://www.kabarcontoh.com/a"))
    assert only_article(path).outlet == "kabarcontoh.com"


def test_an_impossible_date_is_kept_as_it_was_written(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.jsonl", record(date="31/02/2024")))
    assert article.published is None
    assert article.extra["published"] == "31/02/2024"


def test_noise_is_found_in_records(tmp_path: Path) -> None:
    text = "Loket baru dibuka hari ini.\nBaca juga: Loket Lama Ditutup"
    path = write(tmp_path, "a.jsonl", record(title="Loket", text=text))
    assert noise_of(only_article(path)) == ["Baca juga: Loket Lama Ditutup"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 2, "text": }', "not valid JSON: Expecting value at column 19"),
        ("bukan json", "not valid JSON"),
        ('{"text": "a" "b"}', "not valid JSON"),
        ("[1, 2]", "a list instead of a JSON object"),
        ('"teks"', "a string instead"),
        ("12", "a number instead"),
        ("null", "null instead"),
        ("{}", "has no text: expected it under text, body, content"),
        ('{"id": "x"}', "has no text"),
        ('{"text": ""}', "has no text"),
        ('{"text": " \\u200b\\n "}', "has no text"),
        ('{"text": null}', "has no text"),
        ('{"text": ["a", "b"]}', "the text is a list"),
        ('{"text": {"a": 1}}', "the text is an object"),
        ('{"text": 12}', "the text is the value 12"),
        ('{"text": "a", "id": ["x"]}', "the id is a list"),
        ('{"text": "a", "id": "' + "x" * 600 + '"}', "the id has 600 characters"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "too many digits"),
        ('{"text": "a", "n": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_wrong_line_is_rejected_with_its_place_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = write(tmp_path, "a.jsonl", f"{GOOD}\n\n{line}\n{record(id='akhir')}\n")
    articles, (rejected,) = read(path)
    assert [article.id for article in articles] == ["satu", "akhir"]
    assert (rejected.path, rejected.line) == (str(path), 3)
    assert reason in rejected.reason


def test_two_records_with_one_id_are_told_apart_by_place(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", f"{GOOD}\n{GOOD}\n")
    other = write(tmp_path, "b.jsonl", GOOD)
    articles, rejected = read(tmp_path)
    assert len(articles) == 1
    assert [(item.path, item.line) for item in rejected] == [(str(path), 2), (str(other), 1)]
    assert all("'satu'" in item.reason and f"{path}:1" in item.reason for item in rejected)


def test_text_in_a_record_is_clean(tmp_path: Path) -> None:
    line = '{"text": "Kota\\u0000 \\ud800\\u001b[31mContoh â€œbaruâ€\\u009d &amp; \\u202erapi"}'
    assert only_article(write(tmp_path, "a.jsonl", line)).text == "Kota \ufffdContoh “baru” & rapi"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_records_are_read_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    lines = '{"text": "Kafé – satu"}\r\n{"text": "Dua"}\r\n'
    articles, rejected = read(write(tmp_path, "a.jsonl", lines.encode(encoding)))
    assert rejected == []
    assert [article.text for article in articles] == ["Kafé – satu", "Dua"]


@pytest.mark.parametrize(
    ("content", "reason"), [("", "is empty"), ("\n \n\r\n", "holds no records")]
)
def test_a_file_without_records_is_rejected(tmp_path: Path, content: str, reason: str) -> None:
    rejected = only_rejected(write(tmp_path, "a.jsonl", content))
    assert reason in rejected.reason
    assert rejected.line is None


def test_a_line_above_the_limit_is_rejected_and_the_next_one_read(tmp_path: Path) -> None:
    huge = '{"text": "' + "a" * (MAX_ARTICLE_BYTES * 2) + '"}'
    articles, (rejected,) = read(write(tmp_path, "a.jsonl", f"{huge}\n{GOOD}\n"))
    assert [article.id for article in articles] == ["satu"]
    assert rejected.line == 1
    assert rejected.reason.startswith("32.0 MiB, more than the 16 MiB")


def test_a_whole_file_above_the_limit_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_ARTICLE_BYTES + 1)
    assert only_rejected(path).reason.startswith("16.0 MiB, more than the 16 MiB")


def test_records_come_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", f"{GOOD}\n" + "rusak\n" * 1000)
    first = next(iter(read_corpus(path)))
    assert isinstance(first, Article)
    assert first.id == "satu"
