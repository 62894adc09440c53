"""Articles, facets, statistics, analyses, settings and syncs on the screen."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from searchkit.article import Article, Assessment, RegionRef, Rejected, Span
from searchkit.facets import FacetCounts, FacetValue
from searchkit.indexer import SyncReport
from searchkit.language.analyzer import AnalyzedToken
from searchkit.stats import Stats
from searchkit.survey import SyncPlan
from searchkit.ui.article import show_article
from searchkit.ui.screen import Screen
from searchkit.ui.tables import (
    show_facet,
    show_plan,
    show_settings,
    show_stats,
    show_sync,
    show_tokens,
)
from tests.golden import assert_golden
from tests.test_ui_results import Terminal


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Screen:
    """A screen of 80 columns into a pipe."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return Screen(io.StringIO())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A screen of 80 columns and sixteen colours."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Screen(Terminal())


def printed(screen: Screen) -> str:
    stream = screen.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def blitar() -> Article:
    text = (
        "Kota Blitar memperoleh nilai 98,19 dari Ombudsman.\n"
        "Baca juga: Harga cabai naik\n"
        "Dinas Pendidikan kota itu mendapat 100.\n"
    )
    score, noise, unit = text.index("98,19"), text.index("Baca juga"), text.index("100")
    return Article(
        id="blitar.txt",
        title="Kota Blitar Raih Zona Hijau",
        text=text,
        path=str(Path.cwd() / "berita" / "blitar.txt"),
        outlet="Kabar Blitar",
        url="https://kabar.example/blitar",
        published=date(2024, 11, 17),
        noise=(Span(noise, text.index("\n", noise)),),
        regions=(
            RegionRef("35.72", "Kota Blitar", "kota", "Jawa Timur", "subject"),
            RegionRef("31", "DKI Jakarta", "provinsi", "DKI Jakarta", "mention"),
        ),
        assessments=(
            Assessment(
                "Kota Blitar",
                "35.72",
                "kota",
                "Jawa Timur",
                Span(score, score + 5),
                2024,
                "window",
                98.19,
                "hijau",
                "A",
                "A",
                rank=3,
                rank_of=10,
            ),
            Assessment(
                "Dinas Pendidikan",
                None,
                "opd",
                "Jawa Timur",
                Span(unit, unit + 3),
                2024,
                "window",
                100.0,
                parent="Kota Blitar",
                conflict=True,
            ),
        ),
        assessment_year=2024,
    )


def test_an_article_on_many_bodies_names_some_and_counts_the_rest(pipe: Screen) -> None:
    whole = blitar()
    show_article(
        pipe,
        replace(
            whole,
            regions=tuple(replace(whole.regions[0], name=f"Kota Ke-{n}") for n in range(300)),
            assessments=tuple(
                replace(whole.assessments[0], entity=f"Kota Ke-{n}") for n in range(300)
            ),
        ),
    )
    assert "and 288 more\n" in printed(pipe)
    assert "and 288 more results: --facts or --format json" in printed(pipe)
    assert len(printed(pipe).splitlines()) < 40


def test_an_article_in_a_pipe_has_no_page_furniture(pipe: Screen) -> None:
    show_article(pipe, blitar())
    assert "Baca juga" not in printed(pipe)
    assert_golden("article-80", printed(pipe))


def test_an_article_on_a_terminal_has_its_furniture_dimmed(terminal: Screen) -> None:
    show_article(terminal, blitar(), [(0, 11)])
    assert "\x1b[2mBaca juga: Harga cabai naik" in printed(terminal)
    assert "\x1b[1;35mKota Blitar\x1b[0m memperoleh" in printed(terminal)
    assert "\x1b[30;42m98,19" in printed(terminal)


def test_a_hostile_article_cannot_steer_the_terminal(terminal: Screen) -> None:
    evil = "\x1b[2J[bold]x[/bold]\u202e\x9b1m"
    article = Article(id=evil, title=evil, text=evil, path=f"/{evil}", outlet=evil, author=evil)
    show_article(terminal, article)
    assert printed(terminal).count("[bold]x[/bold]") == 6
    assert not {"\u202e", "\x9b"} & set(printed(terminal))
    assert "\x1b[2J" not in printed(terminal)


def test_paragraphs_are_set_apart_once(pipe: Screen) -> None:
    show_article(
        pipe, Article(id="a", title="a", text="satu\n\ndua\nlanjut\n\n\n\ntiga", path="/a")
    )
    assert printed(pipe).endswith("\n\nsatu\n\ndua\nlanjut\n\ntiga\n")


def test_a_facet_shows_all_its_values(pipe: Screen) -> None:
    children = tuple(FacetValue(f"35.0{n}", f"Kabupaten {n}", 10 - n) for n in range(1, 10))
    values = (FacetValue("35", "Jawa Timur", 12, children=children),)
    show_facet(pipe, FacetCounts("region", values, 12, "*", 12))
    assert_golden("facet-80", printed(pipe))


def test_statistics(pipe: Screen) -> None:
    show_stats(
        pipe,
        Stats(
            location=Path("index"),
            articles=3,
            files=2,
            rejected=(Rejected("/a.txt", "empty"),),
            by_year=(FacetValue(2024, "2024", 3),),
            by_province=(
                FacetValue("35", "Jawa Timur", 3, children=(FacetValue("35.72", "x", 3),)),
            ),
            by_band=(FacetValue("A", "Kualitas Tertinggi", 2, "hijau"),),
            roots=(Path.cwd() / "berita",),
            bytes=12345,
            segments=1,
            distinct_stems=99,
            format_version=1,
            fingerprint="rules-1",
            committed_at=datetime(2024, 11, 17, 12, 0, tzinfo=UTC),
        ),
    )
    shown = printed(pipe)
    assert "12.3 kB" in shown
    assert "read from" in shown
    assert "berita" in shown
    assert "1 input" in shown
    assert "17 Nov 2024" in shown
    assert "A Kualitas Tertinggi  hijau   2 █" in shown


def test_tokens(pipe: Screen) -> None:
    show_tokens(
        pipe,
        [
            AnalyzedToken("Pelayanan", 0, 9, 0, "pelayanan", "layan", "rule"),
            AnalyzedToken("98,19", 10, 15, 1, "98.19", None, "number"),
        ],
    )
    assert printed(pipe) == (
        "Token       Offsets   Term        Stem    Why\n"
        "Pelayanan   0–9       pelayanan   layan   rule\n"
        "98,19       10–15     98.19       –       number\n"
    )


def test_settings(pipe: Screen) -> None:
    here = str(Path.cwd() / "searchkit.yaml")
    show_settings(pipe, [("limit", 20, here), ("corpus", (), "default")])
    assert printed(pipe) == (
        "Setting   Value   From\nlimit     20      searchkit.yaml\ncorpus    none    default\n"
    )


def test_a_sync_is_told_in_one_line(pipe: Screen) -> None:
    show_sync(pipe, SyncReport(5, 1, 0, 0, 2, (Rejected("/a", "b"),), 8, 2.0))
    assert printed(pipe) == (
        "5 added · 1 changed · 0 unchanged · 0 removed · 2 missing · 1 rejected"
        " · 8 articles in the index · 2.0 s (3 articles/s)\n"
    )


def test_a_plan_names_the_files(pipe: Screen) -> None:
    added = tuple(str(Path.cwd() / f"{number:02}.txt") for number in range(25))
    show_plan(pipe, SyncPlan(added, ("/b.txt",), ("/c.txt",), (), ("/d.txt",), ()))
    lines = printed(pipe).splitlines()
    assert lines[0] == "+ 00.txt"
    assert lines[20] == "+ … and 5 more; --format json lists all"
    assert lines[21] == "~ /b.txt"
    assert lines[-1] == "25 files would be added · 1 changed · 0 removed · 1 unchanged · 1 missing"
