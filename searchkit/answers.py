"""Direct answers: a query that asks for a body's result gets it, with the articles that tell it.

Nothing is computed or guessed: an answer is what articles of the index report.
Where they disagree, all that they tell is kept. Whether a query asks for a
result is for ``questions`` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from searchkit.article import Article, Assessment, Zone
from searchkit.engines.base import Engine, Selection
from searchkit.query import ast
from searchkit.query.reading import Query
from searchkit.questions import leaves
from searchkit.regions.gazetteer import Region

T = TypeVar("T")

MAX_ANSWERS = 3
"""Answers to one query."""

MAX_ARTICLES = 24
"""Articles looked at for one body, the newest first; reading more would be felt."""


class Source(NamedTuple):
    """An article that tells a result, and the result as it tells it."""

    article: Article
    result: Assessment


class DirectAnswer(NamedTuple):
    """A body's result in one year, as articles report it; see ``Assessment`` for the values.

    ``sources`` tell it: those that are about the body first, then the newest.
    ``others`` are the results of the same body and year that other articles
    tell instead, each with its own sources. The one told by most articles
    comes first. ``derived`` names what no source prints itself.
    """

    entity: str
    code: str
    year: int | None
    score: float | None
    zone: Zone | None
    category: str | None
    band: str | None
    derived: tuple[Literal["zone", "category"], ...]
    conflict: bool
    rank: int | None
    rank_of: int | None
    previous: float | None
    sources: tuple[Source, ...]
    others: tuple[DirectAnswer, ...] = ()


def direct_answers(
    bodies: Sequence[Region], query: Query, filters: Sequence[ast.Node], engine: Engine
) -> tuple[DirectAnswer, ...]:
    """What the index knows of the results of ``bodies``, at most ``MAX_ANSWERS``.

    Empty where no article tells any. ``filters`` are all of those in and beside
    ``query``; they hold for articles and results. Answers come in the order of
    the bodies, the newest year first; where no year is asked for, only the
    newest one known.
    """
    asked = query.reading.years
    told: dict[str, dict[int, list[Source]]] = {body.code: {} for body in bodies}
    for article in _articles(tuple(told), query, filters, engine):
        for result in article.assessments:
            if result.code in told and _meets(result, asked, filters):
                of_year = told[result.code].setdefault(result.year or 0, [])
                of_year.append(Source(article, result))
    several = bool(asked) or any(isinstance(node, ast.InYears) for node in leaves(filters))
    answers: list[DirectAnswer] = []
    for body in bodies:
        years = sorted(told[body.code], reverse=True)
        for year in years if several else years[:1]:
            first, *others = _values(body, told[body.code][year])
            answers.append(first._replace(others=tuple(others)))
    return tuple(answers[:MAX_ANSWERS])


def _articles(
    codes: tuple[str, ...], query: Query, filters: Sequence[ast.Node], engine: Engine
) -> Iterable[Article]:
    """Articles with a result of the bodies; where they are many, the newest for each body.

    Of those many, only those of the years asked for, if there are any.
    """
    selection = Selection(
        ast.Assesses(codes),
        filters=(*filters, *query.required),
        sort="newest",
        limit=MAX_ARTICLES,
    )
    found = engine.select(selection)
    if found.total <= MAX_ARTICLES:
        return [match.article for match in found.matches]
    years = ast.Or(tuple(ast.InYears(first, last) for first, last in query.reading.years))
    articles: dict[str, Article] = {}
    for code in codes:
        each = selection._replace(node=ast.Assesses((code,)))
        narrowed = each._replace(filters=(*each.filters, years)) if years.children else each
        matches = engine.select(narrowed).matches or engine.select(each).matches
        articles.update((match.article.id, match.article) for match in matches)
    return articles.values()


def _meets(
    result: Assessment, asked: Sequence[tuple[int, int]], filters: Iterable[ast.Node]
) -> bool:
    """Whether a result is of a year asked for, and each filter that can speak of it allows it."""
    if asked and not any(first <= (result.year or 0) <= last for first, last in asked):
        return False
    return all(any(_allows(node, result) for node in leaves((filtering,))) for filtering in filters)


def _allows(node: ast.Node, result: Assessment) -> bool:
    match node:
        case ast.InYears(first, last):
            year = result.year
            return year is not None and (first or year) <= year <= (last or year)
        case ast.InRegion(codes):
            code = result.code or ""
            return code in codes or code.split(".")[0] in codes
        case ast.InBands(bands):
            return result.band in bands
        case ast.InLevels(levels):
            return result.level in levels
        case _:
            return True  # outlets and days are facts of the article


# What the articles say of it --------------------------------------------------------------


def _values(body: Region, sources: Iterable[Source]) -> list[DirectAnswer]:
    """The different results that articles tell, the one told by most of them first."""
    groups: list[list[Source]] = []
    # The most exact first: what is told in round numbers or less fully agrees with it.
    for source in sorted(sources, key=_fullness, reverse=True):
        for group in sorted(groups, key=_weight, reverse=True):
            if all(_agree(source.result, other.result) for other in group):
                group.append(source)
                break
        else:
            groups.append([source])
    return [_answer(body, group) for group in sorted(groups, key=_weight, reverse=True)]


def _fullness(source: Source) -> tuple[int, int]:
    result = source.result
    decimals = -1 if result.score is None else _decimals(result.score)
    return decimals, sum(known is not None for known in (result.zone, result.category))


def _weight(group: Sequence[Source]) -> tuple[int, int, bool, bool]:
    """In how many articles a result stands, of how many as their subject; whether it has a score.

    Among equals what contradicts itself comes last.
    """
    about = {source.article.id for source in group if source.result.role == "subject"}
    scored = any(source.result.score is not None for source in group)
    sound = not any(source.result.conflict for source in group)
    return len({source.article.id for source in group}), len(about), scored, sound


def _agree(one: Assessment, other: Assessment) -> bool:
    """Whether two results can both be true; what one of them does not tell decides nothing."""
    for mine, theirs in ((one.zone, other.zone), (one.category, other.category)):
        if mine and theirs and mine != theirs:
            return False
    if one.score is None or other.score is None:
        return True
    # 97.8 is 97.84 told in a round number.
    decimals = min(_decimals(one.score), _decimals(other.score))
    return round(one.score, decimals) == round(other.score, decimals)


def _decimals(score: float) -> int:
    return len(format(score, ".10g").partition(".")[2])


def _answer(body: Region, group: Sequence[Source]) -> DirectAnswer:
    """What a group of agreeing articles (the most exact first) tells, as one result."""
    results = [source.result for source in group]
    exact = results[0]
    zone: Zone | None
    zone, zone_derived = _told((r.zone, "zone" in r.derived) for r in results)
    category, category_derived = _told((r.category, "category" in r.derived) for r in results)
    derived: dict[Literal["zone", "category"], bool] = {
        "zone": zone_derived,
        "category": category_derived,
    }
    ranked = next((r for r in results if r.rank is not None), exact)
    return DirectAnswer(
        entity=body.name,
        code=body.code,
        year=exact.year,
        score=exact.score,
        zone=zone,
        category=category,
        band=next((r.band for r in results if r.band), None),
        derived=tuple(name for name, is_derived in derived.items() if is_derived),
        conflict=any(r.conflict for r in results),
        rank=ranked.rank,
        rank_of=ranked.rank_of,
        previous=next((r.previous for r in results if r.previous is not None), None),
        sources=_sources(group),
    )


def _told(values: Iterable[tuple[T | None, bool]]) -> tuple[T | None, bool]:
    """The first known of (value, whether it is derived) pairs that is printed, else derived."""
    known = [(value, derived) for value, derived in values if value is not None]
    return min(known, key=lambda pair: pair[1], default=(None, False))


def _sources(group: Iterable[Source]) -> tuple[Source, ...]:
    """One per article: those about the body first, then the newest."""
    newest = sorted(group, key=lambda source: source.article.date or date.min, reverse=True)
    sources: dict[str, Source] = {}
    for source in sorted(newest, key=lambda source: source.result.role != "subject"):
        sources.setdefault(source.article.id, source)
    return tuple(sources.values())
