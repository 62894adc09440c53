"""Snippets: the sentences that answer, with the words marked as they are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import RegionRef, Span
from searchkit.language.analyzer import Analyzer
from searchkit.query.parser import parse
from searchkit.query.reading import read
from searchkit.query.targets import Targets
from searchkit.snippets import Snippet, highlight, snippet
from tests.factory import make_article

ANALYZER = Analyzer()
NEWS = (
    "Hujan turun sejak pagi di pusat kota. Warga tetap datang ke loket untuk mengurus surat. "
    "Petugas melayani mereka sampai sore hari. Kepala dinas mengatakan bahwa pelayanan publik "
    "kini mendapat nilai 97,84 dari Ombudsman. Tahun depan targetnya lebih tinggi lagi."
)


def targets(query: str) -> Targets:
    read_query = read(parse(query), ANALYZER)
    return Targets.of((*read_query.clauses, *read_query.required))


def shown(query: str, text: str = NEWS, max_chars: int = 120) -> Snippet:
    return snippet(make_article("a", text), targets(query), ANALYZER, max_chars)


def marked(piece: Snippet) -> list[str]:
    return [piece.text[start:end] for start, end in piece.highlights]


def test_the_sentence_with_most_of_the_query_is_shown() -> None:
    assert "97,84" in shown("pelayanan publik nilai").text


def test_no_room_is_no_snippet() -> None:
    assert shown("pelayanan publik nilai", max_chars=0) == Snippet("")


def test_other_forms_of_a_word_are_marked_as_printed() -> None:
    assert marked(shown("pelayanan", max_chars=300)) == ["melayani", "pelayanan"]
    assert marked(shown("melayani", max_chars=300)) == ["melayani", "pelayanan"]


def test_numbers_are_marked_in_either_spelling() -> None:
    assert marked(shown("97.84")) == ["97,84"]


def test_words_that_fit_a_pattern_are_marked() -> None:
    text = "Pelayanan pasar dan pelayaran laut. Layanan lain."
    assert marked(shown("pelay?ran", text)) == ["pelayaran"]
    assert marked(shown("pelay*n*", text)) == ["Pelayanan", "pelayaran"]
    assert marked(shown("*yanan", text, 300)) == ["Pelayanan", "Layanan"]


def test_words_a_few_slips_away_are_marked() -> None:
    text = "Ombudsman dan ombusdman, obudsman, ombudspersona."
    assert marked(shown("ombudsman~1", text)) == ["Ombudsman", "ombusdman", "obudsman"]


def test_of_a_loose_phrase_the_words_are_marked_where_they_stand_near_enough() -> None:
    text = "Nilai pelayanan publik baik. Nilai yang baik dan publik. Publik nilai."
    assert marked(shown('"nilai publik"~1', text, 300)) == ["Nilai", "publik"]
    assert marked(shown('"nilai publik"~3', text, 300)) == ["Nilai", "publik", "Nilai", "publik"]


def test_a_phrase_is_marked_as_a_whole_and_its_words_alone_are_not() -> None:
    text = "Jawa Tengah menang. Angin timur kencang. Di Jawa Timur cerah."
    assert marked(shown('"jawa timur"', text)) == ["Jawa Timur"]


def test_prefixes_are_marked() -> None:
    assert marked(shown("pelayan*", max_chars=300)) == ["pelayanan"]


def test_without_a_match_the_beginning_is_shown() -> None:
    piece = shown("gempa")
    assert piece.text.startswith("Hujan turun")
    assert piece.highlights == ()


def test_excluded_words_are_not_marked() -> None:
    assert marked(shown("pelayanan -hujan", max_chars=300)) == ["melayani", "pelayanan"]


def test_sentences_far_apart_are_joined_with_an_ellipsis() -> None:
    piece = shown("hujan ombudsman", max_chars=150)
    assert piece.text.startswith("Hujan turun")
    assert " … " in piece.text
    assert marked(piece) == ["Hujan", "Ombudsman"]


def test_page_furniture_is_neither_shown_nor_marked() -> None:
    text = "Baca juga: pelayanan terburuk\nWali kota memuji pelayanan."
    article = replace(make_article("a", text), noise=(Span(0, 29),))
    piece = snippet(article, targets("pelayanan"), ANALYZER, 200)
    assert piece.text == "Wali kota memuji pelayanan."


def test_a_name_of_the_region_asked_for_is_marked() -> None:
    text = "Wali kota memuji warga. Kota Malang cerah hari ini."
    region = RegionRef("35.73", "Kota Malang", "kota", "Jawa Timur", "subject", (Span(24, 35),))
    article = replace(make_article("a", text), regions=(region,))
    piece = snippet(article, targets("jatim"), ANALYZER, 30)
    assert marked(piece) == ["Kota Malang"]


def test_a_sentence_too_long_is_cut_around_the_match_at_words() -> None:
    words = " ".join(f"kata{i}" for i in range(200))
    piece = shown("ombudsman", f"{words} ombudsman {words}.", max_chars=100)
    assert piece.text.startswith("…kata") and piece.text.endswith("…")
    assert marked(piece) == ["ombudsman"]
    assert len(piece.text) <= 140


def test_title_highlights_are_offsets_into_the_title() -> None:
    title = "Pelayanan di Kota Blitar"
    spans = highlight(title, targets("layanan blitar"), ANALYZER)
    assert [title[span.start : span.end] for span in spans] == ["Pelayanan", "Blitar"]


@pytest.mark.parametrize("max_chars", [20, 120, 400])
@given(text=st.text(st.sampled_from("ab kota.\n\t…12,98"), max_size=400))
def test_any_text_gives_one_line_of_bounded_length(max_chars: int, text: str) -> None:
    piece = shown("kota a 12", text, max_chars)
    assert "\n" not in piece.text
    assert len(piece.text) <= 2 * max_chars + 60
    ends = [0, *(offset for pair in piece.highlights for offset in pair), len(piece.text)]
    assert ends == sorted(ends)


def test_sentences_are_shown_whole_as_far_as_there_is_room() -> None:
    piece = shown("pelayanan publik nilai", max_chars=200)
    assert piece.text == (
        "Kepala dinas mengatakan bahwa pelayanan publik kini mendapat nilai 97,84 dari "
        "Ombudsman. Tahun depan targetnya lebih tinggi lagi."
    )


def test_a_whole_sentence_is_shown_rather_than_a_long_one_that_shows_no_more() -> None:
    long = "Di loket, " + "warga " * 40 + "menunggu pelayanan, pelayanan, dan pelayanan."
    assert shown("pelayanan", f"{long} Kini pelayanan selesai.").text == "Kini pelayanan selesai."


LONG = (
    "Wali kota menyampaikan ucapan terima kasih kepada seluruh warga kota, sedangkan "
    "ombudsman mencatat bahwa loket kesehatan masih perlu dibenahi, kata juru bicara itu di "
    "hadapan puluhan wartawan yang datang dari berbagai daerah sejak pagi hari."
)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("wali terima", "Wali kota menyampaikan ucapan terima kasih kepada seluruh warga kota…"),
        (
            "loket",
            "…sedangkan ombudsman mencatat bahwa loket kesehatan masih perlu dibenahi…",
        ),
        (
            "pagi hari",
            "…kata juru bicara itu di hadapan puluhan wartawan yang datang dari berbagai daerah "
            "sejak pagi hari.",
        ),
    ],
)
def test_a_sentence_too_long_is_cut_where_its_clauses_part(query: str, text: str) -> None:
    assert shown(query, LONG, 100).text == text


def test_a_line_that_lacks_its_beginning_gives_way_or_says_so() -> None:
    torn = "di Kelurahan Sukamaju, waduk baru selesai dibangun."
    assert shown("waduk", f"{torn}\nWarga memakai waduk itu.").text == "Warga memakai waduk itu."
    assert shown("waduk", f"{torn}\nWarga senang.", 60).text == f"…{torn}"


def test_a_quotation_is_shown_from_where_it_opens_if_there_is_room() -> None:
    text = 'Ia datang. "Kami menunggu lama. Loket itu tutup," kata warga. Hujan turun.'
    assert shown("loket", text, 52).text == '"Kami menunggu lama. Loket itu tutup," kata warga.'
    assert shown("loket", text, 35).text == 'Loket itu tutup," kata warga.'


@pytest.mark.parametrize("text", ["kota " * 20_000, "kota, " * 20_000, "kota dan " * 12_000])
def test_a_sentence_without_end_costs_no_more_than_its_length(text: str) -> None:
    piece = shown("kota dan", text, 240)
    assert len(piece.text) <= 300
    assert piece.highlights
