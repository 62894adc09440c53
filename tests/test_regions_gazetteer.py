"""The gazetteer: its facts, its names, and what a damaged table is answered with."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit.regions
from searchkit.errors import DataError
from searchkit.regions.cues import ROLES, cues, load_cues
from searchkit.regions.gazetteer import gazetteer, load_gazetteer

TABLES = Path(searchkit.regions.__file__).parent
Tables = Callable[[str, str, str], str]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """A package with the shipped tables in which one stretch of one table is replaced."""

    def build(table: str, old: str, new: str) -> str:
        package = tmp_path / f"tables_{tmp_path.name.replace('-', '_')}"
        package.mkdir()
        (package / "__init__.py").touch()
        for source in (*TABLES.glob("*.csv"), *TABLES.glob("*.yaml")):
            shutil.copy(source, package)
        text = (package / table).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        (package / table).write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return package.name

    return build


def _names(surface: str) -> list[str]:
    return [region.name for region in gazetteer().named(surface)]


def test_there_are_38_provinces_416_kabupaten_and_98_kota() -> None:
    levels = Counter(region.level for region in gazetteer().regions)
    assert levels == {"provinsi": 38, "kabupaten": 416, "kota": 98}


def test_codes_names_and_levels_are_those_of_the_shared_facts(shared: Path) -> None:
    with (shared / "data/regions/regions.csv").open(encoding="utf-8") as file:
        facts = {row["code"]: row for row in csv.DictReader(file)}
    assert {region.code for region in gazetteer().regions} == set(facts)
    for region in gazetteer().regions:
        assert region.level == facts[region.code]["level"]
        assert region in gazetteer().named(facts[region.code]["name"])


def test_a_region_is_found_by_its_code() -> None:
    assert gazetteer().by_code("35.72").name == "Kota Blitar"
    assert gazetteer().get("35.72") is gazetteer().by_code("35.72")


def test_an_unknown_code_is_a_key_error_or_none() -> None:
    assert gazetteer().get("99.99") is None
    with pytest.raises(KeyError):
        gazetteer().by_code("99.99")


def test_a_region_knows_its_province_and_its_base_name() -> None:
    region = gazetteer().by_code("33.16")
    assert (region.province, region.province_code, region.base) == ("Jawa Tengah", "33", "Blora")


def test_children_of_a_province_are_its_kabupaten_and_kota() -> None:
    names = {region.name for region in gazetteer().children("34")}
    assert names == {
        "Kabupaten Kulon Progo",
        "Kabupaten Bantul",
        "Kabupaten Gunungkidul",
        "Kabupaten Sleman",
        "Kota Yogyakarta",
    }
    assert gazetteer().children("34.71") == ()


@pytest.mark.parametrize(
    ("surface", "names"),
    [
        ("Kota Blitar", ["Kota Blitar"]),
        ("kab. blitar", ["Kabupaten Blitar"]),
        ("Blitar", ["Kabupaten Blitar", "Kota Blitar"]),
        ("Pemkot Malang", ["Kota Malang"]),
        ("PEMKAB MALANG", ["Kabupaten Malang"]),
        ("Pemprov Jatim", ["Jawa Timur"]),
        ("Provinsi Jawa Timur", ["Jawa Timur"]),
        ("Wali Kota Solo", ["Kota Surakarta"]),
        ("Daerah Khusus Ibukota Jakarta", ["DKI Jakarta"]),
        ("Daerah Istimewa Yogyakarta", ["DI Yogyakarta"]),
        ("Yogyakarta", ["DI Yogyakarta", "Kota Yogyakarta"]),
        ("Jakarta", ["DKI Jakarta"]),
        ("Jaksel", ["Kota Administrasi Jakarta Selatan"]),
        ("Kota Jakarta Selatan", ["Kota Administrasi Jakarta Selatan"]),
        ("Bau-Bau", ["Kota Bau Bau"]),
        ("baubau", ["Kota Bau Bau"]),
        ("tanjung balai", ["Kota Tanjungbalai"]),
        ("kotablitar", ["Kota Blitar"]),
        ("Kotabaru", ["Kabupaten Kotabaru"]),
        ("Kabupaten Kota Baru", ["Kabupaten Kotabaru"]),
        ("Purwokerto", ["Kabupaten Banyumas"]),
        ("35", ["Jawa Timur"]),
        (" 35.72 ", ["Kota Blitar"]),
        ("Kota Blora", []),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_a_whole_string_names_regions(surface: str, names: list[str]) -> None:
    assert _names(surface) == names


def test_every_display_name_names_its_region() -> None:
    for region in gazetteer().regions:
        assert region in gazetteer().named(region.name)
        assert region in gazetteer().named(region.base)


def test_a_misspelt_name_gets_near_names() -> None:
    assert gazetteer().suggest("Kota Bliter") == ("Kabupaten Blitar", "Kota Blitar")
    assert "Jawa Timur" in gazetteer().suggest("jawa timru")


def test_nonsense_gets_no_suggestion() -> None:
    assert gazetteer().suggest("qqqqqq") == ()
    assert gazetteer().suggest("") == ()


def test_every_role_has_cue_words() -> None:
    assert all(cues(role) for role in ROLES)


@pytest.mark.parametrize(
    ("table", "old", "new", "reason"),
    [
        ("regions.csv", "11.02,", "11.01,", "'11.01' is listed twice"),
        ("regions.csv", "11.02,", "10.02,", "'10.02' belongs to no province"),
        ("regions.csv", ",provinsi,Aceh,", ",negara,Aceh,", "unknown level 'negara'"),
        ("regions.csv", "Kabupaten Pidie,kabupaten", "Kabupaten Pidie,provinsi", "wrong level"),
        ("regions.csv", "kabupaten,Pidie,", "kabupaten,Pidi,", "a base that is not its name"),
        ("regions.csv", "kabupaten,Pidie,Sigli", "kabupaten,Pidie,", "'11.07' has no seat"),
        ("regions.csv", "11,Aceh,", "10,Kosong,provinsi,Kosong,X\n11,Aceh,", "without kabupaten"),
        ("regions.csv", "code,name", "kode,nama", "columns"),
        ("aliases.yaml", "'12': [Sumut]", "'99': [Sumut]", "'Sumut' has the unknown code '99'"),
        ("aliases.yaml", "abbreviation:", "nickname:", "unknown kind 'nickname'"),
        ("aliases.yaml", "  context:", "  sometimes:", "unknown use 'sometimes'"),
        ("aliases.yaml", "[Sumut]", "[Sumut, SUMUT]", "listed twice"),
        ("aliases.yaml", "[Sumut]", "['-']", "'-' is empty"),
        ("aliases.yaml", "abbreviation:\n", "abbreviation: x\nrest:\n", "is not nested"),
        ("aliases.yaml", "abbreviation:\n", "abbreviation: [\n", "not valid YAML"),
        ("everyday.csv", "Malang,", "Malaang,", "'malaang' is no name of a region"),
        ("everyday.csv", "Malang,capitalised", "Malang,any", "unknown use 'any'"),
        ("prefixes.csv", "pemkot,kota", "pemkot,desa", "unknown level 'desa'"),
        ("prefixes.csv", "pemkot,kota,", "pemkab,kota,", "'pemkab' is listed twice"),
    ],
)
def test_a_damaged_table_is_a_data_error_that_names_the_entry(
    damaged: Tables, table: str, old: str, new: str, reason: str
) -> None:
    package = damaged(table, old, new)
    with pytest.raises(DataError) as caught:
        load_gazetteer(package)
    assert reason in caught.value.message
    assert table in caught.value.message


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("hotel,inn", "'hotel' has the unknown role 'inn'"),
        ("Hotel,venue", "'Hotel' is not a word in lower case"),
        ("hotel,venue\nhotel,venue", "'hotel' is listed twice as venue"),
    ],
)
def test_a_damaged_cue_table_is_a_data_error(damaged: Tables, new: str, reason: str) -> None:
    package = damaged("cues.csv", "hotel,venue", new)
    with pytest.raises(DataError, match=reason):
        load_cues(package)
