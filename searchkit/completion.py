"""Completion: how the query that somebody is typing may go on.

Words come from the articles, regions from the gazetteer (under all their
names), outlets from the index, and fields from the query language. Only the end
of the query is completed: its last word, or its last words where a name has
several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from operator import itemgetter
from typing import Literal, NamedTuple

from searchkit.engines.base import Engine, FacetField, all_articles
from searchkit.language.analyzer import normalize_term
from searchkit.language.function_words import function_words
from searchkit.query.parser import FIELD_NAMES
from searchkit.regions.gazetteer import Region, at_level, gazetteer
from searchkit.regions.words import key_of, words_of

CompletionKind = Literal["word", "region", "outlet", "field"]

MAX_CHARS = 1000
"""Of a longer text nothing is completed: nobody is typing it."""

_MOST_WORDS = 5  # of a name with its level ("Kabupaten Administrasi Kepulauan Seribu")
_LONGEST_LEVEL = 3  # words
_FIELD_LETTERS = 2  # of a field's name before it is offered
# What others get of ten places before words take the rest.
_SHARES: dict[CompletionKind, int] = {"region": 4, "outlet": 2, "field": 1}

# One field and the rest of the query; it may go on after a value without quotes.
_VALUE = re.compile(r"(?P<field>[^\W\d_]+):(?P<quote>[\"“”]?)(?P<value>[^\"“”]*)\Z")
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*")
_WORD_START = re.compile(r"[^\W_]")
_PIECE = re.compile(r"[^\s\"“”()]+")
_QUOTES = re.compile('["“”]')
_SIGNS = "+-"
_BARE = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Completion:
    """The whole query with one completion in place.

    ``count`` is in how many articles a word stands, how many are about a
    region, or are from an outlet; 0 for a field.
    """

    text: str
    kind: CompletionKind
    count: int


class _Found(NamedTuple):
    """A completion, and how many of the words typed it takes in."""

    words: int
    completion: Completion

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Longest stretches first, then by count; words of one article and empty ones last."""
        text, kind, count = self.completion.text, self.completion.kind, self.completion.count
        return -self.words, count <= (kind == "word"), -count, text


class _Stretch(NamedTuple):
    """The end of a query from ``start`` on: its last ``words``, in lower case."""

    start: int
    words: list[str]


class Completer:
    """Completes queries on one index; what it has counted is kept for the next letter."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def complete(self, typed: str, limit: int = 10) -> tuple[Completion, ...]:
        """At most ``limit`` completions of a query, the best first; empty where there are none.

        Regions and outlets get some of the places even where words are more frequent.
        """
        if limit < 1 or len(typed) > MAX_CHARS or not typed.strip():
            return ()
        found = list(dict.fromkeys(self._found(typed, limit)))
        chosen = [one for one in found if one.words > 1 and one.completion.kind != "word"]
        for kind, share in _SHARES.items():
            chosen += nsmallest(-(-share * limit // 10), _of_kind(found, kind), key=_order)
        chosen = list(dict.fromkeys(chosen))
        chosen += nsmallest(limit - len(chosen), _of_kind(found, "word"), key=_order)
        rest = set(found).difference(chosen)
        chosen += nsmallest(limit - len(chosen), rest, key=_order)
        return tuple(one.completion for one in nsmallest(limit, chosen, key=_order))

    def _found(self, typed: str, limit: int) -> Iterator[_Found]:
        value = _VALUE.search(typed)
        if value and value["field"].casefold() in FIELD_NAMES:
            values = list(self._values(typed[: value.start()], value, limit))
            yield from values
            # Without quotes a value ends at the first blank; what follows are other words.
            if values or value["quote"] or len(value["value"].split()) < 2:
                return
        quoted = len(_QUOTES.findall(typed)) % 2 == 1
        stretches = list(_stretches(typed))
        if not quoted:
            regions = list(self._regions(typed, stretches))
            yield from regions
            # What goes on a region's name of several words is hardly an outlet's.
            least = max((one.words for one in regions), default=1)
            yield from self._outlets(typed, [s for s in stretches if len(s.words) >= least])
        if stretches and not typed[-1].isspace():
            yield from self._words(typed, stretches[-1], limit)
            if not quoted:
                yield from _fields(typed, stretches[-1])

    def _values(self, head: str, value: re.Match[str], limit: int) -> Iterator[_Found]:
        """Values of a field that is being typed."""
        name, typed = value["field"], value["value"]
        words = words_of(typed)
        match FIELD_NAMES[name.casefold()]:
            case "region":
                for region in _regions_like(words):
                    text = f"{head}{name}:{_quoted(region.name)}"
                    yield _Found(1, Completion(text, "region", self._about.get(region.code, 0)))
            case "outlet":
                for outlet, count in self._outlets_like(words):
                    text = f"{head}{name}:{_quoted(outlet)}"
                    yield _Found(1, Completion(text, "outlet", count))
            case "title" if not typed[-1:].isspace():
                whole = value.string
                for stretch in list(_stretches(whole[value.start("value") :]))[-1:]:
                    moved = stretch._replace(start=stretch.start + value.start("value"))
                    yield from self._words(whole, moved, limit)

    # Words

    def _words(self, typed: str, stretch: _Stretch, limit: int) -> Iterator[_Found]:
        """The most frequent words that begin like the last one."""
        begun = typed[stretch.start :]
        if not _LETTERS.fullmatch(begun):
            return
        terms = self._engine.terms_with_prefix(normalize_term(begun))
        for term, count in _most_frequent(terms, limit):
            yield _Found(1, Completion(typed[: stretch.start] + term, "word", count))

    # Regions

    def _regions(self, typed: str, stretches: list[_Stretch]) -> Iterator[_Found]:
        """Those of the longest stretch that begins the name of any."""
        for stretch in stretches:
            if typed[stretch.start - 1 : stretch.start] in tuple(_SIGNS):
                continue
            names = list(_named_like(stretch.words))
            for name, region in names:
                text = typed[: stretch.start] + name
                count = self._about.get(region.code, 0)
                yield _Found(len(stretch.words), Completion(text, "region", count))
            if names:
                return

    @cached_property
    def _about(self) -> dict[str, int]:
        return self._counts("region")

    # Outlets

    def _outlets(self, typed: str, stretches: list[_Stretch]) -> Iterator[_Found]:
        """Those of the longest stretch that stands in the name of any."""
        for stretch in stretches:
            if typed[stretch.start - 1 : stretch.start] in tuple(_SIGNS):
                continue
            outlets = list(self._outlets_like(stretch.words))
            for outlet, count in outlets:
                text = f"{typed[: stretch.start]}media:{_quoted(outlet)}"
                yield _Found(len(stretch.words), Completion(text, "outlet", count))
            if outlets:
                return

    def _outlets_like(self, words: list[str]) -> Iterator[tuple[str, int]]:
        """Outlets with words that begin like these, with their articles."""
        wanted = f" {' '.join(words)}"
        for outlet, (spaced, count) in self._from.items():
            if wanted in spaced:
                yield outlet, count

    @cached_property
    def _from(self) -> dict[str, tuple[str, int]]:
        """Outlets → their words, each after a blank, and their articles."""
        return {
            outlet: (f" {' '.join(words_of(outlet))}", count)
            for outlet, count in self._counts("outlet").items()
            if not _QUOTES.search(outlet)
        }

    def _counts(self, field: FacetField) -> dict[str, int]:
        return dict(all_articles(self._engine, (field,)).counts[field])


def _most_frequent(terms: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """The first ``limit`` words by frequency, then by the alphabet; no function words."""
    # A letter may begin ten thousand terms: no more of them are looked at than need be.
    chosen: list[tuple[str, int]] = []
    for term, count in sorted(terms, key=itemgetter(1), reverse=True):
        if len(chosen) >= limit and count < chosen[-1][1]:
            break
        if term not in function_words() and term.replace("-", "").isalpha():
            chosen.append((term, count))
    return sorted(chosen, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _stretches(typed: str) -> Iterator[_Stretch]:
    """The last words of a query, as many as belong together, then one fewer, down to the last."""
    starts: list[int] = []
    end = len(typed)
    for piece in reversed(list(_PIECE.finditer(typed))):
        if typed[piece.end() : end].strip():  # a quote or bracket between
            break
        word = _WORD_START.search(typed, piece.start(), piece.end())
        if word is None or ":" in piece.group():
            break
        starts.append(word.start())
        end = piece.start()
        if word.start() > piece.start() or len(starts) == _MOST_WORDS:
            break
    for start in reversed(starts):
        yield _Stretch(start, words_of(typed[start:]))


def _named_like(words: list[str]) -> Iterator[tuple[str, Region]]:
    """Regions whose name begins like ``words``, as it is to be written, with any level typed."""
    found = gazetteer()
    for length in range(min(_LONGEST_LEVEL, len(words)), 0, -1):
        prefix = found.prefixes.get("".join(words[:length]))
        if prefix is None or prefix.role == "seat" or prefix.level is None:
            continue
        for region in _unique(at_level(tuple(_begun(words[length:])), prefix.level)):
            title = " ".join(words[:length]).title()
            yield (region.name if prefix.role == "area" else f"{title} {region.base}"), region
        if length < len(words):
            return
    for region in _unique(_begun(words)):
        yield _plain_name(region), region


def _regions_like(words: list[str]) -> Iterator[Region]:
    """Regions whose name begins like ``words``, once each."""
    yield from _unique(region for _, region in _named_like(words))


def _begun(words: list[str]) -> Iterator[Region]:
    """The regions with any name, or alias, that begins like ``words``."""
    key = "".join(words)
    for name_key, name in gazetteer().names.items():
        if name_key.startswith(key) and name.kind not in ("seat", "area"):
            yield from name.regions


def _unique(regions: Iterable[Region]) -> Iterable[Region]:
    return dict.fromkeys(regions)


def _plain_name(region: Region) -> str:
    """The name without its level where that is understood as this region, and no other."""
    name = gazetteer().names[key_of(region.base)]
    alone = name.regions == (region,) and name.use != "context"
    return region.base if alone and region.level != "provinsi" else region.name


def _fields(typed: str, stretch: _Stretch) -> Iterator[_Found]:
    """Names of fields that begin like the last word."""
    begun = typed[stretch.start :].casefold()
    if len(begun) >= _FIELD_LETTERS:
        for name in FIELD_NAMES:
            if name.startswith(begun):
                yield _Found(1, Completion(f"{typed[: stretch.start]}{name}:", "field", 0))


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value}"'


def _of_kind(found: Iterable[_Found], kind: CompletionKind) -> Iterator[_Found]:
    return (one for one in found if one.completion.kind == kind)


def _order(found: _Found) -> tuple[int, bool, int, str]:
    return found.order
