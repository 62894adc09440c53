"""The Whoosh schema: which fields an article becomes.

Each word has two terms: its raw form in ``title``/``body`` and its stem in
``title_stem``/``body_stem``, so that an exact form counts more and names are
never mistaken for a stem. Facts about an article are columns, read as whole
arrays; the region codes and the id are indexed as well. A sketch of its
wording tells copies of one story.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema
from whoosh.util.numeric import byte_to_length, length_to_byte

from searchkit.article import Article
from searchkit.engines.lead import lead_grades
from searchkit.engines.outcome import outcomes
from searchkit.engines.record import dump_article
from searchkit.engines.whoosh.analysis import RawAnalyzer, StemAnalyzer
from searchkit.engines.whoosh.columns import OrdinalColumn, RowColumn
from searchkit.engines.whoosh.sketch import WIDTH, sketch_of
from searchkit.language.acronym_pairs import acronym_pairs
from searchkit.language.analyzer import Analyzer
from searchkit.query.ast import TextField

FORMAT_VERSION = 3

RAW_FIELDS: tuple[TextField, ...] = ("title", "body")
STEM_FIELD = {"title": "title_stem", "body": "body_stem"}
LEAD_FIELD = "lead"
"""Words that the body begins with; their frequency is the grade of their place."""
TEXT_FIELDS = (*RAW_FIELDS, *STEM_FIELD.values())

SKETCH = "sketch"

FACT_COLUMNS = (
    "region",
    "mention",
    "level",
    "year",
    "band",
    "scores",
    "assessed",
    "outcomes",
    "acronyms",
    "outlet",
    "date",
)


def length_column(field: str) -> str:
    """Name of the column that holds the length (in terms) of a text field."""
    return f"{field}_length"


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
    lengths = {length_column(name): COLUMN(OrdinalColumn()) for name in TEXT_FIELDS}
    facts = {fact_column(name): COLUMN(OrdinalColumn()) for name in FACT_COLUMNS}
    return Schema(
        id=ID(unique=True),
        region=KEYWORD(),
        record=STORED(),
        **raw,
        **stems,
        **lengths,
        **facts,
        **{SKETCH: COLUMN(RowColumn(WIDTH))},
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of an article's fact columns, several of one joined by a tab."""

    region: str
    mention: str
    level: str
    year: str
    band: str
    scores: str
    assessed: str
    outcomes: str
    acronyms: str
    outlet: str
    date: str

    @classmethod
    def of(cls, article: Article, analyzer: Analyzer) -> Facts:
        """Read them off an understood article.

        ``region`` holds the subjects, each followed up to its province, and
        ``mention`` every region named; ``level`` has the levels of the subjects
        and of what was assessed among them, ``band`` and ``scores`` their
        results; ``assessed`` the keys of all bodies assessed, ``outcomes`` how
        each did.
        """
        codes = {part for ref in article.subjects for part in (ref.code, ref.code.split(".")[0])}
        bands = {result.band for result in article.results if result.band}
        scores = {result.score for result in article.results if result.score is not None}
        levels = {ref.level for ref in article.subjects}
        levels |= {result.level for result in article.assessments if result.role == "subject"}
        keys = {result.key for result in article.assessments}
        return cls(
            region="\t".join(sorted(codes)),
            mention="\t".join(sorted({ref.code for ref in article.regions})),
            level="\t".join(sorted(levels)),
            year=str(article.year or ""),
            band="\t".join(sorted(bands)),
            scores="\t".join(str(score) for score in sorted(scores)),
            assessed="\t".join(sorted(keys)),
            outcomes="\t".join(outcome.dump() for outcome in outcomes(article)),
            acronyms="\t".join(sorted(_explained(article.body, analyzer))),
            outlet=article.outlet or "",
            date=article.date.isoformat() if article.date else "",
        )


def _explained(text: str, analyzer: Analyzer) -> set[str]:
    return {
        f"{' '.join(analyzer.terms(pair.short)[0])}={' '.join(analyzer.terms(pair.long)[0])}"
        for pair in acronym_pairs(text)
    }


def build_document(article: Article, analyzer: Analyzer) -> dict[str, Any]:
    """The keyword arguments of Whoosh's ``add_document`` for one article."""
    facts = Facts.of(article, analyzer)
    document: dict[str, Any] = {
        "id": article.id,
        "record": dump_article(article),
        "region": facts.region.split("\t") if facts.region else None,
    }
    for name in FACT_COLUMNS:
        document[fact_column(name)] = getattr(facts, name)
    # A title made from the first sentence would only count that sentence twice.
    headline = article.title if article.has_headline else ""
    for field, text in (("title", headline), ("body", article.body)):
        terms, stems = analyzer.terms(text)
        document[field] = terms
        document[STEM_FIELD[field]] = [stem for stem in stems if stem is not None]
    grades = lead_grades(article.body, analyzer)
    document[LEAD_FIELD] = [term for term, grade in grades.items() for _ in range(grade)]
    document[SKETCH] = sketch_of(article, document["body"], analyzer)
    for field in TEXT_FIELDS:
        document[length_column(field)] = _quantised(len(document[field]))
    return document


def _quantised(length: int) -> str:
    # Whoosh keeps lengths in one byte; the same rounding keeps our scores equal to its own.
    return str(byte_to_length(length_to_byte(length)))
