"""Description: a query tree in words, for people who ask what was looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from searchkit.query import ast
from searchkit.regions.gazetteer import gazetteer
from searchkit.translation import _


def described(node: ast.Node) -> str:
    """A node in words: ``pelayanan``, ``"zona hijau"``, ``region Jawa Timur``, ``year 2021–2023``.

    What a node is made of stands in brackets where it could be misread, and the
    particulars of one result behind a colon.
    """
    match node:
        case ast.Everything():
            return "every article"
        case ast.Nothing():
            return "no article"
        case ast.WithIds():
            return _("one of {n} articles").format(n=len(node.ids))
        case ast.Word() | ast.Prefix() | ast.Phrase() | ast.Wildcard() | ast.Fuzzy():
            return _text(node)
        case ast.And():
            return _joined(node.children, " and ")
        case ast.Or() | ast.Either():
            return _joined(node.children, " or ")
        case ast.AtLeast():
            return f"{node.count} of {_joined(node.children, ', ')}"
        case ast.Not():
            return f"not {_inside(node.child)}"
        case ast.Sense():
            return described(node.words)
        case ast.Prefer():
            return described(node.child)
        case _:
            return _fact(node)


def _text(node: ast.Text) -> str:
    match node:
        case ast.Word():
            words = node.term
        case ast.Prefix():
            words = f"{node.prefix}*"
        case ast.Phrase():
            words = f'"{" ".join(node.terms)}"' + (f"~{node.slop}" if node.slop else "")
        case ast.Wildcard():
            words = node.pattern
        case ast.Fuzzy():
            words = f"{node.term}~{node.distance}"
    return words if node.field is None else f"{node.field}:{words}"


def _joined(nodes: Iterable[ast.Node], joint: str) -> str:
    return joint.join(map(_inside, nodes)) or "every article"


def _inside(node: ast.Node) -> str:
    """A node as part of another one."""
    if isinstance(node, ast.Sense):
        return _inside(node.words)
    made_of_several = isinstance(node, ast.And | ast.Or | ast.Either | ast.AtLeast)
    return f"({described(node)})" if made_of_several else described(node)


def _fact(node: ast.Facts) -> str:
    match node:
        case ast.InRegion():
            return f"region {_regions(node.codes)}"
        case ast.Mentions():
            return f"mention of {_regions(node.codes)}"
        case ast.InYears():
            return f"year {_span(node.first, node.last)}"
        case ast.InBands():
            return f"band {_either(node.bands)}"
        case ast.InLevels():
            return f"level {_either(node.levels)}"
        case ast.FromOutlets():
            return f"outlet {_either(node.outlets)}"
        case ast.Dated():
            return f"date {_span(node.since, node.until)}"
        case ast.Scored():
            return f"score {_limits(node)}"
        case ast.Assesses():
            return f"a result of {_regions(node.keys)}" if node.keys else "a result"
        case ast.HasResult():
            demands = list(_demands(node))
            if len(demands) == 1 and not node.subject:
                return demands[0]
            whose = "a result of its subject" if node.subject else "one result"
            return f"all in {whose}: {' + '.join(demands)}" if demands else whose


def _demands(node: ast.HasResult) -> Iterator[str]:
    if node.codes:
        yield f"region {_regions(node.codes)}"
    if node.levels:
        yield f"level {_either(node.levels)}"
    if node.years:
        yield f"year {_span(*node.years)}"
    if node.bands:
        yield f"band {_either(node.bands)}"
    if node.was:
        yield f"band before {_either(node.was)}"
    if node.score:
        yield f"score {_limits(node.score)}"
    if node.rank is not None:
        yield f"rank {node.rank} or better"
    if node.change:
        yield f"a change {node.change}"


def _regions(codes: Iterable[str]) -> str:
    found = ((code, gazetteer().get(code)) for code in codes)
    return _either(region.name if region else code for code, region in found)


def _either(names: Iterable[str]) -> str:
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} or {last}" if first else last


def _span(first: int | date | None, last: int | date | None) -> str:
    if first == last:
        return str(first) if first is not None else "any"
    if first is None:
        return f"until {last}"
    return f"from {first}" if last is None else f"{first}–{last}"


def _limits(scored: ast.Scored) -> str:
    if scored.low is not None and scored.low == scored.high:
        return f"{scored.low:g}"
    low = "" if scored.low is None else f"{'>' if scored.low_open else '≥'} {scored.low:g}"
    high = "" if scored.high is None else f"{'<' if scored.high_open else '≤'} {scored.high:g}"
    return " and ".join(filter(None, (low, high))) or "of any height"
