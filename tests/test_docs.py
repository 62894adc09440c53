"""The documents say what the program does: examples run, names and codes are complete."""

from __future__ import annotations

import inspect
import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import click
import pytest
from textual.binding import Binding

import searchkit
from searchkit.article import Article, Assessment, EvidenceKind, RegionRef, Rejected
from searchkit.assessments.bands import band_of, bands_in
from searchkit.cli import boards, errors, rows
from searchkit.cli.app import COMMANDS, commands, run
from searchkit.config import COLORS, FACET_FIELDS, FORMATS, LANGS, NAMES, Settings, variable
from searchkit.config import load_settings as settle
from searchkit.corpus import html, limits
from searchkit.corpus.draft import NAMES as FIELD_NAMES
from searchkit.corpus.source import SUFFIXES
from searchkit.errors import SearchkitError
from searchkit.language.acronyms import acronyms
from searchkit.language.analyzer import Analyzer
from searchkit.query import parser
from searchkit.query.parser import FIELD_NAMES as PARSED_FIELDS
from searchkit.search import understand_query
from searchkit.ui.app.frame import TYPING
from searchkit.ui.app.keys import (
    BOARD,
    CHIPS,
    EVERYWHERE,
    FACETS,
    GROUPS,
    LIST,
    READER,
    SCORES,
    TIMELINE,
    Group,
)
from searchkit.ui.app.query_line import QueryLine
from searchkit.ui.reading import reading_words
from searchkit.understand import understand
from tests.ui.test_looks import SCREENS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
OWN = (
    "configuration.md",
    "data-model.md",
    "command-line.md",
    "library.md",
    "query-language.md",
    "ui.md",
)

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def numbers(text: str) -> list[int]:
    """The whole numbers in a text, in order."""
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def blocks(text: str) -> list[tuple[str, str]]:
    """Language and content of every fenced block, in order."""
    return [(match[1], match[2]) for match in _FENCE.finditer(text)]


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The cells of all rows of the tables in a text, headers and rules left out."""
    lines = text.split("\n")
    rules = {at for at, line in enumerate(lines) if re.fullmatch(r"[|-]+", line) and "-" in line}
    kept = [at for at, line in enumerate(lines) if line.startswith("|") and at not in rules]
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", lines[at])[1:-1]]
        for at in kept
        if at + 1 not in rules
    ]


def words(cell: str) -> set[str]:
    """What stands between backticks."""
    return set(re.findall(r"`([^`]+)`", cell))


# Library ----------------------------------------------------------------------------------


def test_examples_of_the_library_run_and_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = blocks(page("library.md"))
    assert [language for language, _ in shown].count("python") >= 8
    scope: dict[str, object] = {"__name__": "library"}
    for at, (language, code) in enumerate(shown):
        if language != "python":
            continue
        exec(compile(code, f"library.md, block {at + 1}", "exec"), scope)
        follows = shown[at + 1] if at + 1 < len(shown) else ("", "")
        assert capsys.readouterr().out == (follows[1] if follows[0] == "text" else "")


def test_library_page_names_everything_exported() -> None:
    text = page("library.md")
    assert {name for name in searchkit.__all__ if not re.search(rf"\b{name}\b", text)} == set()


@pytest.mark.parametrize(
    ("heading", "method"),
    [("Searching", searchkit.Index.search), ("The scoreboard", searchkit.Index.scoreboard)],
)
def test_library_page_names_every_argument(heading: str, method: Callable[..., object]) -> None:
    told = set().union(*(words(row[0]) for row in table(sections(page("library.md"))[heading])))
    assert told == set(inspect.signature(method).parameters) - {"self"}


# Configuration ----------------------------------------------------------------------------


def setting_rows() -> dict[str, list[str]]:
    found = table(sections(page("configuration.md"))["Settings"])
    return {row[0].strip("`"): row for row in found}


def test_every_setting_is_told_and_no_other() -> None:
    assert tuple(setting_rows()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_settings_variable_and_default_are_those_of_the_program(name: str) -> None:
    row = setting_rows()[name]
    assert row[3].strip("`") == variable(name)
    default = getattr(Settings(), name)
    text = f"[{', '.join(default)}]" if isinstance(default, tuple) else str(default)
    assert row[2].strip("`") == (text if default else "none")


@pytest.mark.parametrize(
    ("name", "choices"),
    [("format", FORMATS), ("color", COLORS), ("facets", FACET_FIELDS), ("lang", LANGS)],
)
def test_the_values_of_a_setting_are_told(name: str, choices: tuple[str, ...]) -> None:
    assert words(setting_rows()[name][1]) - {"none"} == set(choices)


def test_the_example_of_searchkit_yaml_is_valid_and_has_every_setting(tmp_path: Path) -> None:
    (example,) = (code for language, code in blocks(page("configuration.md")) if language == "yaml")
    file = tmp_path / "searchkit.yaml"
    file.write_text(example, encoding="utf-8")
    assert set(settle(file=file, environ={}).origins) == set(NAMES)


# Command line -----------------------------------------------------------------------------


def command_sections() -> dict[str, str]:
    found = sections(page("command-line.md"))
    return {
        match[1]: text
        for heading, text in found.items()
        if (match := re.fullmatch(r"`searchkit (\w+)`", heading))
    }


def command_called(name: str) -> click.Command:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    return command


def options_of(command: click.Command) -> set[str]:
    return {
        opt
        for param in command.params
        if isinstance(param, click.Option)
        for opt in (*param.opts, *param.secondary_opts)
    }


def told_options(text: str) -> set[str]:
    return {opt for row in table(text) for opt in _OPTION.findall(" ".join(words(row[0])))}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert list(command_sections()) == list(COMMANDS)
    overview = table(page("command-line.md").partition("\n## ")[0])
    assert [row[0].strip("`") for row in overview] == list(COMMANDS)


def test_commands_in_examples_exist() -> None:
    called = {
        found
        for name in OWN
        for language, code in blocks(page(name))
        if language in ("console", "sh")
        for found in re.findall(r"searchkit ([a-z]+)\b", code)
    }
    assert called - set(COMMANDS) == set()
    group = command_called("config")
    assert isinstance(group, click.Group)
    assert all(f"config {name}" in page("command-line.md") for name in group.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_and_every_told_option_exists(name: str) -> None:
    found = sections(page("command-line.md"))
    shared = told_options(found["Options of all commands"]) - {"-h", "--help"}
    filters = told_options(found["Filters"])
    own = told_options(command_sections()[name])
    if name in ("search", "facet", "similar", "save"):
        own |= filters
    known = options_of(command_called(name))
    assert own == known - shared
    assert shared - known <= ({"--format"} if name in ("completion", "ui") else set())


def test_every_exit_code_is_told_and_no_other() -> None:
    told = {int(row[0]) for row in table(sections(page("command-line.md"))["Exit codes"])}
    constants = {
        value
        for name, value in vars(errors).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, int)
    }
    assert told == constants | {kind.exit_code for kind in kinds_of(SearchkitError)}


def kinds_of(kind: type[SearchkitError]) -> Iterator[type[SearchkitError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of(below)


def test_formats_of_output_and_their_columns_are_told() -> None:
    found = table(sections(page("command-line.md"))["Formats of output"])
    told = {name: row[1] for row in found for name in words(row[0])}
    assert [name for name in told if name in FORMATS] == list(FORMATS)
    columns = {
        "search": rows.HIT_COLUMNS,
        "similar": rows.HIT_COLUMNS,
        "show": rows.ARTICLE_COLUMNS,
        "explain": rows.FACT_COLUMNS,
        "save": rows.SAVED_COLUMNS,
        "saved": rows.SAVED_COLUMNS,
        "news": rows.NEWS_COLUMNS,
        "scores": boards.SCORE_COLUMNS,
        "facet": rows.FACET_COLUMNS,
        "suggest": rows.COMPLETION_COLUMNS,
        "analyze": rows.TOKEN_COLUMNS,
        "analyze --query": rows.QUERY_WORD_COLUMNS,
        "config": rows.SETTING_COLUMNS,
    }
    for command, names in columns.items():
        assert tuple(re.findall(r"`(\w+)`", told[command])) == names


def json_examples() -> list[tuple[list[str], dict[str, object]]]:
    """Arguments of searchkit and the answer that the page shows."""
    found = []
    for language, code in blocks(page("command-line.md")):
        if language == "console" and "--format json\n" in code:
            line, _, answer = code.partition("\n")
            found.append((shlex.split(line.removeprefix("$ searchkit ")), json.loads(answer)))
    return found


def keys(value: object, place: str = "") -> Iterator[str]:
    """Every key of a JSON value with the keys above it."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield f"{place}.{key}"
            yield from keys(below, f"{place}.{key}")
    elif isinstance(value, list):
        for below in value:
            yield from keys(below, place)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus, its index, and the topics that the page shows."""
    folder = tmp_path_factory.mktemp("seeded")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (topics,) = (code for name, code in blocks(page("command-line.md")) if name == "jsonl")
    (folder / "topik.jsonl").write_text(topics, encoding="utf-8")
    index = searchkit.open_index(folder / "index")
    with index.writer() as writer:
        writer.sync(searchkit.read_corpus(folder / "seeds"))
    index.close()
    return folder


@pytest.fixture
def saved_search(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one search that is saved before an example of the page runs, and was never read."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    search = searchkit.SavedSearch(
        "hijau-jatim", "zona hijau", str(seeded / "index"), regions=("jatim",)
    )
    searchkit.SavedSearches(settle(environ={}).data).save(search)


@pytest.mark.usefixtures("saved_search")
@pytest.mark.parametrize(("args", "shown"), json_examples(), ids=lambda value: str(value)[:30])
def test_json_has_the_keys_that_the_page_shows_in_their_order(
    args: list[str],
    shown: dict[str, object],
    seeded: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(seeded)
    for name in [name for name in os.environ if name.startswith("SEARCHKIT_")]:
        monkeypatch.delenv(name)
    assert run(args) == errors.FOUND
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == list(shown)
    assert set(keys(answer)) == set(keys(shown))


def text_examples() -> list[tuple[list[str], str]]:
    """Arguments of searchkit and the text that the page shows below them."""
    found = []
    for language, code in blocks(page("command-line.md")):
        line, _, answer = code.partition("\n")
        if language == "console" and "--format" not in line:
            found.append((shlex.split(line.removeprefix("$ searchkit ")), answer))
    return found


@pytest.mark.usefixtures("saved_search")
@pytest.mark.parametrize(("args", "shown"), text_examples(), ids=lambda value: str(value)[:30])
def test_a_command_prints_what_the_page_shows(
    args: list[str],
    shown: str,
    seeded: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(seeded)
    for name in [name for name in os.environ if name.startswith("SEARCHKIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(args) == errors.FOUND
    printed = capsys.readouterr().out
    for part in re.split(r"^…$", shown, flags=re.MULTILINE):
        assert part.strip("\n") in printed


def test_json_of_each_command_is_shown() -> None:
    shown = {args[0] for args, _ in json_examples()}
    assert shown == set(COMMANDS) - {"completion", "ui"}


# Query language ---------------------------------------------------------------------------

NOVEMBER = date(2026, 11, 22)
"""The day that the page's relative years go by."""


def queries_read() -> list[tuple[str, str]]:
    """Each query of the page that is typed, and what it is read as."""
    text = sections(page("query-language.md"))["What plain words are read as"]
    rows = [row for row in table(text) if len(row) == 3]
    return [(row[0].strip("`"), row[1]) for row in rows]


@pytest.mark.parametrize(("typed", "read"), queries_read())
def test_queries_are_read_as_the_page_says(typed: str, read: str) -> None:
    query = understand_query(typed, Analyzer(), today=NOVEMBER)
    assert (reading_words(query.reading) or "nothing") == read


def test_the_page_tells_all_fields_and_how_many_acronyms_are_known() -> None:
    text = page("query-language.md")
    told = set().union(*(words(" ".join(row[:2])) for row in table(sections(text)["Fields"])))
    assert {name.rstrip(":") for name in told} == set(PARSED_FIELDS)
    assert f"{len(acronyms())} acronyms" in text


def test_the_page_tells_the_limits_of_queries() -> None:
    rows = table(sections(page("query-language.md"))["Limits"])
    told = [numbers(row[1])[0] for row in rows]
    assert told == [parser.MAX_CHARS, parser.MAX_WORDS, parser.MAX_PATTERNS, parser.MAX_DEPTH]


def test_the_page_tells_the_limits_of_articles() -> None:
    text = sections(page("data-model.md"))["Formats"].partition("### Limits")[2]
    text = text.partition("\n### ")[0]
    counts = {
        value >> 20 if name.endswith("_BYTES") else value  # these are told in MiB
        for module in (limits, html)
        for name, value in vars(module).items()
        if name.startswith("MAX_")
    }
    assert counts <= set(numbers(text))


# Data model -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "kind"), [("Article", Article), ("Regions", RegionRef), ("Assessments", Assessment)]
)
def test_every_field_is_told_and_no_other(heading: str, kind: type) -> None:
    text = sections(page("data-model.md"))[heading].partition("\n### ")[0]
    told = set().union(*(words(row[0]) for row in table(text)))
    computed = {name for name, value in vars(kind).items() if not name.startswith("_")}
    assert told == set(kind.__dataclass_fields__) | computed  # type: ignore[attr-defined]


def test_suffixes_and_names_of_fields_are_told() -> None:
    formats = sections(page("data-model.md"))["Formats"]
    found = [set(words(row[0])) for row in table(formats)]
    assert {suffix for cell in found for suffix in cell if suffix.startswith(".")} == set(SUFFIXES)
    for field, names in FIELD_NAMES.items():
        (row,) = (row for row in table(formats) if row[0] == f"`{field}`")
        assert tuple(re.findall(r"`(\w+)`", row[1]))[: len(names)] == names


def below(section: str, heading: str) -> str:
    """What stands under a heading of the third level."""
    found = re.search(rf"^### {heading}\n(.*?)(?=^### |\Z)", section, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("heading", "body"), [("Bands", "pemda"), ("Bands of ministries and agencies", "kl")]
)
def test_bands_are_those_of_the_program(heading: str, body: Literal["pemda", "kl"]) -> None:
    bands = table(below(sections(page("data-model.md"))["Assessments"], heading))
    years: list[int] = []
    told: set[tuple[int, str]] = set()
    for at, (span, value, zone, category, label, interval) in enumerate(bands):
        if span:
            years = []
            for part in span.split(", "):
                first, _, last = part.partition("–")
                years += range(int(first), int(last or first) + 1)
        low, high = (float(limit) for limit in interval.split(" to "))
        for year in years:
            lowest = band_of(low, year, body)
            assert lowest is not None
            assert lowest.value == value.strip("`")
            assert (lowest.zone or "", lowest.category or "") == (zone, category)
            assert lowest.label == label
            assert band_of(high - 0.01, year, body) == lowest
            is_highest = bool(bands[at][0])
            assert (band_of(high, year, body) == lowest) == is_highest
            assert not is_highest or high == max(limit for _, limit, _ in bands_in(year, body))
            told.add((year, lowest.value))
    known = {(year, band.value) for year in range(2013, 2026) for *_, band in bands_in(year, body)}
    assert told == known if body == "pemda" else told == {each for each in known if each[0] < 2021}


OPENING = "Ombudsman RI mengumumkan hasil penilaian kepatuhan pelayanan publik."


def examples_of_reading() -> list[tuple[str, str]]:
    """Each text of the page on reading, and what it is read as."""
    text = sections(page("data-model.md"))["Assessments"]
    headings = ("What is read", "What is not read", "Conflicts")
    return [(row[1], row[2]) for heading in headings for row in table(below(text, heading))]


@pytest.mark.parametrize(("text", "read"), examples_of_reading())
def test_texts_are_read_as_the_page_says(text: str, read: str) -> None:
    article = Article(
        id="contoh",
        title="Hasil Penilaian Ombudsman RI",
        text=f"{OPENING}\n{text.replace(' ⏎ ', chr(10))}",
        path="contoh.txt",
        published=date(2024, 12, 2),
    )
    assert OPENING in page("data-model.md")
    assert ("; ".join(map(printed, understand(article).assessments)) or "nothing") == read


def printed(result: Assessment) -> str:
    """A result as the page writes it: what the text prints, nothing derived."""
    parts = [f"{result.entity} {result.year}:"]
    if result.score is not None:
        parts.append(f"{result.score:g}")
    if result.kind == "award":
        parts.append("award")
    if result.zone and (result.kind == "award" or "zone" not in result.derived):
        parts.append(result.zone)
    if result.category and "category" not in result.derived:
        parts.append(result.category)
    if result.rank:
        parts.append(f"rank {result.rank}" + (f" of {result.rank_of}" if result.rank_of else ""))
    return " ".join([*parts, "conflict"] if result.conflict else parts)


def test_kinds_of_evidence_are_told() -> None:
    kinds = below(sections(page("data-model.md"))["Assessments"], "Kinds of evidence")
    assert [row[0].strip("`") for row in table(kinds)] == list(get_args(EvidenceKind))


@pytest.mark.parametrize(
    ("language", "suffix", "count"),
    [
        ("text", "txt", 1),
        ("markdown", "md", 1),
        ("html", "html", 1),
        ("jsonl", "jsonl", 2),
        ("csv", "csv", 1),
    ],
)
def test_examples_of_formats_can_be_read(
    language: str, suffix: str, count: int, tmp_path: Path
) -> None:
    (example,) = (code for name, code in blocks(page("data-model.md")) if name == language)
    file = tmp_path / f"berita.{suffix}"
    file.write_text(example, encoding="utf-8")
    found = list(searchkit.read_corpus(file))
    assert [item for item in found if isinstance(item, Rejected)] == []
    assert len(found) == count


# Architecture -----------------------------------------------------------------------------


def test_every_room_and_module_is_told_and_no_other() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms, _, modules = text.partition("\n## Modules\n")
    told = {name for row in table(rooms) for name in words(row[0])}
    for part in re.split(r"^### ", modules, flags=re.MULTILINE)[1:]:
        room = re.match(r"`([\w/]+/)`\n", part)
        assert room and room[1] in told
        told |= {f"{room[1]}{name}.py" for row in table(part) for name in words(row[0])}
    package = ROOT / "searchkit"
    known = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if not file.name.startswith("__")
    }
    assert {name for name in told if name.endswith(".py")} == known
    assert all((package / name).is_dir() for name in told if name.endswith("/"))


# The application ---------------------------------------------------------------------------

NAMED = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
}
"""Keys that people call otherwise than Textual does."""


def key_named(key: str) -> str:
    """A key as the page calls it; capitals have one name, however a terminal tells them."""
    held, _, last = key.rpartition("+")
    name = last if len(last) == 1 else NAMED.get(last, last.capitalize())
    if held == "shift":
        return name.upper() if len(name) == 1 and name.isalpha() else f"Shift-{name}"
    return f"{held.capitalize()}-{name.upper()}" if held else name


def keys_named(keys: str) -> set[str]:
    return set(map(key_named, keys.split(",")))


def keys_told(heading: str) -> list[tuple[set[str], str]]:
    """The keys and what they do, in the table of the page below a heading."""
    keys = sections(page("ui.md"))["Keys"]
    return [(words(row[0]), row[1]) for row in table(below(keys, heading))]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.title)
def test_every_key_of_the_application_is_told_with_what_it_does(group: Group) -> None:
    known = [(keys_named(key.keys), key.does) for key in group.keys]
    assert keys_told(group.title) == known
    assert all(set(key.shown.split()) <= keys_named(key.keys) for key in group.keys)


def test_the_page_tells_of_every_place_with_keys_and_of_no_other() -> None:
    headings = re.findall(r"^### (.+)$", sections(page("ui.md"))["Keys"], re.MULTILINE)
    assert headings == ["Query", *(group.title for group in GROUPS)]
    places = (EVERYWHERE, LIST, FACETS, READER, CHIPS, TIMELINE, BOARD, SCORES)
    assert {key for keys in places for key in keys} == {key for g in GROUPS for key in g.keys}


def test_the_keys_that_work_while_the_query_is_typed_are_told() -> None:
    own = [binding for binding in QueryLine.BINDINGS if isinstance(binding, Binding)]
    known = set().union(*(keys_named(binding.key) for binding in own))
    known |= {name for key in EVERYWHERE if key.action in TYPING for name in keys_named(key.keys)}
    assert set().union(*(keys for keys, _ in keys_told("Query"))) == known


def test_every_picture_of_the_application_is_shown_and_tested() -> None:
    shown = page("ui.md") + (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((?:docs/)?ui/([\w-]+)\.svg\)", shown)) == set(SCREENS)
    assert {file.stem for file in (DOCS / "ui").iterdir()} == set(SCREENS)


# All pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OWN)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(_FENCE, "", page(name))):
        file, _, anchor = target.partition("#")
        text = page(file or name)
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
        assert not anchor or anchor in anchors
