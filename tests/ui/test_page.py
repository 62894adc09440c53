"""Pages: text in rows, and every mark in exactly the cells of what it marks."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.style import Style

from searchkit.article import Article, Span
from searchkit.explain import Fact
from searchkit.ui.app.edits import Edits
from searchkit.ui.app.page import Page, look_of, page_of, paged
from searchkit.ui.app.sheet import Reading, sheet_of
from searchkit.ui.theme import THEME

# Pieces of a source text, each with what is to be seen of it; no two make a third together.
PIECES = {
    "a": "a",
    "kata": "kata",
    " ": " ",
    "  ": "  ",
    "\n": "\n",
    "\n\n": "\n\n",
    "\r\n": "\n",
    "\t": "\t",
    "漢字": "漢字",
    "한": "한",
    "😀": "😀",
    "e\u0301": "e\u0301",
    "\u2764\ufe0f": "\u2764",
    "\U0001f44d\U0001f3fd": "\U0001f44d",
    "\x1b[31m": "",
    "\x1b]8;;https://x.example\x07": "",
    "\x07": "",
    "\u200b": "",
    "\u202e": "",
    "\u2028": " ",
    "[red]": "[red]",
    "\xa0": "\xa0",
    "“": "“",
    "\ue000": "\ue000",
}


def look(name: str) -> Style:
    return look_of(name, lambda each: THEME.styles.get(each) or Style.parse(each))


def article_of(text: str, **known: object) -> Article:
    return Article(id="a", title="T", text=text, path="/berita/a.txt", **known)  # type: ignore[arg-type]


def texts_of(page: Page) -> list[str]:
    """The rows of the article's text, as they are drawn."""
    body = page.sheet.body
    return [
        "".join(segment.text for segment in page.segments(number, look))
        for number, row in enumerate(page.rows)
        if body.start <= row.start <= row.end <= body.end and row.start < row.end
    ]


def marked(page: Page) -> list[str]:
    """What is drawn as a match, row by row."""
    return [
        segment.text
        for number in range(len(page.rows))
        for segment in page.segments(number, look)
        if segment.style and segment.style.bold and segment.style.underline
    ]


def visible(text: str) -> str:
    return "".join(text.split())


@given(
    pieces=st.lists(st.sampled_from(sorted(PIECES)), max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=12),
    width=st.integers(10, 40),
)
def test_the_cells_of_a_match_are_those_of_its_visible_characters(
    pieces: list[str], cuts: list[int], width: int
) -> None:
    text = "".join(pieces)
    starts = [0, *accumulate(map(len, pieces))]
    edges = sorted({min(cut, len(pieces)) for cut in cuts})
    chosen = [pair for number, pair in enumerate(pairwise(edges)) if number % 2 == 0]
    spans = [Span(starts[first], starts[last]) for first, last in chosen]
    page = page_of(Reading(article_of(text), spans, ()), width)

    def seen(first: int, last: int) -> str:
        return visible("".join(PIECES[piece] for piece in pieces[first:last]))

    assert visible("".join(texts_of(page))) == seen(0, len(pieces))
    assert visible("".join(marked(page))) == "".join(seen(*pair) for pair in chosen)
    # What is not marked is just what stands between, so the marks are where they belong.
    rest = [0, *(edge for pair in chosen for edge in pair), len(pieces)]
    between = "".join(seen(*pair) for pair in zip(rest[::2], rest[1::2], strict=True))
    assert visible(unmarked_in_body(page)) == between


def unmarked_in_body(page: Page) -> str:
    body = page.sheet.body
    return "".join(
        segment.text
        for number, row in enumerate(page.rows)
        if body.start <= row.start
        for segment in page.segments(number, look)
        if not (segment.style and segment.style.bold and segment.style.underline)
    )


@given(pieces=st.lists(st.sampled_from(sorted(PIECES)), max_size=80), width=st.integers(10, 40))
def test_no_row_is_wider_than_the_page_and_no_character_is_cut(
    pieces: list[str], width: int
) -> None:
    page = page_of(Reading(article_of("".join(pieces))), width)
    for number in range(len(page.rows)):
        row = "".join(segment.text for segment in page.segments(number, look))
        assert cell_len(row) <= width
        assert cell_len(row) == sum(map(get_character_cell_size, row))
        assert not {"\n", "\t", "\x1b", "\ufe0f"} & set(row)
        assert row == "" or get_character_cell_size(row[0]) or row[0] not in "\u0301"


@given(
    pieces=st.lists(st.sampled_from(sorted(PIECES)), max_size=60),
    widths=st.tuples(st.integers(10, 60), st.integers(10, 60)),
    row=st.integers(0, 40),
)
def test_a_place_is_found_again_on_a_page_of_another_width_and_with_numbers(
    pieces: list[str], widths: tuple[int, int], row: int
) -> None:
    text = "".join(pieces)
    fact = Fact("region", Span(0, len(pieces[0]) if pieces else 0), "X", None, "so")
    reading = Reading(article_of(text), (), (fact,))
    page = page_of(reading, widths[0])
    other = page_of(reading, widths[1], why=True)
    at = page.starts[min(row, len(page.starts) - 1)]
    place = page.sheet.place(at)
    if place.part == 1:
        again = other.sheet.place(other.sheet.at(place))
        assert again == place
    assert paged(page.sheet, widths[1]).sheet is page.sheet


@given(text=st.text(max_size=80), offset=st.integers(0, 80))
def test_offsets_of_any_text_go_there_and_back(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    edits = Edits(text, [(offset, "[1]")])
    assert edits.text[edits.end(offset) :].startswith("[1]")
    assert edits.start(offset) == edits.end(offset) + 3
    assert edits.source(edits.start(offset)) >= offset
    plain = Edits(text)
    for place in range(len(plain.text)):
        assert plain.start(plain.source(place)) <= place


def test_paragraphs_are_set_apart_by_one_empty_row() -> None:
    page = page_of(Reading(article_of("Satu.\n\n\n\nDua.\nTiga.\n\n  \n")), 40)
    rows = ["".join(s.text for s in page.segments(n, look)) for n in range(len(page.rows))]
    assert rows == ["T", "", "Satu.", "", "Dua.", "Tiga."]


def test_each_line_is_a_paragraph_where_no_empty_lines_are() -> None:
    page = page_of(Reading(article_of("\n\nSatu.\nDua.")), 40)
    rows = ["".join(s.text for s in page.segments(n, look)) for n in range(len(page.rows))]
    assert rows == ["T", "", "Satu.", "", "Dua."]


def test_tabs_reach_their_stops() -> None:
    assert Edits("kota\tnilai\n漢字\t9").text == "kota    nilai\n漢字    9"


def test_rows_end_at_blanks_and_beside_wide_characters() -> None:
    page = page_of(Reading(article_of("satu dua tiga empat 漢字漢字漢字 lima")), 12)
    assert texts_of(page) == ["satu dua", "tiga empat", "漢字漢字漢字", "lima"]


def test_a_word_longer_than_a_row_is_cut() -> None:
    assert texts_of(page_of(Reading(article_of("x" * 25)), 10)) == ["x" * 10, "x" * 10, "x" * 5]


def test_marks_piled_up_on_a_letter_do_not_make_an_endless_row() -> None:
    page = page_of(Reading(article_of("a" + "\u0301" * 10_000)), 20)
    assert max(map(len, texts_of(page))) <= 8 * 20


def test_nothing_of_a_fact_is_marked_that_is_only_a_gap_between_matches() -> None:
    fact = Fact("zone", Span(0, 10), "hijau", "Kota Blitar", "so")
    page = page_of(Reading(article_of("zona hijau"), [Span(0, 4), Span(5, 10)], [fact]), 40)
    drawn = [(s.text, bool(s.style)) for s in page.segments(len(page.rows) - 1, look)]
    assert drawn == [("zona", True), (" ", False), ("hijau", True)]


def test_a_match_across_rows_is_marked_in_both() -> None:
    text = "Warga datang ke loket layanan kota"
    page = page_of(Reading(article_of(text), [Span(16, 29)]), 14)
    assert marked(page) == ["loket", "layanan"]


def test_matches_win_over_facts_and_facts_over_furniture() -> None:
    text = "Kota Blitar menang besar"
    fact = Fact("region", Span(0, 11), "Kota Blitar", None, "so")
    article = article_of(text, noise=(Span(0, len(text)),))
    page = page_of(Reading(article, [Span(5, 11)], [fact]), 60)
    looks = {s.text: s.style for s in page.segments(len(page.rows) - 1, look) if s.style}
    assert list(looks) == ["Kota ", "Blitar", " menang besar"]
    fact_look, match, furniture = looks.values()
    assert (match.bold, match.underline, match.italic) == (True, True, None)
    assert (fact_look.bold, fact_look.underline, fact_look.italic) == (None, None, True)
    assert (furniture.dim, furniture.bold) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "Warga mengeluh di loket. " * 40_000,
        "x" * 200_000,
        "漢字かな" * 50_000,
        "e\u0301\t\x1b[1m" * 20_000,
        "\n" * 200_000,
        "a" + "\u0301" * 100_000,
        " " * 200_000 + "x",
    ],
    ids=["prose", "one word", "wide", "unsafe", "breaks", "marks", "blanks"],
)
def test_a_huge_text_with_many_matches_is_set_completely(text: str) -> None:
    step = max(len(text) // 50_000, 4)
    spans = [Span(at, at + 2) for at in range(0, len(text) - 2, step)]
    page = page_of(Reading(article_of(text), spans, ()), 70)
    assert visible("".join(texts_of(page))) == visible(page.sheet.text[page.sheet.body.start :])
    assert len(page.sheet.matches) <= len(spans)


def test_reasons_stand_below_the_text_and_bear_the_numbers_in_it() -> None:
    text = "Nilai 98,19 untuk kota itu."
    facts = (
        Fact("region", Span(0, 0), "Jawa Timur", None, "named in the headline"),
        Fact("score", Span(6, 11), "98.19", "Kota Blitar", "nearest body before the number"),
    )
    sheet = sheet_of(Reading(article_of(text), (), facts), why=True)
    head, below = sheet.text[: sheet.body.start], sheet.text[sheet.body.end :]
    assert head.startswith("T[1]\n")
    assert sheet.text[sheet.body.start : sheet.body.end] == "Nilai 98,19[2] untuk kota itu."
    assert "[2] score 98,19 · Kota Blitar\n    nearest body before the number" in below
    assert "headline: named in the headline" in below
    assert "/berita/a.txt" in below


def test_a_marker_inside_a_match_is_not_part_of_it() -> None:
    fact = Fact("region", Span(0, 4), "Kota", None, "so")
    page = page_of(Reading(article_of("Kota Blitar"), [Span(0, 11)], [fact]), 40, why=True)
    assert marked(page)[:2] == ["Kota", " Blitar"]
