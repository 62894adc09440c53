"""Little memory, signals, broken streams, odd surroundings: one clear line and a fitting code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest

from searchkit import open_index
from searchkit.cli import errors
from searchkit.errors import SystemShort, cause_of, is_shortage, step_after
from tests.conftest import ROOT
from tests.faults import contents, leftovers, limited, searchkit, sync, write_articles
from tests.test_intake import children, needs_proc

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are others there")


@pytest.fixture
def berita(tmp_path: Path) -> Path:
    write_articles(tmp_path / "berita", range(6))
    return tmp_path / "berita"


@pytest.fixture
def index(tmp_path: Path, berita: Path) -> Path:
    sync(tmp_path / "indeks", berita)
    return tmp_path / "indeks"


# Memory


needs_limit = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory cannot be limited here"
)


@needs_limit
@pytest.mark.parametrize("most", [40_000, 90_000, 120_000])
def test_little_memory_is_told_and_never_an_answer(index: Path, berita: Path, most: int) -> None:
    before = contents(index)
    write_articles(berita, range(6, 9))
    for args in (("search", "banjir", "--format", "ids"), ("index", str(berita))):
        command = (*args, "--index", str(index))
        ran = searchkit(*command, cwd=berita, limit=f"ulimit -c 0; ulimit -v {most}")
        # A library in C may look for memory in vain and not care.
        crash = -signal.SIGSEGV if args[0] == "index" else 0
        assert ran.code in (0, 71, crash), ran.err
        if ran.code == 71:
            assert len(ran.told) == 2
            assert ran.told[0].startswith("Error: ")
            assert ran.told[1].endswith("or allow more of it (ulimit -v), then try again.")
            assert ran.out == ""
    assert contents(index) == before or len(contents(index)) == 9
    sync(index, berita)
    assert len(contents(index)) == 9
    assert leftovers(index) == []


@needs_limit
@pytest.mark.parametrize("most", [120_000, 170_000, 210_000])
def test_little_memory_for_several_processes_ends_all_of_them(
    index: Path, berita: Path, most: int
) -> None:
    before = contents(index)
    write_articles(berita, range(6, 9))
    ran = searchkit(
        *("index", str(berita), "--workers", "2", "--index", str(index)),
        cwd=berita,
        limit=f"ulimit -c 0; ulimit -v {most}",
    )
    assert ran.code in (0, 71), ran.err
    if ran.code == 71:
        assert ran.told[-2].startswith("Error: ")
        assert "memory" in ran.told[-1]
        assert contents(index) == before
    assert children() == set()


@needs_limit
def test_an_application_that_runs_out_of_memory_ends_as_any_other_command(index: Path) -> None:
    import pty  # on systems with terminals alone

    command = f"ulimit -v 150000; exec {sys.executable} -m searchkit ui --index {index}"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    near, far = pty.openpty()
    with subprocess.Popen(
        ["/bin/sh", "-c", command], stdin=far, stdout=far, stderr=far, env=environ
    ) as process:
        os.close(far)
        drawn = b""
        with suppress(OSError):  # what a terminal says whose other end is closed
            while data := os.read(near, 65536):
                drawn += data
        os.close(near)
    assert process.returncode == 71
    assert b"Error: cannot allocate memory\r\n" in drawn
    assert b"Traceback" not in drawn


GIANT = """
import resource, sys
from pathlib import Path
from time import monotonic
from searchkit import open_index, read_corpus
index, corpus = open_index(sys.argv[1]), read_corpus(sys.argv[2])
with index.writer() as writer:  # loads all that reading articles needs
    writer.sync(corpus, workers=1)
words = "Warga desa menanam padi di sawah bersama kelompok tani.\\n" * 8_700
(Path(sys.argv[2]) / "raksasa.txt").write_text("Kabar raksasa\\n\\n" + words)
for number in range(3):
    (Path(sys.argv[2]) / f"z{number}.txt").write_text(f"Kabar kecil {number}\\n\\nIsi pendek.")
del words
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[3]) * 1024 * 1024,) * 2)
with index.writer() as writer:
    report = writer.sync(corpus, workers=1)
for each in report.rejected:
    print(Path(each.path).name, each.reason)
print(report.added)
"""


@needs_limit
@needs_proc
@pytest.mark.parametrize("mebibytes", [16, 32])
def test_an_article_that_memory_is_too_small_for_is_named_and_the_others_are_read(
    index: Path, berita: Path, mebibytes: int
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", GIANT, str(index), str(berita), str(mebibytes)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "raksasa.txt cannot be read: cannot allocate memory",
        "3",
    ]
    # It is read where there is enough.
    assert sync(index, berita, workers=1).added == 1


def test_shortages_are_recognised_by_what_the_system_and_libraries_say() -> None:
    loading = ImportError("libx.so: failed to map segment from shared object")
    numpy = ImportError("a page of advice\nOriginal error was: libx.so: cannot allocate memory")
    files = ImportError("libx.so: cannot open shared object file: Too many open files")
    for error in (MemoryError(), OSError(24, "Too many open files"), loading, numpy, files):
        assert is_shortage(error)
        assert step_after(error)
    assert cause_of(files) == "too many open files"
    assert "ulimit -n" in step_after(files)
    assert cause_of(numpy) == cause_of(loading) == cause_of(MemoryError())
    with limited("RLIMIT_AS", 1 << 40):
        assert is_shortage(SystemError("error return without exception set"))
    for other in (None, ValueError("x"), ImportError("no module"), FileNotFoundError(2, "x")):
        assert not is_shortage(other)
    assert SystemShort.exit_code == 71


# Signals


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """So many articles that reading them takes seconds."""
    path = tmp_path / "banyak.jsonl"
    lines = (
        f'{{"id": "n{number}", "text": "Kabar kata{number} dari desa{number % 97}. '
        + f"Warga {number} menanam padi dan jagung bersama kelompok{number % 31}. " * 12
        + '"}'
        for number in range(6000)
    )
    path.write_text("\n".join(lines))
    return path


@contextmanager
def indexing(index: Path, corpus: Path, *args: str) -> Iterator[subprocess.Popen[str]]:
    """A ``searchkit index`` that has begun to read."""
    command = ["index", str(corpus), "--index", str(index), *args]
    with subprocess.Popen(
        [sys.executable, "-m", "searchkit", *command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wanted = 2 if "--workers" in args else 0
        pause = threading.Event()
        while not (index / "writer.json").exists() or len(children(process.pid)) < wanted:
            assert process.poll() is None
            pause.wait(0.01)
        yield process


@needs_proc
@pytest.mark.parametrize(
    ("number", "args"),
    [
        (signal.SIGTERM, ()),
        (signal.SIGTERM, ("--workers", "2")),
        (signal.SIGHUP, ("--rebuild",)),
        (signal.SIGINT, ()),
        (signal.SIGINT, ("--workers", "2")),
    ],
)
def test_a_signal_ends_a_sync_with_the_index_as_it_was(
    index: Path, many: Path, number: signal.Signals, args: tuple[str, ...]
) -> None:
    before = contents(index)
    with indexing(index, many, *args) as process:
        workers = children(process.pid)
        process.send_signal(number)
        process.send_signal(number)  # whoever is impatient
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (128 + number, "")
    assert "Traceback" not in err
    if number != signal.SIGINT:
        assert err == "The index is as it was before.\n"
    else:
        assert err.endswith("Interrupted.\n") or err == ""
    assert contents(index) == before
    end = monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert monotonic() < end, "processes outlive the one that started them"
    sync(index, index.parent / "berita")
    assert leftovers(index) == []


COMMITTED = """
import os, signal, sys
from searchkit.cli import app
from searchkit.engines.whoosh.folder import IndexFolder
publish = IndexFolder.publish
def interrupted(self, data):
    done = publish(self, data)
    os.kill(os.getpid(), int(sys.argv[1]))
    return done
IndexFolder.publish = interrupted
app.main(["index", *sys.argv[2:]])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_after_the_commit_is_not_told_as_nothing_done(
    index: Path, berita: Path, number: signal.Signals
) -> None:
    write_articles(berita, range(6, 9))
    ran = subprocess.run(
        [sys.executable, "-c", COMMITTED, str(int(number)), str(berita), "--index", str(index)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 128 + number
    assert ran.stderr.startswith("The index was brought up to date before that.\n")
    assert len(contents(index)) == 9


def test_what_nohup_switched_off_does_not_end_a_sync(index: Path, berita: Path) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    write_articles(berita, range(6, 9))
    args = ("index", str(berita), "--index", str(index))
    assert searchkit(*args, cwd=berita, before=ignore).code == 0
    assert len(contents(index)) == 9


# Streams and surroundings


def test_a_reader_that_wants_one_line_is_served_quietly(index: Path) -> None:
    command = f"{sys.executable} -m searchkit search '*' -n 100 --format jsonl | head -1"
    ran = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT), "SEARCHKIT_INDEX": str(index)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (len(ran.stdout.splitlines()), ran.stderr) == (1, "")


@pytest.mark.parametrize(
    ("args", "redirect", "code"),
    [
        (("search", "banjir"), "<&-", 0),
        (("analyze", "-"), "<&-", 1),
        ((), "<&-", 0),
        (("ui",), "<&-", 2),
        (("search", "banjir", "--index", "tidak-ada"), "2>&-", 3),
        (("search", "banjir", "--index", "tidak-ada"), "2>/dev/full", 3),
        (("cari",), "2>/dev/full", 2),
        (("search", "banjir"), ">/dev/full 2>&1", 74),
        (("--help",), ">/dev/full", 74),
    ],
)
def test_streams_that_are_closed_or_full_are_no_defect(
    index: Path, args: tuple[str, ...], redirect: str, code: int
) -> None:
    environ = {"SEARCHKIT_INDEX": str(index)}
    ran = searchkit(*args, cwd=index, redirect=redirect, environ=environ)
    assert ran.code == code
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": None, "XDG_CACHE_HOME": None, "XDG_DATA_HOME": None},
        {"HOME": "/dev/null", "XDG_CACHE_HOME": None, "XDG_DATA_HOME": None},
        {"LC_ALL": "C", "LANGUAGE": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_YY.KOI8-R", "TERM": None},
        {"TERM": "dumb", "PATH": ""},
    ],
)
def test_odd_surroundings_keep_nobody_from_indexing_and_searching(
    index: Path, berita: Path, environ: dict[str, str | None]
) -> None:
    write_articles(berita, range(6, 9))
    environ |= {"SEARCHKIT_INDEX": str(index), "SEARCHKIT_CACHE_DIR": None}
    ran = searchkit("index", str(berita), cwd=berita, environ=environ)
    assert (ran.code, ran.told) == (0, [])
    ran = searchkit("search", "kabar", "--format", "ids", cwd=berita, environ=environ)
    assert (ran.code, ran.told, len(ran.out.splitlines())) == (0, [], 9)


def test_a_home_that_cannot_be_written_is_told_where_it_is_needed(index: Path) -> None:
    environ = {"HOME": "/dev/null", "XDG_DATA_HOME": None, "SEARCHKIT_INDEX": str(index)}
    ran = searchkit("save", "banjir", "banjir", cwd=index, environ=environ)
    assert ran.code == 74
    assert ran.told[0].startswith("Error: /dev/null/.local: cannot be written (")


WITHOUT_HOME = """
import os, sys
from platformdirs import user_cache_path, user_data_path
from searchkit.config import Settings
from searchkit.errors import ConfigError
user_cache_path("a"), user_data_path("a")
os.setuid(4_000_000)  # nobody that the system knows
print(Settings().cache)
try:
    Settings().data
except ConfigError as error:
    print(error.on_one_line)
"""


def test_whoever_has_no_home_gets_no_folder_named_after_a_tilde(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    hidden = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    environ = {name: value for name, value in os.environ.items() if name not in hidden}
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME],
        cwd=tmp_path,
        env={**environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [
        "None",
        "there is no home folder to keep saved searches in. "
        "Name a folder for them: SEARCHKIT_DATA_DIR=FOLDER",
    ]


def test_a_current_folder_that_is_gone_is_told_where_it_is_needed(
    index: Path, tmp_path: Path
) -> None:
    environ = {"SEARCHKIT_INDEX": str(index)}
    lost = tmp_path / "hilang"

    def lose() -> None:
        shutil.rmtree(lost)

    def run(*args: str) -> tuple[int, list[str]]:
        lost.mkdir()
        ran = searchkit(*args, cwd=lost, environ=environ, before=lose)
        return ran.code, ran.told

    assert run("search", "banjir") == (0, [])
    assert run("index", str(tmp_path / "berita")) == (0, [])
    assert run("index", "berita") == (
        2,
        [
            "Error: the folder that searchkit was started in is gone",
            "Change to another one (cd), then try again.",
        ],
    )


# Defects


BROKEN = """
from searchkit.cli import app, search
def fail(*args, **options):
    raise ZeroDivisionError("bagian\\x1b[2J nol\\nbaris " + "panjang " * 100)
search.search_command.callback = fail
app.main(["search", "banjir"])
"""


@pytest.mark.parametrize("shown", [False, True])
def test_a_defect_is_one_line_and_shows_its_traceback_only_when_asked(
    tmp_path: Path, shown: bool
) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", BROKEN],
        cwd=tmp_path,
        env=environ | ({errors.TRACEBACK: "1"} if shown else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (70, "")
    *before, line = ran.stderr.splitlines()
    assert line.startswith("Error: searchkit met something it was not made for (ZeroDivisionError:")
    assert "bagian nol baris panjang" in line
    assert line.endswith("set SEARCHKIT_TRACEBACK=1 and try again.")
    assert len(line) < 500
    assert ("Traceback (most recent call last):" in before) == shown
    if not shown:
        assert before == []


def test_the_index_stays_whole_where_the_caller_fails(index: Path, berita: Path) -> None:
    before = contents(index)
    write_articles(berita, range(6, 9))
    with (
        pytest.raises(OSError, match="milik pemanggil"),
        open_index(index) as opened,
        opened.writer(),
    ):
        raise OSError("milik pemanggil")
    assert contents(index) == before
