"""More like this: the articles like the one that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.ui.app.likeness import Likeness
from tests.pilot import browse_of, open_application, settled, shown
from tests.ui.articles import BLITAR, LONG, Record, index_of, reader_of

COPY: Record = {**BLITAR, "id": "salinan", "outlet": "Warta Timur"}
OTHER: Record = {
    "id": "kediri",
    "title": "Loket layanan Kota Blitar ditiru Kediri",
    "published": "2024-12-01",
    "outlet": "Suara Kediri",
    "text": (
        "Wali kota meniru loket layanan ramah dari Kota Blitar.\n\nAntrean warga di kecamatan "
        "berharap dibenahi, dan penilaian kepatuhan pelayanan publik Ombudsman menunggu."
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    others = [{**LONG, "id": f"lain-{n}", "title": f"Pasar {n}"} for n in range(12)]
    return index_of(tmp_path, BLITAR, COPY, OTHER, *others)


async def test_m_lists_what_is_like_the_article_and_enter_reads_it(folder: Path) -> None:
    async with open_application(folder, "judul:hijau") as pilot:
        browse_of(pilot).go_to("hits")
        read = reader_of(pilot).article
        assert read is not None
        await pilot.press("m")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Likeness)
        screen = shown(pilot)
        assert "Like: Kota Blitar Masuk Zona Hijau" in screen
        assert "Loket layanan Kota Blitar ditiru Kediri" in screen
        assert "also on Kota Blitar" in screen
        assert "Suara Kediri" in screen
        assert "The same in almost the same words" in screen
        await pilot.press("enter")
        await settled(pilot)
        article = reader_of(pilot).article
        assert article is not None
        assert article.id == "kediri"
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "reader"
        await pilot.press("m")
        await settled(pilot)
        assert "Like: Loket layanan Kota Blitar ditiru Kediri" in shown(pilot)


@pytest.mark.parametrize("key", ["escape", "m"])
async def test_the_list_is_left_without_a_change(folder: Path, key: str) -> None:
    async with open_application(folder, "judul:hijau") as pilot:
        browse_of(pilot).go_to("hits")
        before = reader_of(pilot).article
        await pilot.press("m")
        await settled(pilot)
        await pilot.press("j", "k", key)
        await settled(pilot)
        assert pilot.app.screen is browse_of(pilot)
        assert reader_of(pilot).article == before


async def test_an_article_that_is_like_no_other_says_so(tmp_path: Path) -> None:
    async with open_application(index_of(tmp_path, BLITAR), "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("m")
        await settled(pilot)
        assert "No article is like it." in shown(pilot)
