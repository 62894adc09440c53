"""View: what is being looked at, as one value: the query, what was chosen, the order.

Every key and click turns one view into another; a view is all that a search needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from searchkit.translation import N_

if TYPE_CHECKING:
    from searchkit.engines.base import Sort
    from searchkit.query.filters import Filters

ChosenField = Literal["region", "year", "band", "outlet", "level"]
"""The facets of which values can be chosen; the days are a range of their own."""

FIELDS: tuple[ChosenField, ...] = ("region", "year", "band", "outlet", "level")
ORDERS: dict[Sort, str] = {
    "relevance": N_("best first"),
    "newest": N_("newest first"),
    "oldest": N_("oldest first"),
    "score": N_("highest score first"),
}
SORTS: tuple[Sort, ...] = tuple(ORDERS)


@dataclass(frozen=True, slots=True)
class View:
    """A query with the values chosen in the facets, the days and the order.

    ``unfinished`` tells that the query is still being typed: its last word may go on.

    Chosen values are facet values as text; those of one field are alternatives, all fields
    must hold. ``since`` and ``until`` are months ("2024-11") or days, None where open.
    """

    query: str = ""
    chosen: Mapping[ChosenField, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    unfinished: bool = False

    @property
    def asked(self) -> str:
        """The query to search for; every article where none was typed."""
        return self.query if self.query.strip() else "*"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the query restricts what is found."""
        return bool(self.chosen or self.since or self.until)

    def values(self, name: ChosenField) -> tuple[str, ...]:
        """The values chosen of one facet."""
        return self.chosen.get(name, ())

    def filters(self) -> Filters:
        """What was chosen, as filters. Raises QueryError where a value means nothing."""
        from searchkit.query.filters import Filters  # the first frame does without

        return Filters.parse(**self.typed_filters())

    def typed_filters(self) -> dict[str, Any]:
        """What was chosen, as it would be typed to mean just these values of the facets.

        By the names that ``Filters.parse`` and ``SavedSearch`` have for them.
        """
        return {
            "regions": self.values("region"),
            "years": self.values("year"),
            "bands": tuple(f"={band}" for band in self.values("band")),
            "outlets": tuple(f"={outlet}" for outlet in self.values("outlet")),
            "levels": self.values("level"),
            "since": self.since,
            "until": self.until,
        }

    # The views next to it

    def typed(self, query: str) -> View:
        """The same with another query, that may go on."""
        return replace(self, query=query, unfinished=True)

    def finished(self, query: str | None = None) -> View:
        """The same with a query (its own if None) that is meant as it stands."""
        return replace(self, query=self.query if query is None else query, unfinished=False)

    def toggled(self, name: ChosenField, value: str) -> View:
        """With a value chosen, or no longer where it was."""
        before = self.values(name)
        after = tuple(v for v in before if v != value) if value in before else (*before, value)
        chosen = {other: values for other, values in self.chosen.items() if other != name}
        if after:
            chosen[name] = after
        return replace(self, chosen=MappingProxyType(chosen))

    def between(self, since: str | None, until: str | None) -> View:
        """Restricted to the days from one month to another, both included."""
        return replace(self, since=since, until=until)

    def cleared(self) -> View:
        """Without anything chosen; the query and the order stay."""
        return View(query=self.query, sort=self.sort)

    def sorted_next(self) -> View:
        """In the next order, round and round."""
        return replace(self, sort=SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])
