"""Noise: page furniture inside a text, by the patterns of noise.yaml.

A line counts as noise only where it is short enough for its pattern, so a
paragraph is never taken for furniture. Work is linear in the text: a pattern
never sees more than its ``max_chars``, or has no unbounded part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, get_args

from searchkit.article import Span
from searchkit.corpus.dateline import dateline_of
from searchkit.corpus.lines import (
    Line,
    ends_sentence,
    ends_with_stop,
    is_date_line,
    sentence_break,
)
from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

Kind = Literal["line", "tail", "caption", "inside", "ending"]

MAX_LINE_CHARS = 600
"""The largest ``max_chars`` that noise.yaml may give."""

_FLOORS = (240, 120, -1)
"""Sizes of lines beyond which fewer patterns come into question."""

_LINK_CHARS = 160
_PARAGRAPH_CHARS = 160
_CAPTION_CHARS = 200
_CREDIT_ONLY = re.compile(r"(?:foto|photo|dok(?:umentasi)?)\s?[:/.]\s?[^.:]{1,40}", re.IGNORECASE)
_BARE_MARK = re.compile(r"[(\[]?[\w ]{1,40}[:;>»–-]?[)\]]?")
_QUOTE = re.compile('["“”]')


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of furniture; see the head of noise.yaml for the fields."""

    name: str
    kind: Kind
    regex: re.Pattern[str]
    max_chars: int
    one_sentence: bool
    no_stop: bool
    follows: int
    reason: str


def find_noise(lines: list[Line], title: Span | None = None) -> tuple[Span, ...]:
    """The spans of furniture in the lines of a text: sorted, disjoint, none empty.

    ``title`` is where the headline stands in the text, which is never noise.
    """
    lines = [line for line in lines if title is None or line.start != title.start]
    noisy = _whole_lines(lines)
    spans = [Span(lines[at].start, lines[at].end) for at in noisy]
    kept = [line for at, line in enumerate(lines) if at not in noisy]
    spans += _parts(kept)
    return tuple(sorted(spans, key=lambda span: span.start))


def is_noise_line(line: str) -> bool:
    """Whether a line by itself is furniture, wherever it stands."""
    return _matching(line, "line") is not None


def _whole_lines(lines: list[Line]) -> set[int]:
    """The indexes of the lines that are furniture as a whole."""
    noisy: set[int] = set()
    for at, line in enumerate(lines):
        pattern = _matching(line.text, "line")
        if pattern is None:
            continue
        noisy.add(at)
        noisy.update(_followers(lines, at, pattern))
    noisy.update(_captions(lines, noisy))
    noisy.update(_tail(lines, noisy))
    return noisy


def _followers(lines: list[Line], at: int, pattern: Pattern) -> Iterator[int]:
    """The links below a bare mark, and the caption below a bare photo credit."""
    line = lines[at].text
    if pattern.follows and _BARE_MARK.fullmatch(line):
        for below in range(at + 1, min(at + 1 + pattern.follows, len(lines))):
            link = lines[below].text
            if len(link) > _LINK_CHARS or ends_with_stop(link) or link[-1] in '"”,':
                return
            yield below
    elif _CREDIT_ONLY.fullmatch(line) and at + 2 < len(lines):
        caption, next_line = lines[at + 1].text, lines[at + 2].text
        alone = len(caption) <= _CAPTION_CHARS and sentence_break(caption) is None
        if alone and not _begins_report(caption) and _begins_report(next_line):
            yield at + 1


def _begins_report(line: str) -> bool:
    return is_date_line(line) or dateline_of(line) is not None


def _captions(lines: list[Line], noisy: set[int]) -> Iterator[int]:
    """Lines beside a paragraph that say what a photo shows."""
    for at, line in enumerate(lines):
        if at in noisy or len(line.text) > _CAPTION_CHARS or not _is_unfinished(line.text):
            continue
        neighbours = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
        if any(_is_paragraph(near) for near in neighbours) and _matching(line.text, "caption"):
            yield at


def _is_unfinished(line: str) -> bool:
    """No quotation, and no mark at the end: neither a sentence nor a piece of one."""
    return line.removesuffix(")")[-1:].isalnum() and not _QUOTE.search(line)


def _tail(lines: list[Line], noisy: set[int]) -> Iterator[int]:
    """Furniture below the last paragraph."""
    for at in range(len(lines) - 1, -1, -1):
        if at in noisy:
            continue
        if not _matching(lines[at].text, "tail"):
            return
        if at:
            yield at


def _parts(lines: list[Line]) -> Iterator[Span]:
    """Furniture inside lines that are kept."""
    for line in lines:
        if "(" in line.text or "[" in line.text:
            yield from _disjoint(_inside(line))
    if lines and (match := _ending(lines[-1].text)):
        last = lines[-1]
        start = last.end - len(match)
        if not any(span.end > start for span in _inside(last)):
            yield Span(start, last.end)


def _inside(line: Line) -> list[Span]:
    either = _any("inside", -1)
    if either is None or not either.search(line.text):
        return []
    return [
        Span(line.start + match.start(), line.start + match.end())
        for pattern in _of_kind("inside")
        for match in pattern.regex.finditer(line.text)
    ]


def _ending(line: str) -> str | None:
    for pattern in _of_kind("ending"):
        cut = line[-pattern.max_chars :]
        for match in pattern.regex.finditer(cut):
            if match.end() == len(cut):
                return match[0].lstrip()
    return None


def _disjoint(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in sorted(spans, key=lambda found: found.start):
        if span.start >= end:
            yield span
            end = span.end


def _is_paragraph(line: str) -> bool:
    return len(line) > _PARAGRAPH_CHARS or ends_sentence(line)


def _matching(line: str, kind: Kind) -> Pattern | None:
    """The first pattern of a kind that a line agrees with."""
    size = len(line)
    if size > MAX_LINE_CHARS:
        return None
    either = _any(kind, next(floor for floor in _FLOORS if floor < size))
    if either is None:
        return None
    if not (either.search if kind == "caption" else either.fullmatch)(line):
        return None
    for pattern in _of_kind(kind):
        if size > pattern.max_chars:
            continue
        found = pattern.regex.search if kind == "caption" else pattern.regex.fullmatch
        if not found(line) or (pattern.one_sentence and sentence_break(line)):
            continue
        if not (pattern.no_stop and ends_with_stop(line)):
            return pattern
    return None


# Data -------------------------------------------------------------------------------------


@cache
def _any(kind: Kind, floor: int) -> re.Pattern[str] | None:
    """Finds what any pattern of a kind finds in lines longer than ``floor``; None for no pattern.

    Most lines are no furniture: one expression rules out many at once.
    """
    of_kind = [f"(?:{p.regex.pattern})" for p in _of_kind(kind) if p.max_chars > floor]
    return re.compile("|".join(of_kind), re.IGNORECASE) if of_kind else None


@cache
def _of_kind(kind: Kind) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in patterns() if pattern.kind == kind)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns of noise.yaml. Raises DataError where one is not valid."""
    return parse_patterns(load_yaml_resource("searchkit.corpus", "noise.yaml"))


def parse_patterns(table: object) -> tuple[Pattern, ...]:
    """The patterns of a table with the fields of noise.yaml. Raises DataError for a wrong one."""
    if not isinstance(table, list):
        raise DataError("searchkit.corpus/noise.yaml: expected a list of patterns")
    return tuple(_pattern(entry) for entry in table)


def _pattern(entry: object) -> Pattern:
    if not isinstance(entry, dict):
        raise DataError(f"searchkit.corpus/noise.yaml: {entry!r} is no pattern")
    where = f"searchkit.corpus/noise.yaml: {entry.get('name')!r}"
    unknown = set(entry) - {field.name for field in fields(Pattern)} - {"pattern"}
    if unknown:
        raise DataError(f"{where} has unknown fields: {', '.join(sorted(map(str, unknown)))}")
    kind: Any = entry.get("kind")
    max_chars, follows = entry.get("max_chars"), entry.get("follows", 0)
    one_sentence, no_stop = entry.get("one_sentence", False), entry.get("no_stop", False)
    if kind not in get_args(Kind):
        raise DataError(f"{where}: kind {kind!r} is none of {', '.join(get_args(Kind))}")
    if not (isinstance(max_chars, int) and 0 < max_chars <= MAX_LINE_CHARS):
        raise DataError(f"{where}: max_chars must lie between 1 and {MAX_LINE_CHARS}")
    if not all(
        (isinstance(follows, int), isinstance(one_sentence, bool), isinstance(no_stop, bool))
    ):
        raise DataError(f"{where}: follows must be a number, the others true or false")
    if not entry.get("reason") or not entry.get("name"):
        raise DataError(f"{where} needs a name and a reason")
    try:
        regex = re.compile(str(entry.get("pattern", "")), re.IGNORECASE)
    except re.error as error:
        raise DataError(f"{where}: {error}") from error
    if regex.fullmatch(""):
        raise DataError(f"{where} matches an empty line")
    return Pattern(
        name=entry["name"],
        kind=kind,
        regex=regex,
        max_chars=max_chars,
        one_sentence=one_sentence,
        no_stop=no_stop,
        follows=follows,
        reason=entry["reason"],
    )
