"""How a query was read, in words: what stands behind "Read as:"."""

from __future__ import annotations

from collections.abc import Iterable

from searchkit.query.ast import Scored
from searchkit.query.meaning import years_named
from searchkit.query.query import Expansion, Reading
from searchkit.translation import N_, _
from searchkit.ui.formats import shown_score
from searchkit.ui.plain import plain_line

_ZONES = ("hijau", "kuning", "merah")
_WAYS = {"up": N_("up"), "down": N_("down"), "best": N_("best"), "worst": N_("worst")}


def reading_words(reading: Reading) -> str:
    """How a query was understood: ``region Jawa Timur · zone hijau · year 2021–2024``."""
    zones = [band for band in reading.bands if band in _ZONES]
    bands = [
        band.upper() if len(band) == 1 else band for band in reading.bands if band not in _ZONES
    ]
    found = {
        _("region"): [region.name for region in reading.regions],
        _("zone"): zones,
        _("band"): bands,
        _("level"): reading.levels,
        _("score"): [_limits(score) for score in reading.scores],
        _("rank"): [
            _("{rank} or better").format(rank=rank) if rank > 1 else "1" for rank in reading.ranks
        ],
        _("from"): reading.was,
        _("change"): [_(_WAYS[reading.change])] if reading.change else [],
        _("order"): [_(_WAYS[reading.order])] if reading.order else [],
        _("year"): [years_named(*span) for span in reading.years],
    }
    words = [f"{name} {', '.join(values)}" for name, values in found.items() if values]
    return plain_line(" · ".join(words))


def also_as(expansions: Iterable[Expansion]) -> str:
    """The other forms that are looked for: ``dinkes also as dinas kesehatan``."""
    words = _("{typed} also as {forms}")
    told = (words.format(typed=typed, forms=", ".join(forms)) for typed, forms in expansions)
    return plain_line(" · ".join(told))


def _limits(score: Scored) -> str:
    """``> 95``, ``80–90``, ``97,84``."""
    low, high = (None if limit is None else shown_score(limit) for limit in (score.low, score.high))
    if low is None:
        return f"{'<' if score.high_open else '≤'} {high}"
    if high is None:
        return f"{'>' if score.low_open else '≥'} {low}"
    return low if low == high else f"{low}–{high}"
