"""An index of the sample corpus, for every test of the application that only reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of ``seeds/``."""
    location = tmp_path_factory.mktemp("seeded") / "index"
    with searchkit.open_index(location).writer() as writer:
        writer.sync(searchkit.read_corpus(ROOT / "seeds"))
    return location
