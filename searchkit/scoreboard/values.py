"""Many articles on one body and year: which values they tell, and which to believe.

Equal values are one, and so are a value and a vaguer form of it: a score and
the same score in fewer decimals (94,7 for 94,66), a result and its zone alone.
The more exact form stands for both. Values that contradict each other all
stay; the one to believe is told

1. by the most outlets (an outlet that prints it twice counts once, an article
   without an outlet for itself),
2. then by more of them in articles about the body, not in passing,
3. then by more of them with the year of the assessment,
4. then by the newest article.

The order in which articles come never decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from searchkit.article import Article, Assessment, Role, YearMethod, Zone

Answer = TypeVar("Answer", bound=Hashable)
Weight = tuple[int, int, int, date]
"""Outlets in all, those that tell it of their subject, those with the year; the newest day."""


class Source(NamedTuple):
    """An article that tells a value, and what it tells: the score as it printed it.

    ``zone`` and ``category`` are its words or follow from its score. ``role``
    is "mention" where it speaks of the body only in passing. ``path`` and
    ``line`` are where the article was read from.
    """

    id: str
    title: str
    outlet: str | None
    date: date | None
    path: str
    line: int | None
    score: float | None
    zone: Zone | None
    category: str | None
    role: Role
    year_method: YearMethod | None


class Value(NamedTuple):
    """One value told of a body in a year, with all articles that tell it, the best first.

    ``score`` is None where only a zone, category or rank is told. ``derived``
    names what no article printed; ``conflict`` tells that an article printed a
    zone or category that contradicts the band of the score.
    """

    score: float | None
    zone: Zone | None
    category: str | None
    band: str | None
    derived: tuple[Literal["zone", "category"], ...]
    conflict: bool
    sources: tuple[Source, ...]


class Telling(NamedTuple):
    """One article's word on one body and year.

    ``outlet`` is who tells it, the same however it is written; an article
    without an outlet is its own. ``day`` is the article's date.
    """

    result: Assessment
    article: Article
    outlet: str
    day: date


class _Claim(NamedTuple):
    """What can be told differently: a score, or without one a zone and a category."""

    score: float | None
    zone: str | None
    category: str | None

    @property
    def exactness(self) -> tuple[int, int]:
        """Decimals of the score (-1 without one), and how much else is told."""
        return _decimals(self.score), (self.zone is not None) + (self.category is not None)

    @property
    def order(self) -> tuple[float, str, str]:
        """A fixed order, for what nothing else decides."""
        return -1.0 if self.score is None else self.score, self.zone or "", self.category or ""


def tellings_of(article: Article) -> Iterator[Telling]:
    """What an article tells, one telling for each of its results."""
    outlet = " ".join((article.outlet or "").casefold().split()) or f"\n{article.id}"
    day = article.date or date.min
    for result in article.assessments:
        yield Telling(result, article, outlet, day)


def values_of(tellings: Iterable[Telling]) -> list[list[Telling]]:
    """The tellings of one body and year by the value they tell, the one to believe first.

    A telling that is a vaguer form of several values goes to the one that has
    more for it.
    """
    claims: dict[_Claim, list[Telling]] = defaultdict(list)
    for telling in tellings:
        claims[_claim(telling.result)].append(telling)
    if len(claims) == 1:
        return list(claims.values())
    roots = _gathered(claims)
    order = sorted(roots, key=lambda root: (_strength(roots[root]), root.order), reverse=True)
    return [roots[root] for root in order]


def value(tellings: Iterable[Telling]) -> Value:
    """One value out of the tellings that ``values_of`` put together; its best sources first."""
    tellings = list(tellings)
    zone: Zone | None = most_told(tellings, lambda result: result.zone)
    category = most_told(tellings, lambda result: result.category)
    names: tuple[Literal["zone", "category"], ...] = ("zone", "category")
    return Value(
        score=score_of(tellings),
        zone=zone,
        category=category,
        band=_band(tellings, category),
        derived=tuple(
            name
            for name, told in zip(names, (zone, category), strict=True)
            if told is not None and not _is_printed(tellings, name, told)
        ),
        conflict=any(telling.result.conflict for telling in tellings),
        sources=tuple(map(_source, sources_of(tellings))),
    )


def sources_of(tellings: Iterable[Telling]) -> list[Telling]:
    """Of each article that tells a value the telling that counts; the best source first."""
    best: dict[str, Telling] = {}
    for telling in sorted(tellings, key=_order):
        best.setdefault(telling.article.id, telling)
    return list(best.values())


def score_of(tellings: Iterable[Telling]) -> float | None:
    """The most exact score among tellings of one value, None where none has a score."""
    scores = {telling.result.score for telling in tellings}
    return max(scores, key=lambda score: (_decimals(score), score), default=None)


def most_told(
    tellings: Iterable[Telling], of: Callable[[Assessment], Answer | None]
) -> Answer | None:
    """What most tellings answer to ``of``, weighed like values; None where none does."""
    answers: dict[Answer, list[Telling]] = defaultdict(list)
    for telling in tellings:
        answer = of(telling.result)
        if answer is not None:
            answers[answer].append(telling)
    if len(answers) < 2:
        return next(iter(answers), None)
    return max(answers, key=lambda answer: (_weight(answers[answer]), repr(answer)))


def printed_rank(tellings: Iterable[Telling]) -> tuple[int | None, int | None]:
    """The rank that articles print; one told with the number of ranked bodies goes before."""
    told = list(tellings)
    of_many = most_told(told, lambda r: (r.rank, r.rank_of) if r.rank and r.rank_of else None)
    return of_many or (most_told(told, lambda r: r.rank), None)


def previous_told(tellings: Iterable[Telling]) -> float | None:
    """The score of the assessment before that articles set against this one."""
    return most_told(tellings, lambda result: result.previous)


# Claims -----------------------------------------------------------------------------------


def _claim(result: Assessment) -> _Claim:
    if result.score is not None:
        return _Claim(result.score, None, None)
    return _Claim(None, result.zone, result.category)


def _gathered(claims: Mapping[_Claim, list[Telling]]) -> dict[_Claim, list[Telling]]:
    """The same tellings with the vaguer claims gathered under more exact ones."""
    roots: dict[_Claim, list[Telling]] = {}
    vague: dict[_Claim, list[_Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.exactness, reverse=True):
        fits = [root for root in roots if _is_vaguer(claim, root, claims[root])]
        if fits:
            vague[claim] = fits
        else:
            roots[claim] = list(claims[claim])
    # Those that leave no choice first; what they add decides about the others.
    for claim, fits in vague.items():
        if len(fits) == 1:
            roots[fits[0]] += claims[claim]
    strengths = {root: (_strength(tellings), root.order) for root, tellings in roots.items()}
    for claim, fits in vague.items():
        if len(fits) > 1:
            roots[max(fits, key=strengths.__getitem__)] += claims[claim]
    return roots


def _is_vaguer(claim: _Claim, root: _Claim, told: Iterable[Telling]) -> bool:
    """Whether ``claim`` tells less than ``root`` (as told by ``told``) and nothing else."""
    if claim.exactness >= root.exactness:
        return False
    if claim.score is not None:
        return root.score is not None and is_rounding(claim.score, root.score)
    zones = {telling.result.zone for telling in told} - {None}
    categories = {telling.result.category for telling in told} - {None}
    return (claim.zone is None or not zones or claim.zone in zones) and (
        claim.category is None or not categories or claim.category in categories
    )


def is_rounding(short: float, exact: float) -> bool:
    """Whether ``short`` is ``exact`` in fewer decimals; a final 5 may go either way."""
    fewer, more = _decimals(short), _decimals(exact)
    step = 10 ** max(more - fewer, 0)  # of the last digit of the short one, in those of the exact
    apart = abs(round(short * 10**fewer) * step - round(exact * 10**more))
    return fewer < more and 2 * apart <= step


def _decimals(score: float | None) -> int:
    return -1 if score is None else len(_written(score).partition(".")[2])


def _written(score: float) -> str:
    return format(score, ".10g")


# Weighing ---------------------------------------------------------------------------------


def _strength(tellings: Sequence[Telling]) -> tuple[bool, Weight]:
    """How much speaks for a value; one with a score goes before one without."""
    return any(telling.result.score is not None for telling in tellings), _weight(tellings)


def _weight(tellings: Sequence[Telling]) -> Weight:
    every, about, explicit = set(), set(), set()
    for result, _, outlet, _ in tellings:
        every.add(outlet)
        if result.role == "subject":
            about.add(outlet)
        if result.year_method == "explicit":
            explicit.add(outlet)
    return len(every), len(about), len(explicit), max(telling.day for telling in tellings)


def _order(telling: Telling) -> tuple[bool, bool, int, int, str]:
    """The best article first: about the body, with the year, exact, new."""
    result, article, _, day = telling
    return (
        result.role != "subject",
        result.year_method != "explicit",
        -_decimals(result.score),
        -day.toordinal(),
        article.id,
    )


# What a value is made of ------------------------------------------------------------------


def _band(tellings: Sequence[Telling], category: str | None) -> str | None:
    """The band that goes with the category believed, where there is one."""
    fitting = [telling for telling in tellings if telling.result.category == category]
    return most_told(fitting, lambda result: result.band) or most_told(
        tellings, lambda result: result.band
    )


def _is_printed(tellings: Iterable[Telling], name: Literal["zone", "category"], told: str) -> bool:
    return any(
        getattr(result, name) == told and name not in result.derived for result, *_ in tellings
    )


def _source(telling: Telling) -> Source:
    result, article, *_ = telling
    return Source(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        date=article.date,
        path=article.path,
        line=article.line,
        score=result.score,
        zone=result.zone,
        category=result.category,
        role=result.role,
        year_method=result.year_method,
    )
