"""Finding texts for people that no translation would reach, by looking at the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TRANSLATED = {"_", "N_", "ngettext", "numbered"}
"""What makes a text translatable that is its argument."""

HELP = {"help", "short_help", "epilog"}
"""Arguments of click's decorators; commands translate them when they show help."""

MAKES_OPTIONS = {"limit_option"}
"""Functions of the command line whose argument is such a help."""

TOLD = {"Rejected", "BadInput", "_TooLarge", "Diagnostic", "Note", "UsageError", "BadParameter"}
"""What else than errors carries a text to people."""

NAMES = re.compile(r"(message|reason|advice|why|note|told|problem|hint|next_step|steps|words)s?\Z")
"""Variables that hold texts for people, on their way there."""

FOR_BROWSERS = {"_seal", "handle_index", "handle_download"}
"""Functions that write headers: what browsers read."""

STYLES = {"DEFAULT_CSS"}
"""What classes call the style sheet of their widget: selectors and properties, no words."""

_SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:.!?)]? +[(\"']?[a-z]{2,}")
_HEADING = re.compile(r"[A-Z][a-z]{2,}(?: [a-z]+)*[:.!]?\Z")
_EDGE = re.compile(r"(?:\A|\A[^A-Za-z]*)[a-z]{2,} \Z|\A [a-z]{2,}")


def looks_like_prose(text: str) -> bool:
    """Whether somebody might read it: two words, a heading, or a word that waits for more."""
    return bool(_SENTENCE.search(text) or _HEADING.match(text) or _EDGE.search(text))


def on_screens(path: Path) -> Iterator[tuple[int, str]]:
    """All prose of a module of the user interface outside of what is translated."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = set(_docstrings(tree))
    yield from _found(tree, documentation)


def in_messages(path: Path, errors: set[str]) -> Iterator[tuple[int, str]]:
    """Texts of a library module that go into ``errors`` or notes without being translated."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in errors | TOLD:
            for part in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _found(
                    part, documentation, least=re.compile(r"[A-Za-z]{2,}.*[ :]|[.]\Z")
                )
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(NAMES.search(_name(target).lower()) for target in targets):
                yield from _found(node.value, documentation)


def _found(
    node: ast.AST, documentation: set[int], least: re.Pattern[str] | None = None
) -> Iterator[tuple[int, str]]:
    if id(node) in documentation or isinstance(node, ast.Assert):
        return
    if isinstance(node, ast.Call) and _name(node.func) in TRANSLATED | MAKES_OPTIONS:
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in FOR_BROWSERS:
        return
    if isinstance(node, ast.Subscript) and _name(node.value) in ("Literal", "TypeVar"):
        return
    if isinstance(node, ast.Assign) and {_name(target) for target in node.targets} <= STYLES:
        return
    text = _text(node)
    if text is not None:
        if least.search(text) if least else looks_like_prose(text):
            yield node.lineno, text  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant):
            return
    for field, child in _children(node):
        if field not in HELP:
            yield from _found(child, documentation, least)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What stands below a node, arguments by their names; the pieces of an f-string are none."""
    if isinstance(node, ast.keyword):
        yield node.arg or "", node.value
        return
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.keyword):
                yield child.arg or "", child.value
            elif isinstance(child, ast.arg) or field in ("annotation", "returns"):
                continue
            elif isinstance(child, ast.AST) and not (
                isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
            ):
                yield field, child


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values
        )
    return None


def _docstrings(tree: ast.AST) -> Iterator[int]:
    """Strings that stand alone as statements: they document what is before them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
