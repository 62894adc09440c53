"""The page of a search, drawn from values made by hand."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from searchkit.answers import DirectAnswer, Source
from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.engines.explained import Part, TermDetails
from searchkit.facets import FacetValue
from searchkit.query.ast import InBands, InRegion, InYears, Node, Or, Scored
from searchkit.query.parser import Diagnostic
from searchkit.query.query import Expansion, Reading
from searchkit.query.roles import QueryWord
from searchkit.regions.gazetteer import gazetteer
from searchkit.relevance import HitExplanation
from searchkit.results import Hit, Results
from searchkit.snippets import Snippet
from searchkit.ui.badge import Wanted, badge, result_words
from searchkit.ui.bars import chart, chart_rows
from searchkit.ui.reading import also_as, reading_words
from searchkit.ui.results import show_results
from searchkit.ui.screen import Screen
from tests.golden import assert_golden


class Draw(Protocol):
    """Prints results on something of some width; ``typed`` is the command line."""

    def __call__(self, results: Results, width: int, typed: Sequence[str] = ()) -> str: ...


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draw:
    """Print results as into a pipe of some width."""
    monkeypatch.chdir(tmp_path)

    def draw_results(results: Results, width: int, typed: Sequence[str] = ()) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        stream = io.StringIO()
        show_results(Screen(stream), results, typed=typed)
        return stream.getvalue()

    return draw_results


@pytest.fixture
def draw_colours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draw:
    """Print results as on a terminal with sixteen colours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def draw_results(results: Results, width: int, typed: Sequence[str] = ()) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        stream = Terminal()
        show_results(Screen(stream), results, typed=typed)
        return stream.getvalue()

    return draw_results


@pytest.fixture
def draw_plain(draw_colours: Draw, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Print results as on a terminal without colours or any other style."""
    monkeypatch.setenv("TERM", "dumb")
    return draw_colours


def region(code: str) -> RegionRef:
    known = gazetteer().by_code(code)
    return RegionRef(known.code, known.name, known.level, known.province, "subject")


def result(code: str, score: float | None, **known: object) -> Assessment:
    about = region(code)
    made = Assessment(
        entity=about.name,
        code=code,
        level=about.level,
        province=about.province,
        evidence=Span(0, 5),
        year=2024,
        score=score,
    )
    return replace(made, **known)  # type: ignore[arg-type]


def hit(
    rank: int,
    title: str,
    snippet: str,
    *,
    relaxed: bool = False,
    words: tuple[str, ...] = (),
    **known: object,
) -> Hit:
    article = Article(
        id=f"berita/{rank}.txt",
        title=title,
        text=snippet,
        path=str(Path.cwd() / "berita" / f"{rank}.txt"),
    )
    found = [(snippet.find(word), len(word)) for word in words]
    in_title = [(title.find(word), len(word)) for word in words]
    return Hit(
        rank=rank,
        article=replace(article, **known),  # type: ignore[arg-type]
        relevance=10.0 - rank,
        snippet=Snippet(snippet, tuple((at, at + size) for at, size in found if at >= 0)),
        title_highlights=tuple((at, at + size) for at, size in in_title if at >= 0),
        relaxed=relaxed,
    )


def page(*hits: Hit, **known: object) -> Results:
    strict = sum(not hit.relaxed for hit in hits)
    results = Results(
        query="zona hijau jawa timur",
        reading=Reading(),
        total=strict or len(hits),
        strict_total=strict,
        took_ms=2.1,
        hits=hits,
        facets={},
        suggestion=None,
        offset=0,
        limit=10,
        sort="relevance",
        diagnostics=(),
    )
    return replace(results, **known)  # type: ignore[arg-type]


def example() -> Results:
    """A page with everything on it."""
    words = ("zona hijau", "Zona Hijau", "Jawa Timur")
    hits = (
        hit(
            1,
            "Kota Blitar Masuk Sepuluh Besar Zona Hijau Kualitas Tertinggi Tahun Ini",
            "Kota Blitar memperoleh nilai 98,19 dan masuk zona hijau. Penghargaan itu "
            "diterima wali kota pada hari Minggu bersama daerah lain dari Jawa Timur yang "
            "mendapat penilaian serupa.",
            words=words,
            outlet="Kabar Blitar",
            published=date(2024, 11, 17),
            regions=(region("35.72"),),
            assessments=(result("35.72", 98.19, zone="hijau", category="A"),),
            assessment_year=2024,
        ),
        hit(
            2,
            "Daftar Nilai Pemda di Jawa Timur",
            "Nilai tertinggi diraih Kota Blitar, disusul Kota Malang dan Kabupaten Jember.",
            words=words,
            outlet="Suara Timur",
            published=date(2025, 1, 6),
            regions=tuple(map(region, ("35.72", "35.73", "35.09", "35.78", "35.15"))),
            assessments=(
                result("35.72", 98.19, zone="hijau", category="A"),
                result("35.73", 97.84, zone="hijau", category="A"),
                result("35.09", 79.5, zone="hijau", category="B"),
            ),
            assessment_year=2024,
        ),
        hit(
            3,
            "Rapor Kuning",
            "Nilai 61,2 menempatkan kota itu di zona kuning.",
            relaxed=True,
            regions=(region("33.74"),),
            event_date=date(2023, 12, 14),
            assessments=(result("33.74", 61.2, zone="kuning", category="C", year=2023),),
            assessment_year=2023,
        ),
        hit(4, "Banjir Surut", "Air surut sejak pagi.", relaxed=True, outlet="Suara Timur"),
    )
    kids = (FacetValue("35.72", "Kota Blitar", 2), FacetValue("35.73", "Kota Malang", 1))
    facets = {
        "region": (
            FacetValue("35", "Jawa Timur", 2, children=kids),
            FacetValue("33", "Jawa Tengah", 1),
        ),
        "year": (FacetValue(2023, "2023", 1), FacetValue(2024, "2024", 2)),
        "band": (
            FacetValue("A", "Kualitas Tertinggi", 2, "hijau"),
            FacetValue("C", "Kualitas Sedang", 1, "kuning"),
        ),
    }
    reading = Reading(regions=(gazetteer().by_code("35"),), bands=("hijau",), terms=("zona",))
    return page(*hits, reading=reading, facets=facets)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_whole_page(draw: Draw, width: int) -> None:
    assert_golden(f"results-{width}", draw(example(), width))


@pytest.mark.parametrize("width", [20, 40, 79, 80, 99, 100, 140, 200])
def test_no_line_is_wider_than_the_screen_or_ends_in_blanks(draw: Draw, width: int) -> None:
    lines = draw(example(), width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


def test_into_a_pipe_goes_plain_text(draw: Draw) -> None:
    assert "\x1b" not in draw(example(), 80)


def test_on_a_terminal_zones_and_matches_have_colour(draw_colours: Draw) -> None:
    printed = draw_colours(example(), 80)
    assert "\x1b[30;42m 98,19 · hijau · A " in printed
    assert "\x1b[30;42m hijau  " in printed  # beside the bars, too
    assert "\x1b[1;35mzona hijau" in printed


def test_without_colour_matches_stay_bold(
    draw_colours: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    printed = draw_colours(example(), 80)
    assert "\x1b[1mzona hijau" in printed
    assert "[98,19 · hijau · A]" in printed
    assert "42m" not in printed
    assert "35m" not in printed


def test_a_dumb_terminal_gets_no_control_codes(
    draw_colours: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in draw_colours(example(), 80)


EVIL = (
    "\x1b[2J\x1b[H\x1b]0;judul\x07"
    "\x1b]8;;http://jahat.example\x1b\\[bold red]Blitar[/]\x1b]8;;\x1b\\"
    " \u202eterbalik\u2066\n\x9b31m\x1bc\x85\x1b(0\x08\r\u200b"
)
_STYLES_ALONE = re.compile(r"\x1b\[[0-9;]*m")


def hostile_page() -> Results:
    """A page on which every text that comes from elsewhere is hostile."""
    evil_region = replace(region("35.72"), name=EVIL)
    hostile_result = result("35.72", 98.19, entity=EVIL, zone="hijau", category=EVIL)
    details = TermDetails("body", EVIL, "raw", 1, 1, 1.0, 1.0, 1.0, 1.0, 1.0)
    term = Part("term", EVIL, True, 0.5, details=details)
    missing = Part("word", EVIL, False, 0.0)
    one = replace(
        hit(1, EVIL, EVIL, words=("Blitar",), outlet=EVIL, path=f"/berita/{EVIL}", url=EVIL),
        copies=told_by(EVIL),
        explanation=HitExplanation(0.5, 1.0, False, (EVIL,), EVIL, (term, missing)),
    )
    known = replace(
        one.article, regions=(evil_region,), assessments=(hostile_result,), assessment_year=2023
    )
    two = replace(hit(2, "", EVIL), article=replace(one.article, id=EVIL, title="", outlet=None))
    told = DirectAnswer(
        entity=EVIL,
        code="35.72",
        year=2024,
        score=98.19,
        zone="hijau",
        category=EVIL,
        band="A",
        derived=(),
        conflict=True,
        rank=None,
        rank_of=None,
        previous=None,
        sources=(Source(one.article, hostile_result),),
    )
    word = QueryWord(EVIL, 0, 1, EVIL, EVIL, "rule", "clause", EVIL)
    return page(
        replace(one, article=known),
        two,
        reading=Reading(notes=(EVIL,), was=(EVIL,), expansions=(Expansion(EVIL, (EVIL,)),)),
        total=40,
        suggestion=EVIL,
        corrected=EVIL,
        misspelt=(EVIL,),
        answers=(told,),
        words=(word,),
        diagnostics=(Diagnostic(EVIL, 0, 1),),
        facets={
            "outlet": (FacetValue(EVIL, EVIL, 1),),
            "region": (FacetValue("35", EVIL, 2, children=(FacetValue("35.72", EVIL, 1),)),),
            "band": (FacetValue(EVIL, EVIL, 1, "hijau"),),
        },
    )


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_hostile_text_cannot_steer_the_terminal(draw_colours: Draw, width: int) -> None:
    printed = draw_colours(hostile_page(), width, typed=("search", EVIL))
    assert "[bold red]Blitar[/]" in printed
    left = _STYLES_ALONE.sub("", printed)
    steering = [c for c in left if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert steering == []


def test_hostile_text_has_no_colour_but_that_of_its_place(draw: Draw, draw_colours: Draw) -> None:
    one = hit(1, EVIL, EVIL)
    printed = draw_colours(page(one), 80)
    assert _STYLES_ALONE.sub("", printed) == draw(page(one), 80)
    # Bold for the title, faint for rank and place, bold for the number of articles.
    assert set(_STYLES_ALONE.findall(printed)) == {"\x1b[1m", "\x1b[2m", "\x1b[0m"}


def test_relaxed_hits_come_after_a_rule_that_says_so(draw: Draw) -> None:
    printed = draw(example(), 80)
    rule = printed.index("The next articles match only in part")
    assert printed.index("Daftar Nilai") < rule < printed.index("Rapor Kuning")
    assert printed.startswith("2 articles · 2.1 ms\n")


def test_hits_of_a_question_stand_without_a_rule(draw: Draw) -> None:
    answer, complete = hit(1, "Jawaban", "Air.", relaxed=True), hit(2, "Lengkap", "Api.")
    printed = draw(page(answer, complete, asks=True), 80)
    assert printed.startswith("1 article with all of it, best answers first · 2.1 ms\n")
    assert "match only in part" not in printed


def test_when_everything_is_relaxed_the_first_line_says_so(draw: Draw) -> None:
    printed = draw(page(hit(1, "Banjir", "Air.", relaxed=True)), 80)
    assert printed.startswith("No article matches everything; 1 article in part · 2.1 ms\n")
    assert "The next articles" not in printed


def test_nothing_found_offers_another_spelling(draw: Draw) -> None:
    printed = draw(page(suggestion="banjir jakarta"), 80)
    assert printed == "No article found · 2.1 ms\nDid you mean: banjir jakarta\n"


def test_a_corrected_query_is_shown_with_the_way_back(draw: Draw) -> None:
    printed = draw(page(corrected="banjir jakarta", misspelt=("banjr", "jakrta")), 120)
    told = "Showing results for banjir jakarta; type +banjr +jakrta for the words as typed"
    assert printed == f"No article found · 2.1 ms\n{told}\n"
    printed = draw(page(corrected="banjir jawa timur", misspelt=("jawa tmur",)), 120)
    assert 'type +"jawa tmur" for the word as typed' in printed


def test_notes_are_told_once(draw: Draw) -> None:
    note = "the quote is never closed"
    results = page(reading=Reading(notes=(note,)), diagnostics=(Diagnostic(note, 0, 1),))
    assert draw(results, 80).count(note) == 1


def test_a_further_page_is_offered_only_where_there_is_one(draw: Draw, draw_plain: Draw) -> None:
    one = hit(11, "Banjir", "Air.")
    assert draw_plain(page(one, total=25, offset=10), 80).endswith("\n\nPage 3 of 3: --page 3\n")
    assert "25 articles · 11 to 11" in draw(page(one, total=25, offset=10), 80)
    assert "--page" not in draw_plain(page(one, total=11, offset=10), 80)


def test_into_a_pipe_goes_no_way_to_the_next_page(draw: Draw) -> None:
    assert "--page" not in draw(page(hit(1, "Banjir", "Air."), total=25), 80)


def test_the_way_to_the_next_page_is_a_command_to_copy(draw_plain: Draw) -> None:
    many = page(hit(1, "Banjir", "Air."), total=21_385)
    typed = ("search", "zona hijau", "-n", "10", "--region", "jawa timur", "*")
    command = "searchkit search 'zona hijau' -n 10 --region 'jawa timur' '*' --page 2"
    printed = draw_plain(many, 40, typed=typed)
    assert printed.startswith("21,385 articles · ")
    # It is the terminal that breaks a long line, so that it is copied as one.
    assert printed.splitlines()[-1] == f"Page 2 of 2,139: {command}"
    printed = draw_plain(many, 80, typed=("search", "--", "-jakarta"))
    assert printed.endswith("searchkit search --page 2 -- -jakarta\n")


def test_a_page_after_the_last_says_which_is_the_last(draw: Draw) -> None:
    printed = draw(page(total=25, strict_total=25, offset=90), 80)
    assert "the last is --page 3" in printed


def test_a_reading_names_regions_zones_bands_and_years() -> None:
    reading = Reading(
        regions=(gazetteer().by_code("35"), gazetteer().by_code("35.73")),
        bands=("hijau", "a"),
        years=((2021, 2023), (2024, 2024)),
    )
    assert reading_words(reading) == (
        "region Jawa Timur, Kota Malang · zone hijau · band A · year 2021–2023, 2024"
    )
    assert reading_words(Reading(terms=("banjir",))) == ""


def test_a_reading_names_levels_scores_ranks_and_changes() -> None:
    reading = Reading(
        levels=("kota",),
        scores=(Scored(95, None, low_open=True), Scored(80, 90), Scored(None, 54.5)),
        ranks=(1, 3),
        was=("kuning",),
        change="up",
        order="best",
        years=((2021, None),),
    )
    assert reading_words(reading) == (
        "level kota · score > 95, 80–90, ≤ 54,5 · rank 1, 3 or better · from kuning · change up"
        " · order best · year 2021–"
    )


def test_other_forms_that_are_looked_for_stand_behind_the_reading(draw: Draw) -> None:
    forms = (
        Expansion("dinkes", ("dinas kesehatan",)),
        Expansion("pbb", ("pajak bumi dan bangunan", "perserikatan bangsa-bangsa")),
    )
    told = (
        "dinkes also as dinas kesehatan · pbb also as pajak bumi dan bangunan, "
        "perserikatan bangsa-bangsa"
    )
    assert also_as(forms) == told
    assert f"Read as: {told}" in draw(page(reading=Reading(expansions=forms)), 140)
    reading = Reading(years=((2024, 2024),), expansions=forms[:1])
    line = "Read as: year 2024 · dinkes also as dinas kesehatan"
    assert line in draw(page(reading=reading), 80)


def test_a_badge_tells_score_zone_and_category() -> None:
    assert result_words(result("35.72", 98.19, zone="hijau", category="A")) == "98,19 · hijau · A"
    assert result_words(result("35.09", None, rank=4, rank_of=268)) == "rank 4 of 268"
    assert result_words(result("35.09", None, rank=4)) == "rank 4"
    assert result_words(result("35.09", 90.0)) == "90"
    assert result_words(result("35.09", None)) == ""


def reported(*results: Assessment, year: int | None = None) -> Article:
    return Article("a", "a", "", "/a", assessments=results, assessment_year=year)


def metas(printed: str) -> list[str]:
    """The lines below the titles of cards, whose titles are one line each."""
    lines = printed.splitlines()
    return [lines[at + 1] for at, line in enumerate(lines) if re.match(r" \d+  ", line)]


def test_outlets_dates_and_regions_line_up_from_card_to_card(draw: Draw) -> None:
    hits = (
        hit(1, "Satu", "Isi.", outlet="Koran", published=date(2024, 1, 6), regions=(region("35"),)),
        hit(2, "Dua", "Isi.", published=date(2024, 11, 17), regions=(region("35.72"),)),
        hit(3, "Tiga", "Isi.", outlet="Kabar Blitar", regions=(region("35.73"),)),
        hit(4, "Empat", "Isi."),
    )
    assert metas(draw(page(*hits), 80)) == [
        "    Koran          6 Jan 2024  Jawa Timur · provinsi",
        "    –             17 Nov 2024  Kota Blitar",
        "    Kabar Blitar            –  Kota Malang",
        "    Isi.",
    ]
    alone = replace(hits[0].article, outlet=None)
    assert metas(draw(page(replace(hits[0], article=alone)), 80)) == [
        "    6 Jan 2024  Jawa Timur · provinsi"
    ]


def test_a_card_names_an_office_that_has_a_result(draw: Draw) -> None:
    office = replace(
        result("35.72", 90.0), entity="Badan Karantina", code=None, level="lembaga", province=None
    )
    one = hit(1, "Satu", "Isi.", assessments=(office,), assessment_year=2024)
    assert metas(draw(page(one), 80)) == ["    Badan Karantina · lembaga · assessment 2024"]


def test_what_does_not_fit_beside_the_date_stands_below_it(draw: Draw) -> None:
    one = hit(
        1,
        "Satu",
        "Isi.",
        outlet="Suara Timur Raya",
        published=date(2025, 1, 6),
        regions=tuple(map(region, ("35.72", "35.73", "35.09"))),
        assessment_year=2024,
    )
    wide, narrow = (draw(page(one), width).splitlines() for width in (80, 56))
    assert wide[3] == (
        "    Suara Timur Raya  6 Jan 2025  Kota Blitar, Kota Malang +1 · assessment 2024"
    )
    assert narrow[3:5] == [
        "    Suara Timur Raya  6 Jan 2025",
        "    Kota Blitar, Kota Malang +1 · assessment 2024",
    ]


def test_a_long_path_loses_its_beginning_never_the_id(draw: Draw) -> None:
    one = hit(1, "Satu", "Isi.", path="/arsip/berita/jawa-timur/kota-blitar/2024.jsonl")
    one = replace(one, article=replace(one.article, id="blitar-2024"))
    assert draw(page(one), 48).splitlines()[-1] == "    …/kota-blitar/2024.jsonl · id blitar-2024"
    assert draw(page(one), 90).splitlines()[-1].startswith("    /arsip/berita/")


def test_of_several_results_the_one_asked_for_is_shown() -> None:
    article = reported(
        result("35.72", 98.19, zone="hijau", band="A"),
        result("33.74", 61.2, zone="kuning", band="C", year=2023),
        result("33.01", 70.0, zone="kuning", band="C"),
    )

    def shown(reading: Reading, *filters: Node) -> str:
        return badge(article, Wanted.by(reading, filters)).plain

    assert shown(Reading()) == "Kota Blitar  98,19 · hijau  +2"
    assert shown(Reading(regions=(gazetteer().by_code("33"),))).startswith("Kabupaten Cilacap")
    assert shown(Reading(bands=("kuning",))).startswith("Kabupaten Cilacap")
    assert shown(Reading(years=((2022, 2023),))).startswith("Kota Semarang")
    assert shown(Reading(), InRegion(("33.74",))).startswith("Kota Semarang")
    assert shown(Reading(), Or((InYears(None, 2023),))).startswith("Kota Semarang")
    assert shown(Reading(), InBands(("C",))).startswith("Kabupaten Cilacap")


def test_without_results_there_is_no_badge() -> None:
    assert badge(reported(), Wanted()).plain == ""


def test_a_badge_shows_the_assessment_year_not_a_better_past() -> None:
    past, present = result("35.72", 95.0, year=2022), result("35.72", 85.0, year=2023)
    assert badge(reported(past, present, year=2023), Wanted()).plain == " 85 "


def test_a_unit_or_a_mention_has_no_badge() -> None:
    unit = result("35.72", 99.0, level="opd")
    mention = result("35.72", 99.0, role="mention")
    assert badge(reported(unit, mention), Wanted()).plain == ""


def test_a_long_region_facet_is_cut_and_says_so(draw: Draw) -> None:
    provinces = tuple(
        FacetValue(
            code,
            gazetteer().by_code(code).name,
            20 - number,
            children=tuple(
                FacetValue(child.code, child.name, 1) for child in gazetteer().children(code)
            ),
        )
        for number, code in enumerate(["35", "33", "32", "31", "36", "34", "51", "52", "53", "12"])
    )
    results = page(hit(1, "a", "b"), facets={"region": provinces})
    below = draw(results, 60)
    assert "… 2 more: searchkit facet region" in below
    assert "Nusa Tenggara Barat" in below
    assert "Nusa Tenggara Timur" not in below
    assert "Kabupaten" not in below


def test_few_provinces_leave_room_for_their_regions(draw: Draw) -> None:
    cities = tuple(FacetValue(f"35.{n}", f"Kota {n}", 1) for n in range(20))
    one = page(hit(1, "a", "b"), facets={"region": (FacetValue("35", "Jatim", 20, None, cities),)})
    assert "  Kota 9 " in draw(one, 60)
    assert "  … 10 more" in draw(one, 60)
    assert "  … 2 more" in draw(one, 120)


def test_many_years_show_the_latest() -> None:
    years = [FacetValue(year, str(year), 1) for year in range(2010, 2025)]
    rows, hidden = chart_rows("year", years, 8)
    assert [row.label for row in rows] == [str(year) for year in range(2017, 2025)]
    assert hidden == 7
    months = [FacetValue(f"2024-{month:02}", f"2024-{month:02}", 1) for month in range(1, 13)]
    rows, hidden = chart_rows("month", months, 8)
    assert (rows[0].label, rows[-1].label, hidden) == ("2024-05", "2024-12", 4)


def test_bars_are_as_long_as_their_share() -> None:
    rows, _ = chart_rows("year", [FacetValue(2023, "2023", 4), FacetValue(2024, "2024", 2)])
    assert [line.plain for line in chart(rows, 15)] == ["2023 4 ████████", "2024 2 ████"]
    ascii_lines = [line.plain for line in chart(rows, 15, ascii_only=True)]
    assert ascii_lines == ["2023 4 ########", "2024 2 ####"]


def test_kinds_of_regions_are_abbreviated_where_bars_need_the_room() -> None:
    cities = (FacetValue("31.74", "Kota Administrasi Jakarta Selatan", 3),)
    rows, _ = chart_rows("region", [FacetValue("31", "DKI Jakarta", 4, None, cities)])
    wide, narrow = ([line.plain for line in chart(rows, width)] for width in (60, 40))
    assert wide[1].startswith("  Kota Administrasi Jakarta Selatan 3 █")
    assert narrow[1].startswith("  Kota Adm. Jakarta Selatan 3 █")


def test_zones_are_told_in_words() -> None:
    rows, _ = chart_rows("band", [FacetValue("A", "Kualitas Tertinggi", 4, "hijau")])
    assert "A Kualitas Tertinggi" in next(chart(rows, 60)).plain
    assert "Tertinggi  hijau   4 █" in next(chart(rows, 60)).plain


def test_bars_of_values_with_and_without_a_zone_begin_in_one_column() -> None:
    values = [
        FacetValue("A", "Kualitas Tertinggi", 21_385, "hijau"),
        FacetValue("tinggi", "Kepatuhan Tinggi", 12),
        FacetValue("C", "Kualitas Sedang", 1_200, "kuning"),
    ]
    rows, _ = chart_rows("band", values)
    for width in (30, 40, 60):
        lines = [line.plain for line in chart(rows, width, ascii_only=True)]
        assert len({line.index("#") for line in lines}) == 1
        assert all(len(line) <= width for line in lines)
    assert [line.split()[-2] for line in lines] == ["21,385", "12", "1,200"]


def told_by(*outlets: str | None) -> tuple[Article, ...]:
    return tuple(
        Article(id=str(place), title="", text="", path="", outlet=outlet)
        for place, outlet in enumerate(outlets)
    )


@pytest.mark.parametrize(
    ("outlets", "line"),
    [
        (("ANTARA",), "+1 other outlet: ANTARA"),
        (("ANTARA", "Koran", "Detak"), "+3 other outlets: ANTARA, Koran, Detak"),
        (("A", "B", "C", "D", "E", "F", "G"), "+7 other outlets: A, B, C, D, E +2"),
        (("ANTARA", "Kabar"), "+2 copies: ANTARA, Kabar"),
        (("ANTARA", "ANTARA"), "+2 copies: ANTARA"),
        ((None, "ANTARA"), "+2 copies: ANTARA"),
        ((None,), "+1 copy"),
    ],
)
def test_a_hit_names_the_outlets_that_tell_the_same(
    draw: Draw, outlets: tuple[str | None, ...], line: str
) -> None:
    one = replace(hit(1, "Judul", "Isi.", outlet="Kabar"), copies=told_by(*outlets))
    assert line in [drawn.strip() for drawn in draw(page(one), 80).splitlines()]
    assert "+" not in draw(page(hit(1, "Judul", "Isi.", outlet="Kabar")), 80)


def test_outlets_of_copies_cannot_steer_the_terminal(draw: Draw) -> None:
    one = replace(hit(1, "Judul", "Isi."), copies=told_by("Papan\x1b[2J\nWarta"))
    assert "\x1b" not in draw(page(one), 80)
    assert "+1 other outlet: Papan" in draw(page(one), 80)


def test_folded_copies_take_no_place_on_further_pages(draw: Draw, draw_plain: Draw) -> None:
    hits = tuple(hit(rank, "Judul", "Isi.") for rank in range(1, 11))
    assert "Page 2 of 2: --page 2" in draw_plain(page(*hits, total=12, strict_total=12), 80)
    last = draw_plain(page(*hits, total=12, strict_total=12, folded=2), 80)
    assert "12 articles · 2 copies folded" in last
    assert "--page" not in last
    beyond = page(total=12, strict_total=12, folded=2, offset=10)
    assert "the last is --page 1" in draw(beyond, 80)
