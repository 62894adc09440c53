"""Golden screens: what searchkit printed when somebody last looked at it.

``UPDATE_GOLDEN=1 pytest tests`` writes them anew; look at the difference before
keeping it. Timings are masked.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent

_TIMINGS = re.compile(r"\b\d+(?:\.\d+)?(?= (?:ms|s)\b)")


def assert_golden(name: str, printed: str) -> None:
    """Compare ``printed``, timings masked, with the golden screen of that name."""
    masked = _TIMINGS.sub("T", printed)
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(masked, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run with UPDATE_GOLDEN=1"
    assert masked == path.read_text(encoding="utf-8")
