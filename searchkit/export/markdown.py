"""Hits in Markdown: a numbered list of citations, each with the sentences that answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from searchkit.citation import markdown_citations, quoted

if TYPE_CHECKING:
    from searchkit.results import Hit


def hits_markdown(hits: Iterable[Hit]) -> Iterator[str]:
    """The lines of the list. It counts from the rank of its first hit.

    Below a citation its snippet is quoted, where there is one.
    """
    found = list(hits)
    first = found[0].rank if found else 1
    lines = markdown_citations((hit.article for hit in found), first)
    for hit, line in zip(found, lines, strict=True):
        yield line
        if hit.snippet.text:
            indent = " " * (line.index(" ") + 1)
            yield f"{indent}{quoted(hit.snippet.text)}"
