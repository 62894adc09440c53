"""Description: a query tree in words, for people who ask what was looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from searchkit.query import ast
from searchkit.regions.gazetteer import gazetteer
from searchkit.translation import _, numbered


def described(node: ast.Node) -> str:
    """A node in words: ``pelayanan``, ``"zona hijau"``, ``region Jawa Timur``, ``year 2021–2023``.

    What a node is made of stands in brackets where it could be misread, and the
    particulars of one result behind a colon.
    """
    match node:
        case ast.Everything():
            return _("every article")
        case ast.Nothing():
            return _("no article")
        case ast.WithIds():
            return numbered("one of {n} article", "one of {n} articles", len(node.ids))
        case ast.Word() | ast.Prefix() | ast.Phrase() | ast.Wildcard() | ast.Fuzzy():
            return _text(node)
        case ast.And():
            return _joined(node.children, _(" and "))
        case ast.Or() | ast.Either():
            return _joined(node.children, _(" or "))
        case ast.AtLeast():
            return _("{count} of {joined}").format(
                count=node.count, joined=_joined(node.children, ", ")
            )
        case ast.Not():
            return _("not {inside}").format(inside=_inside(node.child))
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
    return joint.join(map(_inside, nodes)) or _("every article")


def _inside(node: ast.Node) -> str:
    """A node as part of another one."""
    if isinstance(node, ast.Sense):
        return _inside(node.words)
    made_of_several = isinstance(node, ast.And | ast.Or | ast.Either | ast.AtLeast)
    return f"({described(node)})" if made_of_several else described(node)


def _fact(node: ast.Facts) -> str:
    match node:
        case ast.InRegion():
            return _("region {regions}").format(regions=_regions(node.codes))
        case ast.Mentions():
            return _("mention of {regions}").format(regions=_regions(node.codes))
        case ast.InYears():
            return _("year {span}").format(span=_span(node.first, node.last))
        case ast.InBands():
            return _("band {either}").format(either=_either(node.bands))
        case ast.InLevels():
            return _("level {either}").format(either=_either(node.levels))
        case ast.FromOutlets():
            return _("outlet {either}").format(either=_either(node.outlets))
        case ast.Dated():
            return _("date {span}").format(span=_span(node.since, node.until))
        case ast.Scored():
            return _("score {limits}").format(limits=_limits(node))
        case ast.Assesses():
            return (
                _("a result of {regions}").format(regions=_regions(node.keys))
                if node.keys
                else _("a result")
            )
        case ast.HasResult():
            demands = list(_demands(node))
            if len(demands) == 1 and not node.subject:
                return demands[0]
            whose = _("a result of its subject") if node.subject else _("one result")
            return (
                _("all in {whose}: {names}").format(whose=whose, names=" + ".join(demands))
                if demands
                else whose
            )


def _demands(node: ast.HasResult) -> Iterator[str]:
    if node.codes:
        yield _("region {regions}").format(regions=_regions(node.codes))
    if node.levels:
        yield _("level {either}").format(either=_either(node.levels))
    if node.years:
        yield _("year {span}").format(span=_span(*node.years))
    if node.bands:
        yield _("band {either}").format(either=_either(node.bands))
    if node.was:
        yield _("band before {either}").format(either=_either(node.was))
    if node.score:
        yield _("score {limits}").format(limits=_limits(node.score))
    if node.rank is not None:
        yield _("rank {rank} or better").format(rank=node.rank)
    if node.change:
        yield _("a change {change}").format(change=node.change)


def _regions(codes: Iterable[str]) -> str:
    found = ((code, gazetteer().get(code)) for code in codes)
    return _either(region.name if region else code for code, region in found)


def _either(names: Iterable[str]) -> str:
    *first, last = dict.fromkeys(names)
    return _("{names} or {last}").format(names=", ".join(first), last=last) if first else last


def _span(first: int | date | None, last: int | date | None) -> str:
    if first == last:
        return str(first) if first is not None else "any"
    if first is None:
        return _("until {last}").format(last=last)
    return _("from {first}").format(first=first) if last is None else f"{first}–{last}"


def _limits(scored: ast.Scored) -> str:
    if scored.low is not None and scored.low == scored.high:
        return f"{scored.low:g}"
    low = "" if scored.low is None else f"{'>' if scored.low_open else '≥'} {scored.low:g}"
    high = "" if scored.high is None else f"{'<' if scored.high_open else '≤'} {scored.high:g}"
    return _(" and ").join(filter(None, (low, high))) or _("of any height")
