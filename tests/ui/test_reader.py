"""The reader: what is shown of an article, and the keys that walk in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pilot import browse_of, open_application, settled, told, until
from tests.ui.articles import (
    BLITAR,
    LONG,
    Record,
    drawn,
    index_of,
    reader_of,
    rows_seen,
    words_in,
)

COPY: Record = {**BLITAR, "id": "salinan", "outlet": "Warta Timur", "url": ""}


@pytest.fixture
def blitar(tmp_path: Path) -> Path:
    return index_of(tmp_path, BLITAR)


async def test_an_article_begins_with_what_is_known_of_it(tmp_path: Path) -> None:
    folder = index_of(tmp_path, BLITAR, COPY)
    async with open_application(folder, "loket", (180, 40)) as pilot:
        rows = rows_seen(reader_of(pilot))
    assert rows[0] == "Kota Blitar Masuk Zona Hijau"
    assert rows[1].startswith(("Kabar Blitar · 18 Nov 2024 · Rina Wati", "Warta Timur"))
    assert "Kota Blitar" in rows[1] + rows[2]
    head = "\n".join(rows[:8])
    assert "also in: " in head
    assert "Kota Blitar · 2024 ·  98,19 · hijau · A" in head
    assert "Pemerintah Kota Blitar memperoleh nilai" in "\n".join(rows)


async def test_paragraphs_stand_apart_and_page_furniture_is_dimmed(blitar: Path) -> None:
    async with open_application(blitar, "kecamatan", (180, 40)) as pilot:
        reader = reader_of(pilot)
        rows = rows_seen(reader)
        furniture = next(s for s in drawn(reader) if s.text.startswith("Baca juga"))
        plain = next(s for s in drawn(reader) if s.text.startswith("Wali kota"))
        at = next(n for n, row in enumerate(rows) if row.startswith("Wali kota"))
    assert rows[at - 1] == ""
    assert furniture.style and plain.style
    assert furniture.style.dim or furniture.style.color != plain.style.color


async def test_matches_and_facts_are_told_apart_without_colour(blitar: Path) -> None:
    async with open_application(blitar, "loket", (180, 40)) as pilot:
        reader = reader_of(pilot)
        assert words_in(reader, "bold", "underline") == ["loket", "Loket", "loket"]
        facts = words_in(reader, "italic")
    assert "98,19" in facts
    assert "Pemerintah Kota Blitar" in facts
    assert "2024" in facts


async def test_n_goes_from_match_to_match_and_round(blitar: Path) -> None:
    async with open_application(blitar, "loket", (120, 24)) as pilot:
        reader = reader_of(pilot)
        browse_of(pilot).go_to("reader")
        await pilot.pause()
        assert str(reader.border_subtitle) == "3 matches"
        seen = []
        for key in "nnnnNN":
            await pilot.press(key)
            assert words_in(reader, "bold", "underline", "reverse") in (["loket"], ["Loket"])
            seen.append(reader.position)
        assert seen == ["1/3", "2/3", "3/3", "1/3", "3/3", "2/3"]
        assert str(reader.border_subtitle) == "2/3"


async def test_n_in_the_hits_walks_in_the_article(blitar: Path) -> None:
    async with open_application(blitar, "loket", (120, 40)) as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("n", "n")
        assert reader_of(pilot).position == "2/3"
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "hits"
        await pilot.press("N")
        assert reader_of(pilot).position == "1/3"


async def test_n_in_the_hits_shows_the_article_where_it_is_hidden(blitar: Path) -> None:
    async with open_application(blitar, "loket", (80, 24)) as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("n")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "reader"
        assert reader_of(pilot).position == "1/3"


async def test_an_article_without_a_match_says_so(blitar: Path) -> None:
    async with open_application(blitar, "wilayah:blitar", (120, 40)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        reader.show(reader.article)
        await pilot.press("n")
        assert "No match in the text of this article." in told(pilot)
        assert reader.position == ""


async def test_w_numbers_the_facts_and_tells_why(blitar: Path) -> None:
    async with open_application(blitar, "loket", (180, 60)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        assert "Why it was read so" not in rows_seen(reader)
        await pilot.press("w")
        rows = rows_seen(reader)
        text, _, reasons = "\n".join(rows).partition("Why it was read so")
        number = text.partition("98,19[")[2].partition("]")[0]
        assert f"[{number}] score 98,19 · Kota Blitar\n    " in reasons
        assert "berita.jsonl:1" in "".join(reasons.split("\n"))
        await pilot.press("w")
        assert "98,19[" not in "\n".join(rows_seen(reader))


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (("j",), 1),
        (("down", "down", "k"), 1),
        (("j", "up"), 0),
        (("space",), -1),
        (("pagedown", "b"), 0),
        (("space", "pageup"), 0),
        (("G", "g"), 0),
        (("end", "home"), 0),
        (("ctrl+d", "ctrl+u"), 0),
    ],
)
async def test_keys_move_the_text(tmp_path: Path, keys: tuple[str, ...], rows: int) -> None:
    folder = index_of(tmp_path, LONG)
    async with open_application(folder, "pasar", (120, 30)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert reader.scroll_offset.y == (reader.size.height - 1 if rows < 0 else rows)


async def test_half_a_page_and_the_end(tmp_path: Path) -> None:
    folder = index_of(tmp_path, LONG)
    async with open_application(folder, "pasar", (120, 30)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert reader.scroll_offset.y == reader.size.height // 2
        await pilot.press("G")
        await pilot.pause()
        assert rows_seen(reader)[-1].endswith("nomor 59.")


async def test_resizing_keeps_the_words_at_the_top(tmp_path: Path) -> None:
    folder = index_of(tmp_path, LONG)
    async with open_application(folder, "pasar", (180, 40)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        reader.go_to_offset(reader.article.text.index("Alinea 20 "))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("j", "j", "j")
        await pilot.pause()
        first = rows_seen(reader)[0]
        assert first.startswith("Alinea 20 ")
        for width in (120, 150, 117, 100, 80, 180):
            await pilot.resize_terminal(width, 40)
            await settled(pilot)
            assert rows_seen(reader)[0].startswith("Alinea 20 "), width
        assert rows_seen(reader)[0] == first


async def test_w_keeps_the_words_at_the_top(tmp_path: Path) -> None:
    folder = index_of(tmp_path, {**BLITAR, "text": BLITAR["text"] + "\n\n" + LONG["text"]})
    async with open_application(folder, "pasar", (120, 30)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        reader.go_to_offset(reader.article.text.index("Alinea 9 "))  # type: ignore[union-attr]
        await pilot.press("j", "j", "j")
        await pilot.pause()
        before = rows_seen(reader)[0]
        assert before.startswith("Alinea 9 ")
        await pilot.press("w")
        await pilot.pause()
        assert rows_seen(reader)[0] == before
        await pilot.press("w")
        await pilot.pause()
        assert rows_seen(reader)[0] == before


async def test_another_article_begins_at_its_top_and_the_same_one_stays(tmp_path: Path) -> None:
    folder = index_of(tmp_path, BLITAR, LONG)
    async with open_application(folder, "pasar", (120, 30)) as pilot:
        browse = browse_of(pilot)
        browse.go_to("reader")
        reader = reader_of(pilot)
        await pilot.press("space")
        await pilot.pause()
        down = reader.scroll_offset.y
        browse.look_at(browse.view.typed("pasar ikan"))
        await settled(pilot)
        assert reader.scroll_offset.y == down > 0
        browse.look_at(browse.view.typed("loket"))
        await settled(pilot)
        assert reader.article is not None
        assert (reader.article.id, reader.scroll_offset.y) == ("blitar", 0)


async def test_a_huge_article_is_read_and_its_matches_are_found(tmp_path: Path) -> None:
    text = "\n".join("Warga menunggu di loket sejak pagi hari." * 20 for _ in range(120))
    folder = index_of(tmp_path, {**BLITAR, "text": text})
    async with open_application(folder, "loket", (120, 40)) as pilot:
        reader = reader_of(pilot)
        await until(pilot, lambda: reader.position.endswith("/2400"))
        browse_of(pilot).go_to("reader")
        await pilot.press("N")
        assert reader.position == "2400/2400"
        assert words_in(reader, "bold", "underline", "reverse") == ["loket"]
        top = reader.scroll_offset.y
        await pilot.resize_terminal(150, 40)
        await settled(pilot)
        assert reader.scroll_offset.y != top
        assert reader.position == "2400/2400"


async def test_escape_goes_back_to_the_hits_and_their_article(tmp_path: Path) -> None:
    folder = index_of(tmp_path, BLITAR, LONG)
    async with open_application(folder, "loket", (120, 40)) as pilot:
        browse, reader = browse_of(pilot), reader_of(pilot)
        other = await browse.asking.ask(lambda index: index.article("panjang"))
        browse.read(other)
        browse.go_to("reader")
        await settled(pilot)
        assert reader.article == other
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "hits"
        assert reader.article is not None
        assert reader.article.id == "blitar"
