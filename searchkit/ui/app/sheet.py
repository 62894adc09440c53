"""Sheet: all that is told of an article as one text, and what is marked in it.

First what is known of the article, then its text, then, where that is wanted, why its
facts were read so. Lines are broken later, for the width there is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from searchkit.article import Article, Span
from searchkit.translation import _, numbered
from searchkit.ui.app.edits import Edits
from searchkit.ui.article import result_line
from searchkit.ui.facts import kind_of, marker, style_of, value_of, whose_of, why_of
from searchkit.ui.formats import shown_date, shown_place
from searchkit.ui.places import place_of
from searchkit.ui.plain import Offsets, plain_line
from searchkit.ui.text import joined
from searchkit.ui.theme import zone_style

if TYPE_CHECKING:
    from searchkit.explain import Fact

RESULTS, REGIONS, OUTLETS = 6, 4, 6  # told above the text; an article may list hundreds
SHORT = 400  # characters of a title, an address or a name

MATCH, SOFT = "reader.match", "reader."
"""The styles of marks are names of ``ui.theme``: of a match, and before that of a fact."""

Mark = tuple[int, int, str]
Marks = list[Mark]


class Reading(NamedTuple):
    """What is shown of an article: where it matches the query, its facts, who else has it.

    ``facts`` is None while they are not known.
    """

    article: Article
    highlights: Sequence[Span] = ()
    facts: Sequence[Fact] | None = None
    copies: Sequence[Article] = ()


class Place(NamedTuple):
    """A place in a sheet that is the same in another sheet of the article.

    ``part`` is 0 above the text, 1 in it and 2 below; in it, ``offset`` is one of the
    article's, else it counts from the beginning of the part.
    """

    part: int
    offset: int


class Layer:
    """Stretches of a text with a style each; they do not overlap."""

    def __init__(self, marks: Marks) -> None:
        self._marks = sorted(marks, key=lambda mark: mark[0])
        self._ends = [end for _start, end, _style in self._marks]

    def between(self, start: int, end: int) -> Iterator[Mark]:
        """Those that have a part between two places, in order."""
        for number in range(bisect_right(self._ends, start), len(self._marks)):
            mark = self._marks[number]
            if mark[0] >= end:
                return
            yield mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a page; ``text[body.start:body.end]`` is the article's.

    ``matches`` are the places of the matches, in order. Each of the ``layers`` covers
    those before it.
    """

    text: str
    body: Span
    edits: Edits
    matches: Sequence[tuple[int, int]]
    layers: Sequence[Layer]

    def place(self, at: int) -> Place:
        """Which place of the article stands at a character."""
        if at < self.body.start:
            return Place(0, at)
        if at > self.body.end:
            return Place(2, at - self.body.end)
        return Place(1, self.edits.source(at - self.body.start))

    def at(self, place: Place) -> int:
        """The character where a place of the article stands, or the nearest there is."""
        if place.part == 0:
            return min(place.offset, self.body.start)
        if place.part == 1:
            return self.at_offset(place.offset)
        return min(self.body.end + place.offset, len(self.text))

    def at_offset(self, offset: int) -> int:
        """The character where an offset of the article's text stands."""
        return self.body.start + self.edits.start(offset)


def sheet_of(reading: Reading, *, why: bool) -> Sheet:
    """The sheet of an article; ``why`` numbers its facts and tells their reasons."""
    article, facts = reading.article, reading.facts or ()
    by_number = list(enumerate(facts, start=1)) if why else []
    top, edits = _Lines(), _body(article, by_number)
    for line in _head(reading, by_number):
        top.write(line)
    top.write(Text())
    below = _Lines()
    if why and reading.facts is not None:
        for line in _reasons(article, by_number):
            below.write(line)
    start = top.length
    body = Span(start, start + len(edits.text))

    def placed(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
        shown = edits.spans((span.start, span.end) for span in spans)
        return ((start + first, start + last) for first, last in shown)

    matches = list(placed(reading.highlights))
    around = top.marks + below.marked_from(body.end + 1)
    layers = (
        [(*place, "furniture") for place in placed(article.noise)],
        list(_facts(article, facts, placed)),
        [(*place, MATCH) for place in matches],
        list(_numbers(article, by_number, edits, start)),
        around,
    )
    text = f"{top.text}{edits.text}\n{below.text}" if below.length else top.text + edits.text
    return Sheet(text, body, edits, matches, tuple(map(Layer, layers)))


class _Lines:
    """Lines of styled text, one below the other."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.marks: Marks = []
        self.length = 0

    @property
    def text(self) -> str:
        """All lines, a line break behind each."""
        return "".join(self._texts)

    def write(self, line: Text) -> None:
        """Append a line."""
        styles = [line.style] * len(line.plain)
        for span in line.spans:
            styles[span.start : span.end] = [span.style] * (span.end - span.start)
        at = self.length
        for style, run in groupby(styles):
            end = at + len(list(run))
            if style:
                self.marks.append((at, end, str(style)))
            at = end
        self._texts.append(line.plain + "\n")
        self.length = at + 1

    def marked_from(self, start: int) -> Marks:
        """The marks of lines that begin at a character."""
        return [(start + first, start + last, style) for first, last, style in self.marks]


# Above the text ---------------------------------------------------------------------------


def _head(reading: Reading, by_number: Iterable[tuple[int, Fact]]) -> Iterator[Text]:
    article = reading.article
    title = Text(_short(article.title or article.id), style="title")
    for number, fact in by_number:
        if place_of(fact, article) == "headline":
            title.append_text(marker(number))
    yield title
    regions = [region.name for region in article.subjects]
    more = f" +{len(regions) - REGIONS}" if len(regions) > REGIONS else ""
    meta = [
        _short(article.outlet or ""),
        _day(article),
        _short(article.author or ""),
        _short(", ".join(regions[:REGIONS])) + more,
    ]
    if any(meta):
        yield joined(meta, style="quiet")
    if reading.copies:
        yield Text(_also(reading), style="quiet")
    for result in article.results[:RESULTS]:
        yield result_line(result)
    rest = len(article.results) - RESULTS
    if rest > 0:
        told = numbered("and {n} more result", "and {n} more results", rest)
        yield Text(told, style="quiet")


def _day(article: Article) -> str:
    if article.published:
        return shown_date(article.published)
    if article.event_date:
        return _("event {date}").format(date=shown_date(article.event_date))
    return ""


def _also(reading: Reading) -> str:
    names = list(dict.fromkeys(_short(copy.outlet or copy.id) for copy in reading.copies))
    more = f" +{len(names) - OUTLETS}" if len(names) > OUTLETS else ""
    return _("also in: {outlets}").format(outlets=", ".join(names[:OUTLETS]) + more)


def _short(words: str) -> str:
    shown = plain_line(words)
    return shown if len(shown) <= SHORT else shown[: SHORT - 1] + "…"


# The text ---------------------------------------------------------------------------------


def _body(article: Article, by_number: Iterable[tuple[int, Fact]]) -> Edits:
    return Edits(
        article.text,
        (
            (fact.span.end, marker(number).plain)
            for number, fact in by_number
            if place_of(fact, article) == "text"
        ),
    )


def _facts(
    article: Article, facts: Iterable[Fact], placed: Callable[[Iterable[Span]], Iterator[Offsets]]
) -> Iterator[Mark]:
    """The facts in the text, a score in the colour of its zone."""
    zones = {each.evidence: each.zone for each in article.assessments if each.zone}
    for fact in facts:
        zone = zones.get(fact.span) if fact.kind == "score" else None
        style = SOFT + (zone_style(zone) if zone else style_of(fact))
        for start, end in placed([fact.span]):
            yield start, end, style


def _numbers(
    article: Article, by_number: Iterable[tuple[int, Fact]], edits: Edits, start: int
) -> Iterator[Mark]:
    for number, fact in by_number:
        if place_of(fact, article) == "text":
            at = start + edits.end(fact.span.end)
            yield at, at + len(marker(number)), "quiet"


# Below the text ---------------------------------------------------------------------------


def _reasons(article: Article, by_number: Sequence[tuple[int, Fact]]) -> Iterator[Text]:
    yield Text()
    if by_number:
        yield Text(_("Why it was read so"), style="heading")
    else:
        yield Text(_("No region, result or date was read out of this article."))
    for number, fact in by_number:
        mark = marker(number)
        what = Text.assemble(kind_of(fact), " ", value_of(fact))
        yield Text.assemble(mark, " ", joined([what, whose_of(fact)]))
        yield Text.assemble("    ", why_of(fact, article))
    yield Text()
    yield Text(plain_line(shown_place(article.path, article.line)), style="quiet")
