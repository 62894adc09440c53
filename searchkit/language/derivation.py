"""Derivation: the root that a word is built on, by rules alone.

The one importer of Sastrawi, whose rules take affixes off down to a known root
(``roots``); it is loaded only for a word that looks derived. Around it stand rules of
our own where its order of steps misleads it, and the standard spelling of roots.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Protocol

from searchkit.language.affixes import bound_prefixes, verb_prefixes
from searchkit.language.prefix_rules import PrefixRules
from searchkit.language.roots import roots, standard_spelling
from searchkit.language.spelling import respelt, spellings

CLITICS = ("nya", "lah", "kah", "tah", "pun", "ku", "mu")
"""What may stand at the end of any word, at most two of them."""

_AFFIXED = re.compile(
    r"(?:[dst]i|[kst]e|be|me|pe|ku|kau|anta?|non|pas)"
    r"|[bcdfghjklmnpqrstvwxyz](?:er|el|em|in)[aeiou]"
    r"|.*(?:[klt]ah|pun|[km]u|nya|i|an|is|isme|isasi)$"
)
"""What every word looks like that the rules can take anything off."""

_NEGATED = re.compile(r"ketidak(?P<root>[a-z]{3,})an")
_SHORT_SUFFIX = re.compile(r"(?P<root>[a-z]{2}[b-df-hj-np-tv-z])(?:i|an|is)")
_INITIAL_DOUBLED = re.compile(r"(?P<first>[b-df-hj-np-tv-z])e(?P<root>(?P=first)[a-z]{3,})an")
_MIN_BOUND = 4  # letters of what stands behind non-, pasca- ...
_MIN_RESPELT = 5  # letters of a root that affixes and another spelling hide together
_MOST_RESPELT = 4  # spellings tried: of 100,000 words in the news none needs a fifth


def looks_derived(word: str) -> bool:
    """Whether the rules would be asked for a word in small letters: it is no known root."""
    return bool(_AFFIXED.match(word)) and word not in roots()


def root_of(word: str) -> str:
    """The root of a word in small letters, in its standard spelling; the word where none is known.

    Never raises.
    """
    if not _AFFIXED.match(word):
        return standard_spelling(word)
    if word in roots():
        return spellings().get(word, word)
    stem = _derived_from(word)
    if stem in roots():
        return spellings().get(stem, stem)
    return _unknown(word) or stem


def _derived_from(word: str) -> str:
    """Sastrawi's rules, with three of our own where its order of steps misleads it."""
    rules = _sastrawi()
    if negated := _NEGATED.fullmatch(word):
        # ketidak-…-an negates a word: ketidakpatuhan belongs to patuh
        root = rules.stem_word(negated["root"])
        if root in roots():
            return root
    if word.endswith("nya"):
        # -nya hides the suffix before it from the rules on pairs (memakai|nya)
        root = rules.stem_word(word[:-3])
        if len(word) > 6 and root in roots():
            return root
    stem = rules.stem_word(word)
    if (short := _SHORT_SUFFIX.fullmatch(word)) and short["root"] == stem:
        # no verb or noun is built from so short a root without a prefix: names are (Dani, Susan)
        return word
    return stem


def _unknown(word: str) -> str | None:
    """The root of a word that the rules find none for, None where there is none."""
    if (standard := standard_spelling(word)) != word:
        return standard
    if (doubled := _INITIAL_DOUBLED.fullmatch(word)) and doubled["root"] in roots():
        # the first consonant doubled, for a collection: reruntuhan, bebatuan
        return doubled["root"]
    base = word
    for clitic in CLITICS:
        base = base.removesuffix(clitic)
    if base != word and (standard := standard_spelling(base)) != base:
        return standard
    if word.startswith(verb_prefixes()):
        for candidate in islice(respelt(word, prefixed=True), _MOST_RESPELT):
            root = _derived_from(candidate)
            if len(root) >= _MIN_RESPELT and root in roots():
                return spellings().get(root, root)
    for prefix in bound_prefixes():
        # written together or with a hyphen, as the writer likes: pascapanen, pasca-panen
        rest = word.removeprefix(prefix)
        if len(word) > len(rest) >= _MIN_BOUND:
            root = root_of(rest)
            if len(root) >= _MIN_BOUND and root in roots():
                return root
    return None


# Sastrawi


class _Rules(Protocol):
    def stem_word(self, word: str) -> str: ...


class _Roots:
    """The known roots, as the one method that Sastrawi's rules ask for."""

    def __init__(self) -> None:
        self.contains = roots().__contains__


class _WholeWords:
    """Stands for ``re`` in Sastrawi's steps.

    They look for what is left of a word in that word by an expression made of it: a new one
    to compile for each step of each word, which took more than half of all time.
    """

    match = staticmethod(re.match)

    @staticmethod
    def sub(pattern: str, repl: str, string: str, count: int = 0) -> str:
        """``re.sub``; letters only stand for themselves."""
        if pattern.isalpha():
            return string.replace(pattern, repl, count or -1)
        return re.sub(pattern, repl, string, count=count)


@lru_cache(maxsize=1)
def _sastrawi() -> _Rules:
    from Sastrawi.Stemmer.Context.Visitor import (
        AbstractDisambiguatePrefixRule as prefixes,
    )
    from Sastrawi.Stemmer.Context.Visitor import RemoveDerivationalSuffix as suffixes
    from Sastrawi.Stemmer.Context.Visitor import RemoveInflectionalParticle as particles
    from Sastrawi.Stemmer.Context.Visitor import RemoveInflectionalPossessivePronoun as pronouns
    from Sastrawi.Stemmer.Context.Visitor import RemovePlainPrefix as plain_prefixes
    from Sastrawi.Stemmer.Stemmer import Stemmer as Rules

    for module in (prefixes, suffixes, particles, pronouns, plain_prefixes):
        module.re = _WholeWords
    rules = Rules(_Roots())
    provider = rules.visitor_provider
    provider.prefix_visitors = [PrefixRules(provider.prefix_visitors)]
    return rules  # type: ignore[no-any-return]
