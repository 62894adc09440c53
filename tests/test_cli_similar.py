"""``searchkit similar`` and folded hits of ``searchkit search``, over a real index."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.golden.corpus import RECORDS, quiet_environment, run_here, write_records

STORY = (
    "Kota Blitar memperoleh nilai 98,19 dalam penilaian kepatuhan pelayanan publik tahun 2024 dari "
    "Ombudsman RI. Dengan nilai itu Kota Blitar masuk zona hijau dengan kualitas tertinggi. Wali "
    "kota berterima kasih kepada semua pegawai yang melayani warga dengan sabar di setiap loket."
)
COPIES = tuple(
    {
        "id": name,
        "title": f"Blitar hijau lagi {name}",
        "published": "2024-11-18",
        "outlet": outlet,
        "url": f"https://{name}.example/blitar",
        "text": lead + STORY,
    }
    for name, outlet, lead in (
        ("wire1", "ANTARA", "Blitar (ANTARA) - "),
        ("wire2", "Koran Timur", "BLITAR, korantimur.com – "),
        ("wire3", "Warta Kota", ""),
    )
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    write_records(folder / "berita.jsonl", (*RECORDS, *COPIES))
    ran = run_here("index", str(folder / "berita.jsonl"), "--index", str(folder / "index"))
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture(autouse=True)
def beside_the_index(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_environment(tmp_path, monkeypatch)
    monkeypatch.chdir(built)


QUERY = ("search", "pegawai", "loket", "Blitar", "--strict")


def test_one_story_in_three_outlets_is_one_hit() -> None:
    answer = run_here(*QUERY, "--format", "json").json
    [hit] = [hit for hit in answer["hits"] if hit["id"].startswith("wire")]
    assert len(hit["copies"]) == 2
    assert answer["folded"] == 2
    assert answer["total"] == len(answer["hits"]) + 2
    copy = hit["copies"][0]
    assert list(copy) == ["id", "title", "outlet", "url", "published"]
    assert copy["published"] == "2024-11-18"
    assert {one["id"] for one in (hit, *hit["copies"])} == {"wire1", "wire2", "wire3"}


def test_no_fold_shows_each_of_them() -> None:
    answer = run_here(*QUERY, "--no-fold", "--format", "json").json
    assert {"wire1", "wire2", "wire3"} <= {hit["id"] for hit in answer["hits"]}
    assert answer["folded"] == 0
    assert all(hit["copies"] == [] for hit in answer["hits"])


def test_the_page_names_who_else_tells_it() -> None:
    page = run_here(*QUERY).out
    assert "+2 other outlets: " in page
    assert "2 copies folded" in page
    assert "other outlet" not in run_here(*QUERY, "--no-fold").out


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables_have_the_number_of_copies(format: str, delimiter: str) -> None:
    ran = run_here(*QUERY, "--format", format)
    rows = list(csv.DictReader(io.StringIO(ran.out), delimiter=delimiter))
    assert {row["copies"] for row in rows if row["id"].startswith("wire")} == {"2"}


def test_similar_articles_of_one() -> None:
    answer = run_here("similar", "jember", "--format", "json").json
    assert list(answer) == [
        "schema",
        "id",
        "title",
        "terms",
        "copies",
        "total",
        "took_ms",
        "hits",
    ]
    assert answer["id"] == "jember"
    assert "jember" not in {hit["id"] for hit in answer["hits"]}
    assert list(answer["terms"][0]) == ["term", "stem", "weight"]


def test_the_page_of_similar_articles_tells_the_key_terms_and_the_copies() -> None:
    ran = run_here("similar", "wire1", "-n", "3")
    assert ran.code == 0
    assert ran.out.startswith("Like: Blitar hijau lagi wire1")
    assert "+2 other outlets: " in ran.out
    assert "Key terms: " in ran.out
    assert "\n 1" in ran.out


@pytest.mark.parametrize("format", ["jsonl", "csv", "tsv", "ids"])
def test_other_formats_tell_the_key_terms_beside_the_data(format: str) -> None:
    ran = run_here("similar", "blitar", "--format", format)
    assert ran.code == 0
    assert ran.err.startswith("Key terms: ")
    assert "Key terms" not in ran.out


def test_filters_narrow_similar_articles() -> None:
    def found(*args: str) -> set[str]:
        return set(run_here("similar", "malang", "--format", "ids", *args).lines)

    assert "blitar" in found()
    assert found("--region", "33.76") <= {"tegal"}
    assert "blitar" not in found("--same-region")
    assert found("--within", "3") <= {"blitar", "wire1", "wire2", "wire3"}


def test_nothing_similar_is_exit_code_one_and_an_unknown_id_is_told() -> None:
    ran = run_here("similar", "banjir", "--region", "aceh")
    assert ran.code == 1
    assert ran.out.startswith("No article is like: Banjir Rendam")
    ran = run_here("similar", "tiada")
    assert ran.code == 1
    assert "tiada" in ran.err
