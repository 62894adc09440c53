"""What was read out of an article, on the screen: marked where it stands, and told why."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, RegionRef, Span
from searchkit.cli.records import fact_record, facts_record
from searchkit.explain import Fact, explain
from searchkit.regions.mentions import Mention, resolve_mentions
from searchkit.regions.settings import Setting
from searchkit.ui.facts import show_facts
from searchkit.ui.plain import plain
from searchkit.ui.screen import Screen
from tests.golden import assert_golden
from tests.golden.corpus import here, run_here, write_records

__all__ = ["here"]  # fixture


NOISE = "Baca juga: Skor Kota Lain 55,1 di Zona Merah"
TEXT = (
    "Pemerintah Kota Blitar memperoleh nilai 98,19 dalam penilaian kepatuhan tahun 2024 dan masuk "
    "zona hijau, naik dari 91,5 pada penilaian sebelumnya.\n\n"
    f"{NOISE}\n\n"
    "Nilai itu menempatkan kota ini pada peringkat 3 dari 98 kota dengan kategori A, ujar wali "
    "kota, Minggu (17/11/2024)."
)
NOWHERE = Span(0, 0)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


FACTS = (
    Fact("region", NOWHERE, "Jawa Timur", None, "named in the headline"),
    Fact("date", NOWHERE, "2024-11-18", None, "given with the article"),
    Fact("region", at("Kota Blitar"), "Kota Blitar", None, "named with its level"),
    Fact("score", at("98,19"), "98.19", "Kota Blitar", "nearest body before the number"),
    Fact("year", at("2024"), "2024", "Kota Blitar", "year after 'penilaian kepatuhan tahun'"),
    Fact("zone", at("zona hijau"), "hijau", "Kota Blitar", "the body that the sentence names"),
    Fact("previous", at("91,5"), "91.5", "Kota Blitar", "set against the score after 'dari'"),
    Fact(
        "rank",
        at("peringkat 3 dari 98"),
        "3 of 98",
        "Kota Blitar",
        "no body in the sentence, so the one that the sentence before speaks of",
    ),
    Fact("category", at("kategori A"), "A", "Kota Blitar", "nearest body before the letter"),
    Fact("date", at("17/11/2024"), "2024-11-17", None, "date that fits its weekday"),
)


def article(text: str = TEXT, **known: object) -> Article:
    made = Article(
        id="blitar.txt",
        title="Nomor Tiga di Jawa Timur",
        text=text,
        path=str(Path.cwd() / "berita" / "blitar.txt"),
        outlet="Kabar Blitar",
        published=date(2024, 11, 18),
        noise=(at(NOISE),) if text == TEXT else (),
    )
    return replace(made, **known)  # type: ignore[arg-type]


Draw = Callable[..., str]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, shown: Article, facts: Sequence[Fact]) -> str:
    show_facts(Screen(stream), shown, facts)
    return stream.getvalue()


@pytest.fixture
def draw(here: None, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Print an article's facts as into a pipe of some width."""

    def drawn_at(
        width: int = 80, shown: Article | None = None, facts: Sequence[Fact] = FACTS
    ) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        return drawn(io.StringIO(), shown or article(), facts)

    return drawn_at


@pytest.fixture
def draw_colours(here: None, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Print them as on a terminal with sixteen colours."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def drawn_in_colour(shown: Article | None = None, facts: Sequence[Fact] = FACTS) -> str:
        return drawn(Terminal(), shown or article(), facts)

    return drawn_in_colour


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_text_with_its_facts_and_their_reasons(draw: Draw, width: int) -> None:
    assert_golden(f"facts-{width}", draw(width))


@pytest.mark.parametrize("width", [20, 40, 60, 79, 80, 99, 100, 200])
def test_no_line_is_wider_than_the_screen_or_ends_in_blanks(draw: Draw, width: int) -> None:
    lines = draw(width).splitlines()
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [60, 120])
def test_every_fact_has_a_number_and_a_reason_under_it(draw: Draw, width: int) -> None:
    text, _, reasons = draw(width).partition("Why it was read so")
    assert re.findall(r"\[(\d+)\]", text) == ["1", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert re.findall(r"\[(\d+)\]", reasons) == [str(number) for number in range(1, 11)]
    for fact in FACTS:
        assert fact.why in " ".join(reasons.split())


def test_what_only_the_headline_or_the_metadata_tells_says_so(draw: Draw) -> None:
    printed = draw(120)
    assert printed.startswith("Nomor Tiga di Jawa Timur[1]\n")
    assert "headline: named in the headline" in printed
    assert "metadata: given with the article" in printed
    named = Fact("year", NOWHERE, "2024", None, "year in the headline")
    assert "headline: year" in draw(120, article(title="Hasil 2024"), [named])
    assert "metadata: year" in draw(120, article(title="Hasil"), [named])


def test_an_article_without_facts_says_so(draw: Draw) -> None:
    printed = draw(80, facts=())
    assert "No region, result or date was read out of this article." in printed
    assert "Why" not in printed


def test_each_kind_of_fact_has_a_look_of_its_own(draw_colours: Draw) -> None:
    printed = draw_colours()
    looks = {
        fact.kind: match[1]
        for fact in FACTS
        if fact.span != NOWHERE
        and (
            match := re.search(
                rf"\x1b\[([\d;]+)m{re.escape(TEXT[fact.span.start : fact.span.end])}", printed
            )
        )
    }
    assert set(looks) == {fact.kind for fact in FACTS}
    assert len(set(looks.values())) == len(looks)
    assert all("4" in look.split(";") for look in looks.values()), "not underlined"
    assert looks["zone"] == "4;30;42"


def test_without_colour_facts_stay_underlined(
    draw_colours: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    printed = draw_colours()
    assert re.search(r"\x1b\[(?:1;)?4m98,19", printed)
    assert not re.search(r"\x1b\[[\d;]*\b[34][0-7]m", printed)


def test_furniture_is_dim_and_left_out_where_that_cannot_be_seen(
    draw: Draw, draw_colours: Draw
) -> None:
    assert f"\x1b[2m{NOISE}" in draw_colours()
    assert NOISE not in draw(80)


def test_a_fact_inside_furniture_is_always_shown(draw: Draw, draw_colours: Draw) -> None:
    shown = article("Foto diambil 17/11/2024 di balai kota.\nWarga datang.")
    shown = replace(shown, noise=(Span(0, 38),))
    fact = Fact("date", Span(13, 23), "2024-11-17", None, "date of a caption")
    assert "17/11/2024[1]" in draw(80, shown, [fact])
    assert "Foto" not in draw(80, shown, [fact])
    coloured = draw_colours(shown, [fact])
    assert "\x1b[2mFoto diambil" in coloured
    assert "\x1b[4;94m17/11/2024" in coloured


def test_hostile_text_cannot_steer_the_terminal(draw_colours: Draw) -> None:
    evil = "Kota \x1b[2JBlitar\x1b]0;x\x07 [bold red]98,19[/]\u202e \x9b31m"
    fact = Fact("score", Span(0, 7), evil, evil, evil)
    printed = draw_colours(article(evil, title=evil, outlet=evil, id=evil), [fact])
    assert "[bold red]98,19[/]" in printed
    for steering in ("\x1b[2J", "\x1b]", "\u202e", "\x9b", "\x07"):
        assert steering not in printed


@given(
    st.text(alphabet="abc 98,19\n\t\x1b[\u202eü", max_size=60),
    st.lists(st.integers(0, 60), max_size=8),
)
def test_marks_change_nothing_but_add_numbers(text: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    edges = edges[: len(edges) // 2 * 2]
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    facts = [Fact("score", span, "1", "X", "so") for span in spans]
    printed = drawn(io.StringIO(), article(text, title="T", outlet=None, noise=()), facts)
    shown = printed.partition("\n\n")[2].partition("Why it was read so")[0]
    if not facts:
        shown = shown.partition("No region, result")[0]
    for number in range(1, len(facts) + 1):
        assert f"[{number}]" in shown
        shown = shown.replace(f"[{number}]", "", 1)
    pieces = [text[a:b] for a, b in zip([0, *edges], [*edges, len(text)], strict=True)]
    assert "".join(shown.split()) == "".join("".join(map(plain, pieces)).split())


def test_records_hold_each_fact_with_its_place() -> None:
    shown = article()
    record = facts_record(shown, FACTS)
    assert list(record) == ["schema", "id", "facts"]
    assert record["id"] == "blitar.txt"
    keys = ["kind", "value", "entity", "start", "end", "text", "why", "place"]
    for fact, told in zip(FACTS, record["facts"], strict=True):
        assert list(told) == keys
        assert told["text"] == TEXT[told["start"] : told["end"]]
        assert told == fact_record(shown, fact)
    assert [told["place"] for told in record["facts"]] == ["headline", "metadata"] + ["text"] * 8
    assert record["facts"][3]["value"] == "98.19"


# On the command line ----------------------------------------------------------------------


@pytest.fixture
def indexed_here(here: None, tmp_path: Path) -> None:
    """One article, indexed in the current folder."""
    record = {
        "id": "blitar",
        "title": "Kota Blitar Masuk Zona Hijau",
        "published": "2024-11-18",
        "outlet": "Kabar Blitar",
        "text": TEXT.replace(NOISE, ""),
    }
    write_records(tmp_path / "berita.jsonl", [record])
    assert run_here("index", "berita.jsonl").code == 0


def test_explain_tells_what_was_read_and_why(indexed_here: None) -> None:
    ran = run_here("explain", "blitar")
    assert (ran.code, ran.err) == (0, "")
    text, _, reasons = ran.out.partition("Why it was read so")
    assert re.search(r"98,19\[(\d+)\]", text)
    number = re.search(r"98,19\[(\d+)\]", text)[1]  # type: ignore[index]
    assert re.search(rf"\[{number}\] +score +98,19 +Kota Blitar +\w", reasons)
    assert run_here("show", "blitar", "--facts") == ran


def test_explain_in_data_formats(indexed_here: None) -> None:
    record = run_here("explain", "blitar", "--format", "json").json
    assert (record["schema"], record["id"]) == (1, "blitar")
    text = run_here("show", "blitar", "--format", "json").json["text"]
    scores = [fact for fact in record["facts"] if fact["kind"] == "score"]
    assert [(fact["value"], fact["entity"], fact["text"]) for fact in scores] == [
        ("98.19", "Kota Blitar", "98,19")
    ]
    for fact in record["facts"]:
        assert fact["text"] == text[fact["start"] : fact["end"]]
        assert fact["why"]
    rows = run_here("explain", "blitar", "--format", "csv").lines
    assert rows[0] == "kind,value,entity,start,end,text,why,place"
    assert len(rows) == len(record["facts"]) + 1
    assert len(run_here("explain", "blitar", "--format", "jsonl").lines) == len(record["facts"])
    assert run_here("explain", "blitar", "--format", "ids").out == "blitar\n"


def test_explain_of_an_unknown_article_exits_with_1(indexed_here: None) -> None:
    ran = run_here("explain", "tidak-ada")
    assert (ran.code, ran.out) == (1, "")
    assert "tidak-ada" in ran.err


@pytest.mark.parametrize("other", [["--raw"], ["--query", "hijau"]])
def test_facts_go_with_no_other_view(here: None, other: list[str]) -> None:
    ran = run_here("show", "blitar", "--facts", *other)
    assert (ran.code, ran.out) == (2, "")
    assert "--facts" in ran.err


# One sentence for each setting that names a region in it; the keys must be all there are.
IN_SETTINGS: dict[str, str] = {
    "plain": "Pemerintah Kota Blitar memperbaiki layanan.",
    "person": "Wali Kota Blitar memperbaiki layanan.",
    "place": "Banyak warga tinggal di Kota Blitar.",
    "venue": "Kepala dinas menyampaikan hal itu dalam acara di Hotel Melati Kota Blitar.",
    "dateline": "Kota Blitar - Loket baru melayani warga.",
    "parent": "Kota Kediri, Jawa Timur, memperbaiki layanan.",
    "seat": "Kepala Perwakilan Ombudsman Jawa Timur datang.",
    "office": "Petugas Polres Blitar memperbaiki layanan.",
    "comparison": "Selain Kota Blitar, ada kota lain.",
    "club": "Klub Persik Kediri menang lagi.",
    "name": "Mahasiswa Universitas Jember datang.",
}


def test_every_setting_of_a_region_is_explained_by_a_clause_of_its_own() -> None:
    assert set(IN_SETTINGS) == set(get_args(Setting))
    reasons = {setting: _reason(setting) for setting in IN_SETTINGS}
    assert len(set(reasons.values())) == len(reasons), "two settings have the same reason"
    for reason in reasons.values():
        assert re.fullmatch(r"[a-z][^.;]+", reason), reason


def _reason(setting: str) -> str:
    """Why a region stands where it does, as ``explain`` tells it of a sentence of that setting."""
    text = IN_SETTINGS[setting]
    (mention,) = (each for each in resolve_mentions("", text) if each.setting == setting)
    (fact,) = (fact for fact in explain(_naming(text, mention)) if fact.kind == "region")
    return fact.why.partition("; ")[0]


def _naming(text: str, mention: Mention) -> Article:
    region = mention.region or mention.candidates[0]
    ref = RegionRef(
        code=region.code,
        name=region.name,
        level=region.level,
        province=region.province,
        role="mention",
        spans=(Span(mention.start, mention.end),),
    )
    return article(text, regions=(ref,), published=None)


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Penilaian Kepatuhan Tahun 2024: Kota Tegal Raih Nilai 91,5", "headline"),
        ("Kota Tegal Raih Nilai 91,5 dari Ombudsman", "metadata"),
        ("Kota Tegal Raih Nilai 91,5 dari Ombudsman, Dicatat 2024", "metadata"),
    ],
)
def test_a_year_that_was_worked_out_is_not_said_to_stand_in_the_headline(
    tmp_path: Path, here: None, title: str, place: str
) -> None:
    text = "Ombudsman mengumumkan hasil penilaian kepatuhan pelayanan publik."
    record = {"id": "tegal", "title": title, "published": "2024-12-20", "text": text}
    write_records(tmp_path / "berita.jsonl", [record])
    assert run_here("index", "berita.jsonl").code == 0
    facts = run_here("explain", "tegal", "--format", "json").json["facts"]
    assert [fact["place"] for fact in facts if fact["kind"] == "year"] == [place]
