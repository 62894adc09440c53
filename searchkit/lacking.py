"""Lacking: what of a query an article does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit.article import Article
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import function_words
from searchkit.query import ast
from searchkit.query.meaning import years_named
from searchkit.query.query import Query


def lacking(article: Article, query: Query, analyzer: Analyzer) -> tuple[str, ...]:
    """The words of a query that an article has neither as they are nor in another form.

    A region, year or zone that was read out of the query is lacking where the
    article is neither about it nor has its word; of a name that several regions
    share, any of these will do. Function words never are, and
    a word is not where another form of it that was looked for is there.
    """
    terms, stems = analyzer.terms(f"{article.title}\n{article.body}")
    has = {*terms, *(stem for stem in stems if stem is not None)}
    zones = {value for result in article.results for value in (result.zone, result.category)}
    known = {zone.lower() for zone in zones if zone}
    in_other_forms = {
        term
        for typed, forms in query.reading.expansions
        if any(has.issuperset(form.split(" ")) for form in forms)
        for term in typed.split(" ")
    }
    lacks = [
        word.text
        for word in query.words
        if word.term not in function_words() | in_other_forms
        and not {word.term, word.stem} & has
        and not (word.term in query.reading.bands and word.term in known)
    ]
    for node in query.required:
        if isinstance(node, ast.Phrase):
            lacks += [term for term in node.terms if term not in has]
    named = {region.code: region.name for region in query.reading.regions}
    for codes in _regions_named((*query.clauses, *query.required)):
        if not any(_within(one.code, code) for one in article.regions for code in codes):
            lacks += [named[code] for code in codes if code in named]
    spans = query.reading.years
    numbers = {int(term) for term in has if len(term) == 4 and term.isascii() and term.isdecimal()}
    years = {article.year, *numbers} if spans else set()
    if not any(ast.InYears(*span).has(year) for span in spans for year in years):
        lacks += [years_named(*span) for span in spans]
    return tuple(dict.fromkeys(lacks))


def _regions_named(nodes: Iterable[ast.Node]) -> Iterator[tuple[str, ...]]:
    """The codes that each name of a region stands for: any of them will do."""
    for node in nodes:
        match node:
            case ast.Sense(meaning=ast.InRegion(codes=codes)):
                yield codes
            case ast.And() | ast.Or() | ast.Either() | ast.AtLeast():
                yield from _regions_named(node.children)


def _within(code: str, region: str) -> bool:
    """Whether a region is the one meant, or lies in it."""
    return code == region or code.startswith(f"{region}.")
