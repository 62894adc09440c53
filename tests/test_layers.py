"""The rooms: imports point one way, and each third-party library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "searchkit"

# From the top down: a module may import from its own layer's package and from below.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("ui",),
    ("config",),
    ("evaluation", "export"),
    ("saved",),
    ("news",),
    ("index",),
    ("stats", "similar", "indexwriter", "lookup", "watching", "savedsearch", "verification"),
    ("search", "indexer"),
    ("results",),
    (
        "facets",
        "snippets",
        "suggest",
        "completion",
        "survey",
        "answers",
        "explain",
        "relevance",
        "citation",
    ),
    ("scoreboard", "candidates", "intake"),
    ("syncstate", "questions", "lacking", "relaxing", "narrowing", "marks"),
    ("syncpiece",),
    ("engines",),
    ("understand",),
    ("dating",),
    ("query",),
    ("assessments", "corpus"),
    ("regions",),
    ("language",),
    ("article", "weights"),
    ("data", "seen"),
    ("disk", "errors", "version", "plain"),
    ("translation",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

HOMES: dict[str, str | tuple[str, ...]] = {
    "whoosh": "engines/whoosh/",
    "Sastrawi": "language/derivation.py",
    "click": "cli/",
    "rich": "ui/",
    "yaml": "data.py",
    "dateparser": "language/dates.py",
    "trafilatura": "corpus/html.py",
    "ftfy": "corpus/decoding.py",
    "rapidfuzz": "language/distance.py",
    "platformdirs": "config.py",
    "filelock": "disk.py",
    "watchfiles": "watching.py",
    "numpy": ("engines/whoosh/", "language/analyzer.py"),
    "textual": "ui/app/",
    "textual_serve": "ui/web.py",
    "aiohttp": "ui/web.py",
    "matplotlib": "ui/plot.py",
    "ir_measures": "evaluation/measures.py",
}

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def _imports(module: str) -> list[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            assert node.module is not None
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _room(module: str) -> str:
    return module.split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__.py"])
def test_imports_point_downwards(module: str) -> None:
    room = _room(module)
    assert room in RANK, f"{room} has no place among the layers"
    for name in _imports(module):
        if name.startswith("searchkit."):
            other = name.split(".")[1]
            if other == "__version__":
                continue
            assert other in RANK, f"{module} imports {name}"
            assert other == room or RANK[other] > RANK[room], f"{module} imports {name}"


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_one_room(library: str) -> None:
    importers = [m for m in MODULES if any(n.split(".")[0] == library for n in _imports(m))]
    assert importers, f"{library} is not used at all"
    assert [m for m in importers if not m.startswith(HOMES[library])] == []


def test_modules_stay_short() -> None:
    lengths = {m: len((PACKAGE / m).read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {m: n for m, n in lengths.items() if n > 400} == {}


def test_the_library_neither_prints_nor_exits_nor_reads_the_environment() -> None:
    forbidden = {"print", "input", "exit", "quit", "sys.exit", "os.getenv", "os.environ"}
    for module in MODULES:
        if _room(module) in ("cli", "ui", "config", "__main__"):
            continue
        tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
        used = {
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Name | ast.Attribute)
        }
        assert used & forbidden == set(), module
