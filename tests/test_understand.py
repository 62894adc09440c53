"""Understanding whole articles, the five originals among them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Span
from searchkit.corpus import read_corpus
from searchkit.understand import understand


@pytest.fixture(scope="session")
def originals(shared: Path) -> dict[str, Article]:
    """The five originals, understood, by the number their file name begins with."""
    read = read_corpus(shared / "seeds")
    return {item.id[:3]: understand(item) for item in read if isinstance(item, Article)}


@pytest.mark.parametrize(
    ("number", "entity", "score", "zone", "category", "year"),
    [
        ("000", "Kota Blitar", 98.19, "hijau", "A", 2024),
        ("001", "Kabupaten Blora", 97.84, "hijau", "A", 2024),
        ("002", "Kota Malang", 97.84, "hijau", "A", 2024),
        ("003", "Kota Bontang", 88.23, "hijau", "A", 2023),
        ("004", "Kabupaten Jember", None, None, None, 2023),
    ],
)
def test_the_originals_yield_exactly_their_result(
    originals: dict[str, Article],
    number: str,
    entity: str,
    score: float | None,
    zone: str | None,
    category: str | None,
    year: int,
) -> None:
    article = originals[number]
    (result,) = article.results
    assert (result.entity, result.score, result.year) == (entity, score, year)
    assert (result.zone, result.category, result.conflict) == (zone, category, False)
    assert result.role == "subject"
    assert article.assessment_year == year
    assert [region.name for region in article.subjects] == [entity]


@pytest.mark.parametrize(
    ("number", "published", "event"),
    [
        ("000", date(2024, 11, 17), None),
        ("001", date(2024, 12, 2), date(2024, 12, 2)),
        ("002", None, date(2024, 11, 14)),
        ("003", None, date(2024, 1, 30)),
        ("004", date(2023, 12, 15), date(2023, 12, 14)),
    ],
)
def test_the_originals_keep_publication_and_event_apart(
    originals: dict[str, Article], number: str, published: date | None, event: date | None
) -> None:
    article = originals[number]
    assert (article.published, article.event_date) == (published, event)


def test_the_originals_tell_how_the_year_was_found_and_what_was_derived(
    originals: dict[str, Article],
) -> None:
    malang, blora = (originals[number].assessments[0] for number in ("002", "001"))
    assert malang.year_method == "explicit"
    assert blora.year_method == "window"
    assert blora.derived == ("zone", "category")
    assert malang.derived == ()


def test_the_original_without_a_score_has_its_rank(originals: dict[str, Article]) -> None:
    (result,) = originals["004"].assessments
    assert (result.rank, result.rank_of, result.band) == (4, 268, None)


def test_what_a_reader_found_is_kept() -> None:
    day = date(2020, 1, 1)
    article = Article(id="1", title="", text="Senin (2/12/2024).", path="/a", published=day)
    assert understand(article).published == day


def test_page_furniture_is_not_read_for_facts() -> None:
    text = "Ombudsman menilai kepatuhan 2023.\nBaca juga: Kota Palu raih nilai 91,20\n"
    start = text.index("Baca")
    article = Article(id="1", title="", text=text, path="/a", noise=(Span(start, len(text)),))
    assert understand(article).assessments == ()


def test_an_event_before_the_year_assessed_is_not_the_event() -> None:
    text = (
        "Foto: rapat pembahasan sekolah bersama warga pada Senin (5/4/2021) di balai kota.\n"
        "Ombudsman merilis penilaian kepatuhan pelayanan publik tahun 2024 di Kota Metro."
    )
    assert understand(Article(id="1", title="", text=text, path="/a")).event_date is None


def test_a_date_without_a_year_is_placed_by_the_year_assessed() -> None:
    text = "Predikat kepatuhan tahun 2024 dari Ombudsman diterima bupati di aula, Jumat (13/12)."
    article = understand(Article(id="1", title="", text=text, path="/a"))
    assert article.event_date == date(2024, 12, 13)


def test_an_article_about_something_else_has_no_assessment_year() -> None:
    article = understand(Article(id="1", title="Banjir", text="Banjir tahun 2023.", path="/a"))
    assert (article.assessments, article.assessment_year) == ((), None)


def test_warming_up_loads_what_a_first_article_would_load() -> None:
    program = (
        "import sys\n"
        "from searchkit.understand import understand, warm_up\n"
        "from searchkit.article import Article\n"
        "warm_up()\n"
        "before = {name for name in sys.modules if name.startswith('searchkit.')}\n"
        "text = 'Kabupaten Blora meraih nilai 97,84 dalam penilaian kepatuhan Ombudsman.'\n"
        "assert understand(Article(id='1', title='Blora', text=text, path='/a')).assessments\n"
        "print({name for name in sys.modules if name.startswith('searchkit.')} - before)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"


_CUES = """
Ombudsman|kepatuhan|pelayanan publik|zona hijau|zona merah|kategori A|Kota Malang|Blora|(14/12)
Pemkab X|Polres Sigi|Dinas Sosial|nilai|97,84|76|2023|tahun lalu|peringkat 4|dari 268 kabupaten
yaitu|Kamis|dari|menjadi|diraih oleh|sedangkan|hanya|tidak ada|51 - 80|.|,|:|(|)|1.
"""
_PIECES = st.sampled_from([piece for line in _CUES.split("\n") for piece in line.split("|")])


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=40), text=st.text(max_size=400))
def test_no_text_raises(title: str, text: str) -> None:
    understand(Article(id="1", title=title, text=text, path="/a"))


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=60))
def test_no_mixture_of_cues_raises_and_evidence_stays_in_the_text(pieces: list[str]) -> None:
    text = "Ombudsman kepatuhan " + " ".join(pieces)
    article = understand(Article(id="1", title=" ".join(pieces[:8]), text=text, path="/a"))
    for result in article.assessments:
        assert 0 <= result.evidence.start <= result.evidence.end <= len(text)
        if result.score is not None and result.evidence.end:
            printed = text[result.evidence.start : result.evidence.end]
            assert float(printed.replace(",", ".").replace(" ", "")) == result.score
