"""The query tree: what must match, in terms of the index.

Nodes are immutable and know nothing of any engine. A leaf names terms as the
analyzer writes them (``term`` is the raw form, ``stem`` the stemmed one), or a
range of a facet field. ``Sense`` is the one node with two sides: the words the
user typed and what they were read as.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

TextField = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article."""


@dataclass(frozen=True, slots=True)
class WithIds:
    """The articles with exactly these ids, as far as there are any."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its raw term, and its stem where other forms may stand in.

    ``stem`` is None for names and numbers, which only match as they are.
    ``field`` restricts it to the title; None means title or body. Its score is
    multiplied by ``weight``. ``begun`` tells a reader of queries that it is still being
    typed; it changes nothing about what matches.
    """

    term: str
    stem: str | None = None
    field: TextField | None = None
    weight: float = 1.0
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every raw term that begins with ``prefix`` (``pelayan*``).

    Without ``weight`` all articles that have one score the same. With it, every
    stem that begins so counts as well, and all these terms score as one word would,
    multiplied by it.
    """

    prefix: str
    field: TextField | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Raw terms one right after the other, in the title or in the body.

    Up to ``slop`` other terms may stand between each two of them. Its score,
    that of its terms, is multiplied by ``weight``.
    """

    terms: tuple[str, ...]
    field: TextField | None = None
    weight: float = 1.0
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every raw term that fits ``pattern``: ``?`` is one character, ``*`` any number of them."""

    pattern: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every raw term at most ``distance`` slips away from ``term``, itself included."""

    term: str
    distance: int
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class InRegion:
    """Articles about one of the regions (a province includes its children)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Articles that name one of the regions, as subject or in passing."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InYears:
    """Articles whose ``year`` lies in [first, last]; None leaves a side open."""

    first: int | None
    last: int | None

    def has(self, year: int | None) -> bool:
        """Whether a year lies in the span; one that is not known lies in none."""
        return year is not None and (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class InBands:
    """Articles with a result in one of the bands (facet values: "A", "hijau")."""

    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InLevels:
    """Articles about a region, or with a result of a subject, of one of the levels."""

    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromOutlets:
    """Articles whose outlet contains one of the names, as whole words in any case.

    ``exact`` asks for outlets of just these names, as a facet counts them.
    """

    outlets: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles dated in [since, until], both days included; None is open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Scored:
    """Articles with a result whose score lies between the limits.

    A limit is None where open; ``low_open``/``high_open`` exclude the limit
    itself (``nilai:>90`` is ``Scored(90, None, low_open=True)``).
    """

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False

    def has(self, score: float | None) -> bool:
        """Whether a score lies between the limits; one that is not known does not."""
        if score is None:
            return False
        if self.low is not None and (score < self.low or (self.low_open and score == self.low)):
            return False
        return not (
            self.high is not None and (score > self.high or (self.high_open and score == self.high))
        )


@dataclass(frozen=True, slots=True)
class Assesses:
    """Articles that report a result of any body, of units and mere mentions, too.

    With ``keys`` (see ``Assessment.key``) of one of these bodies.
    """

    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HasResult:
    """Articles with one result (of any body, mentions too) that satisfies all that is set.

    ``codes`` are of the body itself, of the province that it lies in, or of the
    region that a unit or office belongs to. ``years`` are (first, last), None
    open. ``bands`` are facet values, ``was`` those of the assessment before.
    ``score`` limits it as in ``Scored``; ``rank`` is the worst rank allowed.
    ``change`` is "up" or "down" against the assessment before. With ``subject``
    only results of bodies that the article is about.
    """

    codes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    bands: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    score: Scored | None = None
    rank: int | None = None
    change: Literal["up", "down"] | None = None
    subject: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """All children match. ``Not`` children subtract."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child matches."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One thing in several wordings: at least one child matches, the best one's score counts."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the children match.

    An article agrees by ``coordination`` times the share of the children that
    it matches, and by what each of these agrees.
    """

    count: int
    children: tuple[Node, ...]
    coordination: float = 0.0


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not match."""

    child: Node


@dataclass(frozen=True, slots=True)
class Sense:
    """Words and what they were read as: either side matches.

    Scores come from ``words``; an article on the ``meaning`` side agrees with
    the reading by ``weight`` and so ranks above those that only share the words.
    """

    words: Node
    meaning: Node
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefer:
    """Articles that the child matches agree with the reading by ``weight``; no score."""

    child: Node
    weight: float = 1.0


Text = Word | Prefix | Phrase | Wildcard | Fuzzy
Facts = (
    InRegion
    | Mentions
    | InYears
    | InBands
    | InLevels
    | FromOutlets
    | Dated
    | Scored
    | Assesses
    | HasResult
)
Node = (
    Everything
    | Nothing
    | WithIds
    | Text
    | Facts
    | And
    | Or
    | Either
    | AtLeast
    | Not
    | Sense
    | Prefer
)


def alternatives(nodes: Iterable[Node]) -> Iterator[Node]:
    """What filters are made of, in order: each node itself, or the children of an Or."""
    for node in nodes:
        if isinstance(node, Or):
            yield from alternatives(node.children)
        else:
            yield node


def words_in(nodes: Iterable[Node]) -> tuple[Word, ...]:
    """The words that some nodes are made of, each once, where one of the nodes has several."""
    found: list[Word] = []
    for node in nodes:
        if isinstance(node, Sense):
            node = node.words
        if isinstance(node, And):
            found += [child for child in node.children if isinstance(child, Word)]
    return tuple(dict.fromkeys(found))
