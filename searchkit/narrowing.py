"""Narrowing: a facet counted as if nothing of it had been chosen yet.

Whoever has chosen Jawa Timur still wants to see how many articles Jawa Tengah would
give. Each facet is then counted without the restriction of its own field and with
all the others, over what the demand finds that decided the page.
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.engines.base import Engine, FacetField, Selection
from searchkit.query import ast

_FIELDS: Mapping[type[ast.Node], FacetField] = {
    ast.InRegion: "region",
    ast.InYears: "year",
    ast.InBands: "band",
    ast.FromOutlets: "outlet",
    ast.InLevels: "level",
    ast.Dated: "month",
}


def restricted_field(node: ast.Node) -> FacetField | None:
    """The facet whose values a filter chooses from; None where it is no such filter."""
    fields = {_FIELDS.get(type(one)) for one in ast.alternatives((node,))}
    return fields.pop() if len(fields) == 1 else None


def counts_apart(
    step: Selection, facets: tuple[FacetField, ...], engine: Engine
) -> dict[FacetField, Mapping[str, int]]:
    """The counts of those of some facets that a selection restricts, without that restriction.

    What a weaker demand leaves out, because a stronger one has found it, is left out for
    the values chosen alone; for the others it is counted as well.
    """
    fields = [restricted_field(node) for node in step.filters]
    counts: dict[FacetField, Mapping[str, int]] = {}
    for field in facets:
        if field in fields:
            others = tuple(
                node for node, its in zip(step.filters, fields, strict=True) if its != field
            )
            wider = step._replace(
                filters=others, skip=None, facets=(field,), limit=0, offset=0, hints=(), words=()
            )
            counts[field] = engine.select(wider).counts[field]
    return counts
