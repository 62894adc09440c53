"""Why a figure, a zone or a year was read as it was: one word for each rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

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
    "nearest": "nearest body before the figure in its sentence",
    "tight": "the figure stands right behind the name",
    "row": "one of a row of names, each with its figure",
    "compared": "figure of the body that another is compared with",
    "handed": "the words behind the figure hand it to this body",
    "each": "told of several bodies in the order of their names",
    "ahead": "no body stands before the figure, this one follows it",
    "before": "goes with the figure before it",
    "topic": "the sentence names nobody; the text speaks of this body",
    "placed": "the only body that the sentence names",
    "behind": "zone words behind the name",
    "heading": "listed under these zone words",
    "listed": "named together with a body in this zone",
    "history": "another year of the body named before",
    "they": "the sentence speaks of all that were named before",
    "rest": "the others of those named, who got no zone of their own",
    "all": "said of all governments of the province",
    "headline": "told by the headline only",
    "rank": "rank of the body named before it",
}
"""Each reason as an English clause; a test checks that none is missing."""
