"""CSV and TSV: headers, delimiters, quoted cells, rows that are wrong."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.limits import MAX_ARTICLE_BYTES
from tests.corpus.reading import only_article, only_rejected, read, write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_header(tmp_path: Path, delimiter: str) -> None:
    header = delimiter.join(("id", "judul", "isi", "tanggal", "media", "rubrik"))
    row = delimiter.join(("a1", "Loket", "Isi berita.", "2/12/2024", "Kabar", "Daerah"))
    article = only_article(write(tmp_path, "a.csv", f"{header}\r\n{row}\r\n"))
    assert (article.id, article.title, article.text) == ("a1", "Loket", "Isi berita.")
    assert (article.published, article.outlet) == (date(2024, 12, 2), "Kabar")
    assert dict(article.extra) == {"rubrik": "Daerah"}
    assert article.line == 2


def test_a_tsv_with_one_column_keeps_its_commas(tmp_path: Path) -> None:
    assert only_article(write(tmp_path, "a.tsv", "text\nSatu, dua\n")).text == "Satu, dua"


def test_a_quoted_cell_may_hold_lines_delimiters_and_quotes(tmp_path: Path) -> None:
    content = 'title,text\nSatu,"Baris satu,\r\n""baris"" dua"\n\nDua,Isi\n'
    articles, rejected = read(write(tmp_path, "a.csv", content))
    assert rejected == []
    assert [(a.id, a.line) for a in articles] == [("a.csv:2", 2), ("a.csv:5", 5)]
    assert articles[0].text == 'Baris satu,\n"baris" dua'


@pytest.mark.parametrize("row", ["hanya satu", "a,b,c"])
def test_a_row_with_another_number_of_cells_is_rejected_with_its_line(
    tmp_path: Path, row: str
) -> None:
    path = write(tmp_path, "a.csv", f'id,text\n1,"dua\nbaris"\n{row}\n2,akhir\n')
    articles, (rejected,) = read(path)
    assert [article.id for article in articles] == ["1", "2"]
    assert (rejected.path, rejected.line) == (str(path), 4)
    assert "where the header has 2" in rejected.reason


def test_a_row_without_text_is_rejected_with_its_line(tmp_path: Path) -> None:
    _, (rejected,) = read(write(tmp_path, "a.csv", "id,text\n1, \n2,isi\n"))
    assert rejected.line == 2
    assert "has no text" in rejected.reason


def test_a_header_without_a_text_column_is_rejected(tmp_path: Path) -> None:
    rejected = only_rejected(write(tmp_path, "a.csv", "id;nama\n1;Kota Contoh\n"))
    assert rejected.line == 1
    assert "id, nama" in rejected.reason
    assert "text, body, content" in rejected.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "is empty"), ("id,text\n", "holds no records"), ("\n\n", "holds no records")],
)
def test_a_file_without_rows_is_rejected(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in only_rejected(write(tmp_path, "a.csv", content)).reason


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,text\n1,satu\n2,"dua\n3,tiga\n4,empat\n')
    articles, (rejected,) = read(path)
    assert [article.id for article in articles] == ["1", "3", "4"]
    assert rejected.line == 3
    assert "never closed" in rejected.reason


def test_the_lines_of_an_unclosed_cell_are_not_rejected_one_by_one(tmp_path: Path) -> None:
    lines = "baris tanpa koma\n" * 500
    articles, (rejected,) = read(write(tmp_path, "a.csv", f'id,text\n1,"awal\n{lines}2,dua\n'))
    assert [article.id for article in articles] == ["2"]
    assert rejected.line == 2


@pytest.mark.parametrize(
    "cell",
    [
        ("x" * 1000 + "\n") * (MAX_ARTICLE_BYTES // 1000),
        "\n" * 200_000,
        "x" * (MAX_ARTICLE_BYTES + 1),
    ],
    ids=["many long lines", "very many lines", "one line"],
)
def test_a_cell_above_the_limits_is_rejected_and_reading_goes_on(tmp_path: Path, cell: str) -> None:
    content = f'id,text\n1,satu\n2,"{cell}"\n3,tiga\n'
    articles, (rejected,) = read(write(tmp_path, "a.csv", content))
    assert [article.id for article in articles] == ["1", "3"]
    assert rejected.line == 3
    assert "split it" in rejected.reason


def test_a_cell_longer_than_the_csv_module_allows_by_itself_is_read(tmp_path: Path) -> None:
    text = "kata " * 100_000
    assert len(only_article(write(tmp_path, "a.csv", f"id,text\n1,{text}\n")).text) > 400_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_are_read_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    content = 'id,text\n1,"Kafé – “satu”"\n'
    article = only_article(write(tmp_path, "a.csv", content.encode(encoding)))
    assert (article.id, article.text) == ("1", "Kafé – “satu”")


CELLS = st.text(alphabet="aé\",;\t|\n '", max_size=12)


@given(st.lists(CELLS, min_size=1, max_size=8))
def test_what_the_csv_module_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "text"])
    for number, cell in enumerate(cells):
        table.writerow([number, f"awal{cell}akhir"])
    path = write(tmp_path_factory.mktemp("csv"), "a.csv", out.getvalue())
    articles, rejected = read(path)
    assert rejected == []
    assert [article.text for article in articles] == [f"awal{cell}akhir" for cell in cells]
