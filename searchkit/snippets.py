"""Snippets: the sentences of an article that answer a query, with the matches marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from searchkit.article import Article, Span
from searchkit.language.analyzer import Analyzer
from searchkit.language.clauses import clause_gaps
from searchkit.language.sentences import sentences
from searchkit.marks import Mark, article_marks, merged, text_marks
from searchkit.query.targets import Targets

# Snippets are looked for in so many characters from the start; news is far shorter.
_MAX_READ = 100_000
_ELLIPSIS = "…"
_GAP = f" {_ELLIPSIS} "
# A sentence is not cut to spare less than this.
_SMALL = 30
# A shorter line without a full stop is a headline, a dateline or a caption.
_LINE = 90
_SENTENCE_ENDS = ".!?…:;\"'”’)"
_BLANK = re.compile(r"\s")
_OPENING = "\"'“‘([*•–—- "


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article on one line; ``highlights`` are half-open offsets into ``text``."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


def highlight(text: str, targets: Targets, analyzer: Analyzer) -> tuple[Span, ...]:
    """Where words of a query stand in a text, in their surface form; disjoint, in order."""
    return tuple(merged(text_marks(text, targets, analyzer)))


def highlight_article(article: Article, targets: Targets, analyzer: Analyzer) -> tuple[Span, ...]:
    """Like ``highlight`` for an article's text, with the regions that a query means as well."""
    return tuple(merged(article_marks(article, targets, analyzer, len(article.text))))


def snippet(article: Article, targets: Targets, analyzer: Analyzer, max_chars: int) -> Snippet:
    """The sentences that cover most of the query, about ``max_chars`` characters at most.

    They are whole; only one that is longer is cut, where its clauses part. An ellipsis
    stands where something is left out, and before what begins in mid-sentence already in
    the text. Where nothing matches in the text, the beginning of it. Nothing at all, and
    the text is not looked at, where ``max_chars`` is 0.
    """
    if max_chars <= 0:
        return Snippet("")
    body = article.body[:_MAX_READ]
    marks = article_marks(article, targets, analyzer, len(body))
    chosen = _choose(_sentences(body, marks, article.title), body, max_chars)
    pieces = [_cut(sentence, body, max_chars) for sentence in chosen]
    return _joined(body, pieces, merged(marks))


class _Sentence(NamedTuple):
    """A sentence, the marks inside it, and whether it lacks its beginning."""

    span: Span
    marks: tuple[Mark, ...]
    torn: bool

    @property
    def length(self) -> int:
        return self.span.end - self.span.start

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(mark.target for mark in self.marks)


class _Piece(NamedTuple):
    """What is shown of a sentence, and whether it was cut before or behind."""

    span: Span
    cut_before: bool = False
    cut_after: bool = False


def _sentences(body: str, marks: list[Mark], title: str) -> list[_Sentence]:
    """Sentences with their marks; without headline, datelines and captions where there is prose."""
    found: list[_Sentence] = []
    at = 0
    for span in _spans_of(body):
        first = at
        while at < len(marks) and marks[at].start < span.end:
            at += 1
        found.append(_Sentence(span, tuple(marks[first:at]), _is_torn(body, span)))
    prose = [s for s in found if _is_prose(body[s.span.start : s.span.end], title)]
    return prose or found


@lru_cache(100)
def _spans_of(body: str) -> list[Span]:
    """The sentences of a text: with the next letter of a query most texts come up again."""
    return sentences(body)


def _is_prose(sentence: str, title: str) -> bool:
    if sentence == title:
        return False
    return len(sentence) >= _LINE or sentence[-1] in _SENTENCE_ENDS


def _is_torn(body: str, span: Span) -> bool:
    """Whether a sentence begins in lower case: pages lose words with their links."""
    return body[span.start : span.start + 8].lstrip(_OPENING)[:1].islower()


def _choose(found: list[_Sentence], body: str, max_chars: int) -> list[_Sentence]:
    """Sentences in the order of the text that together show the most of the query.

    The first choice covers most targets, then has its beginning, then can be shown
    whole, then has most marks, then comes first. Others join while they fit and add
    a target; what room is left goes to the sentences before that open a quotation,
    and to those that follow.
    """
    if not found:
        return []

    def order(place: int) -> tuple[int, bool, bool, int, int]:
        one = found[place]
        long = one.length > max_chars + _SMALL
        return -len(one.targets), one.torn, long, -len(one.marks), place

    ranked = sorted((at for at, one in enumerate(found) if one.marks), key=order)
    if not ranked:
        ranked = [next((at for at, one in enumerate(found) if not one.torn), 0)]
    chosen = [ranked[0]]
    shown = set(found[ranked[0]].targets)
    room = max_chars - found[ranked[0]].length
    for place in ranked[1:]:
        sentence = found[place]
        if room <= len(_GAP):
            break
        if sentence.targets - shown and sentence.length + len(_GAP) <= room:
            chosen.append(place)
            shown |= sentence.targets
            room -= sentence.length + len(_GAP)
    opening = _opening(found, min(chosen), body, room)
    room -= sum(found[place].length + 1 for place in opening)
    chosen += opening
    following = max(chosen) + 1
    while following < len(found) and found[following].length < room and not found[following].torn:
        chosen.append(following)
        room -= found[following].length + 1
        following += 1
    return [found[place] for place in sorted(chosen)]


def _opening(found: list[_Sentence], place: int, body: str, room: int) -> list[int]:
    """The sentences back to the one that opens the quotation a sentence goes on with.

    None where it does not, or where they do not all fit.
    """
    start = found[place].span.start
    if room <= 0:
        return []
    line = body.rfind("\n", 0, start) + 1
    before = body[line:start]
    if not (before.count('"') % 2 or before.count("“") > before.count("”")):
        return []
    opened = line + max(before.rfind('"'), before.rfind("“"))
    first = place
    while first and found[first].span.start > opened:
        first -= 1
    return list(range(first, place)) if start - found[first].span.start <= room else []


def _cut(sentence: _Sentence, body: str, max_chars: int) -> _Piece:
    """The sentence itself, or of one too long the clauses that show most targets."""
    span = sentence.span
    if sentence.length <= max_chars + _SMALL:
        return _Piece(span, cut_before=sentence.torn)
    shown = _densest(sentence.marks, max_chars) or Span(span.start, span.start)
    gaps = clause_gaps(body, span.start, span.end)
    start = _start(span, shown, gaps, body, max_chars)
    end = _end(span, Span(start, shown.end), gaps, body, max_chars)
    return _Piece(
        Span(start, end), cut_before=start > span.start or sentence.torn, cut_after=end < span.end
    )


def _densest(marks: Sequence[Mark], room: int) -> Span | None:
    """Where most different targets, then most marks, stand within ``room`` characters."""
    best, most = None, (0, 0)
    within: Counter[str] = Counter()
    first = 0
    for last, mark in enumerate(marks):
        within[mark.target] += 1
        while first < last and mark.end - marks[first].start > room:
            within -= Counter((marks[first].target,))
            first += 1
        if (len(within), last - first) > most or best is None:
            best, most = (first, last), (len(within), last - first)
    if best is None:
        return None
    start = marks[best[0]].start
    return Span(start, min(max(mark.end for mark in marks[best[0] : best[1] + 1]), start + room))


def _start(span: Span, shown: Span, gaps: list[Span], body: str, room: int) -> int:
    """Where to begin: with the sentence if that shows it all, else with a clause before it."""
    if shown.end - span.start <= room:
        return span.start
    spare = room - (shown.end - shown.start)
    # What can be shown up to its end is; else there is as much before as behind.
    earliest = span.end - room if span.end - shown.start <= room else shown.start - spare // 2
    near = [gap for gap in gaps if earliest <= gap.end <= shown.start]
    if near:
        return next((gap for gap in near if _is_marked(gap, body)), near[0]).end
    return _word_end(body, max(earliest, shown.start - room // 4), shown.start)


def _end(span: Span, shown: Span, gaps: list[Span], body: str, room: int) -> int:
    """Where to end: with the sentence if there is room, else with the last clause that fits."""
    limit = shown.start + room
    if span.end - limit < _SMALL:
        return span.end
    least = max(shown.end, shown.start + room // 2)
    near = [gap for gap in reversed(gaps) if least <= gap.start <= limit]
    if near:
        return next((gap for gap in near if _is_marked(gap, body)), near[0]).start
    return _word_start(body, limit, shown.end)


def _is_marked(gap: Span, body: str) -> bool:
    """Whether clauses part at a comma or the like, and not only before a conjunction."""
    return bool(body[gap.start : gap.end].strip()) or not body[gap.start - 1].isalnum()


def _word_end(body: str, at: int, limit: int) -> int:
    """The next place after a blank, ``limit`` where there is none before it."""
    blank = body.find(" ", at, limit)
    return limit if blank < 0 else blank + 1


def _word_start(body: str, at: int, limit: int) -> int:
    """The last blank before ``at``, ``at`` itself in a word that is all there is."""
    blank = body.rfind(" ", limit, at)
    return at if blank < 0 else blank


def _joined(body: str, pieces: list[_Piece], marks: list[Span]) -> Snippet:
    """The pieces as one line, with marks moved to where they now stand."""
    text = ""
    highlights: list[tuple[int, int]] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        span = piece.span
        if before is not None:
            adjoins = not body[before.span.end : span.start].strip()
            text += " " if adjoins else _GAP
        elif piece.cut_before:
            text += _ELLIPSIS
        move = len(text) - span.start
        highlights += [
            (mark.start + move, min(mark.end, span.end) + move)
            for mark in marks
            if span.start <= mark.start < span.end
        ]
        text += _BLANK.sub(" ", body[span.start : span.end])
    if pieces and pieces[-1].cut_after:
        text += _ELLIPSIS
    return Snippet(text, tuple(highlights))
