"""The README tells the truth: its commands and its Python run as they stand."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDONESIAN = (ROOT / "README.id.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
OUTPUT = re.findall(r"```console\n\$ searchkit (.+)\n((?!\$)[^`]+)```", README)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
LINKS = re.findall(r"\]\(([^)#:]+)\)", README)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus and its index, in which the README's commands are typed."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    done = run([sys.executable, "-m", "searchkit", "index", "seeds"], folder)
    assert done.returncode == 0, done.stderr
    return folder


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_commands_of_the_readme_run(checkout: Path) -> None:
    typed = [shlex.split(command) for command in COMMANDS if command.startswith("searchkit ")]
    assert len(typed) >= 6
    for _, *arguments in typed:
        done = run([sys.executable, "-m", "searchkit", *arguments], checkout)
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        assert done.stdout


def test_the_flagship_search_finds_green_regions_of_jawa_timur(checkout: Path) -> None:
    search = [sys.executable, "-m", "searchkit", "search"]
    done = run([*search, "zona", "hijau", "Jawa", "Timur"], checkout)
    assert "Read as: region Jawa Timur · zone hijau" in done.stdout
    assert "Kota Blitar" in done.stdout and "Kota Malang" in done.stdout


@pytest.mark.parametrize(("command", "shown"), OUTPUT)
def test_a_command_prints_what_stands_below_it(command: str, shown: str, checkout: Path) -> None:
    done = run([sys.executable, "-m", "searchkit", *shlex.split(command)], checkout)
    for part in re.split(r"^…$", shown, flags=re.MULTILINE):
        assert part.strip("\n") in done.stdout


@pytest.mark.parametrize("code", PYTHON)
def test_the_python_of_the_readme_runs(code: str, checkout: Path) -> None:
    done = run([sys.executable, "-c", code], checkout)
    assert done.returncode == 0, done.stderr
    assert "Kota Blitar" in done.stdout


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    targets = [shlex.split(command)[1] for command in COMMANDS if command.startswith("make ")]
    assert targets == ["demo", "test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def shape(text: str) -> list[str]:
    """What a translation leaves as it is: pictures, pages linked to, code, and headings' levels."""
    links = re.findall(r"(?<=\]\()(?!README)[^)]+", text)
    code = re.findall(r"^```(.*?)^```", text, re.MULTILINE | re.DOTALL)
    levels = re.findall(r"^#+ ", text, re.MULTILINE)
    return [*sorted(set(links)), *code, *levels]


def test_the_indonesian_readme_shows_the_same() -> None:
    assert shape(INDONESIAN) == shape(README)
    assert INDONESIAN.count("\n- **") == README.count("\n- **")
    assert set(re.findall(r"\d[\d.,]*\d", INDONESIAN)) == set(re.findall(r"\d[\d.,]*\d", README))
    assert "](README.id.md)" in README and "](README.md)" in INDONESIAN


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
