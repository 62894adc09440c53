"""Every region is found by each of its names, and by no word that only looks like one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from searchkit.article import Article
from searchkit.data import load_csv_resource, load_yaml_resource
from searchkit.engines.base import Engine
from searchkit.language.analyzer import Analyzer
from searchkit.language.names import region_names
from searchkit.language.stemmer import Stemmer
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.search import Options, search
from searchkit.understand import understand
from tests.factory import build_store, make_article

ANALYZER = Analyzer()
SENTENCES = {
    "provinsi": "Gubernur {name} membuka rapat kerja tentang jalan antardaerah. Pemerintah Provinsi"
    " {name} menyiapkan anggaran untuk jembatan baru.",
    "kabupaten": "Bupati dan petani di {name} memanen padi bersama. {name} menambah saluran irigasi"
    " di tiga desa.",
    "kota": "Warga {name} menanam pohon di tepi sungai. Wali kota mengajak {name} lebih bersih.",
}
TODAY = date(2026, 3, 1)


def article_about(region: Region) -> Article:
    text = SENTENCES[region.level].format(name=region.name)
    return understand(make_article(region.code, text, f"{region.name} bekerja untuk warganya"))


def words_that_look_like_names() -> set[str]:
    """Everyday words: names in lower case, what stemming makes of names, and what stems to one."""
    rows = load_csv_resource("searchkit.regions", "everyday.csv", ("name", "use", "sense"))
    words = {row["name"].lower() for row in rows}
    stemmer = Stemmer()
    for name in region_names().values():
        words |= {name.name} if name.everyday else set()
        words |= {name.damaged_to} if name.damaged_to else set()
        derived = (f"ber{name.name}", f"{name.name}an", f"di{name.name}kan", f"ter{name.name}",
                   f"{name.name}nya", f"ke{name.name}an")  # fmt: skip
        words |= {word for word in derived if stemmer.stem(word) == name.name}
    names = gazetteer().names  # what is damaged to the name of another region is no such word
    return {word for word in words if word not in names or names[word].use != "any"}


def decoy(word: str) -> Article:
    text = f"kata orang tua, {word} sering dipakai dalam cerita lama. anak-anak mengulang {word}."
    return understand(make_article(f"word-{word}", text, "cerita lama untuk anak-anak"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [article_about(region) for region in gazetteer().regions]
    articles += [decoy(word) for word in sorted(words_that_look_like_names())]
    engine = build_store(tmp_path_factory.mktemp("regions"), articles).engine()
    yield engine
    engine.close()


def found(engine: Engine, query: str) -> list[str]:
    """The ids of the first hits of a query."""
    results = search(query, engine, ANALYZER, Options(limit=20, facets=(), today=TODAY))
    return [hit.article.id for hit in results.hits]


def failures(engine: Engine, names: dict[str, set[str]]) -> list[str]:
    """Names, as written and in lower case, that do not put one of their regions first.

    Or that put an article which only has the everyday word before one about a region.
    """
    wrong: list[str] = []
    for name, codes in names.items():
        for query in dict.fromkeys((name, name.lower())):
            ids = found(engine, query)
            if not ids or ids[0] not in codes:
                wrong.append(f"{query}: {ids[:2]}, not {sorted(codes)}")
            last = max((at for at, each in enumerate(ids) if each in codes), default=0)
            if any(each.startswith("word-") for each in ids[:last]):
                wrong.append(f"{query}: an everyday word comes before the region")
    return wrong


def test_every_official_name_finds_its_region(engine: Engine) -> None:
    assert failures(engine, {region.name: {region.code} for region in gazetteer().regions}) == []


def test_every_short_name_finds_a_region_of_that_name(engine: Engine) -> None:
    names: dict[str, set[str]] = {}
    for region in gazetteer().regions:
        names.setdefault(region.base, set()).add(region.code)
    assert failures(engine, names) == []


def test_every_alias_finds_a_region_that_it_stands_for(engine: Engine) -> None:
    names: dict[str, set[str]] = {}
    for uses in load_yaml_resource("searchkit.regions", "aliases.yaml").values():
        for codes in uses.values():
            for code, aliases in codes.items():
                for alias in aliases:
                    names.setdefault(str(alias), set()).add(str(code))
    assert failures(engine, names) == []


def test_words_that_only_look_like_names_are_about_no_region() -> None:
    words = words_that_look_like_names()
    assert {"serangan", "tanggung", "batu", "berburu"} <= words
    named = [word for word in sorted(words) if decoy(word).subjects]
    assert named == []


def test_a_derived_word_does_not_answer_for_the_name(engine: Engine) -> None:
    for name, word in (("Serang", "serangan"), ("Temanggung", "tanggung"), ("Buru", "berburu")):
        assert f"word-{word}" not in found(engine, name)
        assert f"word-{word}" in found(engine, word)
