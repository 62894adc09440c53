"""Hostile input, in short: some of what ``python -m tests.chaos.hostile`` does, and each limit."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.article import MAX_READ_CHARS, Article, Rejected, Span
from searchkit.corpus import MAX_REJECTED, Source, files, read_corpus
from searchkit.corpus.decoding import announced, decode
from searchkit.corpus.html import MAX_ATTRIBUTES, MAX_ITEMS, MAX_MARKS
from searchkit.corpus.limits import (
    MAX_EXTRA_CHARS,
    MAX_FIELD_CHARS,
    MAX_FIELDS,
    MAX_LINE_BYTES,
    MAX_NESTED,
    MAX_TEXT_CHARS,
    MAX_UNKNOWN_WORDS,
)
from searchkit.data import parse_yaml
from searchkit.errors import QueryError
from searchkit.explain import Fact, explain
from searchkit.language.analyzer import Analyzer
from searchkit.language.derivation import _WholeWords
from searchkit.query.parser import MAX_CHARS, MAX_PATTERNS, MAX_WORDS
from searchkit.search import understand_query
from searchkit.snippets import highlight
from searchkit.ui.article import PARAGRAPHS, show_article
from searchkit.ui.facts import FACTS, show_facts
from searchkit.ui.screen import Screen
from searchkit.understand import understand
from tests.chaos.generated import generated
from tests.chaos.hostile import run
from tests.chaos.nasty import LEAD, make_special, nasty_files
from tests.corpus.reading import only_article, only_rejected, read, write
from tests.factory import make_article

needs_links = pytest.mark.skipif(os.name == "nt", reason="links and pipes are others there")


def test_hostile_files_go_through_without_a_trace() -> None:
    tally = run(60, mib=0.01, nasty=40)
    assert tally.problems == []
    assert tally.files >= 60
    assert tally.indexed and tally.rejected and tally.printed


def test_generated_files_are_the_same_every_time() -> None:
    assert list(generated(5, 7)) == list(generated(5, 7))
    assert list(generated(5, 7)) != list(generated(5, 8))


def test_fuzzing_says_so_where_atheris_is_missing() -> None:
    if importlib.util.find_spec("atheris"):
        pytest.skip("atheris is installed")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.chaos.fuzz", "--seconds", "1"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert ran.stdout == "atheris is not installed: nothing is fuzzed\n"


@pytest.mark.parametrize(
    "name",
    [each.name for each in nasty_files(mib=0.01) if each.name.startswith(("yaml-", "csv-"))],
)
def test_every_nasty_front_matter_and_table_is_read_or_named(tmp_path: Path, name: str) -> None:
    content = next(each.content() for each in nasty_files(mib=0.01) if each.name == name)
    articles, rejected = read(write(tmp_path, name, content))
    assert articles or rejected
    assert all(item.reason for item in rejected)


# Limits ------------------------------------------------------------------------------------


def record(**fields: object) -> str:
    return json.dumps({"text": LEAD, **fields})


def test_a_text_as_long_as_the_limit_is_read_and_one_longer_is_not(tmp_path: Path) -> None:
    words = ("kota " * (MAX_TEXT_CHARS // 5 + 1))[:MAX_TEXT_CHARS]
    for name in ("a.txt", "a.md"):
        assert only_article(write(tmp_path, name, words)).text == words.strip()
        reason = only_rejected(write(tmp_path, name, words + "x")).reason
        assert reason.startswith("a text of 500,001 characters, more than the 500,000")
        assert reason.endswith("split it")
    path = write(tmp_path, "b.jsonl", record(text=words + "x") + "\n" + record(id="b"))
    articles, (rejected,) = read(path)
    assert [article.id for article in articles] == ["b"]
    assert (rejected.line, "500,001" in rejected.reason) == (1, True)


@pytest.mark.parametrize("name", ["title", "outlet", "url", "author", "date"])
def test_a_field_longer_than_the_limit_is_named(tmp_path: Path, name: str) -> None:
    fits, too_long = "x" * MAX_FIELD_CHARS, "x" * (MAX_FIELD_CHARS + 1)
    only_article(write(tmp_path, "a.jsonl", record(**{name: fits})))
    reason = only_rejected(write(tmp_path, "a.jsonl", record(**{name: too_long}))).reason
    named = "published" if name == "date" else name
    assert reason == f"the {named} has 2,001 characters, more than the limit of 2,000: shorten it"


def test_fields_without_a_meaning_have_a_limit_together(tmp_path: Path) -> None:
    half = "x" * (MAX_EXTRA_CHARS // 2)
    only_article(write(tmp_path, "a.jsonl", record(a=half)))
    reason = only_rejected(write(tmp_path, "a.jsonl", record(a=half, b=half))).reason
    assert reason.startswith("the rest of the record has 500,00")


def test_a_record_with_very_many_fields_is_rejected(tmp_path: Path) -> None:
    many = {f"f{at}": 1 for at in range(MAX_FIELDS)}
    assert "1,001 fields" in only_rejected(write(tmp_path, "a.jsonl", record(**many))).reason
    header = ",".join(["text", *many])
    rejected = only_rejected(write(tmp_path, "a.csv", f"{header}\na{',' * MAX_FIELDS}\n"))
    assert (rejected.line, "1,001 fields" in rejected.reason) == (1, True)


def test_json_that_would_take_much_more_memory_than_its_line_is_rejected(tmp_path: Path) -> None:
    lists = "[]," * MAX_NESTED
    reason = only_rejected(write(tmp_path, "a.jsonl", f'{{"text": "a", "b": [{lists}1]}}')).reason
    assert "more than 100,000 lists and objects" in reason


def test_a_text_of_words_that_no_language_has_is_rejected(tmp_path: Path) -> None:
    letters = "bcdfghjklmnpqrstvwxyz"
    count = len(letters)
    words = [
        f"memper{letters[at % count]}a{letters[at // count % count]}u{letters[at // count**2]}kan"
        for at in range(MAX_UNKNOWN_WORDS + 1)
    ]
    article = only_article(write(tmp_path, "a.txt", " ".join(words[:1000]) * 6))
    assert article.text
    for printed in (" ".join(words), "-".join(words), " ".join(words).replace("e", "é")):
        reason = only_rejected(write(tmp_path, "a.txt", printed)).reason
        assert "6,001 different words that are in no dictionary" in reason


def test_a_line_without_end_ends_its_file_after_what_stands_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_LINE_BYTES == 256 * 1024 * 1024
    monkeypatch.setattr(files, "MAX_LINE_BYTES", 24 * 1024 * 1024)  # as quick as it can be
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write((record(id="a") + "\n" + record(text="x" * 70_000, id="b") + "\n").encode())
        file.truncate(MAX_LINE_BYTES * 400)
    articles, (rejected,) = read(path)
    assert [article.id for article in articles] == ["a", "b"]
    assert (rejected.line, "a line of more than 24 MiB" in rejected.reason) == (3, True)
    (source,) = read_corpus(path).sources()
    assert isinstance(source, Source)
    pieces = list(read_corpus(path).cut(source, 50_000))
    again = [item for piece in pieces for item in read_corpus(path).read(source, piece)]
    assert again == [*articles, rejected]


def test_of_very_many_bad_records_the_rest_is_told_as_a_number(tmp_path: Path) -> None:
    bad = "{\n" * (MAX_REJECTED + 500)
    write(tmp_path, "berita/a.jsonl", f"{record(id='a')}\n{bad}{record(id='b')}\n")
    reports = []
    for workers in (1, 2):
        with searchkit.open_index(tmp_path / f"index-{workers}").writer() as writer:
            reports.append(writer.sync(read_corpus(tmp_path / "berita"), workers=workers))
    for report in reports:
        assert (report.added, len(report.rejected)) == (2, MAX_REJECTED + 1)
        last = report.rejected[-1]
        assert last.reason.startswith("500 records from here on were rejected, too")
        assert last.line == MAX_REJECTED + 2
    assert reports[0].rejected == reports[1].rejected


def test_facts_are_read_from_the_beginning_of_a_very_long_text() -> None:
    filler = "Petugas menata loket. " * (MAX_READ_CHARS // 22 + 1)
    near, far = make_article("a", LEAD + filler), make_article("b", filler + LEAD)
    assert [result.score for result in understand(near).assessments] == [98.19]
    assert understand(far).assessments == ()
    facts = explain(understand(near))
    assert facts
    assert all(fact.span.end <= MAX_READ_CHARS for fact in facts)


def test_a_number_is_never_cut_in_two_where_reading_ends() -> None:
    text = LEAD.strip() + " " * (MAX_READ_CHARS - len(LEAD) - 8) + "nilai 98,19 "
    assert "98" not in make_article("a", text).report[len(LEAD) :]


# YAML --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        "a: &a {k: v}\n"
        + "\n".join(f"b{n}: &a {{<<: [{', '.join(['*a'] * 9)}]}}" for n in range(30)),
        "a: &a [*a]",
        "? &a [*a]\n: 1",
    ],
    ids=["flow", "block", "keys", "merges", "itself", "own key"],
)
def test_yaml_that_grows_without_bound_is_an_error_with_its_place(yaml: str) -> None:
    with pytest.raises(ValueError, match=r"line \d+, column \d+: has more than 1000 parts"):
        parse_yaml(yaml, most=1000)


@pytest.mark.parametrize(
    "yaml",
    [
        "!!bool x",
        "!!int ''",
        "!!timestamp x",
        "1" + ":59" * 9000 + ".5",
        "9" * 9999,
        "[2024-13-45]",
    ],
)
def test_yaml_values_that_are_not_what_they_say_are_an_error(yaml: str) -> None:
    with pytest.raises(ValueError, match="not valid YAML: "):
        parse_yaml(yaml)


def test_an_alias_that_is_used_a_few_times_is_fine() -> None:
    assert parse_yaml("a: &a [x]\nb: [*a, *a]", most=20) == {"a": ["x"], "b": [["x"], ["x"]]}


# HTML --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        "<li>a</li>" * (MAX_ITEMS + 1),
        "<table><tr><td>a</table>" * MAX_ITEMS,
        "<p " + " ".join(f"a{at}=1" for at in range(MAX_ATTRIBUTES + 1)) + ">",
        "<p title='>' " + " ".join(f"a{at}=1" for at in range(MAX_ATTRIBUTES + 1)) + ">",
        "<p>a</p>" * 20_000,
    ],
    ids=["items", "cells", "attributes", "quoted", "tags"],
)
def test_pages_that_parsers_take_minutes_for_are_read_as_their_text(
    tmp_path: Path, above: str
) -> None:
    article = only_article(write(tmp_path, "a.html", f"<title>x</title>{above}<p>{LEAD}</p>"))
    assert article.text.endswith(LEAD.strip())


def test_an_inline_image_does_not_make_a_page_too_large(tmp_path: Path) -> None:
    image = f"<img src='data:image/png;base64,{'A' * 3_000_000}'>"
    page = f"<html><head><title>Judul</title></head><body>{image}<p>{LEAD}</p></body></html>"
    article = only_article(write(tmp_path, "a.html", page))
    assert (article.title, article.text) == ("Judul", LEAD.strip())


def test_a_page_of_nothing_but_brackets_is_rejected(tmp_path: Path) -> None:
    rejected = only_rejected(write(tmp_path, "a.html", "<a" * (MAX_MARKS + 1)))
    assert "a page of 1,500,001 tags" in rejected.reason


def test_a_title_longer_than_any_is_no_title_of_a_page(tmp_path: Path) -> None:
    page = f"<html><head><title>{'kata ' * 1000}</title></head><body><p>{LEAD}</p></body></html>"
    assert only_article(write(tmp_path, "a.html", page)).title.startswith("Hasil penilaian")


# Files -------------------------------------------------------------------------------------


@needs_links
def test_what_is_no_ordinary_file_is_named_and_nothing_outside_is_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "berita", tmp_path / "luar"
    inside.mkdir()
    outside.mkdir()
    made = make_special(inside, outside)
    write(inside, "biasa.txt", "Kota Blitar berbenah.")
    articles, rejected = read(inside)
    reasons = {Path(item.path).name: item.reason for item in rejected}
    assert "biasa.txt" in {article.id for article in articles}
    assert not any("RAHASIA" in article.text for article in articles)
    for name in ("lingkar.txt", "lingkar-a.md", "putus.txt"):
        assert "leads nowhere" in reasons[name]
    for name in ("keluar.txt", "keluar-relatif.md", "nol.txt", "proses.txt", "atas"):
        assert "leads out of the corpus" in reasons[name]
    assert reasons["map-luar"].endswith("name that folder as well")
    for name in {"pipa.txt", "soket.txt"} & set(made):
        assert "not a regular file" in reasons[name]
    if "jarang.txt" in made:
        assert "102400.0 MiB" in reasons["jarang.txt"]
    assert not {"diri", "putus"} & set(reasons)


@needs_links
def test_a_file_that_has_become_a_link_since_the_listing_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "luar/rahasia.txt", "RAHASIA")
    for name in ("a.txt", "b.jsonl", "c.csv"):
        path = write(tmp_path, f"berita/{name}", record())
        corpus = read_corpus(path.parent)
        (source,) = corpus.sources()
        assert isinstance(source, Source)
        path.unlink()
        path.symlink_to(secret)
        (rejected,) = corpus.read(source)
        assert isinstance(rejected, Rejected)
        assert "has become a link" in rejected.reason
        path.unlink()


@needs_links
def test_the_target_of_a_link_inside_is_what_is_opened(tmp_path: Path) -> None:
    write(tmp_path, "berita/asli.txt", "Kota Blitar berbenah.")
    secret = write(tmp_path, "luar/rahasia.txt", "RAHASIA")
    link = tmp_path / "berita/tautan.txt"
    link.symlink_to("asli.txt")
    corpus = read_corpus(tmp_path / "berita")
    source = next(each for each in corpus.sources() if each.path == str(link))
    assert isinstance(source, Source)
    link.unlink()
    link.symlink_to(secret)
    (article,) = corpus.read(source)
    assert isinstance(article, Article)
    assert article.text == "Kota Blitar berbenah."


@needs_links
def test_a_link_that_was_named_itself_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "luar/asli.txt", "Kota Blitar berbenah.")
    (tmp_path / "tautan.txt").symlink_to("luar/asli.txt")
    assert only_article(tmp_path / "tautan.txt").text == "Kota Blitar berbenah."


# Queries -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> searchkit.Index:
    folder = tmp_path_factory.mktemp("kueri")
    same = record(id="sama", text="nilai " * 60_000)
    write(folder, "a.jsonl", f"{record(id='satu')}\n{same}\n")
    index = searchkit.open_index(folder / "index")
    with index.writer() as writer:
        writer.sync(read_corpus(folder / "a.jsonl"))
    return index


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("x" * (MAX_CHARS + 1), "4,001 characters: the limit is 4,000"),
        ("a" * 1_000_000, "1,000,000 characters"),
        ("kata " * (MAX_WORDS + 1), "501 words: the limit is 500"),
        ("a* " * (MAX_PATTERNS + 1), "65 words with a star, ? or ~: the limit is 64"),
        ("kata~ " * (MAX_PATTERNS + 1), "65 words with a star, ? or ~"),
    ],
    ids=["characters", "a million", "words", "stars", "slips"],
)
def test_a_query_that_is_too_long_is_refused(index: searchkit.Index, query: str, told: str) -> None:
    with pytest.raises(QueryError, match="the limit is") as caught:
        index.search(query)
    assert told in caught.value.message
    assert len(caught.value.message) < 150
    assert caught.value.next_step == "Leave some of it out."


@pytest.mark.parametrize(
    "query",
    [
        "-(" * 1999,
        "+(-(" * 900 + "a",
        "(" * 4000,
        '"' * 3999,
        "*a*b*c" * 600,
        "?" * 3999 + "a",
        "a-" * 499,
        '"' + "nilai " * 499 + '"',
        '"' + "nilai " * 499 + '"~9',
        "nilai:>=" + "9" * 3000,
        "tahun:2024..2021 " * 90,
        "tanggal:" + "9" * 3000,
        "\x00\ud800\u202e\x1b[31m",
        "e" + "\u0301" * 3000,
    ],
    ids=lambda query: ascii(query[:9]),
)
def test_an_absurd_query_is_answered_or_refused(index: searchkit.Index, query: str) -> None:
    try:
        results = index.search(query, facets=("region", "year"), explain=True)
    except QueryError as error:
        assert error.message
    else:
        assert results.total >= 0


# What is printed ---------------------------------------------------------------------------


def test_of_a_text_of_very_many_paragraphs_the_first_ones_are_printed() -> None:
    stream = io.StringIO()
    article = make_article("a", "kata\n" * (PARAGRAPHS + 7), "Daftar Kata")
    show_article(Screen(stream), article)
    assert stream.getvalue().count("kata\n") == PARAGRAPHS
    assert "and 7 more paragraphs: --raw prints the whole text" in stream.getvalue()


def test_of_very_many_facts_the_first_ones_are_told() -> None:
    stream = io.StringIO()
    article = make_article("a", "Kota Malang, " * FACTS, "Daftar")
    facts = [Fact("region", Span(at * 13, at * 13 + 11), "x", None, "y") for at in range(FACTS)]
    show_facts(Screen(stream), article, [*facts, *facts[:3]])
    assert f"[{FACTS}]" in stream.getvalue()
    assert f"[{FACTS + 1}]" not in stream.getvalue()
    assert "and 3 more facts: --format json" in stream.getvalue()


def test_marks_of_a_loose_phrase_are_those_that_can_be_ended() -> None:
    analyzer = Analyzer()
    targets = understand_query('"loket kota ramah"~1', analyzer).targets
    text = "loket besar kota yang ramah, kota loket kota, loket di kota itu"
    marked = [text[span.start : span.end] for span in highlight(text, targets, analyzer)]
    assert marked == ["loket", "kota", "ramah"]


@given(st.binary(max_size=60))
def test_bytes_that_are_no_utf_8_are_read_one_by_one(data: bytes) -> None:
    if announced(data) is None:
        known = {chr(0xDC80 + at): bytes([at + 128]) for at in range(128)}
        for char in data.decode("utf-8", "surrogateescape"):
            byte = known.get(char)
            shown = byte.decode("cp1252", "ignore") or byte.decode("latin-1") if byte else char
            assert shown in decode(data)


words = st.text("abcx", min_size=1, max_size=6)


@given(words, words)
def test_sastrawi_takes_a_word_out_of_another_as_an_expression_would(part: str, word: str) -> None:
    assert _WholeWords.sub(part, "", word, count=1) == re.sub(part, "", word, count=1)
    assert _WholeWords.sub("(b|ab)$", "", word, count=1) == re.sub("(b|ab)$", "", word, count=1)
