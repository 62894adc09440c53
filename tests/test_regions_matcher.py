"""Matching names of regions in running text and in queries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.regions.matcher import RegionMatch, match_regions
from searchkit.regions.words import key_of

REGIONS = gazetteer().regions


def _found(text: str, any_case: bool = False) -> list[tuple[str, list[str]]]:
    return [
        (text[match.start : match.end], [region.name for region in match.candidates])
        for match in match_regions(text, any_case)
    ]


def _only(text: str, any_case: bool = False) -> RegionMatch:
    (match,) = match_regions(text, any_case)
    return match


# -- what a name is


def test_the_longest_name_wins() -> None:
    assert _found("Provinsi Papua Barat Daya berdiri") == [
        ("Provinsi Papua Barat Daya", ["Papua Barat Daya"])
    ]
    assert _found("warga Bandung Barat dan Tangerang Selatan") == [
        ("Bandung Barat", ["Kabupaten Bandung Barat"]),
        ("Tangerang Selatan", ["Kota Tangerang Selatan"]),
    ]


def test_words_of_direction_alone_are_no_names() -> None:
    assert _found("Angin dari arah Timur dan bagian Tengah") == []


def test_a_bare_shared_name_keeps_all_candidates() -> None:
    assert _found("warga Blitar") == [("Blitar", ["Kabupaten Blitar", "Kota Blitar"])]
    assert _found("ke Yogyakarta") == [("Yogyakarta", ["DI Yogyakarta", "Kota Yogyakarta"])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bau-Bau", "Kota Bau Bau"),
        ("Tanjung\nbalai", "Kota Tanjungbalai"),
        ("TanjungBalai", "Kota Tanjungbalai"),
        ("Kalimantan\nTimur", "Kalimantan Timur"),
        ("Toli-toli", "Kabupaten Toli-Toli"),
        ("Pangkajene dan Kepulauan", "Kabupaten Pangkajene dan Kepulauan"),
        ("50 Kota", "Kabupaten Lima Puluh Kota"),
        ("Solo", "Kota Surakarta"),
        ("Kutim", "Kabupaten Kutai Timur"),
    ],
)
def test_spacing_hyphens_line_breaks_and_aliases_do_not_matter(text: str, name: str) -> None:
    assert _found(f"pemda {text} hadir"[6:]) == [(text, [name])]


def test_a_city_with_the_regions_around_it_names_them_all_at_once() -> None:
    match = _only("warga Surabaya Raya")
    assert match.together
    assert {region.base for region in match.candidates} == {"Surabaya", "Sidoarjo", "Gresik"}


def test_a_blank_line_ends_a_name() -> None:
    assert _found("di Sumatera\n\nUtara") == []


def test_words_inside_longer_words_are_no_matches() -> None:
    assert _found("Malangnya, Blitarnya, Bataman") == []


def test_a_preposition_is_no_part_of_a_name() -> None:
    assert _found("Hujan di Yogyakarta")[0][0] == "Yogyakarta"
    assert _found("Pemda DI Yogyakarta") == [("Pemda DI Yogyakarta", ["DI Yogyakarta"])]


def test_seats_of_government_are_marked() -> None:
    match = _only("Warga Purwokerto")
    assert match.kind == "seat"
    assert [region.name for region in match.candidates] == ["Kabupaten Banyumas"]


# -- the level


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kota Malang", "Kota Malang"),
        ("Kabupaten Malang", "Kabupaten Malang"),
        ("Kab. Malang", "Kabupaten Malang"),
        ("Kab.Malang", "Kabupaten Malang"),
        ("Kab Malang", "Kabupaten Malang"),
        ("Pemkot Malang", "Kota Malang"),
        ("Pemkab Malang", "Kabupaten Malang"),
        ("Pemerintah Kota Malang", "Kota Malang"),
        ("Pemerintah Kota (Pemkot) Malang", "Kota Malang"),
        ("Pemerintah Kabupaten\nMalang", "Kabupaten Malang"),
        ("Bupati Malang", "Kabupaten Malang"),
        ("Wali Kota Malang", "Kota Malang"),
        ("Walikota Malang", "Kota Malang"),
        ("Gubernur Bengkulu", "Bengkulu"),
        ("Pemprov Gorontalo", "Gorontalo"),
        ("Prov. Jambi", "Jambi"),
        ("Malang (Kota)", "Kota Malang"),
        ("Malang Kota", "Kota Malang"),
    ],
)
def test_a_level_word_decides_and_belongs_to_the_match(text: str, name: str) -> None:
    assert _found(f"Menurut {text} hari ini") == [(text, [name])]


def test_governments_and_heads_are_told_apart() -> None:
    government, head, area = match_regions("Pemkot Blitar, Wali Kota Blitar, Kota Blitar")
    assert (government.government, government.head) == (True, False)
    assert (head.government, head.head) == (False, True)
    assert (area.government, area.head) == (False, False)
    assert {government.level, head.level, area.level} == {"kota"}


@pytest.mark.parametrize(
    "text", ["Kabupaten/Kota Bekasi", "Kota dan Kabupaten Bekasi", "Pemkab dan Pemkot Bekasi"]
)
def test_two_level_words_mean_both_regions(text: str) -> None:
    match = _only(text)
    assert match.together
    assert {region.level for region in match.candidates} == {"kota", "kabupaten"}


def test_a_level_that_the_name_has_not_leaves_what_there_is() -> None:
    match = _only("Pemkot Blora")
    assert [region.name for region in match.candidates] == ["Kabupaten Blora"]
    assert match.level == "kota"


def test_the_capital_of_a_province_is_not_the_province() -> None:
    match = _only("ibu kota Jawa Timur")
    assert match.level is None
    assert match.start == len("ibu kota ")


def test_a_level_word_of_another_sentence_does_not_count() -> None:
    match = _only("Mereka ke kota. Malang sekali.")
    assert match.level is None


# -- capitals


def test_everyday_words_in_lower_case_are_no_regions() -> None:
    text = "Nasibnya malang, ia serang batu di puncak padang dengan palu metro."
    assert _found(text) == []


def test_a_level_word_makes_a_lower_case_name_a_region() -> None:
    assert _found("Warga kota malang senang") == [("kota malang", ["Kota Malang"])]


def test_names_need_capitals_in_mixed_text() -> None:
    assert _found("Orang itu dari blora katanya") == []


def test_capitals_throughout_match() -> None:
    assert _found("PEMKAB BLORA RAIH PENGHARGAAN") == [("PEMKAB BLORA", ["Kabupaten Blora"])]


def test_a_line_wholly_in_lower_case_matches_all_but_everyday_words() -> None:
    text = "Judul Berita\nwarga blora dan malang di jatim\nSelesai"
    assert [surface for surface, _ in _found(text)] == ["blora", "jatim"]


def test_only_the_capitalised_part_of_a_name_counts() -> None:
    assert _found("di Papua barat laut") == [("Papua", ["Papua"])]
    assert _found("Kalimantan tengah dilanda asap") == []


def test_points_of_the_compass_may_be_written_small() -> None:
    assert _found("warga Jawa timur") == [("Jawa timur", ["Jawa Timur"])]
    assert _found("Lampung selatan juara") == [("Lampung selatan", ["Kabupaten Lampung Selatan"])]


def test_a_query_matches_in_any_case_and_tells_how_it_is_written() -> None:
    low, high = match_regions("malang Malang", any_case=True)
    assert (low.capitalised, high.capitalised) == (False, True)
    assert low.common
    assert high.common


def test_names_that_mean_nothing_else_are_not_common() -> None:
    assert not _only("blora", any_case=True).common
    assert not _only("jatim", any_case=True).common


@pytest.mark.parametrize("word", ["batu", "metro", "puncak", "solo", "malang", "serang", "mitra"])
def test_everyday_words_in_a_query_are_common(word: str) -> None:
    assert _only(word, any_case=True).common


# -- every region, any text


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.code)
def test_every_region_is_found_however_its_name_is_written(region: Region) -> None:
    name = region.name
    for text in (name, name.upper(), name.replace(" ", "\n"), name.replace(" ", "  ")):
        sentence = f"Menurut laporan {text} sudah selesai."
        match = _only(sentence)
        assert sentence[match.start : match.end] == text
        assert region in match.candidates
        assert len(match.candidates) == 1 or region.level == "provinsi"


SURFACES = [region.name for region in REGIONS] + [region.base for region in REGIONS]
FRAGMENTS = st.one_of(
    st.sampled_from(SURFACES),
    st.sampled_from(SURFACES).map(str.lower),
    st.sampled_from(
        ["Pemkot", "kab.", "Wali", "Kota", "dan", "Kabupaten", "(Pemkot)", "Timur", "di", "ibu"]
    ),
    st.text(max_size=6),
)
SEPARATORS = st.sampled_from([" ", "\n", "\n\n", ", ", "-", "/", ". ", " (", ") ", ""])
TEXTS = st.lists(st.tuples(FRAGMENTS, SEPARATORS), max_size=12).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(TEXTS, st.booleans())
def test_every_match_cuts_a_known_name_out_of_the_text(text: str, any_case: bool) -> None:
    at = 0
    for match in match_regions(text, any_case):
        assert at <= match.start <= match.name_start < match.name_end <= match.end <= len(text)
        name = gazetteer().names[key_of(text[match.name_start : match.name_end])]
        assert match.candidates
        assert set(match.candidates) <= set(name.regions)
        at = match.end


@given(TEXTS)
def test_a_text_written_twice_matches_twice(text: str) -> None:
    once = match_regions(text)
    shift = len(text) + 2
    twice = match_regions(f"{text}\n\n{text}")
    assert [(m.start, m.end, m.candidates) for m in twice] == [
        *((m.start, m.end, m.candidates) for m in once),
        *((m.start + shift, m.end + shift, m.candidates) for m in once),
    ]


@given(TEXTS)
def test_a_query_matches_no_less_than_running_text(text: str) -> None:
    covered = [range(match.start, match.end) for match in match_regions(text, any_case=True)]
    for match in match_regions(text):
        assert any(match.name_end - 1 in stretch for stretch in covered)


def test_names_stand_on_word_boundaries() -> None:
    text = "Blitarkota xBlitar Blitar_ Blitar"
    ends = [match.end for match in match_regions(text)]
    assert ends == [found.end() for found in re.finditer(r"(?<!x)Blitar(?!k)", text)]
