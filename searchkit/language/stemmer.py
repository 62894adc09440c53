"""Stemmer: an Indonesian word → the root it is built on.

Rules find it (``derivation``). Around them stand corrections (``overrides.csv``), names
that are no derived words (``names.csv``), what no rule knows of (hyphens and digits), and
the stems of words that were met before: rules are asked only for others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from searchkit.language.affixes import hyphen_prefixes, hyphen_suffixes
from searchkit.language.codes import head_of_code
from searchkit.language.corrections import overrides
from searchkit.language.derivation import CLITICS, root_of
from searchkit.language.names import region_names
from searchkit.language.reduplication import doubled_root
from searchkit.language.roots import sastrawi_version, standard_spelling
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
"""Raised whenever the code here or of ``derivation`` gives a word another stem."""

_PLAIN = re.compile(f"[a-z]{{4,{MAX_LETTERS}}}")


class Stem(NamedTuple):
    """A word, its stem, and which knowledge decided.

    ``why`` is "override" (a correction), "name" (kept whole), "reduplication"
    or "compound" (the head of a hyphenated or mixed word), "spelling" (the
    standard one of a root), "rule" (affixes taken off) or "unchanged".
    """

    word: str
    stem: str
    why: Why


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
        stem = self._memo.get(word) or self._from_tables(word) or root_of(word)
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
        clitic = next((clitic for clitic in CLITICS if base.endswith(clitic)), None)
        if clitic is None or len(base) - len(clitic) < 3:
            return None
        base = base[: -len(clitic)]
        if base in overrides():
            return Stem(word, overrides()[base], "override")
        name = region_names().get(base)
        if name is not None and name.damaged_to:
            return Stem(word, base, "name")
    return None
