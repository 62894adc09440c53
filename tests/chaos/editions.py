"""Editions: a corpus that changes with every commit, so that an answer tells the commit it is of.

Everything follows from the number of the commit: which articles there are, what each says,
and hence the whole answer to a query. One article carries the number and has all words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

WORDS = ("banjir", "gempa", "panen", "pasar", "jembatan", "sekolah")
"""Each article has one of these, and the marker all."""

EVERYTHING = "*"
OUTLETS = ("Kabar Hulu", "Suara Hilir", "Warta Pagi", "Lentera Desa")
SLOTS = 48
"""There are at most so many articles, and the marker."""

MARKER = "edisi.md"


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an edition. ``text`` is what its file holds behind the head."""

    id: str
    title: str
    outlet: str
    year: int
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str:
        """The content of its file."""
        head = f'title: "{self.title}"\noutlet: "{self.outlet}"\npublished: {self.year}-05-01'
        return f"---\n{head}\n---\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class Expected:
    """The whole answer of an edition to a word: exact in every part."""

    texts: Mapping[str, str]
    years: Mapping[int, int]
    outlets: Mapping[str, int]


@lru_cache(maxsize=64)
def edition(number: int) -> dict[str, Item]:
    """The articles of a commit by their ids."""
    items = [_item(slot, number) for slot in range(SLOTS) if (number // 3 + slot) % 5]
    return {item.id: item for item in (_marker(number), *items)}


@lru_cache(maxsize=512)
def expected(number: int, word: str) -> Expected:
    """What a commit answers to one of ``WORDS``, or to everything."""
    items = [each for each in edition(number).values() if word in (*each.words, EVERYTHING)]
    return Expected(
        {each.id: each.text for each in items},
        Counter(each.year for each in items),
        Counter(each.outlet for each in items),
    )


def number_of(title: str) -> int:
    """The commit, from the headline of its marker."""
    return int(title.removeprefix("Edisi "))


def _marker(number: int) -> Item:
    text = f"Nomor {number} memuat kabar {', '.join(WORDS)}."
    return Item(MARKER, f"Edisi {number}", "Redaksi", 2020, WORDS, text)


def _item(slot: int, number: int) -> Item:
    # Some articles change with every second commit, others with every seventh.
    age = number // (2 + slot % 6)
    word = WORDS[(slot + age) % len(WORDS)]
    text = (
        f"Kabar tentang {word} dari sudut {slot} ditulis ulang sebanyak {age} kali. "
        f"Pembaca bertanya apakah {word} itu sudah ditangani oleh perangkat desa."
    )
    outlet, year = OUTLETS[(slot + age) % len(OUTLETS)], 2021 + (slot * 3 + age) % 4
    return Item(f"s{slot:02}.md", f"Catatan {word} {slot}", outlet, year, (word,), text)
