"""Why a figure, a zone or a year was read as it was: one word for each rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from searchkit.translation import N_

Why = Literal[
    "nearest",
    "tight",
    "row",
    "compared",
    "handed",
    "each",
    "ahead",
    "before",
    "topic",
    "placed",
    "behind",
    "heading",
    "listed",
    "history",
    "they",
    "rest",
    "all",
    "headline",
    "rank",
]

SENTENCES: Mapping[Why, str] = {
    "nearest": N_("nearest body before the figure in its sentence"),
    "tight": N_("the figure stands right behind the name"),
    "row": N_("one of a row of names, each with its figure"),
    "compared": N_("figure of the body that another is compared with"),
    "handed": N_("the words behind the figure hand it to this body"),
    "each": N_("told of several bodies in the order of their names"),
    "ahead": N_("no body stands before the figure, this one follows it"),
    "before": N_("goes with the figure before it"),
    "topic": N_("the sentence names nobody; the text speaks of this body"),
    "placed": N_("the only body that the sentence names"),
    "behind": N_("zone words behind the name"),
    "heading": N_("listed under these zone words"),
    "listed": N_("named together with a body in this zone"),
    "history": N_("another year of the body named before"),
    "they": N_("the sentence speaks of all that were named before"),
    "rest": N_("the others of those named, who got no zone of their own"),
    "all": N_("said of all governments of the province"),
    "headline": N_("told by the headline only"),
    "rank": N_("rank of the body named before it"),
}
"""Each reason as an English clause; a test checks that none is missing."""
