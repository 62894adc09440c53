"""Snippets: the sentences of an article that answer a query, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searchkit.article import Article, Span
from searchkit.language.analyzer import Analyzer
from searchkit.language.sentences import sentences
from searchkit.query.targets import Targets

# Snippets are looked for in so many characters from the start; news is far shorter.
_MAX_READ = 100_000
_ELLIPSIS = "…"
_GAP = f" {_ELLIPSIS} "
# A sentence is not cut at its beginning to spare less than this.
_SMALL = 30
# A shorter line without a full stop is a headline, a dateline or a caption.
_LINE = 90
_SENTENCE_ENDS = ".!?…:;\"'”’)"
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article on one line; ``highlights`` are half-open offsets into ``text``."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


class _Mark(NamedTuple):
    """A match in the text, and which target it satisfies."""

    start: int
    end: int
    target: str


def highlight(text: str, targets: Targets, analyzer: Analyzer) -> tuple[Span, ...]:
    """Where words of a query stand in a text, in their surface form; disjoint, in order."""
    return tuple(_merged(_marks(text, targets, analyzer)))


def highlight_article(article: Article, targets: Targets, analyzer: Analyzer) -> tuple[Span, ...]:
    """Like ``highlight`` for an article's text, with the regions that a query means as well."""
    return tuple(_merged(_article_marks(article, targets, analyzer, len(article.text))))


def snippet(article: Article, targets: Targets, analyzer: Analyzer, max_chars: int) -> Snippet:
    """The sentences that cover most of the query, about ``max_chars`` characters at most.

    Where nothing matches in the text, the beginning of it. Nothing at all, and
    the text is not looked at, where ``max_chars`` is 0.
    """
    if max_chars <= 0:
        return Snippet("")
    body = article.body[:_MAX_READ]
    marks = _article_marks(article, targets, analyzer, len(body))
    chosen = _choose(_sentences(body, marks, article.title), max_chars)
    pieces = [_cut(sentence, body, max_chars) for sentence in chosen]
    return _joined(body, pieces, _merged(marks))


def _article_marks(
    article: Article, targets: Targets, analyzer: Analyzer, limit: int
) -> list[_Mark]:
    marks = list(_marks(article.body[:limit], targets, analyzer))
    for region in article.regions:
        if targets.names_region(region.code):
            # Every name of the region asked for is one target, whichever way it is written.
            marks += [
                _Mark(span.start, span.end, f"region {region.code}")
                for span in region.spans
                if span.end <= limit
            ]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _marks(text: str, targets: Targets, analyzer: Analyzer) -> Iterator[_Mark]:
    openings = {phrase[0] for phrase in targets.phrases}
    tokens = list(analyzer.spans(text))
    for place, (start, end, term, stem) in enumerate(tokens):
        if target := targets.hit_by(term, stem):
            yield _Mark(start, end, target)
        if term in openings:
            for phrase in targets.phrases:
                following = tokens[place : place + len(phrase)]
                if tuple(token[2] for token in following) == phrase:
                    yield _Mark(start, following[-1][1], " ".join(phrase))
        for phrase, slop in targets.loose:
            if term == phrase[0]:
                for at in _loosely(phrase, slop, tokens, place):
                    yield _Mark(tokens[at][0], tokens[at][1], " ".join(phrase))


def _loosely(
    phrase: tuple[str, ...], slop: int, tokens: Sequence[tuple[int, int, str, str | None]], at: int
) -> list[int]:
    """The places of a phrase that begins at one token and may have others in it; else none."""
    ways = [[at]]
    for term in phrase[1:]:
        reached: dict[int, list[int]] = {}
        for way in ways:
            for place in range(way[-1] + 1, min(way[-1] + slop + 2, len(tokens))):
                if tokens[place][2] == term:
                    reached.setdefault(place, [*way, place])
        ways = list(reached.values())
    return ways[0] if ways else []


def _merged(marks: Iterator[_Mark] | list[_Mark]) -> list[Span]:
    """Overlapping marks as one."""
    merged: list[Span] = []
    for mark in sorted(marks, key=lambda m: m.start):
        if merged and mark.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, mark.end))
        else:
            merged.append(Span(mark.start, mark.end))
    return merged


class _Sentence(NamedTuple):
    """A sentence and the marks inside it."""

    span: Span
    marks: tuple[_Mark, ...]

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


def _sentences(body: str, marks: list[_Mark], title: str) -> list[_Sentence]:
    """Sentences with their marks; without headline, datelines and captions where there is prose."""
    found: list[_Sentence] = []
    at = 0
    for span in sentences(body):
        first = at
        while at < len(marks) and marks[at].start < span.end:
            at += 1
        found.append(_Sentence(span, tuple(marks[first:at])))
    prose = [s for s in found if _is_prose(body[s.span.start : s.span.end], title)]
    return prose or found


def _is_prose(sentence: str, title: str) -> bool:
    if sentence == title:
        return False
    return len(sentence) >= _LINE or sentence[-1] in _SENTENCE_ENDS


def _choose(found: list[_Sentence], max_chars: int) -> list[_Sentence]:
    """Sentences in the order of the text that together show the most of the query.

    The first choice covers most targets, then has most marks, then comes
    first. Others join while they fit and add a target; what room is left goes
    to the sentence that follows.
    """
    if not found:
        return []
    order = sorted(
        range(len(found)), key=lambda i: (-len(found[i].targets), -len(found[i].marks), i)
    )
    chosen = [order[0]]
    shown = set(found[order[0]].targets)
    room = max_chars - found[order[0]].length
    for place in order[1:]:
        sentence = found[place]
        if not sentence.marks:
            break
        if sentence.targets - shown and sentence.length + len(_GAP) <= room:
            chosen.append(place)
            shown |= sentence.targets
            room -= sentence.length + len(_GAP)
    following = max(chosen) + 1
    while following < len(found) and found[following].length < room:
        chosen.append(following)
        room -= found[following].length + 1
        following += 1
    return [found[place] for place in sorted(chosen)]


def _cut(sentence: _Sentence, body: str, max_chars: int) -> _Piece:
    """The sentence itself, or of one too long the stretch that shows most targets."""
    span = sentence.span
    if sentence.length <= max_chars:
        return _Piece(span)
    starts = [mark.start for mark in sentence.marks] or [span.start]
    best = max(starts, key=lambda start: _shown(sentence, start, start + max_chars * 3 // 4))
    start = best - max_chars // 4
    start = span.start if start - span.start < _SMALL else _word_end(body, start, best)
    end = start + max_chars
    end = span.end if span.end - end < _SMALL else _word_start(body, end, start)
    return _Piece(Span(start, end), cut_before=start > span.start, cut_after=end < span.end)


def _shown(sentence: _Sentence, start: int, end: int) -> int:
    return len({mark.target for mark in sentence.marks if start <= mark.start and mark.end <= end})


def _word_end(body: str, at: int, limit: int) -> int:
    """The next place after a blank, ``limit`` where there is none before it."""
    blank = body.find(" ", at, limit)
    return limit if blank < 0 else blank + 1


def _word_start(body: str, at: int, limit: int) -> int:
    """The last blank before ``at``, ``at`` itself in a word that is all there is."""
    blank = body.rfind(" ", limit + 1, at)
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
