"""The benchmark of the engine: its corpora, its questions, and that all engines agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import product
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
MODULES = ("corpora", "questions", "timing", "tables", "growth", "words", "peers", "memory")

WHO = ("Petugas loket", "Warga desa", "Pedagang pasar", "Kepala dinas", "Nelayan muda")
WHAT = ("memperbaiki jalan", "menanam padi", "membagikan bantuan", "membersihkan sungai")
WHERE = ("di Kota Blitar", "di Kabupaten Blora", "di Kota Salatiga", "di balai kelurahan")


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    """The modules of the benchmark, imported as its scripts import each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield SimpleNamespace(**{name: import_module(f"engine{name}") for name in MODULES})


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of eighty short articles."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    records = [
        {
            "id": f"kabar-{at}",
            "title": f"{who} {what} {where}",
            "text": f"{who} {what} {where} sejak Senin pagi. Kegiatan {what} itu didukung warga.\n"
            f"Hasilnya diumumkan {where}. {who} berharap semua ikut {what}.",
            "date": f"{2016 + at % 5}-03-0{1 + at % 9}",
        }
        for at, (who, what, where) in enumerate(product(WHO, WHAT, WHERE))
    ]
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kept(bench: Any, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The understood articles, as corpora are made of them."""
    with ThreadPoolExecutor(1) as pool:
        news = bench.corpora.understood_news(tmp_path_factory.mktemp("kept"), pool, source)
    path: Path = news.kept
    return path


def test_made_articles_are_the_same_whatever_part_they_are_made_in(bench: Any, kept: Path) -> None:
    corpus = bench.corpora.Resampled("made", kept, 30)
    whole = list(corpus.part(0, 30))
    assert [*corpus.part(0, 7), *corpus.part(7, 30)] == whole
    assert len({article.id for article in whole}) == 30
    assert list(corpus.part(28, 40)) == whole[28:]


def test_made_articles_are_made_of_whole_sentences(bench: Any, kept: Path) -> None:
    real = list(bench.corpora.RealNews("news", kept).part(0, 80))
    made = list(bench.corpora.Resampled("made", kept, 200).part(0, 200))
    sentences = {part for one in real for part in one.text.replace("\n", " ").split(". ")}
    known = {sentence.rstrip(".") for sentence in sentences}
    for article in made:
        parts = article.text.replace("\n", " ").split(". ")
        assert {part.rstrip(".") for part in parts} <= known
    assert {one.text for one in made} - {one.text for one in real}
    assert {one.title for one in made} <= {one.title for one in real}


def test_made_articles_report_results_of_years_before_them(bench: Any, kept: Path) -> None:
    made = list(bench.corpora.Resampled("made", kept, 300).part(0, 300))
    told = [one for one in made if one.assessments]
    assert 20 < len(told) < 150
    assert all(one.assessment_year <= one.published.year for one in told)
    assert len({one.results[0].band for one in told}) > 2


def test_questions_are_the_same_each_time_and_cover_every_kind(bench: Any, kept: Path) -> None:
    analyzer = bench.words.Analyzer()
    articles = [
        bench.words.ready(one, analyzer) for one in bench.corpora.RealNews("news", kept).part(0, 80)
    ]
    first, second = (bench.questions.Vocabulary(articles).questions(4) for _ in range(2))
    assert first == second
    assert {question.kind for question in first} == set(bench.questions.KINDS)
    assert len(first) == 4 * len(bench.questions.KINDS) * len(bench.questions.SCOPES)
    neighbours = {
        pair
        for one in articles
        for pair in zip(one.body.split(), one.body.split()[1:], strict=False)
    }
    phrases = [q for q in first if q.kind.shape == "phrase"]
    assert {tuple(word.term for word in one.words) for one in phrases} <= neighbours


def test_a_word_is_looked_for_in_every_field_that_ranks(bench: Any) -> None:
    word = import_module("searchkit.query.ast").Word
    terms = bench.questions.weighted_terms(word("melayani", "layan"))
    assert {(one.field, one.term) for one in terms} == {
        ("title", "melayani"),
        ("title_stem", "layan"),
        ("body", "melayani"),
        ("body_stem", "layan"),
        ("lead", "layan"),
        ("lead", "=melayani"),
    }
    (body,) = bench.questions.weighted_terms(word("blitar", None, "body"))
    assert (body.field, body.term) == ("body", "blitar")


class Answering:
    """A session that gives the same answer to everything."""

    segments = 1

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def ready(self, question: Any) -> Any:
        return lambda: self.answer

    def close(self) -> None:
        pass


def test_an_engine_that_finds_something_else_is_told(bench: Any, kept: Path) -> None:
    analyzer = bench.words.Analyzer()
    articles = [
        bench.words.ready(one, analyzer) for one in bench.corpora.RealNews("news", kept).part(0, 80)
    ]
    questions = bench.questions.Vocabulary(articles).questions(4)
    groups = bench.timing.grouped(questions)[:1]
    answer = bench.peers.Answer
    openers = {
        "tantivy": lambda: Answering(answer(10, 12, {})),
        "same": lambda: Answering(answer(10, 12, {})),
        "other": lambda: Answering(answer(10, 11, {})),
    }
    (row,), wrong = bench.timing.measured(
        openers, groups, bench.timing.Way(2, perf_counter, anew=False)
    )
    assert {one.peer for one in wrong} == {"other"}
    assert len(wrong) == row.asked == 2
    assert "total 11" in str(wrong[0])
    assert set(row.times) == set(openers)
    assert row.matches == 12


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3, 1, 2], 0.5, 2), (range(1, 101), 0.95, 95), ([7], 0.95, 7)],
)
def test_percentiles_are_values_that_occur(
    bench: Any, values: Any, share: float, expected: int
) -> None:
    assert bench.timing.percentile(values, share) == expected


def test_memory_grows_by_what_is_kept(bench: Any) -> None:
    before = bench.memory.own_bytes()
    kept = bytearray(b"x" * 50_000_000)
    assert bench.memory.own_bytes() - before > 40_000_000
    del kept


def test_growth_is_drawn_for_two_sizes_and_more(bench: Any, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    rows = [
        {"kind": kind, "scope": "ranked", "ms": {"searchkit": {"median": 1.0}}}
        for kind in bench.growth.SHOWN
    ]
    sizes = [{"articles": size, "questions": rows} for size in (1_000, 10_000)]
    path = tmp_path / "growth.svg"
    assert not bench.growth.draw(sizes[:1], path)
    assert bench.growth.draw(sizes, path)
    assert "OR + 3 facets" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", ["news", "20k"])
def test_all_engines_find_the_same_articles(source: Path, tmp_path: Path, size: str) -> None:
    pytest.importorskip("tantivy")
    command = [sys.executable, BENCHMARKS / "engine.py", "--quick", "--size", size]
    command += ["--source", source, "--folder", tmp_path, "--only", "questions", "changes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Different answers" not in done.stderr
    assert "| searchkit | tantivy | ratio |" in done.stdout
    figures = json.loads((tmp_path / "results" / f"engine_{size}.json").read_text("utf-8"))
    assert figures["articles"] == (80 if size == "news" else 500)
    for row in figures["questions"]:
        assert {"searchkit", "tantivy"} <= set(row["ms"])
    assert any(row["matches"] for row in figures["questions"])
    assert set(figures["changes"]) == {"searchkit", "tantivy"}
