"""Citations: an article on one line, whatever it says of itself."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.citation import citation, escaped, markdown_citation, markdown_citations, quoted
from searchkit.translation import use_language
from tests.factory import make_article

WHOLE = make_article(
    "a",
    "Isi.",
    "Blitar masuk zona hijau",
    outlet="Harian Timur",
    published=date(2024, 11, 17),
    url="https://contoh.id/a",
)


def test_outlet_title_date_and_address_stand_on_one_line() -> None:
    assert citation(WHOLE) == (
        'Harian Timur, "Blitar masuk zona hijau", 17 November 2024, https://contoh.id/a'
    )
    assert markdown_citation(WHOLE) == (
        'Harian Timur, ["Blitar masuk zona hijau"](https://contoh.id/a), 17 November 2024'
    )


@pytest.mark.parametrize(
    ("fields", "plain", "markdown"),
    [
        ({"outlet": "Harian Timur"}, 'Harian Timur, "Judul"', 'Harian Timur, "Judul"'),
        ({"published": date(2023, 5, 1)}, '"Judul", 1 May 2023', '"Judul", 1 May 2023'),
        ({"url": "http://x.id/b"}, '"Judul", http://x.id/b', '["Judul"](http://x.id/b)'),
        (
            {"title": "", "url": "http://x.id/b"},
            "http://x.id/b",
            r"[http\://x.id/b](http://x.id/b)",
        ),
        ({"title": "", "outlet": "  "}, "b", "b"),
        ({"event_date": date(2023, 5, 1)}, '"Judul"', '"Judul"'),
    ],
)
def test_what_is_not_known_is_left_out(
    fields: dict[str, object], plain: str, markdown: str
) -> None:
    article = make_article("b", "Isi.", **{"title": "Judul", **fields})  # type: ignore[arg-type]
    assert citation(article) == plain
    assert markdown_citation(article) == markdown


def _titled(title: str, **fields: object) -> Article:
    return make_article("b", "Isi.", title, **fields)


def test_a_titles_own_quotes_become_single_ones() -> None:
    assert citation(_titled('Wali kota: "Kami siap"')) == "\"Wali kota: 'Kami siap'\""


def test_nothing_steers_a_terminal() -> None:
    article = _titled(
        "Satu\x1b[31m\x1b]0;x\x07\r\ndua\u202e",
        outlet="A\x9b2J\u200bB",
        url="http://x.id/\x1b[0m\n",
    )
    assert citation(article) == 'AB, "Satu dua", http://x.id/'


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "x.id", "http://"])
def test_only_web_addresses_are_shown(url: str) -> None:
    assert citation(_titled("Judul", url=url)) == '"Judul"'
    assert markdown_citation(_titled("Judul", url=url)) == '"Judul"'


def test_an_address_cannot_end_its_link() -> None:
    article = _titled("Judul", url='https://x.id/a_(b) c"]<d>`\\e')
    assert markdown_citation(article) == (
        '["Judul"](https://x.id/a_%28b%29%20c%22%5D%3Cd%3E%60%5Ce)'
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[x](http://y.id)", r"\[x\](http\://y.id)"),
        ("`a` *b* _c_ ~d~", r"\`a\` \*b\* \_c\_ \~d\~"),
        ("<b>&amp; #1 | !", r"\<b\>\&amp; \#1 \| \!"),
        ("www.x.id a@b.id", r"www\.x.id a\@b.id"),
        ("a\nb\\", r"a b\\"),
        ("nilai 98,19 (A)", "nilai 98,19 (A)"),
    ],
)
def test_markup_is_written_as_the_characters_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. satu", r"> 1\. satu"),
        ("- dua", r"> \- dua"),
        ("12) tiga", r"> 12\) tiga"),
        ("a - b", "> a - b"),
    ],
)
def test_a_line_begins_nothing_else(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_a_list_of_citations_is_numbered() -> None:
    lines = list(markdown_citations([WHOLE, _titled("Dua", outlet="2. Kabar")], 9))
    assert lines[0].startswith("9. Harian Timur, ")
    assert lines[1] == r'10. 2\. Kabar, "Dua"'


def test_months_are_told_in_the_language_spoken() -> None:
    article = _titled("Judul", published=date(2024, 8, 17))
    try:
        use_language("id")
    except FileNotFoundError:
        pytest.skip("there are no Indonesian texts yet")
    try:
        assert citation(article) == '"Judul", 17 Agustus 2024'
    finally:
        use_language("en")


@given(title=st.text(), outlet=st.none() | st.text(), url=st.none() | st.text())
def test_a_citation_is_one_line_whatever_an_article_says(
    title: str, outlet: str | None, url: str | None
) -> None:
    article = _titled(title, outlet=outlet, url=url)
    for line in (citation(article), markdown_citation(article)):
        assert line.splitlines() == [line]
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", line)
    shown = markdown_citation(article)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`<*_]", re.sub(r"\]\([^)]*\)", "", shown))
