"""Fuzzing: readers, queries and records against bytes that coverage leads on.

::

    python -m tests.chaos.fuzz --seconds 60            every target in turn
    python -m tests.chaos.fuzz --target yaml --seconds 600 --corpus FOLDER

Needs atheris, which ``make chaos`` installs (``requirements.txt`` beside this file) and no
other part of the project asks for: where it is missing this says so and ends well. Each
target runs in a process of its own; a found input is left in ``--corpus`` (a temporary
folder by default) and printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.chaos.nasty import STEERS, nasty_files

SLOW_S = 5.0
"""Seconds of processor time that one input may take."""

MAX_BYTES = 4096
MEMORY_MIB = 2048

Target = Callable[[bytes], None]


def _reads(suffix: str) -> Target:
    """A file of one format, from bytes to facts."""
    from searchkit.article import Rejected
    from searchkit.corpus import read_corpus
    from searchkit.explain import explain
    from searchkit.understand import understand

    path = Path(tempfile.mkdtemp(prefix="searchkit-fuzz-")) / f"a.{suffix}"
    corpus = read_corpus(path)

    def read(data: bytes) -> None:
        path.write_bytes(data)
        found = 0
        for item in corpus:
            found += 1
            if isinstance(item, Rejected):
                assert item.reason and not STEERS.search(item.reason), item
            else:
                assert item.text and item.title, item
                explain(understand(item))
        assert found, "neither read nor rejected"

    return read


def _query() -> Target:
    """A query, parsed, read, and looked for in a text."""
    from searchkit.article import Article
    from searchkit.errors import QueryError
    from searchkit.language.analyzer import Analyzer
    from searchkit.search import understand_query
    from searchkit.snippets import snippet

    analyzer = Analyzer()
    text = "Kota Blitar memperoleh nilai 98,19 dan masuk zona hijau tahun 2024. " * 3
    article = Article(id="a", title="Zona Hijau", text=text, path="/a", content_hash="a")

    def ask(data: bytes) -> None:
        for unfinished in (False, True):
            with suppress(QueryError):
                typed = data.decode("utf-8", "surrogateescape")
                query = understand_query(typed, analyzer, unfinished=unfinished)
                shown = snippet(article, query.targets, analyzer, 100)
                assert all(0 <= start < end for start, end in shown.highlights)

    return ask


def _yaml() -> Target:
    """YAML from anywhere."""
    from searchkit.data import parse_yaml

    def parse(data: bytes) -> None:
        with suppress(ValueError):
            parse_yaml(data.decode("utf-8", "replace"), most=1000)

    return parse


def _record() -> Target:
    """An article as an index keeps it."""
    from searchkit.engines import record

    def load(data: bytes) -> None:
        with suppress(ValueError):
            article = record.load_article(data)
            assert article == record.load_article(record.dump_article(article))

    return load


def _plain() -> Target:
    """Text made harmless, and the places in it."""
    from searchkit.corpus.decoding import clean, decode
    from searchkit.plain import plain, plain_spans

    def show(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        assert not STEERS.search(plain(text)), ascii(text)
        assert plain_spans(text, [(0, len(text))])[0] == plain(text)
        cleaned = clean(decode(data))
        assert not STEERS.search(cleaned), ascii(data)

    return show


TARGETS: dict[str, Callable[[], Target]] = {
    **{suffix: lambda suffix=suffix: _reads(suffix) for suffix in ("txt", "md", "html")},  # type: ignore[misc]
    **{suffix: lambda suffix=suffix: _reads(suffix) for suffix in ("jsonl", "csv", "tsv")},  # type: ignore[misc]
    "query": _query,
    "yaml": _yaml,
    "record": _record,
    "plain": _plain,
}

_DICTIONARY = (
    "---\\x0a",
    "<<: *a",
    "&a",
    "*a",
    "!!int",
    "? ",
    "{",
    "[",
    '\\"text\\"',
    "\\\\ud800",
    "1e999",
    "<script",
    "<!--",
    "<![CDATA[",
    "</",
    "&#27;",
    "text,id",
    '\\"\\"',
    "Kota ",
    "zona hijau",
    "nilai",
    "tahun:",
    "wilayah:",
    "nilai:>=",
    "..",
    " OR ",
    "~2",
    "98,19",
    "14/12/2023",
    "Kab. ",
    "\\x1b[",
    "Ombudsman ",
    "penilaian kepatuhan ",
    "peringkat ke-",
    "dari ",
    "menjadi ",
    "\\xe2\\x80\\xae",
)


def _fuzz(name: str, corpus: Path, seconds: int) -> None:
    """Run one target in this process; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["searchkit", "yaml", "json", "csv"]):
        target = TARGETS[name]()
    target(b"Kota Blitar, 14/12/2023: nilai 98,19")  # what is loaded late is not measured

    def one(data: bytes) -> None:
        started = time.process_time()
        target(data)
        took = time.process_time() - started
        assert took < SLOW_S, f"took {took:.1f} s"

    words = corpus / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in _DICTIONARY))
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-max_len={MAX_BYTES}",
            f"-rss_limit_mb={MEMORY_MIB}",
            f"-artifact_prefix={corpus}/",
            f"-dict={words}",
            "-timeout=60",
            "-print_final_stats=1",
            "-verbosity=0",
            str(corpus),
        ],
        one,
    )
    atheris.Fuzz()


def _seeded(name: str, folder: Path) -> Path:
    """A folder with the small nasty files of a target's format."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix = {"yaml": "md", "query": "txt", "plain": "txt", "record": "jsonl"}.get(name, name)
    for each in nasty_files(mib=0.002):
        if each.name.endswith(f".{suffix}"):
            data = each.content()
            if len(data) <= MAX_BYTES:
                (folder / each.name).write_bytes(data)
    return folder


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=30, help="for each target (30)")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append", help="only this one")
    parser.add_argument("--corpus", type=Path, help="where inputs are kept")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: nothing is fuzzed")
        return 0
    if chosen.inside:
        _fuzz(chosen.target[0], chosen.corpus, chosen.seconds)
        return 0
    kept = chosen.corpus or Path(tempfile.mkdtemp(prefix="searchkit-fuzz-"))
    return max([_run(name, kept / name, chosen.seconds) for name in chosen.target or TARGETS])


def _run(name: str, folder: Path, seconds: int) -> int:
    """One target in a process of its own; 1 where it found something."""
    given: list[Any] = ["--inside", "--target", name, "--corpus", _seeded(name, folder)]
    command = [sys.executable, "-m", "tests.chaos.fuzz", *map(str, given), f"--seconds={seconds}"]
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runs = [line for line in ran.stderr.splitlines() if "number_of_executed_units" in line]
    count = runs[0].split()[-1] if runs else "?"
    print(f"{name:8} {count:>9} inputs, {'something' if ran.returncode else 'nothing'} found")
    if ran.returncode:
        said = [line for line in ran.stdout.splitlines() if line.strip()]
        said += [line for line in ran.stderr.splitlines() if not line.startswith("INFO: ")]
        print("\n".join(said[:40]))
    return int(ran.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
