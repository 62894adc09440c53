"""Direct answers on the screen: a body's result, and the article that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from searchkit.assessments.bands import band_of
from searchkit.translation import _, ngettext
from searchkit.ui.badge import rank_words
from searchkit.ui.formats import shown_count, shown_date, shown_score
from searchkit.ui.plain import plain_line
from searchkit.ui.text import joined
from searchkit.ui.theme import zone_style

if TYPE_CHECKING:
    from searchkit.answers import DirectAnswer

OTHERS = 3  # contradicting values shown below an answer


def answer_lines(answers: Iterable[DirectAnswer], width: int) -> Iterator[RenderableType]:
    """A line for each answer, with its source behind it, or below where it does not fit.

    What other articles tell instead stands below it.
    """
    for answer in answers:
        heading = f"{plain_line(answer.entity)}{f' {answer.year}' if answer.year else ''}:"
        yield from _told(Text(heading, style="heading"), answer, 0, width)
        for other in answer.others[:OTHERS]:
            yield from _told(Text(_("also told:"), style="quiet"), other, 2, width)
        more = len(answer.others) - OTHERS
        if more > 0:
            words = ngettext(
                "and {n} more value: {command}", "and {n} more values: {command}", more
            )
            words = words.format(n=shown_count(more), command=_all_values(answer))
            yield Padding(Text(words, style="quiet"), (0, 0, 0, 2))


def _told(heading: Text, answer: DirectAnswer, indent: int, width: int) -> Iterator[RenderableType]:
    value = Text.assemble(heading, _value(answer))
    gap = "  " if value.plain.endswith(" ") else "   "
    source = _sources(answer)
    if indent + value.cell_len + len(gap) + source.cell_len <= width:
        yield Padding(Text.assemble(value, gap, source), (0, 0, 0, indent))
    else:
        yield Padding(value, (0, 0, 0, indent))
        yield Padding(source, (0, 0, 0, indent + 2))


def _all_values(answer: DirectAnswer) -> str:
    """The command that shows every value of an answer."""
    year = f" --year {answer.year}" if answer.year else ""
    return f"searchkit scores --region {answer.code}{year}"


def _value(answer: DirectAnswer) -> Text:
    """``97,84 · hijau · A · up from 91,5``, and what is wrong with it; a blank before it."""
    score = shown_score(answer.score) if answer.score is not None else ""
    words = plain_line(" · ".join(word for word in (score, answer.zone, answer.category) if word))
    more = joined(
        [
            rank_words(answer.rank, answer.rank_of) if answer.rank is not None else "",
            change_words(answer.score, answer.previous),
            _contradiction(answer) if answer.conflict else "",
        ]
    )
    if not words:
        return Text.assemble(" ", more)
    badge = Text(f" {words} ", style=zone_style(answer.zone))
    return Text.assemble(badge, "· ", more) if more.plain else badge


def change_words(score: float | None, previous: float | None) -> str:
    """``up from 67``: what a score is set against, empty where that is not known."""
    if score is None or previous is None:
        return ""
    if score == previous:
        words = _("{score} before, too")
    else:
        words = _("up from {score}") if score > previous else _("down from {score}")
    return words.format(score=shown_score(previous))


def _contradiction(answer: DirectAnswer) -> str:
    band = band_of(answer.score, answer.year) if answer.score is not None else None
    if band and answer.zone and answer.zone != band.zone:
        return _("printed zone {zone} contradicts the score").format(zone=answer.zone)
    if band and answer.category and answer.category != band.category:
        words = _("printed category {category} contradicts the score")
        return words.format(category=plain_line(answer.category))
    return _("printed zone or category contradicts the score")


def _sources(answer: DirectAnswer) -> Text:
    """The first source by name, the others by number."""
    article = answer.sources[0].article
    day = article.date
    parts = (
        article.outlet or "",
        article.title or article.id,
        (shown_date(day) if article.published else _("event {date}").format(date=shown_date(day)))
        if day
        else "",
    )
    named = plain_line(", ".join(part for part in parts if part))
    more = len(answer.sources) - 1
    others = ngettext("and {n} more article", "and {n} more articles", more)
    told = f" {others.format(n=shown_count(more))}" if more else ""
    return Text(f"({named}){told}", style="quiet")
