"""The tables of the language package: a bad row is told, with its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from searchkit.errors import DataError
from searchkit.language.abbreviations import abbreviations
from searchkit.language.acronyms import acronyms
from searchkit.language.affixes import affixes
from searchkit.language.capitals import name_cues
from searchkit.language.corrections import overrides, root_changes
from searchkit.language.function_words import function_words, interrogatives, question_nouns
from searchkit.language.names import region_names
from searchkit.language.slips import sound_slips
from searchkit.language.spelling import spelling_rules, spellings
from searchkit.language.tables import tables_digest

Loader = Callable[..., Any]

TABLES: Mapping[Loader, tuple[str, str, str]] = {
    overrides: ("overrides.csv", "word,stem,reason", "berikan,beri,another root fits"),
    root_changes: ("roots.csv", "root,change,example,stem,reason", "upa,remove,berupa,rupa,rare"),
    region_names: ("names.csv", "name,damaged_to,attracts,everyday", "kediri,diri,0,0"),
    affixes: ("affixes.csv", "affix,kind,meaning", "di,prefix,passive verb"),
    abbreviations: ("abbreviations.csv", "abbreviation,may_end,meaning", "dr,0,dokter"),
    name_cues: ("name_cues.csv", "cue,meaning", "kota,city"),
    function_words: ("function_words.csv", "word,class", "yang,relative"),
    question_nouns: ("question_nouns.csv", "word", "arti"),
    spelling_rules: (
        "spelling_rules.csv",
        "written,standard,place,least,example,reason",
        "kw,ku,start,6,kwalitas,before 1972",
    ),
    spellings: ("spellings.csv", "written,standard,reason", "ijin,izin,spoken j"),
    sound_slips: ("slips.csv", "one,other,reason", "e,i,heard alike"),
    acronyms: ("acronyms.csv", "short,long,kind", "Pemkab,Pemerintah Kabupaten,government"),
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package without tables, named like its folder."""
    folder = tmp_path / f"tables_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_")
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def load(package: Path, loader: Loader, *rows: str) -> Any:
    name, header, _ = TABLES[loader]
    (package / name).write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return loader(package.name)


@pytest.mark.parametrize("loader", TABLES)
def test_the_shipped_tables_are_valid(loader: Loader) -> None:
    assert loader()


@pytest.mark.parametrize("loader", TABLES)
def test_a_good_row_is_read(package: Path, loader: Loader) -> None:
    assert len(load(package, loader, TABLES[loader][2])) >= 1


@pytest.mark.parametrize("loader", TABLES)
def test_a_row_given_twice_is_told(package: Path, loader: Loader) -> None:
    name, _, row = TABLES[loader]
    with pytest.raises(DataError, match=f"/{name}: .*repeated"):
        load(package, loader, row, row)


@pytest.mark.parametrize(
    ("loader", "row"),
    [
        (overrides, "Berikan,beri,another root fits"),
        (overrides, "berikan,,another root fits"),
        (overrides, "berikan,beri,"),
        (overrides, "beri kan,beri,another root fits"),
        (root_changes, "upa,rename,berupa,rupa,rare"),
        (root_changes, "upa,remove,berupa,,rare"),
        (root_changes, "upa,remove,berupa,rupa,"),
        (region_names, "Kediri,diri,0,0"),
        (region_names, "kediri,diri,ya,0"),
        (region_names, "kediri,diri,0,"),
        (affixes, "di,unknown,passive verb"),
        (affixes, "di-,prefix,passive verb"),
        (abbreviations, "Dr,0,dokter"),
        (abbreviations, "dr,2,dokter"),
        (name_cues, "Kota,city"),
        (function_words, "Yang,relative"),
        (spelling_rules, "kw,ku,middle,6,kwalitas,before 1972"),
        (spelling_rules, "kw,ku,start,six,kwalitas,before 1972"),
        (spelling_rules, "kw,ku,start,6,kualitas,before 1972"),
        (spelling_rules, "kw,,start,6,kwalitas,before 1972"),
        (spelling_rules, "kw,ku,start,6,kwalitas,"),
        (spellings, "ijin,ijin,spoken j"),
        (spellings, "Ijin,izin,spoken j"),
        (spellings, "ijin,izin,"),
        (sound_slips, "e,e,heard alike"),
        (sound_slips, "E,i,heard alike"),
        (sound_slips, "e,iii,heard alike"),
        (sound_slips, "e,i,"),
        (acronyms, "Pemkab,Pemerintah Kota,government"),
        (acronyms, "Pemkab,,government"),
        (acronyms, "Pemkab,Pemkab,government"),
        (acronyms, "Pemkab,Pemerintah Kabupaten,"),
        (function_words, "di mana,interrogative"),
        (question_nouns, "Arti"),
    ],
)
def test_a_bad_row_is_told_with_its_table(package: Path, loader: Loader, row: str) -> None:
    with pytest.raises(DataError, match=TABLES[loader][0]):
        load(package, loader, row)


def test_a_standard_spelling_is_never_written_for_another_one(package: Path) -> None:
    with pytest.raises(DataError, match="both written and standard"):
        load(package, spellings, "ijin,izin,spoken j", "izin,idzin,the other way round")


def test_the_digest_of_the_tables_changes_with_the_tables_asked_for() -> None:
    assert tables_digest("names.csv") == tables_digest("names.csv")
    assert tables_digest("names.csv") != tables_digest("names.csv", "roots.csv")


def test_interrogatives_are_function_words_in_all_their_usual_forms() -> None:
    usual = "apa apakah siapa siapakah kapan kapankah mana manakah dimana dimanakah kemana darimana"
    more = "berapa berapakah bagaimana bagaimanakah mengapa kenapa"
    assert {*usual.split(), *more.split()} <= interrogatives() <= function_words()
    assert not question_nouns() & function_words()
