"""Everything in full, one after the other: ``python -m tests.chaos [NAME…]``; 1 if any failed.

A run that is not possible on this machine has failed as well; only fuzzing is left out where
atheris is not installed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from time import perf_counter

ALL = ("kill", "fail", "power", "damage", "hostile", "fuzz", "load")


def main(argv: Sequence[str]) -> int:
    """Run those named, else all; what each has counted is printed by itself."""
    failed: list[str] = []
    for name in argv or ALL:
        print(f"== {name}", flush=True)
        started = perf_counter()
        code = subprocess.run([sys.executable, "-m", f"tests.chaos.{name}"], check=False).returncode
        print(f"== {name}: {perf_counter() - started:.0f} s, exit code {code}\n", flush=True)
        if code:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
