"""A short run of ``tests.chaos.damage``: a few flips and a few of everything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="trials are forks")
def test_a_damaged_index_is_told_or_answers_as_before() -> None:
    """In a process without other threads, since its trials are forks of it."""
    arguments = ("--flips", "24", "--others", "16", "--twins", "1", "--workers", "2")
    command = [sys.executable, "-m", "tests.chaos.damage", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "flip 24" in ran.stdout and "traceback 0" in ran.stdout
