"""Two languages: nothing is left untranslated, and what is translated is shown."""

from __future__ import annotations

import ast
import gettext
import inspect
import json
import os
import re
import shutil
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from searchkit import errors, translation
from searchkit.cli import app
from searchkit.cli.app import run
from searchkit.cli.command import Command, help_in
from searchkit.translation import LOCALES, _, decimal, grouped, numbered, use_language
from searchkit.ui.formats import shown_bytes, shown_date, shown_seconds
from tests.brackets import InBrackets, english_outside, forms
from tests.golden import assert_golden
from tests.untranslated import TRANSLATED, in_messages, on_screens

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "searchkit"
Capture = pytest.CaptureFixture[str]
TABLE = LOCALES / "id" / "LC_MESSAGES" / "searchkit.po"


# The table --------------------------------------------------------------------------------


def test_every_text_of_the_code_is_translated(tool: ModuleType) -> None:
    table = {message.id for message in tool.read_table(TABLE) if message.id}
    assert {message.id for message in tool.template() if message.id} - table == set(), (
        "make translations, then translate"
    )
    assert tool.untranslated(tool.read_table(TABLE)) == []


def test_the_table_holds_nothing_that_the_code_does_not_say(tool: ModuleType) -> None:
    known = {message.id for message in tool.template()}
    assert {message.id for message in tool.read_table(TABLE)} - known == set()


def test_the_compiled_table_is_that_of_the_texts(tool: ModuleType) -> None:
    assert TABLE.with_suffix(".mo").read_bytes() == tool.compiled(tool.read_table(TABLE))


def placeholders(text: str) -> set[tuple[str, str | None, str | None]]:
    """What ``str.format`` and ``%`` put into a text, with how it is written."""
    named = {
        (field, spec, conversion)
        for _text, field, spec, conversion in string.Formatter().parse(text)
        if field is not None
    }
    return named | {(name, "%", None) for name in re.findall(r"%\((\w+)\)s", text)}


def is_filled(text: str) -> bool:
    """Whether ``str.format`` is called on a text; a few show braces as they stand in JSON."""
    return not re.search(r'\{["\s]', text)


def test_translations_have_the_placeholders_of_the_text(tool: ModuleType) -> None:
    checked = 0
    for message in tool.read_table(TABLE):
        if not message.id or not is_filled(forms(message.id)[0]):
            continue
        ours = placeholders(forms(message.id)[-1])
        for translated in forms(message.string):
            assert placeholders(translated) == ours, message.id
            checked += bool(ours)
    assert checked > 150


def test_translations_keep_the_blanks_around_a_text(tool: ModuleType) -> None:
    for message in tool.read_table(TABLE):
        for translated in forms(message.string) if message.id else ():
            original = forms(message.id)[0]
            assert translated[:1].isspace() == original[:1].isspace(), original
            assert translated[-1:].isspace() == original[-1:].isspace(), original


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The first literal argument of every call that makes a text translatable."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in TRANSLATED:
                assert not isinstance(first, ast.JoinedStr), f"{path}:{node.lineno}: an f-string"
                if isinstance(first, ast.Constant):
                    yield node.lineno, first.value


def test_no_text_hides_from_the_extraction(tool: ModuleType) -> None:
    """One inside an f-string would: whoever reads the code by tokens does not see it."""
    known = {forms(message.id)[0] for message in tool.template()}
    for path in PACKAGE.rglob("*.py"):
        for line, text in literals(path):
            assert text in known, f"{path}:{line}: {text!r}"


def test_commands_translate_their_help(tool: ModuleType) -> None:
    for command in tool.every_command():
        assert isinstance(command, Command), f"{command.name} needs cls=Command"


# What nobody translates -------------------------------------------------------------------

NO_TEXTS = {
    "ui/theme.py": "styles",
    "cli/boards.py": "keys of data",
    "cli/evaluations.py": "keys of data",
    "cli/__init__.py": "told where not even the tables of texts could be loaded",
}
"""Modules of the interface without any text for people."""


NO_PROSE = {
    r"(: )?searchkit (index|news|facet|scores)\b": "commands to type",
    r"(center left|offset points|Date)\Z": "what matplotlib calls things",
    r"(Answer|Decorated|Fact|Offsets|Sort)\Z": "names of types",
    r"Markdown\Z": "the name of a format",
    r"float range\Z": "what click calls a kind of number",
    r"(Tab|Enter|Space|Esc|Backspace)\Z": "names of keys",
    r"(bold|underline|reverse)( (bold|underline|red|green|blue|cyan))+\Z": "styles",
    r"(Kabupaten|Kab\.|Administrasi|Adm\.)\Z": "Indonesian in both languages",
    r"(Strict|Origin|not for other pages)\Z": "what servers and browsers tell each other",
    r" of \Z": "data: a rank as it is stored",
}
"""What looks like prose but is none."""


def test_no_text_of_the_interface_is_left_untranslated() -> None:
    left = [
        f"{path.relative_to(PACKAGE)}:{line}: {text!r}"
        for room in ("cli", "ui")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in NO_TEXTS
        for line, text in on_screens(path)
        if not any(re.match(known, text) for known in NO_PROSE)
    ]
    assert left == []


def test_no_error_or_reason_is_left_untranslated() -> None:
    """But for DataError: only who changes a table of the package itself can meet one."""
    names = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.SearchkitError)
    } - {"DataError"}
    left = [
        f"{path.relative_to(PACKAGE)}:{line}: {text!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "ui")
        for line, text in in_messages(path, names)
    ]
    assert left == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Text('No article found')", ["No article found"]),
        ("Text(_('No article found'))", []),
        ("Text(f'{n} articles in part')", ["\0 articles in part"]),
        ("head = 'Region'", ["Region"]),
        ("DEFAULT_CSS = 'Board { overflow-x: hidden; }'", []),
        ("words = ' of '", [" of "]),
        ("'''A docstring of several words.'''", []),
        ("record = {'some_key': 'value'}", []),
        ("numbered('{n} more row', '{n} more rows', n)", []),
        ("click.option('--x', help='Only the first ones.')", []),
        ("errors.say('Interrupted by you.')", ["Interrupted by you."]),
    ],
)
def test_prose_is_told_from_other_strings(code: str, found: list[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(code, encoding="utf-8")
    assert [text for _line, text in on_screens(module)] == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("raise QueryError('no such region', _('Use a code.'))", ["no such region"]),
        ("raise QueryError(_('no such region'), 'Use a code.')", ["Use a code."]),
        ("message = f'{name} was taken as a word'", ["\0 was taken as a word"]),
        ("raise DataError('a table is broken')", []),
        ("raise ValueError('never shown to anybody')", []),
    ],
)
def test_messages_are_told_from_other_strings(code: str, found: list[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(code, encoding="utf-8")
    assert [text for _line, text in in_messages(module, {"QueryError"})] == found


# Everything in brackets -------------------------------------------------------------------


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--lang id`` speaks that language, and so does click."""
    monkeypatch.setattr(gettext, "translation", lambda *_args, **_more: InBrackets())
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus, bad files among it, and its index."""
    folder = tmp_path_factory.mktemp("bahasa")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "seeds" / "kosong.txt").write_text("", encoding="utf-8")
    (folder / "seeds" / "rusak.jsonl").write_text('{"text": \n[1]\n', encoding="utf-8")
    (folder / "topik.jsonl").write_text(
        '{"qid": "q1", "query": "zona hijau jatim", "judgments": {"tiada": 1, "nihil": 0}}\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        assert run(["index", "seeds"]) == 0
    return folder


ON_PAGES = [
    ["search", "zona", "hijau", "jatim"],
    ["search", "zona", "hijau", "jatim", "--explain", "-n", "2"],
    ["search", "skor", "kota", "malang", "2024"],
    ["search", "zonaa", "hijuu"],
    ["search", "qwxyz"],
    ["search", "zona", "--page", "99"],
    ["facet", "year"],
    ["facet", "region", "zona", "hijau"],
    ["similar", "kota-blitar-zona-hijau"],
    ["similar", "kota-blitar-zona-hijau", "--same-region", "--within", "9"],
    ["analyze", "--query", "zona hijau jatim 2023"],
    ["stats"],
]
COMMANDS = [
    [],
    ["--help"],
    ["index", "--rebuild"],
    ["index", "--dry-run"],
    ["index", "seeds/2024", "--rebuild", "--dry-run"],
    ["index", "tiada"],
    ["search", "zona", "hijau", "terbaik", "--format", "ids"],
    ["search", "zonaa", "hijau", "--format", "ids"],
    ["search", "foo:bar", "tahun:abad", "--format", "ids"],
    ["search", "qwxyz", "foo:bar", "--format", "ids"],
    ["search", "banjir", "--region", "atlantis"],
    ["search", "banjir", "--year", "dulu"],
    ["search", "banjir", "--band", "ungu"],
    ["search", "banjir", "--since", "kapan"],
    ["search", "banjir", "--level", "rt"],
    ["search"],
    ["search", "a", "--limt", "3"],
    ["search", "a", "-n", "0"],
    ["search", "a", "--sort", "abjad"],
    ["search", "a", "--index", "tiada"],
    ["suggest", "pelay"],
    ["suggest", "qwxyz"],
    ["show", "kota-blitar-zona-hijau"],
    ["show", "tiada"],
    ["show", "kota"],
    ["show", "kota-blitar-zona-hijau", "--facts", "--raw"],
    ["explain", "kota-blitar-zona-hijau"],
    ["explain", "2021/kabupaten-banyuwangi-tertinggi-se-jatim.txt"],
    ["scores"],
    ["scores", "--pivot"],
    ["scores", "--region", "kota malang", "--units"],
    ["scores", "--year", "2020"],
    ["scores", "--province", "kota malang"],
    ["scores", "--plot", "gambar.pdf"],
    ["scores", "--plot", "gambar.svg"],
    ["verify"],
    ["verify", "--index", "tiada"],
    ["analyze", "Pelayanan publik di Kediri bernilai 98,19, melayani"],
    ["eval", "--topics", "topik.jsonl"],
    ["eval", "--topics", "topik.jsonl", "--explain", "q1"],
    ["eval", "--topics", "tiada.jsonl"],
    ["eval", "--topics", "topik.jsonl", "--keep", "x"],
    ["config"],
    ["config", "--format", "ids"],
    ["saved"],
    ["save", "hijau", "zona", "hijau"],
    ["saved"],
    ["save", "hijau", "zona", "hijau"],
    ["news", "tiada"],
    ["save", "hijau", "zona", "hijau", "--replace", "--unread"],
    ["news", "hijau", "-n", "1"],
    ["ui"],
    ["sarch", "a"],
    *([name, "--help"] for name in ("index", "search", "facet", "suggest", "show", "similar")),
    *(
        [name, "--help"]
        for name in ("explain", "scores", "stats", "verify", "analyze", "eval", "config")
    ),
    *([name, "--help"] for name in ("save", "saved", "news", "ui")),
    ["config", "path", "--help"],
    ["completion", "--help"],
]


@pytest.mark.parametrize("args", [*COMMANDS, *ON_PAGES], ids=" ".join)
def test_no_english_stands_outside_of_the_texts(
    args: list[str],
    bracketed: None,
    indexed: Path,
    english: set[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(indexed)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(indexed))
    monkeypatch.setenv("XDG_DATA_HOME", str(indexed / "data"))
    run([*args, "--lang", "id"])
    printed = "\n".join(capsys.readouterr())
    assert "⟦" in printed
    assert english_outside(printed, english) == []


# In Indonesian ----------------------------------------------------------------------------


def indonesian(capsys: Capture, *args: str, code: int = 0) -> str:
    """What a command prints in Indonesian, on stdout and then on stderr."""
    assert run([*args, "--lang", "id"]) == code
    return "".join(capsys.readouterr())


@pytest.fixture
def here(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the sample corpus as the current one, without settings of the user."""
    monkeypatch.chdir(indexed)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(indexed))
    monkeypatch.setenv("COLUMNS", "80")
    return indexed


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("id-explain", ["explain", "kota-blitar-zona-hijau"]),
        ("id-scores", ["scores", "--province", "jatim"]),
        ("id-show", ["show", "kota-blitar-zona-hijau"]),
    ],
)
def test_pages_are_in_indonesian(name: str, args: list[str], here: Path, capsys: Capture) -> None:
    assert_golden(name, indonesian(capsys, *args))


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (["--help"], ["Opsi:", "Perintah:", "Mulailah dengan:", "Tampilkan satu artikel."]),
        (["search", "--help"], ["Cari artikel.", "Opsi:", "Contoh:", "Dalam kueri:"]),
        (["config", "path", "--help"], ["Daftar berkas asal pengaturan", "Contoh:"]),
    ],
)
def test_help_is_in_indonesian_with_the_same_examples(
    args: list[str], parts: list[str], capsys: Capture
) -> None:
    printed = indonesian(capsys, *args)
    for part in ("Pemakaian: searchkit", "Tampilkan bantuan ini lalu selesai.", *parts):
        assert part in printed
    assert run(args) == 0
    english = capsys.readouterr().out
    typed = re.compile(r"^ +searchkit [^ ].*?(?=  |$)", re.MULTILINE)
    assert typed.findall(printed) == typed.findall(english)


@pytest.mark.parametrize(
    "args",
    [["--lang", "id", "search", "--help"], ["search", "--lang=id", "--help"]],
)
def test_the_language_is_known_before_help_is_made(args: list[str], capsys: Capture) -> None:
    assert run(args) == 0
    assert capsys.readouterr().out.startswith("Pemakaian: searchkit search")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["search", "--limt", "3", "a"], "Tidak ada opsi '--limt'."),
        (["search"], "Argumen belum diisi: 'QUERY...'."),
        (["search", "a", "-n", "0"], "0 di luar rentang x>=1."),
        (["facet", "warna"], "'warna' bukan salah satu dari 'region', 'year'"),
        (["sarch", "a"], "Tidak ada perintah 'sarch'. Maksud Anda: searchkit search a"),
        (["config", "where"], "Tidak ada perintah 'where'."),
        (["search", "a", "--index"], "Opsi '--index' memerlukan 1 argumen."),
        (["index", "tiada"], "tiada tidak ada\nPeriksa jalurnya"),
        (["search", "a", "--region", "atlantis"], "tidak ada wilayah bernama 'atlantis'"),
        (["search", "a", "--index", ""], "--index kosong\nHapus, atau beri nilai."),
    ],
)
def test_errors_are_in_indonesian(args: list[str], said: str, here: Path, capsys: Capture) -> None:
    assert run(["--lang", "id", *args]) == 2
    printed = capsys.readouterr().err
    assert "Galat: " in printed
    assert said in printed


@pytest.mark.parametrize(
    ("source", "language"), [("variable", "id"), ("locale", "id"), ("file", "id"), ("flag", "en")]
)
def test_the_language_comes_from_settings_and_locale(
    source: str,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    if source in ("variable", "flag"):
        monkeypatch.setenv("SEARCHKIT_LANG", "id")
    elif source == "locale":
        monkeypatch.setenv("LANGUAGE", "id")
    else:
        (tmp_path / "searchkit.yaml").write_text("lang: id\n", encoding="utf-8")
    assert run(["config", *(["--lang", "en"] if source == "flag" else [])]) == 0
    heading = capsys.readouterr().out.split()[0]
    assert heading == {"id": "Pengaturan", "en": "Setting"}[language]


def test_a_language_that_is_none_is_told_in_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LANGUAGE", "id")
    assert run(["search", "a", "--lang", "de"]) == 2
    assert "Nilai tidak sah untuk '--lang': 'de' bukan salah satu" in capsys.readouterr().err


def test_a_broken_file_of_settings_is_told_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "searchkit.yaml").write_text("lang: jawa\n", encoding="utf-8")
    assert "lang: 'jawa' tidak dikenal" in indonesian(capsys, "config", code=2)


@pytest.mark.parametrize(
    "args",
    [
        ["search", "zona", "hijau", "jatim", "terbaik", "-n", "3"],
        ["facet", "band"],
        ["scores"],
        ["show", "kota-blitar-zona-hijau"],
        ["suggest", "pelay"],
        ["analyze", "pelayanan publik"],
        ["similar", "kota-blitar-zona-hijau"],
    ],
)
def test_data_are_the_same_in_both_languages_but_for_sentences(
    args: list[str], here: Path, capsys: Capture
) -> None:
    told = []
    for language in ("en", "id"):
        run([*args, "--format", "json", "--lang", language])
        told.append(_without_sentences(json.loads(capsys.readouterr().out)))
    assert told[0] == told[1]
    for kind in ("csv", "ids") if args[0] not in ("search", "analyze") else ():
        both = []
        for language in ("en", "id"):
            assert run([*args, "--format", kind, "--lang", language]) == 0
            both.append(capsys.readouterr().out)
        assert both[0] == both[1]


def _without_sentences(value: object) -> object:
    """Data without timings, and with nothing of sentences but that they are there."""
    if isinstance(value, list):
        return [_without_sentences(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: bool(item) if key in ("message", "notes") else _without_sentences(item)
        for key, item in value.items()
        if key != "took_ms"
    }


@pytest.mark.parametrize("workers", ["1", "2"])
def test_reasons_are_in_the_language_of_the_run_whichever_process_reads(
    workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "berita").mkdir()
    (tmp_path / "berita" / "kosong.txt").write_text(" ", encoding="utf-8")
    (tmp_path / "berita" / "baik.txt").write_text("Air naik di Kediri.", encoding="utf-8")
    printed = indonesian(capsys, "index", "berita", "--workers", workers)
    assert "kosong.txt: kosong: tidak ada teks di dalamnya" in printed
    assert "1 artikel di indeks" in printed


def test_no_program_started_later_hears_of_the_language(capsys: Capture) -> None:
    before = (dict(os.environ), gettext.textdomain())
    indonesian(capsys, "--help")
    indonesian(capsys, "search", "--limt", code=2)
    assert (dict(os.environ), gettext.textdomain()) == before


def test_english_needs_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(translation, "LOCALES", tmp_path / "tiada")
    assert run(["search", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: searchkit search")


def test_completion_describes_commands_in_the_language_of_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv(app.COMPLETE_VARIABLE, "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "searchkit --lang id sta")
    monkeypatch.setenv("COMP_CWORD", "3")
    run([])
    assert "Sebutkan isi indeks." in capsys.readouterr().out


# Single texts -----------------------------------------------------------------------------


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    day = date(2024, 8, 17)
    assert (grouped(21385), decimal(3.25, 1), shown_date(day)) == ("21,385", "3.2", "17 Aug 2024")
    assert numbered("{n} article", "{n} articles", 1200) == "1,200 articles"
    assert (shown_bytes(1_500_000), shown_seconds(65)) == ("1.5 MB", "1 min 05 s")
    use_language("id")
    assert (grouped(21385), decimal(3.25, 1), shown_date(day)) == ("21.385", "3,2", "17 Agu 2024")
    assert numbered("{n} article", "{n} articles", 1200) == "1.200 artikel"
    assert (shown_bytes(1_500_000), shown_seconds(65)) == ("1,5 MB", "1 mnt 05 dtk")


def test_a_text_without_translation_stays_as_it_is() -> None:
    use_language("id")
    assert _("kept as it is") == "kept as it is"
    assert _("") == ""


def test_a_language_without_texts_cannot_be_spoken() -> None:
    with pytest.raises(ValueError, match="no texts in 'de'; there are en, id"):
        use_language("de")


HELP = """Find what is
    looked for.

    \b
    Examples:
      find it      at once
      find it now
    \b
    A note: on two
    lines.
    """


def test_help_is_translated_by_paragraphs_and_examples_stay() -> None:
    taken: list[str] = []

    def translate(text: str) -> str:
        taken.append(text)
        return text.upper()

    assert help_in(HELP, translate) == (
        "FIND WHAT IS LOOKED FOR.\n\n"
        "\b\nEXAMPLES:\n  find it      AT ONCE\n  find it now\n\n"
        "\b\nA NOTE: ON TWO\nLINES."
    )
    assert taken == ["Find what is looked for.", "Examples:", "at once", "A note: on two\nlines."]
