"""What searches find as plain dictionaries: the shape of their JSON.

As in ``records``, keys are a contract: new ones go to the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.cli.records import SCHEMA, Record, facet_value_record
from searchkit.export.explanations import query_word_record
from searchkit.export.records import copy_record, hit_record, iso_day, shown_path, span_record

if TYPE_CHECKING:
    from searchkit.answers import DirectAnswer
    from searchkit.completion import Completion
    from searchkit.query.query import Reading
    from searchkit.results import Results
    from searchkit.similar import Similar


def results_record(results: Results) -> Record:
    """A whole page of results; ``words`` only where explanations were asked for."""
    record: Record = {
        "schema": SCHEMA,
        "query": results.query,
        "reading": reading_record(results.reading),
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "hits": [hit_record(hit) for hit in results.hits],
        "facets": {
            field: [facet_value_record(value) for value in values]
            for field, values in results.facets.items()
        },
        "suggestion": results.suggestion,
        "relaxed": results.relaxed,
        "strict_total": results.strict_total,
        "offset": results.offset,
        "diagnostics": [
            {
                "message": note.message,
                "start": note.start,
                "end": note.end,
                "severity": note.severity,
            }
            for note in results.diagnostics
        ],
        "answers": [answer_record(answer) for answer in results.answers],
        "folded": results.folded,
        "corrected": results.corrected,
    }
    if results.words:
        record["words"] = [query_word_record(word) for word in results.words]
    return record


def answer_record(answer: DirectAnswer) -> Record:
    """A body's result in one year; ``others`` are what other articles tell instead."""
    return {
        "entity": answer.entity,
        "code": answer.code,
        "year": answer.year,
        **_told(answer),
        "others": [_told(other) for other in answer.others],
    }


def _told(answer: DirectAnswer) -> Record:
    return {
        "score": answer.score,
        "zone": answer.zone,
        "category": answer.category,
        "band": answer.band,
        "derived": list(answer.derived),
        "conflict": answer.conflict,
        "rank": answer.rank,
        "rank_of": answer.rank_of,
        "previous": answer.previous,
        "sources": [
            {
                "id": article.id,
                "title": article.title,
                "outlet": article.outlet,
                "published": iso_day(article.published),
                "path": shown_path(article.path),
                "evidence": span_record(result.evidence),
                "event_date": iso_day(article.event_date),
            }
            for article, result in answer.sources
        ],
    }


def completion_record(completion: Completion) -> Record:
    """One completion of a query."""
    return {"text": completion.text, "kind": completion.kind, "count": completion.count}


def reading_record(reading: Reading) -> Record:
    """How a query was understood; ``years`` are [first, last] pairs, null where open.

    The keys behind ``notes`` are there only where something was read for them.
    """
    further: Record = {
        "levels": list(reading.levels),
        "scores": [{"low": score.low, "high": score.high} for score in reading.scores],
        "ranks": list(reading.ranks),
        "was": list(reading.was),
        "change": reading.change,
        "order": reading.order,
        "expansions": [
            {"typed": typed, "forms": list(forms)} for typed, forms in reading.expansions
        ],
    }
    return {
        "regions": [{"code": region.code, "name": region.name} for region in reading.regions],
        "bands": list(reading.bands),
        "years": [list(years) for years in reading.years],
        "terms": list(reading.terms),
        "notes": list(reading.notes),
    } | {key: value for key, value in further.items() if value}


def similar_record(similar: Similar) -> Record:
    """What is like an article; ``copies`` tell the same as it, ``terms`` were looked for."""
    return {
        "schema": SCHEMA,
        "id": similar.article.id,
        "title": similar.article.title,
        "terms": [
            {"term": term.term, "stem": term.stem, "weight": term.weight} for term in similar.terms
        ],
        "copies": [copy_record(copy) for copy in similar.copies],
        "total": similar.total,
        "took_ms": round(similar.took_ms, 3),
        "hits": [hit_record(hit) for hit in similar.hits],
    }
