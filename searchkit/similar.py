"""Similar articles: what else the index holds on the matter of one article.

The article's most telling terms become a query: those with the highest product
of frequency and inverse document frequency, as in Lucene's MoreLikeThis. Which
region an article is about and when it appeared count beside the wording, as
preferences: they order what is alike, and hide nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from time import perf_counter
from typing import NamedTuple

from searchkit.article import Article
from searchkit.engines.base import Engine, Match, Selection, all_articles
from searchkit.engines.idf import idf
from searchkit.errors import QueryError
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import function_words
from searchkit.query import ast
from searchkit.query.filters import Filters
from searchkit.query.targets import Targets
from searchkit.results import Hit, hit_of
from searchkit.search import NO_FILTERS
from searchkit.translation import _

MAX_TERMS = 25
"""As many as Lucene's MoreLikeThis takes."""

SHARED = 0.2
"""The part of the key terms that a similar article has at least.

Elasticsearch's ``more_like_this`` asks for 0.3, of terms that stand twice in the text; news is
shorter. Of 21,385 articles 91 then are like one (median), with 0.3 no more than 19.
"""

COMMON = 0.1
COMMON_AT_LEAST = 10
"""A term in more than this part of the articles, and in more than so many, tells nothing."""

TITLE = 2.0
"""A word of the headline counts as so many of the text."""

K3 = 7.0
"""Saturation of a term's frequency in the query: Robertson et al. (1995), "Okapi at TREC-4"."""

NEAR_DAYS = 90
"""Articles at most so far apart are of the same time: one round of reports on an assessment."""

# What an agreement adds to the score: about what two or three shared terms are worth.
_SAME_REGION, _SAME_PROVINCE, _SAME_TIME = 0.25, 0.1, 0.15
_POOL = 50


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A telling term in its commonest form, with its stem (None for names).

    ``weight`` is its part in the score, 1 for a word that stands there once.
    """

    term: str
    stem: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class Similar:
    """What is like an article: ``hits``, best first, without the article and its copies.

    ``copies`` tell the same in almost the same words, whatever the filters.
    ``total`` articles share enough of the key ``terms``. ``took_ms`` is in
    milliseconds.
    """

    article: Article
    terms: tuple[KeyTerm, ...]
    hits: tuple[Hit, ...]
    copies: tuple[Article, ...]
    total: int
    took_ms: float


@dataclass(frozen=True, slots=True)
class SimilarOptions:
    """How similar articles are looked for; see ``Index.similar``."""

    filters: Filters = NO_FILTERS
    limit: int = 10
    same_region: bool = False
    within_days: int | None = None
    snippet_chars: int = 240


def similar(
    article: Article, engine: Engine, analyzer: Analyzer, options: SimilarOptions
) -> Similar:
    """The articles most like one.

    Raises QueryError where it has no region or date although ``options`` ask for it.
    """
    started = perf_counter()
    terms = key_terms(article, engine, analyzer)
    words = tuple(ast.Word(term.term, term.stem, weight=term.weight) for term in terms)
    selected = engine.select(
        Selection(
            ast.AtLeast(ceil(SHARED * len(words)), words) if words else ast.Nothing(),
            filters=(*options.filters.nodes, *_bounds(article, options)),
            limit=max(_POOL, 2 * options.limit),
            fold=True,
        )
    )
    copies = {copy.id: copy for copy in engine.copies(article.id)}
    others, total = [], selected.total
    for match in selected.matches:
        group = (match.article, *match.copies)
        if any(one.id == article.id or one.id in copies for one in group):
            copies.update((one.id, one) for one in group if one.id != article.id)
            total -= len(group)
        else:
            others.append(match._replace(relevance=_preferred(match, article)))
    others.sort(key=lambda match: -match.relevance)
    targets = Targets.of(words)
    return Similar(
        article,
        terms,
        hits=tuple(
            hit_of(rank, match, targets, analyzer, snippet_chars=options.snippet_chars)
            for rank, match in enumerate(others[: options.limit], start=1)
        ),
        copies=tuple(copies.values()),
        total=total,
        took_ms=(perf_counter() - started) * 1000,
    )


class _Form(NamedTuple):
    """How a term is written, and its stem."""

    term: str
    stem: str | None


def key_terms(
    article: Article, engine: Engine, analyzer: Analyzer, limit: int = MAX_TERMS
) -> tuple[KeyTerm, ...]:
    """The terms that tell an article from others, the most telling first.

    Forms of one stem are one term. Function words, numbers, names of the
    outlet, what no other article has and what very many have are left out.
    """
    outlet = set(analyzer.terms(article.outlet or "")[0])
    frequencies: defaultdict[str, Counter[_Form]] = defaultdict(Counter)
    title = article.title if article.has_headline else ""
    for text, weight in ((title, TITLE), (article.body, 1.0)):
        for form in map(_Form, *analyzer.terms(text)):
            if _tells(form.term) and form.term not in outlet:
                frequencies[form.stem or form.term][form] += weight  # type: ignore[assignment]
    articles = all_articles(engine).total
    scored: list[tuple[float, str]] = []
    for name, forms in frequencies.items():
        found = engine.document_frequency(name, stemmed=_stemmed(forms))
        if 1 < found <= max(COMMON_AT_LEAST, COMMON * articles):
            scored.append((-forms.total() * idf(articles, found), name))
    chosen = [frequencies[name] for _, name in sorted(scored)[:limit]]
    return tuple(_key_term(forms) for forms in chosen)


def _tells(term: str) -> bool:
    return len(term) > 1 and not term[0].isdigit() and term not in function_words()


def _stemmed(forms: Iterable[_Form]) -> bool:
    return any(form.stem is not None for form in forms)


def _key_term(forms: Counter[_Form]) -> KeyTerm:
    (form, _), frequency = forms.most_common(1)[0], forms.total()
    return KeyTerm(form.term, form.stem, round((K3 + 1) * frequency / (K3 + frequency), 3))


def _bounds(article: Article, options: SimilarOptions) -> Sequence[ast.Node]:
    """What ``same_region`` and ``within_days`` leave of the index."""
    bounds: list[ast.Node] = []
    if options.same_region:
        codes = tuple(region.code for region in article.subjects)
        if not codes:
            raise QueryError(
                _("no region is known that {id!r} is about").format(id=article.id),
                _("Leave out --same-region."),
            )
        bounds.append(ast.InRegion(codes))
    if options.within_days is not None:
        if article.date is None:
            raise QueryError(
                _("no date is known of {id!r}").format(id=article.id), _("Leave out --within.")
            )
        bounds.append(
            ast.Dated(
                _day(article.date, -options.within_days), _day(article.date, options.within_days)
            )
        )
    return bounds


def _day(day: date, days: int) -> date | None:
    """The day so many days later, None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _preferred(match: Match, article: Article) -> float:
    """The relevance of a match, raised by what it agrees in with the article."""
    other = match.article
    ours = {region.code for region in article.subjects}
    theirs = {region.code for region in other.subjects}
    raised = 1.0
    if ours & theirs:
        raised += _SAME_REGION
    elif {code.split(".")[0] for code in ours} & {code.split(".")[0] for code in theirs}:
        raised += _SAME_PROVINCE
    if _of_one_time(article, other):
        raised += _SAME_TIME
    return match.relevance * raised


def _of_one_time(one: Article, other: Article) -> bool:
    """Whether both report the same assessment, or were published within ``NEAR_DAYS``."""
    if one.assessment_year is not None and one.assessment_year == other.assessment_year:
        return True
    if one.date is None or other.date is None:
        return False
    return abs((one.date - other.date).days) <= NEAR_DAYS
