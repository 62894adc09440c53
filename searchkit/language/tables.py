"""The tables of this package: where they lie, and a digest to notice that they changed."""

from __future__ import annotations

import hashlib
from importlib import resources

PACKAGE = "searchkit.language"
"""Where the tables lie. Every loader takes another package with the same tables."""


def tables_digest(*names: str) -> str:
    """Sixteen hex digits that change with the content of any of the named tables."""
    digest = hashlib.blake2b(digest_size=8)
    for name in names:
        digest.update(resources.files(PACKAGE).joinpath(name).read_bytes())
    return digest.hexdigest()
