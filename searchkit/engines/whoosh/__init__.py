"""The Whoosh engine: the only room that imports whoosh."""

from __future__ import annotations

import sys
from mmap import mmap

from searchkit.errors import memory_limit

LOADED_BYTES = 88 * 1024 * 1024
"""The address space that numpy takes when it is loaded, in one thread; rounded up."""

if "numpy" not in sys.modules and memory_limit() is not None:
    # The linear algebra that numpy loads ends the process where it gets no memory, with the
    # code of "nothing found". Here an error is raised instead.
    mmap(-1, LOADED_BYTES).close()
