"""Suggest: a better spelling where a word of the query stands in no article.

Plain words may be searched in their better spelling without being asked;
what was marked to stay as it is (``+word``, phrases) only gets a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.base import Engine
from searchkit.language.analyzer import AnalyzedToken, Analyzer
from searchkit.language.function_words import function_words
from searchkit.query.cues import cues
from searchkit.query.parser import Clause, parse
from searchkit.query.query import Query

if TYPE_CHECKING:
    from searchkit.candidates import Candidate

SHORTEST = 4
"""Letters of a word that may be misspelt: shorter ones have too many neighbours."""

# In a text of many unknown words (one that was pasted, or in another language)
# they are no slips of the finger.
_MOST_UNKNOWN = 8


class Spelling(NamedTuple):
    """How a query would better be spelt; None where there is nothing to mend.

    ``searched`` is the query with the plain words replaced that are surely
    misspelt, ``misspelt`` are these words as typed; ``proposed`` has all
    replaced for which anything near is known.
    """

    searched: str | None = None
    proposed: str | None = None
    misspelt: tuple[str, ...] = ()


NOTHING_MISSPELT = Spelling()


class _Change(NamedTuple):
    """A stretch of the query, and what to put there; ``sure`` ones may be searched."""

    start: int
    end: int
    text: str
    typed: str
    sure: bool


def better_spelling(query: Query, engine: Engine, analyzer: Analyzer) -> Spelling:
    """A better spelling of a query; nothing where more than eight words are unknown.

    Numbers, regions that were recognised and words to leave out stay as they are.
    """
    words = _words(query, analyzer)
    unknown = [place for place, word in enumerate(words) if is_unknown(word.token, engine)]
    if not unknown or len(unknown) > _MOST_UNKNOWN:
        return NOTHING_MISSPELT
    # What the other words need is not loaded for queries of known words, as most are.
    from searchkit.candidates import Candidates

    best = Candidates(engine, analyzer).best
    changes = list(_changes(query.text, words, unknown, best))
    sure = [change for change in changes if change.sure]
    return Spelling(
        searched=_mended(query.text, sure) if sure else None,
        proposed=_mended(query.text, changes) if changes else None,
        misspelt=tuple(change.typed for change in sure),
    )


def commoner_spelling(query: Query, engine: Engine, analyzer: Analyzer) -> str | None:
    """The query with rare words replaced that may be misspelt in the articles themselves.

    None where there is nothing to propose, as in an index of few articles.
    """
    from searchkit.candidates import Candidates  # as above

    candidates = Candidates(engine, analyzer)
    words = _words(query, analyzer)
    rare = [
        place
        for place, word in enumerate(words)
        if _may_be_misspelt(word.token) and candidates.is_rare(word.token)
    ]
    if not rare or len(rare) > _MOST_UNKNOWN:
        return None
    changes = list(_changes(query.text, words, rare, candidates.commoner))
    return _mended(query.text, changes) if changes else None


def is_unknown(word: AnalyzedToken, engine: Engine) -> bool:
    """Whether a word might be misspelt: neither it nor its stem stands in any article.

    Numbers, words that names of regions are made of and what is too short never are.
    """
    if not _may_be_misspelt(word) or word.stem is None:
        return False
    if engine.document_frequency(word.term) or engine.document_frequency(word.stem, stemmed=True):
        return False
    from searchkit.regions.misspelt import name_words  # as above

    return word.term not in name_words()


def _may_be_misspelt(word: AnalyzedToken) -> bool:
    """Whether a word is of letters, long enough, and none that is known whatever articles say.

    Known are names, function words and the words by which queries are read ("terburuk").
    """
    if word.why == "name" or len(word.term) < SHORTEST:
        return False
    if word.term in function_words() or word.term in cues():
        return False
    return word.term.replace("-", "").isalpha()


class _QueryWord(NamedTuple):
    """A word of the query; ``kept`` ones are searched for as they are typed."""

    start: int
    token: AnalyzedToken
    kept: bool


def _words(query: Query, analyzer: Analyzer) -> list[_QueryWord]:
    """The plain words of a query and those of its phrases, but for what it excludes."""
    clauses = list(_marked(parse(query.text).clauses))
    # A word that is still being typed is neither known nor misspelt yet.
    begun = query.begun
    excluded = [clause for clause in clauses if clause.occur == "must_not"]
    words = [
        _QueryWord(token.start, token, kept=_is_in(token.start, clauses))
        for token in query.words
        if not _is_in(token.start, excluded) and token.start != begun
    ]
    for clause in clauses:
        if clause.kind == "phrase" and clause not in excluded:
            shift = query.text.index(clause.text, clause.start)
            for token in analyzer.analyze(clause.text):
                start, end = token.start + shift, token.end + shift
                if start != begun:
                    words.append(_QueryWord(start, token._replace(start=start, end=end), kept=True))
    return sorted(words, key=lambda word: word.start)


def _marked(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses whose words are taken as they are typed: with a sign, or in quotes."""
    for clause in clauses:
        if clause.occur != "should" or clause.kind == "phrase":
            yield clause
        if clause.occur != "must_not":
            yield from _marked(clause.children)


def _is_in(place: int, clauses: Iterable[Clause]) -> bool:
    return any(clause.start <= place < clause.end for clause in clauses)


def _changes(
    text: str,
    words: Sequence[_QueryWord],
    places: Iterable[int],
    meant: Callable[[Sequence[AnalyzedToken], int], Candidate | None],
) -> Iterator[_Change]:
    """What to put for the words at ``places``, in the order of the query; without overlaps."""
    done = 0  # the end of the last change
    for place in places:
        if words[place].start < done:
            continue
        first, last = _run(text, words, place)
        run = [word.token for word in words[first : last + 1] if word.start >= done]
        best = meant(run, run.index(words[place].token))
        if best is None:
            continue
        start, done = run[best.first].start, run[best.last].end
        typed = text[start:done]
        sure = best.sure and not words[place].kept
        yield _Change(start, done, _written_like(best.text, typed), typed, sure)


def _run(text: str, words: Sequence[_QueryWord], place: int) -> tuple[int, int]:
    """The first and last of the words around ``words[place]`` that only blanks keep apart."""

    def joined(left: _QueryWord, right: _QueryWord) -> bool:
        return left.kept == right.kept and text[left.token.end : right.start].isspace()

    first = last = place
    while first and joined(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and joined(words[last], words[last + 1]):
        last += 1
    return first, last


def _written_like(text: str, typed: str) -> str:
    """``text`` with capitals where ``typed`` has them."""
    if typed.islower():
        return text.lower()
    if typed.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if typed[:1].isupper() else text


def _mended(query: str, changes: Iterable[_Change]) -> str:
    mended = query
    for change in sorted(changes, reverse=True):
        mended = mended[: change.start] + change.text + mended[change.end :]
    return mended
