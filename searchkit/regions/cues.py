"""Words around a name that tell in what setting a region is named."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from searchkit.data import load_csv_resource
from searchkit.errors import DataError

#: What a cue word can do, see ``cues.csv``.
ROLES: Final = frozenset(
    {
        "branch",  # heads the name of a branch of a national body: "Ombudsman", "Perwakilan"
        "branch_part",  # stands between such a head and the region: "RI", "Kelas", "Wilayah"
        "office",  # heads the name of a national office in a region: "Polres", "Imigrasi"
        "name",  # heads the name of something else: "Jalan", "Stasiun", "Tribun"
        "institution",  # the same, with more names between: "Universitas Y Z X"
        "name_part",  # stands between such a head and the region: "Negeri", "Raya"
        "name_after",  # follows the region in such a name: "Post", "Plaza"
        "domain",  # follows the region in a web address
        "club",  # precedes the region in the name of a club
        "club_after",  # follows it
        "venue",  # a kind of building or room
        "place",  # another word that may stand between "di" and the region: "desa"
        "event",  # a word of ceremonies and statements
        "comparison",  # introduces another region that is not the topic
        "quarter",  # a point of the compass, in a name often written small: "Jawa timur"
        "direction",  # like "di", with movement: "ke", "dari"
        "origin",  # tells where somebody comes from: "asal", "berasal (dari)"
        "link",  # may stand between the members of an enumeration
        "group",  # counted in headlines: "5 daerah"
        "count_filler",  # may stand between the number and such a word: "10 besar kota"
        "score",  # announces a figure that belongs to the region before it
        "score_filler",  # may stand between a region and its figure
        "band_high",  # names the best zone or quality: "hijau", "tertinggi"
        "band_middle",  # names the one between
        "band_low",  # names the worst: "merah"
        "several",  # takes the place of a count in headlines: "Deretan Kabupaten"
        "contrast",  # begins a clause about others: "sedangkan"
        "whole",  # speaks of all bodies of a province together, or of none: "mayoritas", "tidak"
        "unit",  # a unit of a government: "Disdukcapil", "Puskesmas"
        "assessment",  # tells that a headline is about an assessment: "penilaian", "skor"
        "surveyed",  # introduces the bodies that a survey looks at, before any result
        "result",  # tells that the region before it got or holds something: "meraih"
        "result_before",  # the same of the region behind it: "diraih"
        "rank",  # begins a member of an enumeration of sentences: "Peringkat 2, X"
    }
)
#: The roles of words that name zones and qualities, from the best to the worst.
BANDS: Final = ("band_high", "band_middle", "band_low")


@cache
def cues(role: str) -> frozenset[str]:
    """All cue words of a role, in lower case. Raises DataError where the table is not valid."""
    return _shipped()[role]


def bands_in(words: Iterable[str]) -> frozenset[str]:
    """The bands that some words in lower case name: "band_high", "band_middle", "band_low"."""
    named = _bands()
    return frozenset(named[word] for word in words if word in named)


@cache
def _bands() -> dict[str, str]:
    return {word: band for band in BANDS for word in cues(band)}


def load_cues(package: str) -> dict[str, frozenset[str]]:
    """Role → cue words, from ``cues.csv`` inside a package.

    Raises DataError naming the entry that is not valid.
    """
    table = f"{package}/cues.csv"
    words: dict[str, set[str]] = {role: set() for role in ROLES}
    for row in load_csv_resource(package, "cues.csv", ("word", "role")):
        word, role = row["word"], row["role"]
        if role not in ROLES:
            raise DataError(f"{table}: {word!r} has the unknown role {role!r}")
        if not word or word != word.lower():
            raise DataError(f"{table}: {word!r} is not a word in lower case")
        if word in words[role]:
            raise DataError(f"{table}: {word!r} is listed twice as {role}")
        words[role].add(word)
    return {role: frozenset(held) for role, held in words.items()}


@cache
def _shipped() -> dict[str, frozenset[str]]:
    return load_cues("searchkit.regions")
