"""What holds for whatever is printed: reading results out of any text at all.

Texts are arbitrary, or made of pieces of news put together at random.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Assessment
from searchkit.corpus.lines import lines_of
from searchkit.corpus.noise import find_noise
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.understand import understand
from tests.factory import make_article

Fact = tuple[str, int | None, float | None]
Planted = tuple[Region, str, int]

_NUMBER = re.compile(r"\d+(?:[.,]\s?\d+)?")


def read(text: str, title: str = "") -> Article:
    """The article as the indexer understands it: page furniture is marked beforehand."""
    article = make_article("x", text, title)
    return understand(replace(article, noise=find_noise(lines_of(text))))


def facts(article: Article) -> set[Fact]:
    """Who earned what, and when."""
    return {(result.entity, result.year, result.score) for result in article.assessments}


def number(printed: str) -> float:
    return float(re.sub(r"\s", "", printed).replace(",", "."))


# Texts -------------------------------------------------------------------------------------

NAMES = (
    "Kota Malang",
    "Pemkab Blora",
    "Pemprov Jawa Timur",
    "Kabupaten Kepulauan Mentawai",
    "Limapuluh Kota",
    "Kediri",
    "Kementerian Sosial",
    "Polres Sigi",
    "Dinas Pendidikan Kota Depok",
    "Puskesmas Klojen",
    "RSUD Blambangan",
    "Kantor Pertanahan Kabupaten Karo, Sumatera Utara",
)
PIECES = (
    "Ombudsman RI merilis penilaian kepatuhan pelayanan publik tahun 2023",
    "hasil survei Ombudsman 2019",
    "meraih nilai 98,19",
    "dengan skor 77.5",
    "(88,02)",
    "naik dari 65,02 menjadi 94,66",
    "zona hijau",
    "tidak ada lagi rapor merah",
    "kategori A.",
    "kualitas tertinggi",
    "predikat kepatuhan tinggi",
    "diraih oleh",
    "peringkat ke-4 dari 268 kabupaten",
    "rentang 78,00 - 87,99",
    "tahun ini",
    "dibandingkan tahun lalu sebesar 67",
    "Kamis (14/12/2023) pukul 18.05 WIB",
    "12 Januari 2024",
    "sedangkan",
    "yaitu:",
    "1.",
    "2).",
    "| Nilai |",
    "99, 23",
    "42,86 persen",
    "Baca juga: Wali Kota Tinjau Loket",
    "dimensi input 8.72",
    "opini 2025",
)
JOINTS = (" ", ", ", ". ", "\n", "\n\n", " - ", " (", ") ", ": ", " dan ", '"')

news = st.lists(st.tuples(st.sampled_from(NAMES + PIECES), st.sampled_from(JOINTS)), max_size=40)
news_texts = news.map(lambda pieces: "".join(piece + joint for piece, joint in pieces))
noise_texts = st.text(alphabet="0123456789.,()[]/:-–%#\n nilaisktahun\"'", max_size=300)
any_texts = st.one_of(st.text(max_size=300), noise_texts, news_texts)
led_texts = any_texts.map("Hasil penilaian kepatuhan Ombudsman RI tahun 2023. ".__add__)


@given(any_texts | led_texts, any_texts)
@settings(max_examples=300)
def test_no_text_is_too_odd_to_be_read(text: str, title: str) -> None:
    assert read(text, title).text == text


@given(led_texts, news_texts)
@settings(max_examples=200)
def test_evidence_lies_inside_the_text_and_holds_the_score(text: str, title: str) -> None:
    for result in read(text, title).assessments:
        start, end = result.evidence.start, result.evidence.end
        assert 0 <= start <= end <= len(text)
        if result.score is not None and start < end:
            assert number(text[start:end]) == result.score


@given(led_texts, news_texts)
@settings(max_examples=200)
def test_every_score_is_printed_somewhere(text: str, title: str) -> None:
    printed = {number(found) for found in _NUMBER.findall(f"{text}\n{title}")}
    printed |= {float(digits) for digits in re.findall(r"\d+", f"{text}\n{title}")}
    for result in read(text, title).assessments:
        assert {result.score, result.previous} <= printed | {None}


@given(led_texts, news_texts)
@settings(max_examples=150)
def test_without_digits_there_is_no_score(text: str, title: str) -> None:
    article = read(re.sub(r"\d", "", text), re.sub(r"\d", "", title))
    assert {result.score for result in article.assessments} <= {None}


# Paragraphs with one whole result each -----------------------------------------------------

SENTENCES = (
    "{name} meraih nilai {score} dalam penilaian kepatuhan pelayanan publik tahun {year}"
    " dari Ombudsman RI.",
    "Pada penilaian kepatuhan Ombudsman RI tahun {year}, {name} memperoleh skor {score}.",
    "Nilai {name} pada survei kepatuhan Ombudsman tahun {year} adalah {score}.",
    "Hasil penilaian Ombudsman tahun {year} mencatat {name} mengantongi angka {score}.",
)
FILLERS = (
    "Warga berharap antrean di loket pelayanan menjadi lebih singkat.",
    "Petugas menjelaskan cara mengisi formulir kepada para pemohon.",
    "Acara ditutup dengan doa bersama dan ramah tamah.",
)
RELATED = (
    "Baca juga: {name} Raih Nilai {score} dari Ombudsman Tahun {year}",
    "BACA JUGA: Ombudsman Beri {name} Skor {score} pada Penilaian Tahun {year}",
    "Baca Juga : Nilai Kepatuhan {name} Tahun {year} Capai {score}",
)

scores = st.integers(3200, 9999).map(lambda hundredths: f"{hundredths / 100:.2f}".replace(".", ","))
years = st.sampled_from([2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024, 2025])
planted = st.tuples(st.sampled_from(gazetteer().regions), scores, years)
several = st.lists(planted, min_size=1, max_size=5, unique_by=lambda one: one[0].code)


def sentence(one: Planted, template: str) -> str:
    region, score, year = one
    name = f"Provinsi {region.base}" if region.level == "provinsi" else region.name
    return template.format(name=name, score=score, year=year)


def paragraphs(results: list[Planted]) -> list[str]:
    """A paragraph for each result, and as many without one."""
    told = [sentence(one, SENTENCES[at % len(SENTENCES)]) for at, one in enumerate(results)]
    return told + [FILLERS[at % len(FILLERS)] for at in range(len(results))]


def expected(results: list[Planted]) -> set[Fact]:
    return {(region.name, year, number(score)) for region, score, year in results}


@given(several, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_whole_sentences_are_read_in_any_order(
    results: list[Planted], order: random.Random
) -> None:
    shuffled = paragraphs(results)
    order.shuffle(shuffled)
    assert facts(read("\n".join(shuffled))) == expected(results)


@given(several, planted, st.sampled_from(RELATED), st.integers(0, 5))
@settings(max_examples=150)
def test_a_link_to_another_article_adds_no_result(
    results: list[Planted], other: Planted, template: str, at: int
) -> None:
    told = paragraphs(results)
    linked = [*told[:at], sentence(other, template), *told[at:]]
    assert facts(read("\n".join(linked))) == facts(read("\n".join(told)))


@given(several)
@settings(max_examples=60)
def test_a_text_printed_twice_tells_the_same_results(results: list[Planted]) -> None:
    once = "\n".join(paragraphs(results))
    assert facts(read(f"{once}\n{once}")) == facts(read(once))


@given(several, st.lists(st.sampled_from(FILLERS), max_size=12))
@settings(max_examples=60)
def test_a_longer_text_loses_no_results(results: list[Planted], fillers: list[str]) -> None:
    told = paragraphs(results)
    assert facts(read("\n".join([*told, *fillers]))) >= facts(read("\n".join(told)))


@given(news_texts)
@settings(max_examples=100)
def test_a_body_has_one_result_a_year(text: str) -> None:
    results: tuple[Assessment, ...] = read(text).assessments
    assert len({(result.key, result.year) for result in results}) == len(results)
