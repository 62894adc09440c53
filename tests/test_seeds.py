"""The sample corpus under ``seeds/``: formats, identity, sources, own words.

Only the structure is checked here; the files are read with the standard library,
so that a fault in searchkit's own readers cannot hide one in the samples.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from searchkit.article import Article, Rejected
from searchkit.data import parse_yaml

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SHARED_RUN_WORDS = 8
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni"]
MONTHS += ["Juli", "Agustus", "September", "Oktober", "November", "Desember"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample article as its file gives it; ``id`` is None where the file carries none."""

    place: str
    id: str | None
    title: str
    text: str
    source: str


class ArticleText(HTMLParser):
    """Collects the page's title, its ``<h1>`` and the paragraphs of its ``<article>``."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.meta: dict[str, str] = {}
        self.parts: dict[str, list[str]] = {"title": [], "h1": [], "article": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = found.get("property") or found.get("name")
            if key:
                self.meta[key] = found.get("content", "")
        elif tag != "link":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        for tag in ("title", "h1"):
            if tag in self.open:
                self.parts[tag].append(data)
        if "article" in self.open and "h1" not in self.open:
            self.parts["article"].append(data)

    def text(self, part: str) -> str:
        return " ".join(" ".join(self.parts[part]).split())


def files(suffix: str = "*") -> list[Path]:
    return sorted(p for p in SEEDS.rglob(f"*.{suffix}") if p.is_file())


def place(path: Path) -> str:
    return path.relative_to(SEEDS).as_posix()


def front_matter(path: Path) -> tuple[dict[str, object], str]:
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{place(path)} does not begin with front matter"
    fields = parse_yaml(head)
    assert isinstance(fields, dict)
    return fields, body.strip()


def read_txt(path: Path) -> Sample:
    title, gap, *lines = path.read_text(encoding="utf-8").splitlines()
    assert title and gap == "", f"{place(path)} has no headline followed by a blank line"
    source = lines.pop().removeprefix("Sumber: ") if lines[-1].startswith("Sumber: ") else ""
    return Sample(place(path), None, title, "\n".join(lines).strip(), source)


def read_md(path: Path) -> Sample:
    fields, body = front_matter(path)
    source = str(fields.get("source") or fields.get("url") or "")
    return Sample(place(path), str(fields["id"]), str(fields["title"]), body, source)


def read_html(path: Path) -> Sample:
    page = ArticleText()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    assert page.open == [], f"{place(path)} leaves {page.open} open"
    text, _, source = page.text("article").partition(" Sumber: ")
    return Sample(place(path), None, page.text("h1"), text, source)


def read_records(path: Path) -> Iterator[Sample]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines)) if path.suffix == ".csv" else map(json.loads, lines)
        for number, row in enumerate(rows, start=1):
            source = row.get("url") or row.get("sumber") or row.get("source") or ""
            where = f"{place(path)}, record {number}"
            yield Sample(where, row["id"], row["title"], row["text"], source)


def samples() -> list[Sample]:
    found = [read_txt(p) for p in files("txt")]
    found += [read_md(p) for p in files("md")]
    found += [read_html(p) for p in files("html")]
    for path in (*files("jsonl"), *files("csv")):
        found += read_records(path)
    return found


SAMPLES = samples()


def words(text: str) -> list[str]:
    """Lower-cased words; a number with its separators ("97,84", "31/1/2022") is one word."""
    return [w.lower() for w in re.findall(r"\w+(?:[.,/]\w+)*", text)]


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {
        tuple(found[i : i + SHARED_RUN_WORDS]) for i in range(len(found) - SHARED_RUN_WORDS + 1)
    }


def test_all_five_formats_are_there() -> None:
    count = Counter(path.suffix for path in files())
    assert set(count) == {".txt", ".md", ".html", ".jsonl", ".csv"}
    assert count[".txt"] >= 12
    assert count[".md"] >= 14
    assert count[".html"] >= 6


def test_there_are_enough_articles() -> None:
    assert len(SAMPLES) >= 46
    assert sum(1 for s in SAMPLES if s.place.startswith("kumpulan/penilaian")) >= 9
    assert sum(1 for s in SAMPLES if s.place.startswith("kumpulan/ringkasan")) >= 7


def test_file_names_are_ascii_kebab_case_and_none_is_a_readme() -> None:
    for path in files():
        for part in path.relative_to(SEEDS).with_suffix("").parts:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", part), place(path)
        assert path.stem != "readme"


def test_ids_and_titles_are_unique() -> None:
    ids = Counter(s.id for s in SAMPLES if s.id is not None)
    titles = Counter(s.title for s in SAMPLES)
    assert [key for key, times in ids.items() if times > 1] == []
    assert [key for key, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.place)
def test_every_article_has_a_title_a_text_of_the_right_length_and_a_source(sample: Sample) -> None:
    assert sample.title.strip()
    assert 60 <= len(words(sample.text)) <= 180
    assert sample.source.strip()


def test_topics_other_than_the_assessment_call_themselves_illustrations() -> None:
    other = [s for s in SAMPLES if s.place.startswith("topik-lain/")]
    other += [s for s in SAMPLES if (s.id or "").startswith("ilustrasi-")]
    assert len({s.title for s in other}) >= 6
    assert {s.source for s in other} == {"ilustrasi"}


def test_markdown_names_the_samples_own_outlet() -> None:
    for path in files("md"):
        assert front_matter(path)[0]["outlet"] == "Contoh searchkit", place(path)


def test_html_pages_carry_metadata_navigation_and_footer() -> None:
    for path in files("html"):
        page = ArticleText()
        markup = path.read_text(encoding="utf-8")
        page.feed(markup)
        assert page.text("title").startswith(page.text("h1")), place(path)
        assert page.meta["og:site_name"] == "Contoh searchkit"
        assert re.match(r"\d{4}-\d{2}-\d{2}T", page.meta["article:published_time"])
        assert page.meta["author"]
        assert "<nav>" in markup
        assert "<footer>" in markup


def test_the_years_2018_to_2025_all_occur() -> None:
    text = " ".join(f"{s.title} {s.text}" for s in SAMPLES)
    assert [y for y in range(2018, 2026) if not re.search(rf"\b{y}\b", text)] == []


def test_printed_weekdays_agree_with_their_dates() -> None:
    day = "|".join(WEEKDAYS)
    written = re.compile(rf"\b({day}),? \(?(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
    numeric = re.compile(rf"\b({day}),? \(?(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})")
    checked = 0
    for sample in SAMPLES:
        dates = [
            (w, int(d), MONTHS.index(m) + 1, int(y)) for w, d, m, y in written.findall(sample.text)
        ]
        dates += [(w, int(d), int(m), int(y)) for w, d, m, y in numeric.findall(sample.text)]
        for weekday, dd, mm, yyyy in dates:
            assert WEEKDAYS[date(yyyy, mm, dd).weekday()] == weekday, sample.place
            checked += 1
    assert checked >= 30


def test_no_eight_words_in_a_row_come_from_the_originals_or_the_labelled_articles(
    shared: Path,
) -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in (shared / "seeds").glob("*.txt"):
        theirs |= runs(path.read_text(encoding="utf-8"))
    with (shared / "data/articles_dev/articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            theirs |= runs(record["title"]) | runs(record["text"])
    assert len(theirs) > 1000
    copied = {s.place: runs(f"{s.title}\n{s.text}") & theirs for s in SAMPLES}
    assert {where: common for where, common in copied.items() if common} == {}


def test_the_corpus_reader_takes_every_article() -> None:
    corpus = pytest.importorskip("searchkit.corpus")
    read = list(corpus.read_corpus(SEEDS))
    assert [r for r in read if isinstance(r, Rejected)] == []
    articles = [a for a in read if isinstance(a, Article)]
    assert len(articles) == len(SAMPLES)
    assert len({a.id for a in articles}) == len(articles)
    assert {s.title for s in SAMPLES} == {a.title for a in articles}
