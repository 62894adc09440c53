"""Plain text files, and the headline of any text that comes without a title."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from searchkit.article import Span
from searchkit.corpus.dateline import dateline_of
from searchkit.corpus.decoding import clean
from searchkit.corpus.draft import Draft
from searchkit.corpus.limits import BadInput, check_length, check_words
from searchkit.corpus.lines import (
    Line,
    ends_with_stop,
    has_words,
    is_date_line,
    sentence_break,
)
from searchkit.corpus.noise import is_noise_line
from searchkit.translation import _

MAX_TITLE_CHARS = 110
"""Longest title that is made from a sentence, its ellipsis included."""

_HEADLINE_CHARS = 160
_KICKER_WORDS = 2
_CANDIDATES = 6
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Headline:
    """A text's title; ``span`` is where it stands, None where it was made from a sentence."""

    title: str
    span: Span | None


def read_text(text: str) -> Draft:
    """The draft of a plain text file. Raises BadInput where it holds no text, or too much."""
    cleaned = clean(check_length(text)).strip()
    if not cleaned:
        raise BadInput(_("is empty: there is no text in it"))
    return Draft(text=check_words(cleaned))


def headline_of(lines: list[Line]) -> Headline:
    """The headline among the lines of a text, else a title made from its first sentence.

    Furniture, date lines and a kicker of one or two words above the headline
    are passed over. A line is a headline where it is short, has no final full
    stop and does not run on in the next line.
    """
    candidates = (line for line in lines if not _is_passed_over(line))
    lines = list(islice(candidates, _CANDIDATES)) or lines[:1]
    for at, line in enumerate(lines[:2]):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if not _is_headline(line, after):
            break
        is_kicker = len(line.text.split()) <= _KICKER_WORDS
        runs_on = at + 2 < len(lines) and after and _is_headline(after, lines[at + 2])
        if at == 0 and is_kicker and runs_on:
            continue
        return Headline(line.text, Span(line.start, line.end))
    return Headline(_from_sentence(lines), None)


def _is_passed_over(line: Line) -> bool:
    text = line.text
    return not has_words(text) or text[-1] in "–—-" or is_noise_line(text) or is_date_line(text)


def _is_headline(line: Line, after: Line | None) -> bool:
    text = line.text
    if len(text) > _HEADLINE_CHARS or ends_with_stop(text) or text[-1] in ",;:":
        return False
    wrapped = after is not None and not after.follows_blank and after.text[0].islower()
    return not wrapped and sentence_break(text) is None


def _from_sentence(lines: list[Line]) -> str:
    """The first sentence, without its dateline; lines wrapped by hand are joined."""
    dateline = dateline_of(lines[0].text)
    sentence = lines[0].text[dateline.end if dateline else 0 :][: _HEADLINE_CHARS * 2]
    for line in lines[1:]:
        if len(sentence) > MAX_TITLE_CHARS or line.follows_blank or ends_with_stop(sentence):
            break
        sentence = f"{sentence} {line.text[: _HEADLINE_CHARS * 2]}"
    end = sentence_break(sentence)
    return _cut(" ".join(sentence[:end].split()))


def _cut(sentence: str) -> str:
    """The sentence without its full stop, cut between words to 110 characters."""
    if len(sentence) <= MAX_TITLE_CHARS:
        return sentence.removesuffix(".") or sentence
    kept = sentence[:MAX_TITLE_CHARS]
    kept = kept[: kept.rfind(" ")] if " " in kept[1:] else kept[:-1]
    return kept.rstrip(' ,;:–—-(“"') + _ELLIPSIS
