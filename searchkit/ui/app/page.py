"""Page: an article as lines of a given width, with the places of its matches in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from searchkit.article import Article, Span
from searchkit.translation import _
from searchkit.ui.badge import result_words
from searchkit.ui.formats import shown_date
from searchkit.ui.plain import plain, plain_line, plain_spans
from searchkit.ui.text import joined, safe
from searchkit.ui.theme import zone_style

RESULTS = 6  # results told above the text; an article may list hundreds


@dataclass(frozen=True, slots=True)
class Page:
    """Lines ready to be drawn; ``starts`` are the offsets in the article where text lines begin.

    ``matches`` are (line, first cell's character, last one's) of what matched the
    query, in order. Lines above the text (title, facts) have no offset: -1.
    """

    lines: Sequence[Text]
    starts: Sequence[int]
    matches: Sequence[tuple[int, int, int]]

    def line_of(self, offset: int) -> int:
        """The line that an offset into the article's text stands on."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def offset_of(self, line: int) -> int:
        """Where in the article's text a line begins; 0 above the text."""
        return max(self.starts[min(line, len(self.starts) - 1)], 0) if self.starts else 0


def page_of(article: Article, highlights: Iterable[Span], console: Console, width: int) -> Page:
    """An article for lines of ``width`` cells; ``highlights`` are offsets into its text."""
    lines: list[Text] = []
    for part in _head(article):
        lines += part.wrap(console, width)
    lines.append(Text())
    starts = [-1] * len(lines)
    marks = [(span.start, span.end) for span in highlights]
    text, moved = plain_spans(article.text, marks)
    shown = _styled(article, moved, text)
    matches: list[tuple[int, int, int]] = []
    ends = [start for start, _end in moved]
    at = 0
    for number, paragraph in enumerate(shown.split("\n", allow_blank=True)):
        if number:
            at += 1
        wrapped = paragraph.wrap(console, width) if paragraph.plain.strip() else [Text()]
        cursor = at
        for line in wrapped:
            words = line.plain.strip()
            begin = text.find(words, cursor) if words else cursor
            begin = cursor if begin < 0 else begin
            first, last = bisect_right(ends, begin - 1), bisect_right(ends, begin + len(words))
            matches += [
                (len(lines), moved[m][0] - begin, moved[m][1] - begin) for m in range(first, last)
            ]
            lines.append(line)
            starts.append(begin)
            cursor = begin + len(words)
        at += len(paragraph.plain)
    return Page(lines, starts, matches)


def _head(article: Article) -> Iterator[Text]:
    yield safe(article.title or article.id, style="bold", one_line=True)
    yield joined(
        [
            safe(article.outlet or "", one_line=True),
            shown_date(article.date) if article.date else "",
            safe(article.author or "", one_line=True),
        ],
        style="dim",
    )
    if article.url:
        yield safe(article.url, style="dim", one_line=True)
    for result in article.results[:RESULTS]:
        words = result_words(result)
        yield joined(
            [
                Text(plain_line(result.entity)),
                str(result.year or ""),
                Text.assemble((f" {words} ", zone_style(result.zone))) if words else "",
            ]
        )
    if len(article.results) > RESULTS:
        yield Text(_("and {n} results more").format(n=len(article.results) - RESULTS))


def _styled(article: Article, moved: Sequence[tuple[int, int]], text: str) -> Text:
    """The text with page furniture dimmed, facts and matches marked."""
    shown = Text(text)
    layers: list[tuple[str, list[tuple[int, int]]]] = [
        ("furniture", [(span.start, span.end) for span in article.noise]),
        (
            "fact.region",
            [(s.start, s.end) for region in article.subjects for s in region.spans],
        ),
    ]
    layers += [
        (zone_style(result.zone), [(result.evidence.start, result.evidence.end)])
        for result in article.assessments
        if result.evidence.end > result.evidence.start
    ]
    for style, spans in layers:
        for start, end in plain_spans(article.text, spans)[1]:
            shown.stylize(style, start, end)
    for start, end in moved:
        shown.stylize("match", start, end)
    assert shown.plain == plain(article.text)
    return shown
