"""The tables of this package: where they lie, and a digest to notice that they changed."""

from __future__ import annotations

from zlib import crc32

from searchkit.data import read_resource

PACKAGE = "searchkit.language"
"""Where the tables lie. Every loader takes another package with the same tables."""


def tables_digest(*names: str) -> str:
    """Eight hex digits that change with the content of any of the named tables."""
    digest = 0
    for name in names:
        digest = crc32(read_resource(PACKAGE, name), digest)
    return f"{digest:08x}"
