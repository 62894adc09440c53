"""The command line: arguments in, exit code out. The one importer of click."""

from __future__ import annotations

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run ``searchkit`` with the arguments of the process, and end the process."""
    # A search makes many objects once and drops few: collecting garbage meanwhile
    # costs a tenth of it. What runs for long turns it on again.
    gc.disable()
    from searchkit.cli.app import main as start

    start()
