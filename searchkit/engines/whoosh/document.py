"""Document: an understood article as the fields of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchkit.article import Article
from searchkit.engines.lead import lead_grades
from searchkit.engines.outcome import outcomes
from searchkit.engines.record import dump_article
from searchkit.engines.whoosh.schema import (
    ACRONYM_FIELD,
    FACT_COLUMNS,
    LEAD_FIELD,
    RECORD,
    SKETCH,
    STEM_FIELD,
    fact_column,
)
from searchkit.engines.whoosh.sketch import Sketcher
from searchkit.engines.whoosh.sketch import TermIds as Ids
from searchkit.language.acronym_pairs import acronym_pairs
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import telling


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
    outlet: str
    date: str

    @classmethod
    def of(cls, article: Article) -> Facts:
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
            outlet=article.outlet or "",
            date=article.date.isoformat() if article.date else "",
        )


def _explained(text: str, analyzer: Analyzer) -> set[str]:
    """The acronyms that a text explains, in terms and both ways."""
    forms: set[str] = set()
    for pair in acronym_pairs(text):
        short, long = (analyzer.terms(form)[0] for form in (pair.short, pair.long))
        forms |= {f"{' '.join(short)}={' '.join(long)}", f"{telling(long)}={' '.join(short)}"}
    return forms


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What the index keeps of an article.

    ``texts`` has the terms of each text field as ids into ``vocabulary``, in
    their order; ``words`` those of the other fields.
    """

    texts: dict[str, Ids]
    words: dict[str, list[str]]
    facts: Facts
    sketch: bytes
    record: str
    vocabulary: list[str]

    def terms(self, field: str) -> list[str]:
        """The terms of a field."""
        if field in self.words:
            return self.words[field]
        return [self.vocabulary[term] for term in self.texts[field].tolist()]

    def for_whoosh(self) -> dict[str, Any]:
        """The same as the keyword arguments of Whoosh's ``add_document``."""
        fields = {name: self.terms(name) for name in (*self.texts, *self.words)}
        (article_id,) = fields["id"]
        return {
            **{name: terms for name, terms in fields.items() if terms},
            **{fact_column(name): getattr(self.facts, name) for name in FACT_COLUMNS},
            "id": article_id,
            SKETCH: self.sketch,
            RECORD: self.record,
        }


def build_document(article: Article, analyzer: Analyzer, sketcher: Sketcher) -> Document:
    """Take an understood article apart; ``sketcher`` is one of the analyzer's."""
    facts = Facts.of(article)
    # A title made from the first sentence would only count that sentence twice.
    headline = article.title if article.has_headline else ""
    texts: dict[str, Ids] = {}
    for field, text in (("title", headline), ("body", article.body)):
        terms, stems = analyzer.ids(text)
        texts[field] = terms
        texts[STEM_FIELD[field]] = stems[stems >= 0]
    grades = lead_grades(article.body, analyzer)
    words = {
        "id": [article.id],
        "region": facts.region.split("\t") if facts.region else [],
        ACRONYM_FIELD: sorted(_explained(article.body, analyzer)),
        LEAD_FIELD: [term for term, grade in grades.items() for _ in range(grade)],
    }
    sketch = sketcher.sketch_of(article, texts["body"])
    return Document(texts, words, facts, sketch, dump_article(article), analyzer.vocabulary)
