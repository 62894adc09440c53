"""Asked: which rows of a scoreboard a query is after, and which articles."""

from __future__ import annotations

from typing import NamedTuple

from searchkit.language.function_words import function_words
from searchkit.query import ast
from searchkit.query.filters import any_of
from searchkit.query.meaning import facet_values
from searchkit.query.query import Query
from searchkit.questions import question_words


class Asked(NamedTuple):
    """Restrictions for a scoreboard: ``rows`` choose rows, ``words`` the articles that count.

    ``fields`` are those that the query itself names (``wilayah:jatim``), of either kind.
    """

    fields: tuple[ast.Node, ...]
    rows: tuple[ast.Node, ...]
    words: tuple[ast.Node, ...]

    @property
    def nodes(self) -> tuple[ast.Node, ...]:
        """All of it."""
        return *self.fields, *self.rows, *self.words


def asked_of(query: Query) -> Asked:
    """What a query asks of a scoreboard.

    Regions, years, bands, levels and scores that were read choose rows. Words that
    were read as nothing must stand in the articles, but for those that only ask for a
    result ("skor", "peringkat", "tertinggi"): every row is one.
    """
    reading = query.reading
    rows: list[ast.Node] = []
    if reading.regions:
        rows.append(ast.InRegion(tuple(region.code for region in reading.regions)))
    if reading.years:
        rows.append(any_of(tuple(ast.InYears(*span) for span in reading.years)))
    if reading.bands:
        rows.append(ast.InBands(facet_values(reading.bands)))
    if reading.levels:
        rows.append(ast.InLevels(reading.levels))
    rows += reading.scores
    words = (_whole(clause) for clause in query.clauses if _is_told_by_articles(clause))
    return Asked(query.filters, tuple(rows), (*query.required, *words))


def _whole(clause: ast.Node) -> ast.Node:
    """A word that is still being typed stands for all that begin so."""
    if isinstance(clause, ast.Word) and clause.begun:
        return ast.Prefix(clause.term, clause.field)
    return clause


def _is_told_by_articles(clause: ast.Node) -> bool:
    if isinstance(clause, ast.Word):
        return clause.term not in question_words() and clause.term not in function_words()
    return not isinstance(clause, ast.Sense | ast.Everything)
