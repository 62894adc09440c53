"""Questions: whether a query asks for the result of a body, and of which.

"skor Kota Malang 2024" names a region and has a word that asks. Which words
ask, which fit such a question and which turn it into another one stands in
``questions.csv``:

- ``asks``: asks for a result ("skor", "peringkat", "berapa").
- ``fits``: may stand beside it without changing what is asked for.
- ``anchors``: only the Ombudsman's assessment is spoken of with it; words that
  are in no list are then taken as harmless. Without an anchor they make it
  another question ("angka kemiskinan", "nilai tukar").
- ``lists``: asks for several bodies, or for which of them ("skor tertinggi").

Words are compared as typed, then by their stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal, cast, get_args

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.analyzer import AnalyzedToken
from searchkit.language.function_words import function_words
from searchkit.query import ast
from searchkit.query.query import Query
from searchkit.regions.gazetteer import Region, gazetteer

WordMeaning = Literal["asks", "fits", "anchors", "lists"]

MAX_NAMES = 3
"""A query that names more is after a list."""

_OTHER_MATTERS = ("other_assessments", "other_colours", "epidemics")


def bodies_asked_for(query: Query, filters: Sequence[ast.Node]) -> tuple[Region, ...]:
    """The regions whose result ``query`` asks for, in its order; empty where it asks for none.

    They are named by its words, else by ``filters``. A shared bare name means
    each of its bodies.
    """
    bodies = _named(query, filters)
    return bodies if bodies and _asks(query, bodies) else ()


def answered_by_results(query: Query, bodies: Iterable[Region]) -> Query:
    """The query with the words that ask for a result: an article that reports one has them.

    "skor Kota Malang" is also answered where the text says "meraih 97,84 poin".
    """
    reports = ast.Assesses(tuple(body.code for body in bodies))
    words = question_words()
    clauses = tuple(
        ast.Sense(clause, reports, query.weights.assessed)
        if isinstance(clause, ast.Word) and words.get(clause.term) == "asks"
        else clause
        for clause in query.clauses
    )
    return replace(query, clauses=clauses)


def _named(query: Query, filters: Iterable[ast.Node]) -> tuple[Region, ...]:
    """The bodies named; empty where there are more than ``MAX_NAMES`` names.

    A province beside regions that lie in it only tells where they are, and
    which of several with that name ("Banjar, Jawa Barat").
    """
    named = query.reading.regions or tuple(
        gazetteer().by_code(code)
        for node in ast.alternatives(filters)
        if isinstance(node, ast.InRegion)
        for code in node.codes
    )
    named = tuple(dict.fromkeys(named))
    if len({region.base for region in named}) > MAX_NAMES:
        return ()
    places = {
        place.code
        for place in named
        for region in named
        if place.level == "provinsi"
        and region.province_code == place.code
        and region.base != place.base
    }
    placed = {r.base for r in named if r.province_code in places and r.level != "provinsi"}
    return tuple(
        region
        for region in named
        if region.code not in places
        and (region.province_code in places or region.base not in placed)
    )


def _asks(query: Query, bodies: Sequence[Region]) -> bool:
    """Whether the words beside the bodies ask for a result, and for nothing else."""
    meanings = [_meaning(token, query.reading.bands) for token in query.words]
    if "asks" not in meanings or "lists" in meanings:
        return False
    if None in meanings and ("anchors" not in meanings or _speaks_of_other_matters(query.text)):
        return False
    # "zona hijau Jawa Timur" asks for the regions there, not for the province's own result.
    return not query.reading.bands or any(body.level != "provinsi" for body in bodies)


def _meaning(token: AnalyzedToken, bands: Iterable[str]) -> WordMeaning | None:
    """What a word does to the question, None where no list has it."""
    words = question_words()
    if any(token.term in band.split() for band in bands) or token.why == "number":
        return "fits"
    meaning = words.get(token.term)
    if meaning is None and token.term in function_words():
        return "fits"
    return meaning or words.get(token.stem or "")


def _speaks_of_other_matters(text: str) -> bool:
    # Read from a table of its own, which few queries need.
    from searchkit.assessments.cues import one_of

    return re.search(one_of(*_OTHER_MATTERS), text, re.IGNORECASE) is not None


@cache
def question_words() -> Mapping[str, WordMeaning]:
    """The words of ``questions.csv`` with what they do. Raises DataError on a bad row."""
    words: dict[str, WordMeaning] = {}
    for row in load_csv_resource("searchkit", "questions.csv", ("word", "meaning")):
        word, meaning = row["word"], row["meaning"]
        if meaning not in get_args(WordMeaning):
            raise DataError(
                f"searchkit/questions.csv: {word!r} has the unknown meaning {meaning!r}"
            )
        if not word.replace("-", "").isalpha() or not word.islower() or word in words:
            raise DataError(f"searchkit/questions.csv: {word!r} is repeated, or not in lower case")
        words[word] = cast("WordMeaning", meaning)
    return words
