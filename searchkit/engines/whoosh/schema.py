"""The Whoosh schema: which fields an index has.

Each word has two terms: its raw form in ``title``/``body`` and its stem in
``title_stem``/``body_stem``, so that an exact form counts more and names are
never mistaken for a stem. Facts about an article are columns, read as whole
arrays; the region codes and the id are indexed as well. A sketch of its
wording tells copies of one story.
"""

from __future__ import annotations

from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from searchkit.engines.whoosh.analysis import RawAnalyzer, StemAnalyzer
from searchkit.engines.whoosh.columns import OrdinalColumn, RowColumn
from searchkit.engines.whoosh.sketch import WIDTH
from searchkit.query.ast import TextField

FORMAT_VERSION = 5

RAW_FIELDS: tuple[TextField, ...] = ("title", "body")
STEM_FIELD = {"title": "title_stem", "body": "body_stem"}
LEAD_FIELD = "lead"
"""Words that the body begins with; their frequency is the grade of their place."""
TEXT_FIELDS = (*RAW_FIELDS, *STEM_FIELD.values())
SCORED_FIELDS = (*TEXT_FIELDS, LEAD_FIELD)

SKETCH = "sketch"
ACRONYM_FIELD = "acronym"
"""Pairs that an article explains: "short=long form" and "telling words of it=short"."""
KEYWORD_FIELDS = ("id", "region", ACRONYM_FIELD)

RECORD = "record"
"""The stored field: an article as JSON."""

FACT_COLUMNS = (
    "region",
    "mention",
    "level",
    "year",
    "band",
    "scores",
    "assessed",
    "outcomes",
    "outlet",
    "date",
)


def fact_column(fact: str) -> str:
    """Name of the column that holds a fact; several values are joined by a tab."""
    return f"{fact}_values"


def build_schema() -> Schema:
    """A fresh schema."""
    raw = {name: TEXT(analyzer=RawAnalyzer(), phrase=True, spelling=False) for name in RAW_FIELDS}
    stems = {
        name: TEXT(analyzer=StemAnalyzer(), phrase=False, spelling=False)
        for name in (*STEM_FIELD.values(), LEAD_FIELD)
    }
    facts = {fact_column(name): COLUMN(OrdinalColumn()) for name in FACT_COLUMNS}
    return Schema(
        id=ID(unique=True),
        region=KEYWORD(),
        **{ACRONYM_FIELD: KEYWORD()},
        **{RECORD: STORED()},
        **raw,
        **stems,
        **facts,
        **{SKETCH: COLUMN(RowColumn(WIDTH))},
    )
