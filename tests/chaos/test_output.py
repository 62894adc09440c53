"""Whatever articles, files and queries hold, what is printed steers nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.nasty import STEERING, STEERS
from tests.golden.corpus import Ran, quiet_environment, run_here

ATTACK = "".join(STEERING.values())
WORDS = "loket ramah Blitar"

FORMATS = ("rich", "json", "jsonl", "csv", "tsv")
LISTED = (*FORMATS, "ids")
CITED = (*LISTED, "md")


def records() -> Iterator[dict[str, str]]:
    """An attack wherever a record has a place for it."""
    for name, attack in [*STEERING.items(), ("all", ATTACK)]:
        if name == "open_osc":
            attack = f"{attack}\n"
        yield {
            "id": f"{attack}{name}",
            "title": f"{attack}Judul {attack} loket Kota Blitar",
            "outlet": f"{attack}Media{attack}",
            "author": f"{attack}Penulis{attack}",
            "url": f"https://a.example/{attack}",
            "published": "2024-11-18",
            "text": f"{attack}Pemerintah Kota {attack}Blitar memperoleh nilai 98,19 dalam "
            "penilaian kepatuhan pelayanan publik Ombudsman tahun 2024.\n\n"
            f"{attack} Loket {attack}ramah.",
            f"lain{attack}": attack,
        }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The current folder: files of all formats full of attacks, and an index of them."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "berita"
    corpus.mkdir()
    lines = [json.dumps(record) for record in records()]
    (corpus / "satu.jsonl").write_text("\n".join([*lines, "{rusak\x1b[31m", '{"text": 1}']))
    for name, attack in STEERING.items():
        text = f"Judul {attack} loket\n\n{attack}Loket ramah{attack}.\n"
        (corpus / f"{name}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
        (corpus / f"{name}.html").write_bytes(
            f"<title>{attack}x</title><p>{text}".encode("utf-8", "surrogatepass")
        )
        front = f"---\ntitle: |\n  {attack}x\nlain: {{{attack}\n---\n{text}"
        (corpus / f"{name}.md").write_bytes(front.encode("utf-8", "surrogatepass"))
    (corpus / "jelek\x1b[31m\u202e.txt").write_text("loket")
    with pytest.MonkeyPatch.context() as patch:
        quiet_environment(folder, patch)
        patch.chdir(folder)
        ran = run_here("index", "berita")
        assert ran.code == 0
        yield folder


def assert_harmless(ran: Ran) -> None:
    for printed in (ran.out, ran.err):
        steering = STEERS.search(printed)
        assert steering is None, (steering, printed[max(0, steering.start() - 80) :][:160])
    assert ran.code != 70, ran.err


def assert_well_formed(ran: Ran, format: str) -> None:
    """JSON is JSON, a table has as many cells in each row, and no formula runs."""
    if format == "json" and ran.code == 0:
        json.loads(ran.out)
    elif format == "jsonl":
        for line in ran.out.splitlines():
            json.loads(line)
    elif format in ("csv", "tsv"):
        delimiter = "\t" if format == "tsv" else ","
        quoting = csv.QUOTE_NONE if format == "tsv" else csv.QUOTE_MINIMAL
        table = io.StringIO(ran.out, newline="")
        rows = list(csv.reader(table, delimiter=delimiter, quoting=quoting))
        assert len({len(row) for row in rows}) <= 1
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"\s*[=+@]|\s*-(?![\d.]*$)", cell), cell


def article_ids() -> list[str]:
    return [
        line
        for line in run_here("search", "*", "-n", "500", "--format", "ids").out.splitlines()
        if line
    ]


SEARCHES = [
    *((format, ("search", *WORDS.split(), "-n", "100")) for format in CITED),
    *(
        (format, ("search", "loket", "--explain", "--facet", "outlet", "-n", "50"))
        for format in LISTED
    ),
    *((format, ("search", "*", "-n", "100", "--no-fold", "--sort", "newest")) for format in CITED),
    *((format, ("facet", field)) for format in LISTED for field in ("outlet", "region", "year")),
    *((format, ("facet", "outlet", "loket")) for format in LISTED),
    *((format, ("scores",)) for format in LISTED),
    *((format, ("scores", "--units", "--pivot")) for format in LISTED),
    *((format, ("stats",)) for format in FORMATS),
    *((format, ("suggest", "lok")) for format in LISTED),
    *((format, ("suggest", "media:")) for format in LISTED),
    *((format, ("index", "berita", "--rebuild", "--dry-run")) for format in FORMATS),
    *((format, ("index", "berita")) for format in FORMATS),
    *((format, ("config",)) for format in FORMATS),
]


@pytest.mark.parametrize(
    ("format", "args"),
    SEARCHES,
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else each,
)
def test_what_is_told_of_many_articles_steers_nothing(
    hostile: Path, format: str, args: tuple[str, ...]
) -> None:
    ran = run_here(*args, "--format", format)
    assert_harmless(ran)
    assert ran.out
    assert_well_formed(ran, format)


@pytest.mark.parametrize("format", LISTED)
@pytest.mark.parametrize(
    "command",
    [("show",), ("show", "--facts"), ("show", "--query", "loket"), ("explain",), ("similar",)],
    ids=" ".join,
)
def test_what_is_told_of_one_article_steers_nothing(
    hostile: Path, format: str, command: tuple[str, ...]
) -> None:
    found = json.loads(run_here("search", "*", "-n", "500", "--no-fold", "--format", "json").out)[
        "hits"
    ]
    assert len(found) > 60
    for hit in found[:: 7 if format == "rich" else 23]:
        ran = run_here(*command, "--format", format, "--", hit["id"])
        assert ran.code in (0, 1), ran.err
        assert_harmless(ran)
        assert_well_formed(ran, format)


def test_the_raw_text_of_an_article_steers_nothing(hostile: Path) -> None:
    for hit in json.loads(run_here("search", "*", "-n", "500", "--format", "json").out)["hits"][
        ::9
    ]:
        assert_harmless(run_here("show", "--raw", "--", hit["id"]))


@pytest.mark.parametrize("name", sorted(STEERING))
def test_what_was_typed_steers_nothing(hostile: Path, name: str) -> None:
    # What a command line can hold: no NUL, and bytes that are no UTF-8 as low surrogates.
    attack = STEERING[name].replace("\0", "").replace("\ud800", "\udcff")
    for args in (
        ("search", attack),
        ("search", f"loket {attack}"),
        ("search", f"wilayah:{attack}"),
        ("search", f"{attack}:x", "--explain"),
        ("search", f'"{attack}loket'),
        ("search", "loket", "--year", attack),
        ("search", "loket", "--region", attack),
        ("search", "loket", "--outlet", attack),
        ("search", "loket", "--band", attack),
        ("search", "loket", "--since", attack),
        ("search", "loket", "--sort", attack),
        ("search", "loket", "--format", attack),
        ("search", "loket", f"--{attack}"),
        ("facet", attack),
        ("show", "--", attack),
        ("similar", "--", attack),
        ("explain", "--", attack),
        ("suggest", "--", attack),
        ("analyze", "--", attack),
        ("analyze", "--query", "--", attack),
        ("news", "--", attack),
        ("save", "--", attack, attack),
        ("saved", "--remove", attack),
        ("index", "--", attack),
        ("index", "--workers", attack),
        ("scores", "--plot", f"{attack}.xyz"),
        ("stats", "--index", attack),
        ("stats", "--config", attack),
        ("eval", "--corpus", attack, "--topics", attack),
        (attack,),
    ):
        ran = run_here(*args)
        assert_harmless(ran)
        assert ran.code in (0, 1, 2, 3), (args, ran)
