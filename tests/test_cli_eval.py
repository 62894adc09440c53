"""``searchkit eval``: topics over a corpus or an index, in every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.golden import assert_golden
from tests.golden.corpus import RECORDS, Ran, here, indexed, run_here, write_records

__all__ = ["here", "indexed"]  # fixtures

ROOT = Path(__file__).resolve().parent.parent

TOPICS = """\
{"qid": "t1", "query": "zona hijau Jawa Timur"}
{"qid": "t2", "query": "banjir semarang"}
{"qid": "t3", "query": "rapor merah"}
{"qid": "t4", "query": "gempa bumi"}
{"qid": "t5", "query": "kualitas tertinggi"}
"""

QRELS = """\
t1 0 blitar 3
t1 0 malang 2
t1 0 jember 2
t1 0 sikka 0
t2 0 banjir 1
t3 0 tegal 1
t3 0 sikka 3
t3 0 lama 1
t4 0 banjir 0
"""

OTHER = """\
t1 Q0 tegal 1 9 lain
t1 Q0 blitar 2 8 lain
t2 Q0 banjir 1 9 lain
t3 Q0 tegal 1 9 lain
t3 Q0 sikka 2 8 lain
"""


@pytest.fixture
def collection(here: None) -> None:
    """A corpus, topics, judgments and another run in the current folder."""
    write_records(Path("c.jsonl"))
    Path("t.jsonl").write_text(TOPICS, encoding="utf-8")
    Path("q.txt").write_text(QRELS, encoding="utf-8")
    Path("other.trec").write_text(OTHER, encoding="utf-8")


def run_eval(*args: str) -> Ran:
    return run_here("eval", "--corpus", "c.jsonl", "--topics", "t.jsonl", *args)


def judged(*args: str) -> Ran:
    return run_eval("--qrels", "q.txt", *args)


pytestmark = pytest.mark.usefixtures("collection")


def test_it_prints_the_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = judged()
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.lines[0] == "5 topics · 1 without a hit · 1 not judged · 1 without a relevant article"
    )
    assert_golden("eval-80", ran.out)


def test_it_compares_with_another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = judged("--against", "other.trec")
    assert ran.code == 0
    assert_golden("eval-against-80", ran.out)
    monkeypatch.setenv("COLUMNS", "50")
    assert all(len(line) <= 50 for line in judged("--against", "other.trec").lines)


def test_it_explains_one_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = judged("--explain", "t3")
    assert ran.code == 0
    assert_golden("eval-explain-80", ran.out)
    monkeypatch.setenv("COLUMNS", "50")
    assert all(len(line) <= 50 for line in judged("--explain", "t3").lines)


def test_it_explains_why_a_relevant_article_is_below_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("one.txt").write_text("t1 0 malang 1\n", encoding="utf-8")
    ran = run_eval("--qrels", "one.txt", "--explain", "t1")
    assert ran.code == 0
    lines = run_eval("--qrels", "one.txt", "--explain", "t1", "--format", "json").json["articles"]
    (malang,) = [line for line in lines if line["id"] == "malang"]
    assert malang["above"] == lines[malang["rank"] - 2]["id"]
    assert list(malang["behind"][0]) == ["kind", "label", "value", "other"]
    assert f"Why malang (rank {malang['rank']}) is below {malang['above']}" in ran.lines
    (head,) = [line for line in ran.lines if line.startswith("Behind in")]
    assert head.split() == ["Behind", "in", "Here", "There", "Difference"]
    monkeypatch.setenv("COLUMNS", "50")
    lines = run_eval("--qrels", "one.txt", "--explain", "t1").lines
    assert all(len(line) <= 50 for line in lines)


def test_the_run_is_that_of_a_search() -> None:
    assert judged("--run", "run.trec").code == 0
    run_here("index", "c.jsonl")
    written = Path("run.trec").read_text(encoding="utf-8").splitlines()
    found = run_here("search", "zona hijau Jawa Timur", "-n", "100", "--format", "ids").lines
    first = [line.split(" ") for line in written if line.startswith("t1 ")]
    assert [line[2] for line in first] == found
    assert [line[3] for line in first] == [str(rank + 1) for rank in range(len(found))]
    scores = [float(line[4]) for line in first]
    assert scores == sorted(set(scores), reverse=True)
    assert {(line[1], line[5]) for line in first} == {("Q0", "searchkit")}
    assert {line.split(" ")[0] for line in written} == {"t1", "t2", "t3", "t5"}


def test_json_holds_the_whole() -> None:
    answer = judged("--format", "json", "--against", "other.trec").json
    assert list(answer) == [
        "schema",
        "topics",
        "judged",
        "unjudged",
        "without_relevant",
        "without_hits",
        "failed",
        "unknown_ids",
        "measures",
        "median_ms",
        "p95_ms",
        "against",
    ]
    assert (answer["topics"], answer["judged"], answer["unjudged"]) == (5, 4, 1)
    assert answer["unknown_ids"] == ["lama"]
    assert list(answer["measures"]) == ["nDCG@10", "MRR@10", "R@100"]
    mrr = answer["measures"]["MRR@10"]
    assert mrr["low"] <= mrr["value"] <= mrr["high"]
    against = answer["against"]
    assert list(against) == ["unanswered", "measures", "gains", "losses"]
    assert against["unanswered"] == 1
    one = against["measures"]["MRR@10"]
    assert one["value"] == pytest.approx((1 / 2 + 1 + 1 + 0) / 4)
    assert one["wins"] + one["ties"] + one["losses"] == 4
    assert [topic["qid"] for topic in against["gains"]] == ["t1", "t3"]
    assert judged("--format", "json").json["against"] is None


def test_rows_are_topics() -> None:
    lines = [json.loads(line) for line in judged("--format", "jsonl").lines]
    assert [line["qid"] for line in lines] == ["t1", "t2", "t3", "t4", "t5"]
    assert lines[1]["query"] == "banjir semarang"
    assert lines[1]["MRR@10"] == 1.0
    assert (lines[3]["judged"], lines[3]["relevant"], lines[3]["hits"]) == (True, 0, 0)
    assert (lines[4]["judged"], lines[4]["nDCG@10"]) == (False, None)
    table = list(csv.reader(io.StringIO(judged("--format", "csv").out)))
    assert table[0] == list(lines[0])
    assert [row[0] for row in table[1:]] == ["t1", "t2", "t3", "t4", "t5"]
    assert table[5][5] == ""
    both = judged("--format", "tsv", "--against", "other.trec").lines
    assert both[0].split("\t")[-3:] == ["nDCG@10 against", "MRR@10 against", "R@100 against"]
    assert both[1].split("\t")[-2:] == ["0.5", "0.333333"]


def test_rows_of_an_explanation_are_articles() -> None:
    lines = [json.loads(line) for line in judged("--explain", "t3", "--format", "jsonl").lines]
    assert lines[0]["id"] == "sikka"
    assert (lines[0]["rank"], lines[0]["judged"], lines[0]["lacks"]) == (1, 3, [])
    assert lines[1] == {
        "rank": None,
        "judged": 1,
        "score": None,
        "id": "lama",
        "title": None,
        "lacks": [],
        "why": "",
        "above": None,
        "behind": [],
    }
    assert (lines[2]["id"], lines[2]["lacks"]) == ("tegal", ["rapor", "merah"])
    whole = judged("--explain", "t3", "--format", "json").json
    assert list(whole) == ["schema", "qid", "query", "found", "measures", "articles"]
    assert whole["articles"] == lines
    header = judged("--explain", "t3", "--format", "csv").lines[0]
    assert header == "rank,judged,score,id,title,lacks"


def test_without_a_corpus_the_index_is_asked(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(indexed / "index")
    ran = run_here("eval", "--index", where, "--topics", "t.jsonl", "--qrels", "q.txt")
    assert ran.code == 0
    assert ran.lines[:5] == judged().lines[:5]


def test_strict_and_literal_are_passed_on() -> None:
    Path("t.jsonl").write_text(
        '{"qid": "t1", "query": "zona hijau Jawa Timur gempa"}\n', encoding="utf-8"
    )
    assert "0 without a hit" in judged().out
    assert "1 without a hit" in judged("--strict").out
    literal = judged("--literal", "--format", "jsonl").out
    assert literal != judged("--format", "jsonl").out


def test_judgments_in_the_topics_give_way_to_a_file() -> None:
    topic = {"qid": "t2", "query": "banjir", "judgments": {"sikka": 1}}
    Path("t.jsonl").write_text(json.dumps(topic), encoding="utf-8")
    assert run_eval("--format", "json").json["measures"]["MRR@10"]["value"] == 0.0
    assert judged("--format", "json").json["measures"]["MRR@10"]["value"] == 1.0


def test_gzipped_files_are_read() -> None:
    for name in ("c.jsonl", "t.jsonl", "q.txt"):
        Path(f"{name}.gz").write_bytes(gzip.compress(Path(name).read_bytes()))
    packed = ("--corpus", "c.jsonl.gz", "--topics", "t.jsonl.gz", "--qrels", "q.txt.gz")
    assert run_here("eval", *packed).lines[:6] == judged().lines[:6]


def test_the_temporary_index_is_removed_and_a_kept_one_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(Path("tmp").absolute()))
    assert judged("--keep", "arsip").code == 0
    assert judged("--qrels", "tidak-ada").code == 2
    assert judged("--against", "t.jsonl").code == 2
    assert list(Path("tmp").iterdir()) == []
    assert run_here("search", "banjir", "--index", "arsip", "--format", "ids").lines == ["banjir"]
    ran = judged("--keep", "arsip")
    assert ran.code == 2
    assert "arsip is there already" in ran.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(number: signal.Signals) -> None:
    many = ({"id": str(at), "text": f"Banjir ke-{at} merendam sawah."} for at in range(10_000))
    write_records(Path("c.jsonl"), tuple(many))
    temporary = Path("tmp").absolute()
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "searchkit", "eval", "--corpus", "c.jsonl", "--topics", "t.jsonl"],
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not any(temporary.glob("*/index")):
        assert process.poll() is None
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert b"Interrupted." in err
    assert list(temporary.iterdir()) == []


def test_no_topic_judged_is_exit_code_1_and_the_run_is_written_all_the_same() -> None:
    ran = run_eval("--run", "run.trec")
    assert ran.code == 1
    assert ran.lines[0] == "5 topics · 1 without a hit · 5 not judged"
    assert "No topic is judged: give --qrels" in ran.err
    assert Path("run.trec").read_text(encoding="utf-8").startswith("t1 Q0 ")
    assert run_eval("--explain", "t1").code == 1


def test_without_an_index_it_is_exit_code_3() -> None:
    ran = run_here("eval", "--topics", "t.jsonl")
    assert (ran.code, ran.out) == (3, "")
    assert "Type: searchkit index FOLDER" in ran.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["eval"], "--topics"),
        (["eval", "--topics", "tidak-ada"], "tidak-ada does not exist"),
        (["eval", "--topics", "q.txt"], "q.txt:1: not valid JSON"),
        (["eval", "--topics", "t.jsonl", "--qrels", "other.trec"], "other.trec:1: not a judgment"),
        (["eval", "--topics", "t.jsonl", "--against", "q.txt"], "q.txt:1: not a line of a run"),
        (["eval", "--topics", "t.jsonl", "--keep", "x"], "--keep needs --corpus"),
        (["eval", "--topics", "t.jsonl", "--corpus", "tidak-ada"], "tidak-ada does not exist"),
        (["eval", "--topics", "t.jsonl", "--run", "tidak/ada"], "there is no folder 'tidak'"),
        (["eval", "--topics", "t.jsonl", "--run", ""], "the name is empty"),
        (["eval", "--topics", ""], "the name is empty"),
        (["eval", "--topics", "t.jsonl", "--corpus", "c.jsonl", "--keep", "c.jsonl/x"],
         "c.jsonl/x lies in a file"),
        (["eval", "--topics", "t.jsonl", "--explain", "t9"], "no topic 't9'"),
        (["eval", "--topics", "t.jsonl", "--explain", "t1", "--run", "r"], "leave out --run"),
        (["eval", "--topics", "t.jsonl", "--format", "ids"], "csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(args: list[str], words: str) -> None:
    ran = run_here(*args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_bad_records_and_queries_are_told_and_do_no_harm() -> None:
    write_records(Path("c.jsonl"), (*RECORDS, {"id": "kosong"}))
    topics = '{"qid": "t0", "query": "wilayah:atlantis"}\n' + TOPICS
    Path("t.jsonl").write_text(topics, encoding="utf-8")
    ran = judged()
    assert ran.code == 0
    assert f"c.jsonl:{len(RECORDS) + 1}: has no text" in ran.err
    assert "t.jsonl:1: " in ran.err
    assert "atlantis" in ran.err
    assert ran.lines[0].startswith("6 topics · 2 without a hit")
    (failed,) = judged("--format", "json").json["failed"]
    assert failed["qid"] == "t0"


def test_text_of_topics_and_ids_steers_no_terminal() -> None:
    Path("t.jsonl").write_text('{"qid": "t3", "query": "merah \\u001b[2J\\u202e"}\n', "utf-8")
    Path("q.txt").write_text("t3 0 \x1b[2Jlama 1\nt3 0 sikka 1\n", encoding="utf-8")
    for args in ((), ("--explain", "t3"), ("--against", "other.trec")):
        assert not {"\x1b", "\u202e"} & set(judged(*args).out)


def test_without_ir_measures_the_error_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    ran = judged()
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'searchkit[eval]'" in ran.err
