"""Sketches: how close the estimate comes, what does not matter to it, and what does."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from statistics import mean, pstdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Span
from searchkit.engines.whoosh.sketch import (
    MIN_WORDS,
    MINIMA,
    NO_SKETCH,
    WIDTH,
    Rows,
    Sketcher,
    is_figure,
    resemblance,
    sketch,
    tell_the_same,
)
from searchkit.language.analyzer import Analyzer
from tests.factory import make_article, result

WORDS = [f"kata{letter}{other}" for letter in "abcdefghijklmnopqrst" for other in "abcdefghij"]
STORY = (
    "Pemerintah kota membuka loket layanan baru di pasar induk mulai pekan ini. Warga tidak perlu "
    "lagi datang ke balai kota untuk mengurus surat pindah, kartu keluarga dan izin usaha kecil. "
    "Wali kota mengatakan loket itu buka setiap hari sampai malam dan dijaga 48 pegawai."
)


def row(sketched: bytes) -> Rows:
    return np.frombuffer(sketched, dtype=np.uint8)[None, :]


def shingles(terms: list[str]) -> set[tuple[str, ...]]:
    return set(zip(terms, terms[1:], terms[2:], strict=False))


def altered(terms: list[str], share: float, choose: random.Random) -> list[str]:
    return [choose.choice(WORDS) if choose.random() < share else term for term in terms]


def sketched(article: Article) -> Rows:
    analyzer = Analyzer()
    return row(Sketcher(analyzer).sketch_of(article, analyzer.ids(article.body)[0]))


def test_the_estimate_is_close_to_the_resemblance_of_the_shingles() -> None:
    choose = random.Random(7)
    errors = []
    for number in range(300):
        terms = choose.choices(WORDS, k=choose.randint(40, 400))
        other = altered(terms, number / 900, choose)
        ours, theirs = shingles(terms), shingles(other)
        truth = len(ours & theirs) / len(ours | theirs)
        estimate = resemblance(row(sketch(terms)), row(sketch(other)))[0]
        errors.append(float(estimate) - truth)
    # Three standard errors of the mean, and the deviation that 128 minima have at most.
    assert abs(mean(errors)) < 3 * 0.045 / 300**0.5
    assert pstdev(errors) < 0.045
    assert max(map(abs, errors)) < 0.2


@settings(max_examples=50)
@given(st.lists(st.sampled_from(WORDS), min_size=MIN_WORDS, max_size=80))
def test_equal_texts_have_equal_sketches(terms: list[str]) -> None:
    assert sketch(terms) == sketch(list(terms))
    assert resemblance(row(sketch(terms)), row(sketch(terms)))[0] == pytest.approx(1)


@settings(max_examples=50)
@given(st.lists(st.text(min_size=1, max_size=5), max_size=60))
def test_any_terms_have_a_sketch_of_the_same_width(terms: list[str]) -> None:
    assert len(sketch(terms)) == WIDTH
    assert (sketch(terms) == NO_SKETCH) == (len(terms) < MIN_WORDS)


def test_texts_without_a_common_word_hardly_resemble_each_other() -> None:
    estimate = resemblance(row(sketch(WORDS[:100])), row(sketch(WORDS[100:])))[0]
    assert estimate < 0.06


def test_a_sketch_is_the_same_in_every_process() -> None:
    program = (
        "from searchkit.engines.whoosh.sketch import sketch\n"
        "print(sketch([f'kata{n}' for n in range(40)], ['35.72']).hex())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "5"}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    here = sketch([f"kata{n}" for n in range(40)], ["35.72"]).hex()
    assert ran.stdout.strip() == here
    # Written down once: an index built elsewhere must be read the same way.
    assert here.startswith("81f41729a99b11a5")


@pytest.mark.parametrize(
    "lead",
    [
        "BLITAR, KOMPAS.com – ",
        "Blitar (ANTARA) - ",
        "Loket Layanan Dibuka di Pasar\n\nBLITAR, contoh.id — ",
        "Loket Layanan Dibuka di Pasar\n",
    ],
)
def test_headline_and_dateline_do_not_matter(lead: str) -> None:
    plain = make_article("a", STORY, "Pasar Punya Loket")
    signed = make_article("b", lead + STORY, "Loket Layanan Dibuka di Pasar")
    assert resemblance(sketched(plain), sketched(signed))[0] == pytest.approx(1)


def test_the_name_of_the_outlet_does_not_matter() -> None:
    told = STORY.replace("mengatakan", "kepada {} mengatakan")
    antara = make_article("a", told.format("Antara"), outlet="ANTARA")
    kabar = make_article("b", told.format("Kabar Pagi"), outlet="Kabar Pagi")
    assert resemblance(sketched(antara), sketched(kabar))[0] == pytest.approx(1)


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*WORDS[:30], "98,19", "Serang", "2024", "—"]), max_size=80))
def test_an_article_has_the_sketch_of_its_terms(words: list[str]) -> None:
    analyzer = Analyzer()
    article = replace(make_article("a", "x"), title="", text=" ".join(["kata", *words]))
    terms = analyzer.terms(article.body)[0]
    sketcher = Sketcher(analyzer)
    assert sketcher.sketch_of(article, analyzer.ids(article.body)[0]) == sketch(terms)
    assert sketcher.sketch_of(article, analyzer.ids("")[0]) == NO_SKETCH


def test_noise_does_not_matter() -> None:
    plain = make_article("a", STORY)
    noise = "Baca juga: Harga cabai naik lagi di pasar induk\n"
    noisy = replace(make_article("b", noise + STORY), noise=(Span(0, len(noise)),))
    assert resemblance(sketched(plain), sketched(noisy))[0] == pytest.approx(1)


def test_of_two_texts_one_may_tell_less_but_not_something_else() -> None:
    terms = WORDS[:60]
    full = row(sketch([*terms, "98.19", "268"]))
    cut = row(sketch([*terms, "98.19"]))
    other = row(sketch([*terms, "61.2"]))
    assert tell_the_same(full, cut)[0] and tell_the_same(cut, full)[0]
    assert not tell_the_same(cut, other)[0]


def test_the_bodies_that_are_assessed_count_as_told() -> None:
    one = make_article("a", STORY)
    blitar, malang = (
        replace(one, assessments=(replace(result(code, 98.0), key=code),))
        for code in ("35.72", "35.73")
    )
    assert not tell_the_same(sketched(blitar), sketched(malang))[0]
    assert tell_the_same(sketched(blitar), sketched(one))[0]


@pytest.mark.parametrize("term", ["98.19", "268", "14100", "1,863", "2158000", "9" * 5000])
def test_numbers_of_the_story_are_figures(term: str) -> None:
    assert is_figure(term)


@pytest.mark.parametrize("term", ["17", "2024", "31", "covid-19", "39th", "²", "banjir"])
def test_days_years_and_words_are_no_figures(term: str) -> None:
    assert not is_figure(term)


def test_sketches_take_little_room() -> None:
    assert WIDTH <= MINIMA + 32
