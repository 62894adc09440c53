"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared facts beside the project; tests skip where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "README.md").is_file():
        pytest.skip("the shared data folder is not beside the project")
    return folder
