"""Tokenizer: text → words and numbers, with offsets into the original.

A token never holds white space, and ``text[token.start:token.end]`` is the
token. What Indonesian writes as one word stays one token (``kota-kota``,
``e-KTP``, ``Jum'at``, ``98,19``); what a hyphen or slash merely puts side by
side does not (``Jakarta-Bandung``, ``dan/atau``, ``17/11/2024``), and neither
does a number with what it counts or ranks (``Rp1,5``, ``5,3%``, ``ke-3``, ``ke3``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from searchkit.language.affixes import (
    bound_prefixes,
    hyphen_prefixes,
    hyphen_suffixes,
    ordinal_prefixes,
)
from searchkit.language.reduplication import doubled_root, rhymes

Kind = Literal["word", "number", "mixed"]

APOSTROPHES = "'’‘ʼ`´"
HYPHENS = "-‐‑"
IGNORABLE = "\u00ad\u200c\u200d\u2060"
"""Soft hyphen and joiners: inside a word, but no part of its spelling."""

_LETTER = "[^\\W_0-9ʼ]"
_MARK = f"[\u0300-\u036f{IGNORABLE}]"
_WORD = f"{_LETTER}++(?:{_MARK}++{_LETTER}*+)*+"
_NAME = f"{_WORD}(?:[{APOSTROPHES}]{_WORD})*+"
_ALNUM = "[^\\W_ʼ]"
_NUMBER = (
    "(?:(?<![0-9][.,])(?:[1-9][0-9]{0,2}(?:"
    "(?:\\.[0-9]{3})++(?:,[0-9]++)?+|(?:,[0-9]{3})++\\.[0-9]++|(?:,[0-9]{3}){2,}+)"
    "|[0-9]++[.,][0-9]++)(?![0-9]|[.,][0-9])|[0-9]++)"
)

# Possessive quantifiers (++, *+) keep every alternative linear. ``link`` is kept whole so
# that its parts do not pass for words; ``short`` is a.n., S.H., d/h; ``code`` is B20, COVID-19;
# ``count`` is 4G, 10kg, 1990-an.
PATTERN = re.compile(
    '(?P<link>(?:https?://|www\\.)[^\\s<>"“”]*[^\\W_])'
    f"|(?P<short>{_LETTER}(?:(?:\\.{_LETTER}){{1,7}}(?!{_ALNUM}|{_MARK})\\.?"
    f"|/{_LETTER}(?![\\w/])))"
    f"|(?P<money>[Rr][Pp]\\.?{_NUMBER})"
    f"|(?P<word>{_NAME}(?:[{HYPHENS}]{_NAME})*+)"
    f"(?P<code>[0-9]{_ALNUM}*+|[{HYPHENS}][0-9]++(?!{_ALNUM}|[.,][0-9]))?+"
    f"|(?P<count>[0-9]++(?:{_LETTER}{_ALNUM}*+|[{HYPHENS}]an(?!{_ALNUM})))"
    f"|(?P<number>{_NUMBER})"
    "|(?P<percent>(?:(?<=[0-9])|(?<=[0-9] ))%)"
)
"""Every match is one token, save an amount of ``money``, ``ke3`` and a hyphenated ``word``."""

_KINDS: dict[str, Kind] = {
    "link": "mixed",
    "short": "word",
    "money": "word",
    "word": "word",
    "code": "mixed",
    "count": "mixed",
    "number": "number",
    "percent": "word",
}
_HYPHEN = re.compile(f"[{HYPHENS}]")
_MONEY = re.compile(r"(rp)\.?([0-9].*)", re.IGNORECASE)
_ACRONYM = re.compile(r"([A-Z]?[a-z]{2,7})([A-Z]{2,20})")
_ORDINAL = re.compile(r"([^\W\d_]{1,4})([0-9]+)")
_MAX_PARTS = 4


class Token(NamedTuple):
    """One token: its text as printed, where it stands, what it is made of.

    ``kind`` is "word" (letters), "number" (digits with their marks) or "mixed"
    (letters and digits: ``COVID-19``, ``4G``; also a link). ``%`` is a word.
    """

    text: str
    start: int
    end: int
    kind: Kind


def tokenize(text: str) -> list[Token]:
    """The tokens of ``text`` in order. Never raises, linear in the text."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in PATTERN.finditer(text):
        chunk, at = match.group(), match.start()
        kind = _KINDS[match.lastgroup or "word"]
        stretches = cut(chunk)
        for start, end in stretches:
            part = chunk[start:end]
            if len(stretches) > 1:
                kind = _kind(part)
            yield Token(part, at + start, at + end, kind)


def _kind(part: str) -> Kind:
    if part[0].isdigit():
        return "number"
    return "mixed" if part[-1].isdigit() else "word"


def cut(chunk: str) -> list[tuple[int, int]]:
    """Where the tokens of one match of ``PATTERN`` begin and end within it.

    One stretch for most; a chain of words with hyphens is parted wherever the
    halves do not make one word together, an amount from its
    currency, and what is bound to an acronym from it.
    """
    if (chunk[-1].isdigit() or chunk[-1].isupper()) and (pair := _bound_pair(chunk)):
        return [pair.span(1), pair.span(2)]
    if chunk.isalnum() or not chunk[0].isalpha() or "." in chunk or "/" in chunk:
        return [(0, len(chunk))]
    hyphens = [match.start() for match in _HYPHEN.finditer(chunk)]
    bounds = list(zip([0, *(at + 1 for at in hyphens)], [*hyphens, len(chunk)], strict=True))
    groups = [[bounds[0]]]
    for bound in bounds[1:]:
        group = groups[-1]
        left, right = (chunk[start:end] for start, end in (group[-1], bound))
        if len(group) < _MAX_PARTS and _belong(left, right):
            group.append(bound)
        else:
            groups.append([bound])
    return [(group[0][0], group[-1][1]) for group in groups]


def _bound_pair(chunk: str) -> re.Match[str] | None:
    """``Rp1,5``, ``ke3`` and ``nonASN`` in their two parts, None for anything else."""
    if money := _MONEY.fullmatch(chunk):
        return money
    for pattern, prefixes in ((_ORDINAL, ordinal_prefixes()), (_ACRONYM, bound_prefixes())):
        match = pattern.fullmatch(chunk)
        if match and match[1].lower() in prefixes:
            return match
    return None


def _belong(left: str, right: str) -> bool:
    """Whether a hyphen between these two makes one word of them."""
    low_left, low_right = left.lower(), right.lower()
    if right.isdigit():
        return low_left not in ordinal_prefixes()
    return (
        low_left in hyphen_prefixes()
        or low_right in hyphen_suffixes()
        or doubled_root(low_left, low_right) is not None
        or (right == low_right and rhymes(low_left, low_right))
    )
