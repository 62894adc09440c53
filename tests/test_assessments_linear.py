"""What a text says over and over takes time in proportion: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from searchkit.article import Article
from searchkit.assessments.reader import read_assessments
from searchkit.regions.mentions import resolve_mentions
from searchkit.understand import understand

LEAD = (
    "Penilaian kepatuhan Ombudsman 2023: Kota Blitar memperoleh nilai 98,19 dan masuk zona hijau.\n"
)


def _calls(body: str, name: str | None = None) -> int:
    """The calls that reading a text makes, or those of one name."""
    mentions = resolve_mentions("", LEAD + body)
    regions = understand(Article(id="1", title="", text=LEAD + body, path="/a")).regions
    made = 0

    def count(frame: object, event: str, told: object) -> None:
        nonlocal made
        if event in ("call", "c_call"):
            made += name is None or getattr(told, "__name__", "") == name

    sys.setprofile(count)
    try:
        read_assessments("", LEAD + body, mentions, regions, None, None)
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(
    "unit",
    [
        "2023 98,19 ",
        "kedua kita kini 98,19 ",
        "tahun lalu 98,19 tahun ini 97,12 ",
        "(A) ",
        "Kota Blitar, 98 ",
        "Kota Blitar zona hijau, ",
        "di Malang nilainya 98,19 ",
        "naik dari 65,02 menjadi 94,66 ",
    ],
)
def test_a_sentence_of_results_is_read_in_linear_time(unit: str) -> None:
    assert _calls(unit * (3600 // len(unit))) < 2.3 * _calls(unit * (1800 // len(unit)))


def test_what_a_sentence_says_before_each_of_its_scores_is_looked_for_once() -> None:
    once, twice = (_calls("meraih 90,1 98 " * scores, "search") for scores in (100, 200))
    assert (twice - once) / 200 < 2  # for 200 scores more: only in what is right beside each


def test_zone_words_said_again_are_not_each_given_to_each_body() -> None:
    body = "Zona hijau " * 150 + "bagi " + "Polres Blora, " * 150
    assert _calls(body, "append") < 6_000


def _offices(count: int) -> Iterator[str]:
    for number in range(count):
        high, low = divmod(number, 20)
        yield f"Dinas {chr(66 + high)}{chr(97 + low)}ra Kota Blitar zona hijau. "


def test_what_is_said_of_all_over_and_over_is_given_once() -> None:
    def steps(count: int) -> int:
        return _calls("".join(_offices(count)) + "Semua kota zona hijau. " * count)

    assert steps(300) < 2.2 * steps(150)


def test_a_result_of_all_is_given_again_where_other_bodies_have_come() -> None:
    said = "Semua kabupaten di Jawa Timur masuk zona hijau. "
    body = f"{LEAD}{said}Kabupaten Blitar meraih nilai 90,1. {said}{said}"
    article = understand(Article(id="1", title="", text=body, path="/a"))
    assert {(each.entity, each.zone) for each in article.assessments} >= {
        ("Kabupaten Blitar", "hijau"),
        ("Kota Blitar", "hijau"),
    }
