"""Understanding: an article as read becomes the same article with what it is about.

The one place where reading an article is put together, in this order:

1. the places that name regions, once, for all that follows;
2. the regions, each as subject or mention;
3. the days of publication and event, see ``searchkit.dating``;
4. the Ombudsman's assessments, where the article speaks of them at all;
5. once more the days, where the text tells the assessment year: a date without
   a year ("Kamis (14/12)") is placed within four months after the results were
   announced, and what happened before the year assessed is not the event; the
   assessments are then read again with those days.

What a reader took from metadata is kept. Understanding never raises on any
text, and costs time linear in its length; of a text longer than 200,000
characters it reads the beginning (``Article.report``).
"""

from __future__ import annotations

from copy import copy
from datetime import timedelta

from searchkit.article import Article
from searchkit.assessments.context import speaks_of_assessment
from searchkit.dating import dates_of
from searchkit.regions.mentions import resolve_mentions
from searchkit.regions.subjects import regions_of

_REPORTED_FOR = timedelta(days=120)
"""How long after the announcement a year's results are handed over and reported."""


_WARMING = (
    "Kota Blitar masuk zona hijau dengan nilai 90,5 dalam penilaian kepatuhan pelayanan publik "
    "oleh Ombudsman RI tahun 2023, Kamis (14/12/2023)."
)


def warm_up() -> None:
    """Load all that articles are understood with, so that the next one need not wait for it."""
    understand(Article(id="", title="", text=_WARMING, path="", content_hash=""))


def understand(article: Article) -> Article:
    """The article with regions, assessments, assessment year, and dates filled in."""
    body = article.report
    mentions = resolve_mentions(article.title, body)
    regions = regions_of(article.title, body, mentions)
    dates = dates_of(body, article.text, article.url, article.published)
    known = _with(
        article,
        regions=regions,
        published=dates.published,
        event_date=article.event_date or dates.event,
    )
    if not speaks_of_assessment(article.title, body):
        return known
    # Only few articles speak of assessments; the others never pay for loading their reader.
    from searchkit.assessments.reader import AssessmentReading, read_assessments

    def reading_of(known: Article) -> AssessmentReading:
        days = (known.published, known.event_date)
        return read_assessments(article.title, body, mentions, regions, *days)

    reading = reading_of(known)
    if reading.assessment_year and reading.year_method == "explicit":
        redated = _redated(article, known, reading.assessment_year)
        if redated != known:
            known, reading = redated, reading_of(redated)
    return _with(known, assessments=reading.assessments, assessment_year=reading.assessment_year)


def _with(article: Article, **facts: object) -> Article:
    """The article with other facts. Its ``body``, which they leave as it is, is not made again."""
    known = copy(article)
    vars(known).update(facts)
    return known


def _redated(article: Article, known: Article, assessed: int) -> Article:
    """``known`` with its days looked at again in the light of the year assessed (step 5)."""
    from searchkit.assessments.announcements import announced

    if article.event_date:
        return known
    if known.event_date:
        past = known.event_date.year < assessed
        return _with(known, event_date=None) if past else known
    day = announced(assessed)
    base = day + _REPORTED_FOR if day else None
    dates = dates_of(article.report, article.text, article.url, known.published, base)
    return _with(known, published=dates.published, event_date=dates.event)
