"""Search: a query → a page of results, relaxed where too little matches.

All clauses must match. Where fewer articles than fit on a page do, clauses may
be missing, step by step; what is found that way comes after the strict matches
and says so. ``+word``, phrases, exclusions and filters are
never given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

from searchkit.article import Article
from searchkit.engines.base import Engine, FacetField, Match, Selected, Selection, Sort
from searchkit.errors import QueryError
from searchkit.facets import FacetCounts, FacetValue, facet_values
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.query.expansion import expanded
from searchkit.query.filters import Filters
from searchkit.query.parser import Diagnostic, parse
from searchkit.query.reading import Query, Reading, read
from searchkit.query.targets import Targets
from searchkit.snippets import Snippet, highlight, snippet
from searchkit.suggest import Spelling, better_spelling, commoner_spelling
from searchkit.weights import SHORT, WEIGHTS, Weights

if TYPE_CHECKING:
    from searchkit.answers import DirectAnswer


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of a result.

    ``rank`` counts from 1 over all pages; ``title_highlights`` are half-open
    offsets into the title; ``relaxed`` tells that part of the query is missing.
    ``copies`` are articles that match as well and tell the same in almost the
    same words; they are no hits of their own.
    """

    rank: int
    article: Article
    relevance: float
    snippet: Snippet
    title_highlights: tuple[tuple[int, int], ...]
    relaxed: bool
    copies: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, with exact counts over all matching articles.

    ``total`` and ``facets`` count the strict matches where there are any, else
    the relaxed ones; ``folded`` of ``total`` are copies, shown with the hit that
    tells the same. ``corrected`` is the query in the better spelling that was
    searched for instead, with ``misspelt``, the words as typed that it replaces:
    reading, notes and highlights are those of it. ``suggestion`` is a whole query,
    better spelt, that was not searched for. ``answers`` are what the articles tell
    where the query asks for a body's result, on the first page alone.
    """

    query: str
    reading: Reading
    total: int
    strict_total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[FacetField, tuple[FacetValue, ...]]
    suggestion: str | None
    offset: int
    limit: int
    sort: Sort
    diagnostics: tuple[Diagnostic, ...]
    answers: tuple[DirectAnswer, ...] = ()
    folded: int = 0
    corrected: str | None = None
    misspelt: tuple[str, ...] = ()

    @property
    def relaxed(self) -> bool:
        """Whether any hit on the page lacks part of the query."""
        return any(hit.relaxed for hit in self.hits)


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


def understand_query(
    text: str,
    analyzer: Analyzer,
    *,
    literal: bool = False,
    today: date | None = None,
    weights: Weights = WEIGHTS,
) -> Query:
    """Parse and read a query. Raises QueryError where a filter in it means nothing.

    ``today`` is the day that relative years go by, the present one if not told.
    """
    query = read(parse(text), analyzer, literal=literal, today=today, weights=weights)
    for diagnostic in query.diagnostics:
        if diagnostic.severity == "error":
            part = text[diagnostic.start : diagnostic.end]
            raise QueryError(f"{part}: {diagnostic.message}", diagnostic.next_step)
    return query


def search(text: str, engine: Engine, analyzer: Analyzer, options: Options) -> Results:
    """Answer a query. Raises QueryError where a filter in it means nothing."""
    started = perf_counter()
    query = _understood(text, engine, analyzer, options)
    spelling = better_spelling(query, engine, analyzer)
    if corrected := _corrected(query, spelling, engine, options):
        query = _understood(corrected, engine, analyzer, options)
    ladder = _ladder(query, options.filters, options.weights, strict=options.strict)
    page = Selection(
        node=ladder[0],
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
    counted = strict = engine.select(page)
    matches = [(match, False) for match in strict.matches]
    if strict.distinct < options.limit:
        for step in _relaxed(ladder, page, strict.distinct, engine):
            matches += [(match, True) for match in step.matches]
            counted = counted if counted.total else step
    suggestion = spelling.proposed if spelling.proposed != corrected else None
    if suggestion is None and strict.total < FEW:
        suggestion = commoner_spelling(query, engine, analyzer)
    targets = query.targets
    return Results(
        query=text,
        reading=query.reading,
        total=counted.total,
        strict_total=strict.total,
        hits=tuple(
            hit_of(
                options.offset + place,
                match,
                targets,
                analyzer,
                snippet_chars=options.snippet_chars,
                relaxed=relaxed,
            )
            for place, (match, relaxed) in enumerate(matches, start=1)
        ),
        facets={field: facet_values(field, counted.counts[field]) for field in options.facets},
        suggestion=suggestion,
        offset=options.offset,
        limit=options.limit,
        sort=options.sort,
        diagnostics=query.diagnostics,
        answers=_answers(query, engine, options),
        folded=counted.folded,
        corrected=corrected,
        misspelt=spelling.misspelt if corrected else (),
        took_ms=(perf_counter() - started) * 1000,
    )


def count(
    text: str, engine: Engine, analyzer: Analyzer, field: FacetField, filters: Filters
) -> FacetCounts:
    """One facet of a query's results; as in ``search``, strict matches count where there are any.

    Raises QueryError where a filter in the query means nothing.
    """
    query = expanded(understand_query(text, analyzer), analyzer, engine.explained)
    for step, node in enumerate(_ladder(query, filters, WEIGHTS)):
        selection = Selection(
            node, filters=(*filters.nodes, *query.filters), limit=0, facets=(field,)
        )
        selected = engine.select(selection)
        if selected.total:
            values = facet_values(field, selected.counts[field])
            return FacetCounts(field, values, selected.total, text, 0 if step else selected.total)
    return FacetCounts(field, (), 0, text, 0)


def _understood(text: str, engine: Engine, analyzer: Analyzer, options: Options) -> Query:
    """A query parsed and read, with the other forms of its words."""
    query = understand_query(
        text,
        analyzer,
        literal=options.literal,
        today=options.today,
        weights=options.weights,
    )
    return query if options.literal else expanded(query, analyzer, engine.explained)


def _corrected(query: Query, spelling: Spelling, engine: Engine, options: Options) -> str | None:
    """The better spelling to search for instead, None where the query is searched as typed."""
    if spelling.searched is None or options.strict or options.literal:
        return None
    strict = Selection(
        _ladder(query, options.filters, options.weights)[0],
        (*options.filters.nodes, *query.filters),
        limit=0,
    )
    return spelling.searched if engine.select(strict).total < FEW else None


def _answers(query: Query, engine: Engine, options: Options) -> tuple[DirectAnswer, ...]:
    filters = (*options.filters.nodes, *query.filters)
    if options.offset or options.literal or not (query.reading.regions or filters):
        return ()
    # A search pays neither for reading questions nor for answering them before it has to.
    from searchkit.questions import bodies_asked_for

    bodies = bodies_asked_for(query, filters)
    if not bodies:
        return ()
    from searchkit.answers import direct_answers

    return direct_answers(bodies, query, filters, engine)


def _ladder(
    query: Query, restrictions: Filters, weights: Weights, *, strict: bool = False
) -> list[ast.Node]:
    """What must match, from the strict demand to the weakest; each contains the one before.

    Whoever names a place in a short query wants that place: the other clauses are
    given up before it. In the end any clause will do, or any word of the only one; how
    many an article has then counts for its rank.
    """
    if query.is_empty and not restrictions.nodes:
        return [ast.Nothing()]
    clauses, required = query.clauses, query.required
    steps: list[tuple[ast.Node, ...]] = [clauses]
    if not strict:
        short = len(clauses) <= SHORT
        places = tuple(clause for clause in clauses if short and _names_a_place(clause))
        others = tuple(clause for clause in clauses if clause not in places)
        some = (ast.AtLeast(1, others, weights.coordination),) if others else ()
        if places and others:
            steps.append((*places, *some))
        if places:
            any_place = ast.AtLeast(1, places, weights.coordination)
            steps += [(any_place, *some), (any_place,)]
        if len(clauses) > 1:
            steps.append((ast.AtLeast(1, clauses, weights.coordination),))
        elif words := ast.words_in(clauses):
            steps.append((ast.Or((*clauses, *words)),))
    return [ast.And((*required, *step)) for step in dict.fromkeys(steps)]


def _names_a_place(clause: ast.Node) -> bool:
    return isinstance(clause, ast.Sense) and isinstance(clause.meaning, ast.InRegion)


def _relaxed(
    ladder: list[ast.Node], page: Selection, found: int, engine: Engine
) -> Iterator[Selected]:
    """What each weaker demand adds to the page, until it is full.

    ``found`` hits match strictly and come before. Counts are those of the
    whole step, and are made only until something has been found. Copies are
    folded within a step: a relaxed article stays a hit of its own beside a
    strict one that tells the same.
    """
    end = page.offset + page.limit
    for stronger, weaker in pairwise(ladder):
        if found >= end:
            return
        start = max(page.offset, found)
        step = engine.select(
            page._replace(
                node=weaker,
                skip=stronger,
                offset=start - found,
                limit=end - start,
                facets=() if found else page.facets,
            )
        )
        found += step.distinct
        yield step


def hit_of(
    rank: int,
    match: Match,
    targets: Targets,
    analyzer: Analyzer,
    *,
    snippet_chars: int,
    relaxed: bool = False,
) -> Hit:
    """A match as a hit, with what of it answers to ``targets``."""
    title = highlight(match.article.title, targets, analyzer)
    return Hit(
        rank=rank,
        article=match.article,
        relevance=match.relevance,
        snippet=snippet(match.article, targets, analyzer, snippet_chars),
        title_highlights=tuple((span.start, span.end) for span in title),
        relaxed=relaxed,
        copies=match.copies,
    )
