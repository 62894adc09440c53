"""The tables of the query package: a bad row is told, with its table."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from searchkit.errors import DataError
from searchkit.language.analyzer import Analyzer
from searchkit.query.cues import Role, cues
from searchkit.query.levels import level_words
from searchkit.query.line import Line


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package without tables, named like its folder."""
    folder = tmp_path / f"tables_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_")
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def test_every_role_has_phrases() -> None:
    assert {role for said in cues().values() for role, _ in said} == set(get_args(Role))


def test_of_two_phrases_of_a_role_the_longer_one_counts() -> None:
    text = "nilai 80 sampai dengan 90"
    assert Line(text, Analyzer().analyze(text)).phrase(2, "range") == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("zona,colour", "unknown role"),
        ("Zona,zone", "not in lower case"),
        (",zone", "repeated, or"),
        ("zona,zone\nzona,zone", "repeated"),
        ("zona,zone", "no phrase has the role"),
    ],
)
def test_a_bad_cue_is_told(package: Path, row: str, problem: str) -> None:
    (package / "cues.csv").write_text(f"phrase,role\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"/cues.csv: .*{problem}"):
        cues(package.name)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("desa,desa,level", "unknown level"),
        ("kota,kota,place", "unknown level or kind"),
        ("kota,,level", "unknown level"),
        ("Kota,kota,level", "not in lower case"),
        ("kota,kota,level\nkota,kota,unit", "repeated"),
    ],
)
def test_a_bad_word_for_a_level_is_told(package: Path, row: str, problem: str) -> None:
    (package / "levels.csv").write_text(f"phrase,levels,kind\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"/levels.csv: .*{problem}"):
        level_words(package.name)
