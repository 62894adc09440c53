"""Explaining: why an article was understood as it was, fact by fact.

An article that was understood keeps what was read, not why. So it is read once
more, by the same rules, and each rule tells its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from searchkit.article import Article, Span, YearMethod
from searchkit.assessments.announcements import next_assessment
from searchkit.assessments.ranks import RankMention
from searchkit.assessments.reader import told_assessments
from searchkit.assessments.reasons import SENTENCES
from searchkit.assessments.records import Told
from searchkit.assessments.scores import ScoreMention
from searchkit.assessments.years import ArticleYear
from searchkit.language.dates import find_dates
from searchkit.regions.mentions import Mention, Setting, resolve_mentions
from searchkit.translation import N_, _

FactKind = Literal["region", "year", "score", "previous", "zone", "category", "rank", "date"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing read out of an article, ``text[span.start:span.end]``, and ``why``.

    The span is empty where only the headline or metadata tells it. ``value``
    is what was read ("Kota Blitar", "98.19", "hijau", "4 of 268"), ``entity``
    whose result it is, None for regions and dates. ``why`` is a clause
    without a full stop, in the language spoken.
    """

    kind: FactKind
    span: Span
    value: str
    entity: str | None
    why: str


def explain(article: Article) -> tuple[Fact, ...]:
    """The facts of an understood article; spans are disjoint.

    First those that stand outside the text, then the others in the order of
    the text. Where two share a place, the result goes before its year, and
    both before regions and dates.
    """
    body = article.report
    mentions = resolve_mentions(article.title, body)
    year, told = told_assessments(
        article.title, body, mentions, article.regions, article.published, article.event_date
    )
    facts = [
        *_results(told),
        *_years(article, year, told),
        *_regions(article, mentions),
        *_dates(article, body),
    ]
    outside = [fact for fact in facts if fact.span.start == fact.span.end]
    return (*dict.fromkeys(outside), *_disjoint(facts))


def _disjoint(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that stand in the text, in its order; of overlapping ones the first given."""
    kept: list[Fact] = []
    taken: set[int] = set()
    for fact in facts:
        place = range(fact.span.start, fact.span.end)
        if place and taken.isdisjoint(place):
            taken.update(place)
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.span.start)


# Results ----------------------------------------------------------------------------------


def _results(told: Sequence[Told]) -> Iterator[Fact]:
    scored = {
        (each.body.key, each.year.year) for each in told if isinstance(each.mention, ScoreMention)
    }
    for each in told:
        mention, year = each.mention, each.year.year
        span = Span(mention.start, mention.end)
        why = f"{_(SENTENCES[each.why])}; {_of_year(each.year)}"
        kind: FactKind
        if isinstance(mention, ScoreMention):
            later = year is not None and (each.body.key, next_assessment(year)) in scored
            kind, value = "previous" if later else "score", f"{mention.value:g}"
        elif isinstance(mention, RankMention):
            kind = "rank"
            value = f"{mention.rank} of {mention.of}" if mention.of else str(mention.rank)
        elif mention.zone:
            kind, value = "zone", mention.zone
            if mention.kind == "award":
                why = _("the name of the award means this zone; {why}").format(why=why)
        else:
            kind, value = "category", mention.category or ""
        yield Fact(kind, span, value, each.body.name, why)


def _of_year(year: ArticleYear) -> str:
    if year.year is None:
        return _("no year told")
    return f"{year.year} ({_(_METHODS[year.method])})" if year.method else str(year.year)


_METHODS: Mapping[YearMethod, str] = {
    "explicit": N_("explicit"),
    "relative": N_("relative"),
    "window": N_("window"),
}


def _years(article: Article, year: ArticleYear, told: Sequence[Told]) -> Iterator[Fact]:
    """The years that results carry, and that of the article."""
    for each in told:
        at = each.year.mention
        if at and each.year is not year and each.year.year:
            why = _("the year goes with the result beside it")
            yield Fact("year", Span(at.start, at.end), str(each.year.year), each.body.name, why)
    if year.year is None or article.assessment_year is None:
        return
    span = Span(year.mention.start, year.mention.end) if year.mention else Span(0, 0)
    method = year.method or "explicit"
    yield Fact("year", span, str(year.year), None, _(_YEAR_FOUND[method]))


_YEAR_FOUND: Mapping[YearMethod, str] = {
    "explicit": N_("the year of the assessment that the article speaks of"),
    "relative": N_('the text says "tahun ini": the year of the latest results at its date'),
    "window": N_("the text ties no year to the assessment; the latest results at its date"),
}


# Regions and dates ------------------------------------------------------------------------


def _regions(article: Article, mentions: Sequence[Mention]) -> Iterator[Fact]:
    settings = {
        (mention.start, mention.end): mention.setting
        for mention in mentions
        if not mention.in_title
    }
    for region in article.regions:
        about = _("the article is about it") if region.role == "subject" else _("only mentioned")
        for span in region.spans:
            setting = _(_SETTINGS[settings.get((span.start, span.end), "plain")])
            yield Fact("region", span, region.name, None, f"{setting}; {about}")
        if not region.spans:
            yield Fact(
                "region",
                Span(0, 0),
                region.name,
                None,
                _("named in the headline; {about}").format(about=about),
            )


_SETTINGS: Mapping[Setting, str] = {
    "plain": N_("the text speaks of it"),
    "person": N_("the title of its head"),
    "place": N_("where something is or happens"),
    "venue": N_("where a ceremony or statement took place"),
    "dateline": N_("the dateline"),
    "parent": N_("the province given with a kabupaten or kota"),
    "seat": N_("in the name of a branch"),
    "office": N_("in the name of an office of the state"),
    "comparison": N_("named to compare"),
    "club": N_("in the name of a club"),
    "name": N_("in the name of something else"),
}


def _dates(article: Article, body: str) -> Iterator[Fact]:
    found = find_dates(body, article.published or article.event_date)
    kinds: tuple[tuple[date | None, str], ...] = (
        (article.published, _("day of publication")),
        (article.event_date, _("day of the event")),
    )
    for day, what in kinds:
        if day is None or (day is article.event_date and day == article.published):
            continue
        places = [Span(each.start, each.end) for each in found if each.day == day]
        if places:
            yield Fact("date", places[0], day.isoformat(), None, what)
        else:
            why = _("{what}, from metadata, the address or a weekday").format(what=what)
            yield Fact("date", Span(0, 0), day.isoformat(), None, why)
