"""Stemmer: an Indonesian word → the root it is built on.

The one importer of Sastrawi, whose rules take affixes off down to a known root
(``roots``). Around it stand corrections (``overrides.csv``), names that are no
derived words (``names.csv``), other spellings (``spelling``) and what Sastrawi
does not know of: hyphens and digits. Sastrawi is loaded only for a word that
looks derived and is not in the memo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from searchkit.language.affixes import (
    bound_prefixes,
    hyphen_prefixes,
    hyphen_suffixes,
    verb_prefixes,
)
from searchkit.language.codes import head_of_code
from searchkit.language.corrections import overrides
from searchkit.language.names import region_names
from searchkit.language.prefix_rules import PrefixRules
from searchkit.language.reduplication import doubled_root
from searchkit.language.roots import roots, sastrawi_version, standard_spelling
from searchkit.language.spelling import respelt, spellings
from searchkit.language.stemcache import MAX_LETTERS, StemCache
from searchkit.language.stemtable import StemTable
from searchkit.language.tables import tables_digest

Why = Literal["override", "name", "reduplication", "compound", "spelling", "rule", "unchanged"]

_MAX_HYPHENATED = 2 * MAX_LETTERS
_TABLES = (
    "affixes.csv",
    "names.csv",
    "overrides.csv",
    "roots.csv",
    "spelling_rules.csv",
    "spellings.csv",
)
_RULES = 3
"""Raised whenever the code below gives a word another stem."""

_PLAIN = re.compile(f"[a-z]{{4,{MAX_LETTERS}}}")
_AFFIXED = re.compile(
    r"(?:[dst]i|[kst]e|be|me|pe|ku|kau|anta?|non|pas)"
    r"|[bcdfghjklmnpqrstvwxyz](?:er|el|em|in)[aeiou]"
    r"|.*(?:[klt]ah|pun|[km]u|nya|i|an|is|isme|isasi)$"
)
"""What every word looks like that the rules can take anything off."""

_NEGATED = re.compile(r"ketidak(?P<root>[a-z]{3,})an")
_SHORT_SUFFIX = re.compile(r"(?P<root>[a-z]{2}[b-df-hj-np-tv-z])(?:i|an|is)")
_CLITICS = ("nya", "lah", "kah", "tah", "pun", "ku", "mu")
_INITIAL_DOUBLED = re.compile(r"(?P<first>[b-df-hj-np-tv-z])e(?P<root>(?P=first)[a-z]{3,})an")
_MIN_BOUND = 4  # letters of what stands behind non-, pasca- ...
_MIN_RESPELT = 5  # letters of a root that affixes and another spelling hide together
_MOST_RESPELT = 4  # spellings tried: of 100,000 words in the news none needs a fifth


class Stem(NamedTuple):
    """A word, its stem, and which knowledge decided.

    ``why`` is "override" (a correction), "name" (kept whole), "reduplication"
    or "compound" (the head of a hyphenated or mixed word), "spelling" (the
    standard one of a root), "rule" (affixes taken off) or "unchanged".
    """

    word: str
    stem: str
    why: Why


def looks_derived(word: str) -> bool:
    """Whether the rules would be asked for a word in small letters: it is no known root."""
    return bool(_AFFIXED.match(word)) and word not in roots()


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


class Stemmer:
    """Stems words, each distinct word once.

    ``kept`` are the stems that a store has kept (only with the same
    ``fingerprint``); ``memo`` maps the words met here to their stems and grows.
    ``cache`` is a folder whose ``StemCache`` is asked for what neither has;
    None asks nothing.
    """

    def __init__(
        self,
        memo: dict[str, str] | None = None,
        kept: StemTable | None = None,
        cache: Path | None = None,
    ) -> None:
        self._memo: dict[str, str] = {} if memo is None else memo
        self._kept = kept or StemTable()
        self._cache = StemCache(cache, self.fingerprint) if cache else None
        self._learned: dict[str, str] = {}

    @property
    def memo(self) -> dict[str, str]:
        """The words met so far and their stems; the same dict, it grows."""
        return self._memo

    @property
    def learned(self) -> dict[str, str]:
        """The words that no table knew, stemmed here by the rules; the same dict, it grows."""
        return self._learned

    @property
    def kept(self) -> StemTable:
        """The stems that were handed in."""
        return self._kept

    def unkept(self) -> dict[str, str]:
        """The words met so far that are not among the kept ones."""
        return {word: stem for word, stem in self._memo.items() if self._kept.get(word) is None}

    def teach(self, met: Mapping[str, str], learned: Mapping[str, str]) -> None:
        """Take over what a stemmer in another process met, and which of it it had to learn."""
        self._memo.update(met)
        self._learned.update(learned)

    def share(self) -> None:
        """Keep what was learned in the cache, for all indexes. Never raises.

        Only words that the rules alone decide: the parts of others may have stems that came with
        an index, and no index tells others anything.
        """
        if self._cache:
            self._cache.add({word: stem for word, stem in self._learned.items() if word.isalpha()})

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever stems may: PySastrawi's version and a digest of the tables."""
        return f"stemmer-{_RULES}-{tables_digest(*_TABLES)} sastrawi-{sastrawi_version()}"

    def stem(self, word: str) -> str:
        """The stem of a lower-case term; the term itself where there is none. Never raises."""
        return self._memo.get(word) or self._from_tables(word) or self._learn(word)

    def _from_tables(self, word: str) -> str | None:
        stem = self._kept.get(word)
        if not stem and self._cache:
            stem = self._cache.table.get(word)
        if stem:
            self._memo[word] = stem
        return stem

    def _learn(self, word: str) -> str:
        stem = self.explain(word).stem
        if word in self._memo:
            self._learned[word] = stem
        return stem

    def explain(self, word: str) -> Stem:
        """The stem of a lower-case term, and which knowledge decided. Never raises."""
        found = self._explain(word)
        if len(word) <= _MAX_HYPHENATED and word.replace("-", "").isalpha():
            self._memo[word] = found.stem
        return found

    def _explain(self, word: str) -> Stem:
        if word in overrides():
            return Stem(word, overrides()[word], "override")
        name = region_names().get(word)
        if name is not None and name.damaged_to:
            return Stem(word, word, "name")
        if _PLAIN.fullmatch(word):
            return self._plain(word)
        head = head_of_code(word)
        if head is not None:
            return Stem(word, self.stem(head) if head.isalpha() else head, "compound")
        if "-" in word and len(word) <= _MAX_HYPHENATED:
            return self._hyphenated(word)
        return Stem(word, word, "unchanged")

    def _plain(self, word: str) -> Stem:
        known = _known_with_clitics(word)
        if known is not None:
            return known
        stem = self._memo.get(word) or self._from_tables(word) or _apply_rules(word)
        if stem == word:
            return Stem(word, stem, "unchanged")
        return Stem(word, stem, "spelling" if standard_spelling(word) == stem else "rule")

    def _hyphenated(self, word: str) -> Stem:
        parts = word.split("-")
        if not all(parts):
            return Stem(word, word, "unchanged")
        while len(parts) > 1 and parts[-1] in hyphen_suffixes():
            parts.pop()
        if "-".join(parts) in overrides():
            return Stem(word, overrides()["-".join(parts)], "override")
        if len(parts) > 1 and parts[0] in hyphen_prefixes():
            del parts[0]
        if len(parts) == 1:
            return Stem(word, self.stem(parts[0]), "compound")
        stems = [self.stem(part) for part in parts]
        if stems.count(stems[0]) == len(stems):
            return Stem(word, stems[0], "reduplication")
        if len(parts) == 2 and doubled_root(parts[0], parts[1]):
            # meniru-niru: the second half is no word of its own, the first always is
            return Stem(word, stems[0], "reduplication")
        return Stem(word, word, "unchanged")


def _known_with_clitics(word: str) -> Stem | None:
    """What the tables say of the word without the clitics at its end (at most two)."""
    base = word
    for _ in range(2):
        clitic = next((clitic for clitic in _CLITICS if base.endswith(clitic)), None)
        if clitic is None or len(base) - len(clitic) < 3:
            return None
        base = base[: -len(clitic)]
        if base in overrides():
            return Stem(word, overrides()[base], "override")
        name = region_names().get(base)
        if name is not None and name.damaged_to:
            return Stem(word, base, "name")
    return None


def _apply_rules(word: str) -> str:
    """Affixes off, down to a root in its standard spelling; the word where none is known."""
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
    for clitic in _CLITICS:
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
            root = _apply_rules(rest)
            if len(root) >= _MIN_BOUND and root in roots():
                return root
    return None
