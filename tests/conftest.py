"""Fixtures that several test modules share."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from searchkit.translation import use_language
from tests.brackets import english_words

# How long an example takes depends on the machine and is no test; continuous
# integration tries the same examples every time.
settings.register_profile("searchkit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("searchkit")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache, or the saved searches, of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def in_english() -> Iterator[None]:
    """Tests speak English unless they say otherwise, whatever the locale of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "en")
        patch.delenv("SEARCHKIT_LANG", raising=False)
        yield


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What one test made the process speak is not what the next one hears."""
    yield
    use_language("en")


@pytest.fixture(scope="session")
def tool() -> Iterator[ModuleType]:
    """tools/translations.py as a module."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools/translations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["translations"]


@pytest.fixture(scope="session")
def english(tool: ModuleType) -> set[str]:
    """The words that would be English wherever they stood."""
    table = tool.read_table(tool.table_of("id"))
    names = {command.name for command in tool.every_command()}
    return english_words(tool.template(), table) - names


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared facts beside the project; tests skip where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "README.md").is_file():
        pytest.skip("the shared data folder is not beside the project")
    return folder
