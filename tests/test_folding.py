"""Copies of one story: which articles are folded, what stays apart, and what paging keeps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.engines.base import Engine, Selected, Selection, Sort
from searchkit.engines.whoosh import folding
from searchkit.engines.whoosh.folding import MAX_TEXTS, leaders
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.results import Results
from searchkit.search import Options, search
from tests.factory import about, build_store, make_article

STORY = (
    "Pemerintah Kota Blitar membuka loket layanan baru di pasar induk mulai pekan ini. Warga tidak "
    "perlu lagi datang ke balai kota untuk mengurus surat pindah, kartu keluarga dan izin usaha "
    "kecil. Wali kota mengatakan loket itu buka setiap hari sampai malam dan dijaga 48 pegawai. "
    "Ombudsman menilai langkah itu patut ditiru karena antrean di kantor lama sering mengular. "
    "Pedagang menyambut baik kemudahan tersebut dan berharap pengurusan izin tidak lagi berbelit. "
    "Tahun depan dua loket serupa akan dibuka di terminal dan di rumah sakit daerah."
)
# What an office that reports on every regency writes: all but the name and the figures is the same.
TEMPLATE = (
    "Ombudsman menyerahkan hasil penilaian kepatuhan pelayanan publik kepada {name}. Nilai yang "
    "diperoleh {name} tahun ini {score} dari skala seratus. Kepala perwakilan mengatakan penilaian "
    "dilakukan terhadap standar pelayanan, sarana, kompetensi petugas dan pengelolaan pengaduan. "
    "Ia berharap pemerintah daerah terus membenahi loket layanan dan menjawab setiap pengaduan "
    "warga dengan cepat. Penilaian itu diadakan setiap tahun di seluruh daerah agar warga "
    "mendapat layanan yang mudah, murah dan pasti. Hasilnya dibuka untuk umum."
)
SENTENCES = STORY.split(". ")


def wire(article_id: str, lead: str, text: str, outlet: str, day: int, title: str = "") -> Article:
    article = make_article(article_id, lead + text, title or f"Berita {article_id}", outlet=outlet)
    return about(replace(article, published=date(2024, 11, day)), "35.72")


WIRE = (
    wire("antara", "Blitar (ANTARA) - ", STORY, "ANTARA", 1, "Blitar buka loket di pasar"),
    wire("kabar", "BLITAR, kabar.id – ", STORY, "Kabar", 2, "Urus surat kini di pasar"),
    wire("pagi", "", STORY.replace("sering mengular", "selalu panjang"), "Koran Pagi", 3),
    wire("singkat", "", ". ".join(SENTENCES[:5]) + ".", "Warta Singkat", 4),
)
OTHERS = (
    about(make_article("lain", "Loket pasar di kota ini sepi pembeli sejak pagi."), "35.72"),
    about(make_article("malang", STORY.replace("Blitar", "Malang"), outlet="Kabar"), "35.73"),
    about(make_article("dulu", STORY, outlet="Arsip"), "35.72", year=2022),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    store = build_store(tmp_path_factory.mktemp("folding"), (*WIRE, *OTHERS))
    engine = store.engine()
    yield engine
    engine.close()


def folded(selected: Selected) -> dict[str, list[str]]:
    return {m.article.id: [copy.id for copy in m.copies] for m in selected.matches}


def select(engine: Engine, node: ast.Node = ast.Everything(), **options: object) -> Selected:  # noqa: B008
    return engine.select(Selection(node, fold=True, **options))  # type: ignore[arg-type]


def test_copies_with_other_datelines_small_changes_and_cuts_are_one_match(engine: Engine) -> None:
    found = folded(select(engine, sort="oldest"))
    assert found["antara"] == ["kabar", "pagi", "singkat"]
    assert not {"kabar", "pagi", "singkat"} & set(found)


def test_the_first_in_the_order_stands_for_the_others(engine: Engine) -> None:
    found = folded(select(engine, sort="newest"))
    assert "antara" not in found
    assert sorted([*found["singkat"], "singkat"]) == ["antara", "kabar", "pagi", "singkat"]


def test_the_same_words_on_another_region_or_year_are_no_copy(engine: Engine) -> None:
    found = folded(select(engine, sort="oldest"))
    assert found["malang"] == found["dulu"] == []


def test_total_and_facets_count_every_article(engine: Engine) -> None:
    selected = select(engine, facets=("outlet", "region"))
    assert (selected.total, selected.folded, selected.distinct) == (7, 3, 4)
    assert selected.counts["outlet"]["ANTARA"] == selected.counts["outlet"]["Warta Singkat"] == 1
    assert selected.counts["region"]["35.72"] == 6


def test_nothing_is_folded_unless_asked(engine: Engine) -> None:
    selected = engine.select(Selection(ast.Everything()))
    assert (len(selected.matches), selected.folded) == (7, 0)
    assert not any(match.copies for match in selected.matches)


def test_only_articles_that_match_are_folded(engine: Engine) -> None:
    found = folded(select(engine, ast.Word("mengular"), sort="oldest"))
    assert found["antara"] == ["kabar", "singkat"]
    found = folded(select(engine, ast.Word("panjang")))
    assert found == {"pagi": []}


def test_the_copies_of_an_article(engine: Engine) -> None:
    assert {copy.id for copy in engine.copies("kabar")} == {"antara", "pagi", "singkat"}
    assert engine.copies("lain") == engine.copies("tiada") == ()


def test_one_template_with_other_figures_stays_apart(tmp_path: Path) -> None:
    places = (("Kabupaten Jember", "35.09", "89,5"), ("Kabupaten Tuban", "35.23", "91,2"))
    of_regions = [
        about(make_article(code, TEMPLATE.format(name=name, score=score)), code)
        for name, code, score in places
    ]
    of_ministries = [
        make_article(name, TEMPLATE.format(name=name, score=score), published=date(2024, 12, 1))
        for name, score in (("Badan Arsip", "88,1"), ("Badan Cuaca", "93,4"))
    ]
    engine = build_store(tmp_path, [*of_regions, *of_ministries]).engine()
    assert select(engine).folded == 0
    engine.close()


def test_short_articles_are_never_folded(tmp_path: Path) -> None:
    text = "Kabar singkat tentang pasar induk yang kembali dibuka untuk umum."
    engine = build_store(tmp_path, [make_article(name, text) for name in "abc"]).engine()
    assert select(engine).folded == 0
    engine.close()


def test_a_copy_is_compared_with_the_representative_not_with_another_copy(tmp_path: Path) -> None:
    choose = random.Random(3)
    words = [f"kata{a}{b}" for a in "abcdefghijklmnopqrst" for b in "abcdefghij"]
    text = choose.choices(words, k=200)
    chain = []
    for step in range(5):
        day = date(2024, 1, 1) + timedelta(days=step)
        chain.append(make_article(f"a{step}", " ".join(text), published=day))
        text = [choose.choice(words) if choose.random() < 0.06 else word for word in text]
    engine = build_store(tmp_path, chain).engine()
    found = folded(select(engine, sort="oldest"))
    assert "a1" in found["a0"]
    assert "a4" not in found["a0"]
    engine.close()


def test_deleted_and_replaced_articles_are_no_copies(tmp_path: Path) -> None:
    store = build_store(tmp_path, WIRE)
    with store.writer() as writer:
        writer.delete("kabar")
        writer.put(replace(WIRE[2], text="Pagi ini tidak ada berita tentang loket."))
        writer.commit({})
    engine = store.engine()
    assert folded(select(engine, sort="oldest"))["antara"] == ["singkat"]
    assert [copy.id for copy in engine.copies("antara")] == ["singkat"]
    engine.close()


def test_copies_are_found_across_segments(tmp_path: Path) -> None:
    store = build_store(tmp_path, [*WIRE[:2], *(make_article(f"x{n}", "isi") for n in range(9))])
    with store.writer() as writer:
        writer.put(WIRE[2])
        writer.commit({})
    engine = store.engine()
    assert engine.segments == 2
    assert folded(select(engine, sort="oldest", limit=20))["antara"] == ["kabar", "pagi"]
    engine.close()


def test_sketches_survive_the_merging_of_segments(tmp_path: Path) -> None:
    store = build_store(tmp_path, WIRE[:1])
    for number in range(12):
        with store.writer() as writer:
            writer.put(WIRE[number] if number < len(WIRE) else make_article(f"x{number}", "isi"))
            writer.commit({})
    engine = store.engine()
    assert engine.segments < 6
    found = folded(select(engine, sort="oldest", limit=20))
    assert found["antara"] == ["kabar", "pagi", "singkat"]
    engine.close()


def test_a_family_of_very_many_texts_is_left_as_it_is(tmp_path: Path) -> None:
    # All share most of their wording; each has a figure that no other has.
    count = MAX_TEXTS + 10
    texts = (TEMPLATE.format(name="Badan Cuaca", score=100 + number) for number in range(count))
    day = date(2024, 12, 1)
    articles = [make_article(f"a{n}", text, published=day) for n, text in enumerate(texts)]
    engine = build_store(tmp_path, [*articles, replace(articles[-1], id="z")]).engine()
    selected = select(engine, limit=1000)
    assert selected.total == count + 1
    shown = [m.article.id for m in selected.matches]
    shown += [copy.id for m in selected.matches for copy in m.copies]
    assert len(shown) == len(set(shown)) == count + 1
    engine.close()


# Paging

ANALYZER = Analyzer()
VOCABULARY = [f"kata{a}{b}" for a in "abcdefghij" for b in "abcdefgh"]


def stories(seed: int) -> list[Article]:
    """Forty articles: some stories in several versions, some alone, some too short."""
    choose = random.Random(seed)
    articles: list[Article] = []
    while len(articles) < 40:
        text = choose.choices(VOCABULARY, k=choose.choice([8, 60, 120]))
        for _ in range(choose.choice([1, 1, 2, 5])):
            version = [w if choose.random() > 0.03 else choose.choice(VOCABULARY) for w in text]
            day = date(2024, 1, 1) + timedelta(days=choose.randrange(300))
            articles.append(make_article(f"a{len(articles)}", " ".join(version), published=day))
    return articles


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[WhooshStore, Engine]]]:
    stores = [build_store(tmp_path_factory.mktemp(f"s{n}"), stories(n)) for n in range(4)]
    opened = [(store, store.engine()) for store in stores]
    yield opened
    for _, engine in opened:
        engine.close()


def shown(results: Results) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.article.id, tuple(copy.id for copy in hit.copies)) for hit in results.hits]


@settings(max_examples=60)
@given(
    which=st.integers(0, 3),
    words=st.lists(st.sampled_from(VOCABULARY), min_size=0, max_size=3),
    size=st.integers(1, 15),
    sort=st.sampled_from(["relevance", "newest", "oldest", "score"]),
)
def test_pages_together_are_one_long_page(
    many: list[tuple[WhooshStore, Engine]], which: int, words: list[str], size: int, sort: Sort
) -> None:
    _, engine = many[which]
    query = " OR ".join(words) or "*"

    def page(offset: int, limit: int, *, fold: bool = True) -> Results:
        options = Options(sort=sort, limit=limit, offset=offset, facets=(), fold=fold, strict=True)
        return search(query, engine, ANALYZER, options)

    whole = page(0, 100)
    paged = [hit for start in range(0, 60, size) for hit in shown(page(start, size))]
    assert paged == shown(whole)
    everywhere = [one for hit, copies in paged for one in (hit, *copies)]
    assert len(everywhere) == len(set(everywhere)) == whole.total
    assert len(paged) == whole.total - whole.folded
    assert set(everywhere) == {hit for hit, _ in shown(page(0, 100, fold=False))}


@settings(max_examples=40)
@given(
    which=st.integers(0, 3),
    words=st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=4, unique=True),
    size=st.integers(1, 15),
)
def test_pages_of_relaxed_hits_show_each_article_once(
    many: list[tuple[WhooshStore, Engine]], which: int, words: list[str], size: int
) -> None:
    _, engine = many[which]
    seen: list[str] = []
    for start in range(0, 60, size):
        options = Options(limit=size, offset=start, facets=())
        for hit, copies in shown(search(" ".join(words), engine, ANALYZER, options)):
            seen += [hit, *copies]
    assert len(seen) == len(set(seen))


@settings(max_examples=30)
@given(
    which=st.integers(0, 3),
    window=st.integers(1, 30),
    size=st.integers(1, 15),
    sort=st.sampled_from(["relevance", "newest"]),
)
def test_pages_agree_where_copies_are_looked_for_among_the_first_alone(
    many: list[tuple[WhooshStore, Engine]], which: int, window: int, size: int, sort: Sort
) -> None:
    _, engine = many[which]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "WINDOW", window)
        whole = select(engine, sort=sort, limit=100)
        paged = [
            match
            for start in range(0, 60, size)
            for match in select(engine, sort=sort, offset=start, limit=size).matches
        ]
    assert paged == list(whole.matches)
    assert len(paged) == whole.distinct
    unfolded = engine.select(Selection(ast.Everything(), sort=sort, limit=100)).matches
    first = {match.article.id for match in unfolded[:window]}
    assert {copy.id for match in paged for copy in match.copies} <= first
    behind = [match.article.id for match in unfolded[window:]]
    assert [match.article.id for match in paged][len(paged) - len(behind) :] == behind


def test_families_do_not_depend_on_the_length_of_a_chain(tmp_path: Path) -> None:
    # Two hundred copies of one text are one family.
    articles = [make_article(f"a{n:03}", STORY) for n in range(200)]
    engine = build_store(tmp_path, articles).engine()
    selected = select(engine, limit=5)
    assert len(selected.matches) == 1
    assert len(selected.matches[0].copies) == 199
    engine.close()


def test_leaders_of_nothing_are_nothing(engine: Engine) -> None:
    snapshot = engine._snapshot  # type: ignore[attr-defined]
    assert len(leaders(snapshot, np.zeros(0, dtype=np.int64))) == 0
