"""Search: a query → a page of results, relaxed where too little matches.

All clauses must match. Where fewer articles than fit on a page do, clauses may
be missing, step by step; what is found that way comes after the strict matches
and says so. ``+word``, phrases, exclusions and filters are
never given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.base import Engine, FacetField, Selection, Sort
from searchkit.errors import QueryError
from searchkit.facets import FacetCounts, facet_values
from searchkit.language.analyzer import Analyzer
from searchkit.narrowing import counts_apart
from searchkit.query.expansion import expanded
from searchkit.query.filters import Filters
from searchkit.query.parser import parse
from searchkit.query.query import Query
from searchkit.query.reading import read
from searchkit.query.targets import Targets
from searchkit.query.unfinished import widened
from searchkit.regions.gazetteer import Region
from searchkit.relaxing import counted_by, found_by, ladder, steps_of, strict_total
from searchkit.results import Results, hit_of
from searchkit.suggest import NOTHING_MISSPELT, Spelling, better_spelling, commoner_spelling
from searchkit.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from searchkit.answers import DirectAnswer
    from searchkit.relevance import HitExplanation


NO_FILTERS = Filters()

FEW = 3
"""Where fewer articles match strictly, misspelt words are searched for in their better spelling."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a search is answered; see ``Index.search``."""

    filters: Filters = NO_FILTERS
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    facets: tuple[FacetField, ...] = ("region", "year", "band")
    strict: bool = False
    literal: bool = False
    snippet_chars: int = 240
    weights: Weights = WEIGHTS
    fold: bool = True
    today: date | None = None
    explain: bool = False
    apart: bool = False
    unfinished: bool = False


def understand_query(
    text: str,
    analyzer: Analyzer,
    *,
    literal: bool = False,
    today: date | None = None,
    weights: Weights = WEIGHTS,
    unfinished: bool = False,
) -> Query:
    """Parse and read a query. Raises QueryError where a filter in it means nothing.

    ``today`` is the day that relative years go by, the present one if not told.
    """
    query = read(
        parse(text),
        analyzer,
        literal=literal,
        today=today,
        weights=weights,
        unfinished=unfinished,
    )
    for diagnostic in query.diagnostics:
        if diagnostic.severity == "error":
            part = text[diagnostic.start : diagnostic.end]
            raise QueryError(f"{part}: {diagnostic.message}", diagnostic.next_step)
    return query


def search(text: str, engine: Engine, analyzer: Analyzer, options: Options) -> Results:
    """Answer a query. Raises QueryError where a filter in it means nothing."""
    started = perf_counter()
    asked = _asked(text, engine, analyzer, options)
    query, _, spelling, corrected = asked
    steps = _steps(query, options)
    found = found_by(steps, engine)
    counted = found.counted
    counts = dict(counted.counts)
    if options.apart:
        counts |= counts_apart(found.step, options.facets, engine)
    suggestion = spelling.proposed if spelling.proposed != corrected else None
    if suggestion is None and found.strict < FEW:
        suggestion = commoner_spelling(query, engine, analyzer)
    targets = query.targets
    results = Results(
        query=text,
        reading=query.reading,
        total=counted.total,
        strict_total=found.strict,
        hits=tuple(
            hit_of(
                options.offset + place,
                match,
                targets,
                analyzer,
                snippet_chars=options.snippet_chars,
                relaxed=relaxed,
            )
            for place, (match, relaxed) in enumerate(found.hits, start=1)
        ),
        facets={field: facet_values(field, counts[field]) for field in options.facets},
        suggestion=suggestion,
        offset=options.offset,
        limit=options.limit,
        sort=options.sort,
        diagnostics=query.diagnostics,
        answers=_answers(asked, engine, options),
        folded=counted.folded,
        corrected=corrected,
        misspelt=spelling.misspelt if corrected else (),
        asks=query.asks,
        took_ms=(perf_counter() - started) * 1000,
    )
    return _explained(results, query, steps, engine, analyzer) if options.explain else results


def matching(text: str, engine: Engine, analyzer: Analyzer, filters: Filters) -> Sequence[str]:
    """The ids of all articles that match strictly. Raises QueryError as ``search``."""
    options = Options(filters=filters, limit=0, facets=(), strict=True)
    [strict] = _steps(_understood(text, engine, analyzer, options).query, options)
    return engine.matching(strict)


def targets_of(
    text: str, engine: Engine, analyzer: Analyzer, *, unfinished: bool = False
) -> Targets:
    """What of a query is to be shown in a text: of the words that are searched for.

    Raises QueryError where a filter in the query means nothing.
    """
    return _asked(text, engine, analyzer, Options(unfinished=unfinished)).query.targets


def explain_hit(
    text: str, article_id: str, engine: Engine, analyzer: Analyzer, options: Options
) -> HitExplanation | None:
    """Why an article has its relevance, whatever page it is on; None where it is no match.

    Raises QueryError where a filter in the query means nothing.
    """
    from searchkit.relevance import explain_hits  # few searches explain

    article = engine.article(article_id)
    if article is None:
        return None
    query = _asked(text, engine, analyzer, options).query
    steps = _steps(query, options)
    return explain_hits([article], steps, query, engine, analyzer).get(article_id)


def _explained(
    results: Results, query: Query, steps: list[Selection], engine: Engine, analyzer: Analyzer
) -> Results:
    """The same results, telling what became of the words and why hits have their relevance."""
    from searchkit.query.roles import query_words  # few searches explain
    from searchkit.relevance import explain_hits

    articles = [hit.article for hit in results.hits]
    found = explain_hits(articles, steps, query, engine, analyzer)
    hits = (replace(hit, explanation=found.get(hit.article.id)) for hit in results.hits)
    return replace(results, hits=tuple(hits), words=query_words(query, analyzer))


def count(
    text: str, engine: Engine, analyzer: Analyzer, field: FacetField, filters: Filters
) -> FacetCounts:
    """One facet of a query's results; as in ``search``, strict matches count where there are any.

    Raises QueryError where a filter in the query means nothing.
    """
    options = Options(filters=filters, limit=0, facets=(field,))
    query, _, spelling, corrected = _asked(text, engine, analyzer, options)
    counts = FacetCounts(field, (), 0, text, 0, corrected, spelling.misspelt if corrected else ())
    found = counted_by(_steps(query, options), engine)
    values = facet_values(field, found.counted.counts[field])
    return replace(counts, values=values, total=found.counted.total, strict_total=found.strict)


class _Asked(NamedTuple):
    """A query as it is searched for, and whose results it asks for.

    ``corrected`` is its text where that is not as typed; ``spelling`` is of what
    was typed.
    """

    query: Query
    bodies: tuple[Region, ...]
    spelling: Spelling = NOTHING_MISSPELT
    corrected: str | None = None


def _asked(text: str, engine: Engine, analyzer: Analyzer, options: Options) -> _Asked:
    """The query as typed or, where that finds little, in a better spelling."""
    asked = _understood(text, engine, analyzer, options)
    asked = asked._replace(spelling=better_spelling(asked.query, engine, analyzer))
    better = asked.spelling.searched
    if better is None or options.strict or options.literal:
        return asked
    if strict_total(_steps(asked.query, options), engine) >= FEW:
        return asked
    corrected = _understood(better, engine, analyzer, options)
    return corrected._replace(spelling=asked.spelling, corrected=better)


def _understood(text: str, engine: Engine, analyzer: Analyzer, options: Options) -> _Asked:
    """A query parsed and read, with the other forms of its words."""
    query = understand_query(
        text,
        analyzer,
        literal=options.literal,
        today=options.today,
        weights=options.weights,
        unfinished=options.unfinished,
    )
    filters = (*options.filters.nodes, *query.filters)
    bodies: tuple[Region, ...] = ()
    if options.literal:
        return _Asked(_widened(query, engine), bodies)
    if query.reading.regions or filters:
        # A search does not pay for reading questions before it has to.
        from searchkit.questions import answered_by_results, bodies_asked_for

        if bodies := bodies_asked_for(query, filters):
            query = answered_by_results(query, bodies)
    query = expanded(query, analyzer, engine.explained)
    return _Asked(_widened(query, engine), bodies)


def _widened(query: Query, engine: Engine) -> Query:
    """A query that is being typed with all that its last word may become."""
    return widened(
        query,
        stands=lambda term: engine.document_frequency(term) > 0,
        begins=lambda term: any(engine.terms_with_prefix(term)),
    )


def _answers(asked: _Asked, engine: Engine, options: Options) -> tuple[DirectAnswer, ...]:
    if options.offset or not asked.bodies:
        return ()
    from searchkit.answers import direct_answers

    filters = (*options.filters.nodes, *asked.query.filters)
    return direct_answers(asked.bodies, asked.query, filters, engine)


def _steps(query: Query, options: Options) -> list[Selection]:
    """What a search selects, from the strict demand on; see ``relaxing``."""
    demands = ladder(query, options.filters, strict=options.strict)
    page = Selection(
        node=demands[0],
        filters=(*options.filters.nodes, *query.filters),
        sort=options.sort,
        offset=options.offset,
        limit=options.limit,
        facets=options.facets,
        hints=query.hints,
        words=query.sequence,
        weights=options.weights,
        fold=options.fold,
    )
    return steps_of(query, demands, page)
