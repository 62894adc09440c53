"""Similar articles: what counts as like one, what is left out, and what options keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from searchkit import Filters, Index, QueryError, open_index
from searchkit.article import Article
from searchkit.errors import ArticleNotFound
from searchkit.similar import MAX_TERMS, Similar
from tests.factory import about, build_store, make_article

FLOOD = (
    "Banjir bandang merendam ratusan rumah di bantaran sungai setelah tanggul jebol. Relawan "
    "mengevakuasi warga dengan perahu karet ke tenda pengungsian. Badan penanggulangan bencana "
    "mengirim selimut, perahu dan dapur umum."
)
AGAIN = (
    "Tanggul sungai yang jebol memicu banjir di permukiman. Warga mengungsi dengan perahu karet, "
    "sedangkan relawan mendirikan dapur umum dan tenda di lapangan kelurahan."
)
PRICES = (
    "Harga cabai dan bawang naik di pasar induk. Pedagang mengeluh karena pembeli berkurang sejak "
    "awal pekan dan pasokan dari petani terlambat."
)


def on(
    article_id: str, text: str, code: str, day: date, title: str = "", outlet: str = ""
) -> Article:
    article = make_article(article_id, text, title, outlet=outlet or None, published=day)
    return about(article, code)


ARTICLES = (
    on("banjir", FLOOD, "35.72", date(2024, 2, 1), "Banjir bandang di Blitar", "Kabar Pagi"),
    on("salinan", "Blitar (ANTARA) - " + FLOOD, "35.72", date(2024, 2, 2), outlet="ANTARA"),
    on("jauh", AGAIN, "33.16", date(2021, 5, 1)),
    on("dekat", AGAIN + " Hujan reda.", "35.72", date(2024, 2, 9)),
    on("lama", AGAIN + " Hujan lebat.", "35.72", date(2020, 3, 9)),
    on("cabai", PRICES, "35.72", date(2024, 2, 1)),
    on("bawang", PRICES + " Pemerintah menggelar pasar murah.", "35.73", date(2024, 2, 3)),
    make_article("tanpa", "Relawan dan perahu karet disiapkan untuk banjir di sungai dan tanggul."),
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    from searchkit.engines.whoosh.store import WhooshStore
    from searchkit.version import RULES_VERSION

    folder = tmp_path_factory.mktemp("similar")
    store = WhooshStore(folder, rules=str(RULES_VERSION))
    with store.writer() as writer:
        for article in ARTICLES:
            writer.put(article)
        writer.commit({})
    with open_index(folder) as index:
        yield index


def ids(similar: Similar) -> list[str]:
    return [hit.article.id for hit in similar.hits]


def terms(similar: Similar) -> list[str]:
    return [term.term for term in similar.terms]


def test_articles_on_the_same_matter_are_found_and_others_are_not(index: Index) -> None:
    found = ids(index.similar("banjir"))
    assert {"dekat", "jauh", "lama"} <= set(found)
    assert not {"cabai", "bawang"} & set(found)


def test_region_and_time_that_agree_come_first(index: Index) -> None:
    found = ids(index.similar("banjir"))
    assert found.index("dekat") < found.index("lama") < found.index("jauh")


def test_the_article_and_its_copies_are_no_hits(index: Index) -> None:
    similar = index.similar("banjir")
    assert not {"banjir", "salinan"} & set(ids(similar))
    assert [copy.id for copy in similar.copies] == ["salinan"]
    assert [copy.id for copy in index.similar("salinan").copies] == ["banjir"]


def test_copies_are_told_whatever_the_filters(index: Index) -> None:
    similar = index.similar("banjir", filters=Filters.parse(years=["2021"]))
    assert ids(similar) == ["jauh"]
    assert [copy.id for copy in similar.copies] == ["salinan"]


def test_key_terms_are_telling_words_in_their_own_form(index: Index) -> None:
    found = terms(index.similar("banjir"))
    assert {"tanggul", "perahu", "relawan"} <= set(found)
    assert not {"di", "dan", "ke", "dengan"} & set(found)
    assert len(found) <= MAX_TERMS


def test_numbers_and_the_outlet_are_no_key_terms(tmp_path: Path) -> None:
    from searchkit.engines.base import Engine
    from searchkit.language.analyzer import Analyzer
    from searchkit.similar import key_terms

    text = "Kabar Pagi melaporkan 48 kios terbakar, kerugian 98,5 miliar, di Jember pada 2024."
    articles = [make_article(name, text, outlet="Kabar Pagi") for name in "ab"]
    engine: Engine = build_store(tmp_path, articles).engine()
    found = {term.term for term in key_terms(articles[0], engine, Analyzer())}
    assert {"kios", "terbakar", "jember"} <= found
    assert not {"kabar", "pagi", "48", "98.5", "2024"} & found
    engine.close()


def test_a_word_of_the_headline_and_a_repeated_one_weigh_more(index: Index) -> None:
    weights = {term.term: term.weight for term in index.similar("banjir").terms}
    assert weights["banjir"] > weights["perahu"] > weights["tanggul"] == 1


def test_options_narrow_by_region_and_time(index: Index) -> None:
    assert set(ids(index.similar("banjir", same_region=True))) == {"dekat", "lama"}
    assert set(ids(index.similar("banjir", within_days=30))) == {"dekat"}
    assert len(ids(index.similar("banjir", limit=1))) == 1
    everywhen = ids(index.similar("banjir", within_days=10**9))
    assert {"dekat", "lama", "jauh"} <= set(everywhen)


def test_without_region_or_date_the_options_that_need_them_are_refused(index: Index) -> None:
    with pytest.raises(QueryError, match="no region"):
        index.similar("tanpa", same_region=True)
    with pytest.raises(QueryError, match="no date"):
        index.similar("tanpa", within_days=7)
    assert "banjir" in ids(index.similar("tanpa"))


def test_copies_of_one_story_are_one_hit(index: Index) -> None:
    similar = index.similar("dekat")
    [banjir] = [hit for hit in similar.hits if hit.article.id in ("banjir", "salinan")]
    assert len(banjir.copies) == 1


def test_an_article_that_shares_no_term_has_nothing_similar(tmp_path: Path) -> None:
    from searchkit.language.analyzer import Analyzer
    from searchkit.similar import SimilarOptions, similar

    alone = make_article("a", "Gempa mengguncang pulau.")
    engine = build_store(tmp_path, [alone, make_article("b", "Harga beras tetap.")]).engine()
    found = similar(alone, engine, Analyzer(), SimilarOptions())
    assert (found.hits, found.terms, found.total) == ((), (), 0)
    engine.close()


def test_hits_are_ranked_from_one_and_show_what_they_share(index: Index) -> None:
    hits = index.similar("banjir").hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.relevance for hit in hits] == sorted((h.relevance for h in hits), reverse=True)
    assert all(hit.snippet.highlights for hit in hits)


def test_ids_are_understood_as_everywhere(index: Index) -> None:
    assert index.similar("salin").article.id == "salinan"
    with pytest.raises(ArticleNotFound):
        index.similar("tiada")


def test_the_order_does_not_depend_on_the_order_of_indexing(tmp_path: Path) -> None:
    from searchkit.language.analyzer import Analyzer
    from searchkit.similar import SimilarOptions, similar

    found = []
    for name, articles in (("a", ARTICLES), ("b", ARTICLES[::-1])):
        engine = build_store(tmp_path / name, [replace(a) for a in articles]).engine()
        hits = similar(ARTICLES[0], engine, Analyzer(), SimilarOptions()).hits
        found.append([hit.article.id for hit in hits])
        engine.close()
    assert found[0] == found[1]
