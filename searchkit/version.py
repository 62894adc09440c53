"""Versions: of the program, and of the rules by which it reads articles."""

from __future__ import annotations

__version__ = "0.1.0"

RULES_VERSION = 2
"""Raised whenever articles are understood differently, so that old indexes are built anew."""
