"""``searchkit index``, run over real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit import open_index
from tests.commits import keep_former
from tests.faults import obeying_permissions
from tests.golden.corpus import RECORDS, here, run_here, write_records

__all__ = ["here"]  # fixture


@pytest.fixture
def berita() -> Path:
    folder = Path("berita")
    folder.mkdir()
    for record in RECORDS:
        (folder / f"{record['id']}.txt").write_text(
            f"{record['title']}\n\n{record['text']}\n", encoding="utf-8"
        )
    return folder


def counts(*args: str) -> dict[str, object]:
    ran = run_here("index", *args, "--format", "json")
    assert ran.code == 0, ran.err
    report: dict[str, object] = ran.json
    return report


def test_json_has_the_keys_of_the_contract(berita: Path) -> None:
    report = counts("berita")
    assert list(report) == [
        "added",
        "changed",
        "unchanged",
        "removed",
        "missing",
        "rejected",
        "articles",
        "took_s",
    ]
    assert (report["added"], report["articles"], report["rejected"]) == (6, 6, [])


def test_only_what_changed_is_read_again(berita: Path) -> None:
    counts("berita")
    (berita / "banjir.txt").write_text("Banjir Surut\n\nAir sudah surut.\n", encoding="utf-8")
    (berita / "baru.txt").write_text("Berita Baru\n\nIni baru.\n", encoding="utf-8")
    (berita / "sikka.txt").unlink()
    report = counts("berita")
    assert (report["added"], report["changed"], report["unchanged"]) == (1, 1, 4)
    assert (report["removed"], report["missing"], report["articles"]) == (0, 1, 7)


def test_missing_articles_are_kept_until_pruned(berita: Path) -> None:
    counts("berita")
    (berita / "sikka.txt").unlink()
    ran = run_here("index", "berita")
    assert "1 missing" in ran.out
    assert "--prune removes them" in ran.err
    assert counts("berita", "--keep-missing")["missing"] == 1
    report = counts("berita", "--prune")
    assert (report["removed"], report["missing"], report["articles"]) == (1, 0, 5)


def test_one_line_tells_the_outcome_and_a_pipe_sees_no_progress(berita: Path) -> None:
    ran = run_here("index", "berita")
    assert ran.err == ""
    assert ran.out.count("\n") == 1
    assert ran.out.startswith("6 added · 0 changed · 0 unchanged · 0 removed · 0 missing · 0 rej")
    assert " · 6 articles in the index · " in ran.out


def test_a_dry_run_tells_the_plan_and_changes_nothing(berita: Path) -> None:
    plan = run_here("index", "berita", "--dry-run", "--format", "json").json
    assert list(plan) == ["added", "changed", "unchanged", "removed", "missing", "rejected"]
    assert "berita/banjir.txt" in plan["added"]
    assert not open_index("index").exists()
    counts("berita")
    (berita / "sikka.txt").unlink()
    ran = run_here("index", "berita", "--dry-run", "--prune")
    assert "- berita/sikka.txt" in ran.out.splitlines()
    assert counts("berita")["articles"] == 6


def test_without_paths_those_of_the_config_or_the_last_time_are_read(berita: Path) -> None:
    Path("lain").mkdir()
    (berita / "banjir.txt").rename("lain/banjir.txt")
    counts("berita")
    assert counts()["unchanged"] == 5
    Path("searchkit.yaml").write_text("corpus: [berita, lain]\n", encoding="utf-8")
    assert counts()["added"] == 1


def test_rejected_inputs_are_listed_and_do_no_harm(berita: Path) -> None:
    write_records(berita / "catatan.jsonl", [{"title": "tanpa teks", "text": ""}])
    with (berita / "catatan.jsonl").open("a", encoding="utf-8") as file:
        file.write("bukan json\n")
    ran = run_here("index", "berita")
    assert ran.code == 0
    assert "2 rejected" in ran.out
    assert "berita/catatan.jsonl:1: " in ran.err
    assert "berita/catatan.jsonl:2: " in ran.err
    rejected = run_here("index", "berita", "--format", "json").json["rejected"]
    assert [list(one) for one in rejected] == [["path", "line", "reason"]] * 2
    assert rejected[1]["line"] == 2


def test_a_long_list_of_rejected_inputs_is_cut(berita: Path) -> None:
    (berita / "catatan.jsonl").write_text("bukan json\n" * 25, encoding="utf-8")
    told = run_here("index", "berita").err.splitlines()
    assert len(told) == 21
    assert told[-1] == "… and 5 more; --format json lists all"


def test_an_older_or_damaged_index_is_built_anew_from_what_it_was_built_from(berita: Path) -> None:
    keep_former(Path("index"), roots=(str(berita.resolve()),))
    ran = run_here("index", "berita")
    assert ran.code == 3
    assert "format 4" in ran.err
    assert run_here("search", "banjir").code == 3
    assert counts("--rebuild")["added"] == 6
    assert not Path("index/g3").exists()
    (segment,) = Path("index/data").glob("*.segment")
    segment.write_bytes(b"rusak")
    ran = run_here("search", "banjir")
    assert ran.code == 5
    assert f"{segment}: 5 bytes, expected " in ran.err
    assert "searchkit index --rebuild" in ran.err
    assert run_here("index").code == 5
    assert counts("--rebuild")["added"] == 6
    assert run_here("verify").code == 0


def test_a_rebuild_starts_from_nothing(berita: Path) -> None:
    counts("berita")
    assert counts("--rebuild")["added"] == 6
    assert counts("berita")["unchanged"] == 6


def test_a_named_file_that_cannot_be_read_does_no_harm_to_the_others(berita: Path) -> None:
    secret = berita.parent / "rahasia.txt"
    secret.write_text("Isi yang tidak boleh dibaca.", encoding="utf-8")
    secret.chmod(0)
    with obeying_permissions():
        ran = run_here("index", str(berita), str(secret))
    assert ran.code == 0
    assert "rahasia.txt: cannot be read" in ran.err


def test_a_folder_that_does_not_exist_is_a_usage_error() -> None:
    ran = run_here("index", "tidak-ada")
    assert (ran.code, ran.out) == (2, "")
    assert "tidak-ada" in ran.err


def test_a_suddenly_empty_folder_is_no_mass_deletion(berita: Path) -> None:
    counts("berita")
    for file in berita.iterdir():
        file.unlink()
    ran = run_here("index", "berita", "--prune")
    assert ran.code == 2
    assert open_index("index").stats().articles == 6


def test_a_second_writer_waits_then_exits_with_4(berita: Path) -> None:
    counts("berita")
    with open_index("index").writer():
        ran = run_here("index", "berita", "--wait", "0")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("Error: ")


def test_a_damaged_index_exits_with_5_and_a_rebuild_mends_it(berita: Path) -> None:
    counts("berita")
    for file in Path("index").rglob("*"):
        if file.is_file() and "lock" not in file.name.lower():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    ran = run_here("search", "banjir")
    assert ran.code == 5
    assert "--rebuild" in ran.err
    assert counts("berita", "--rebuild")["added"] == 6
    assert run_here("search", "banjir").code == 0


def test_an_index_that_cannot_tell_its_folders_asks_for_them(berita: Path) -> None:
    counts("berita")
    for file in Path("index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    ran = run_here("index", "--rebuild")
    assert ran.code == 2
    assert "Type: searchkit index --rebuild FOLDER" in ran.err
