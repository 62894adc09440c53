"""The command line: arguments in, exit code out. The one importer of click."""

from __future__ import annotations

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run ``searchkit`` with the arguments of the process, and end the process."""
    # A search makes many objects once and drops few: collecting garbage meanwhile
    # costs a tenth of it. What runs for long turns it on again.
    gc.disable()
    # numpy's linear algebra, which nothing here asks for, starts a thread with 32 MB for each
    # processor; where it gets none it ends the process with the code of "nothing found".
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from searchkit.cli.app import main as start
    except KeyboardInterrupt:
        os._exit(130)
    except (MemoryError, OSError, ImportError) as error:
        # The tables of texts may be what could not be loaded.
        reason = (str(error) or "cannot allocate memory").splitlines()[-1]
        os.write(2, f"Error: searchkit cannot be loaded: {reason}\n".encode(errors="replace"))
        os._exit(71)  # EX_OSERR of sysexits.h
    start()
