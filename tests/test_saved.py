"""Saved searches: what is new to them, the file that people may edit, several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus import read_corpus
from searchkit.data import dump_entries, parse_entries, with_entry
from searchkit.errors import SavedSearchError
from searchkit.index import Index, open_index
from searchkit.query.filters import Filters
from searchkit.saved import SavedSearches
from searchkit.savedsearch import SavedSearch
from searchkit.seen import Seen, hashed
from tests.golden.corpus import RECORDS, write_records

FLOOD = {
    "id": "banjir-2",
    "title": "Banjir Kembali Merendam Kota Tegal",
    "published": "2024-03-01",
    "outlet": "Warta Pantura",
    "text": "Banjir kembali merendam jalan utama di Kota Tegal. Warga diminta waspada.",
}


def sync(index: Index, corpus: Path, records: Sequence[dict[str, str]]) -> None:
    """Make the index hold just these records."""
    write_records(corpus, records)
    with index.writer() as writer:
        writer.sync(read_corpus(corpus), prune=True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "berita.jsonl"


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Iterator[Index]:
    with open_index(tmp_path / "index") as index:
        sync(index, corpus, RECORDS)
        yield index


@pytest.fixture
def searches(tmp_path: Path) -> SavedSearches:
    return SavedSearches(tmp_path / "data" / "searchkit")


def search_for(index: Index, query: str = "banjir", name: str = "banjir") -> SavedSearch:
    return SavedSearch(name, query, str(index.location))


def saved(searches: SavedSearches, index: Index, search: SavedSearch) -> SavedSearch:
    """Save a search as read."""
    return searches.save(search, seen=index.matching(search.query, filters=search.filters))


def new_ids(searches: SavedSearches, index: Index, name: str = "banjir") -> set[str]:
    return set(searches.news(searches.get(name), index).ids)


# All that match -----------------------------------------------------------------------------

QUERIES = (
    "*",
    "banjir",
    "zona hijau",
    "zona hijau jawa timur",
    "kota -hijau",
    "wilayah:jatim OR banjir",
    "siapa wali kota",
    "skor kota blitar",
    "kata-yang-tiada",
    "",
)


@pytest.mark.parametrize("query", QUERIES)
def test_matching_tells_what_a_strict_search_finds(index: Index, query: str) -> None:
    hits = index.search(query, strict=True, fold=False, limit=100).hits
    assert sorted(index.matching(query)) == sorted(hit.article.id for hit in hits)


def test_matching_knows_filters_several_segments_and_deleted_articles(
    index: Index, corpus: Path
) -> None:
    changed = {**RECORDS[1], "text": RECORDS[1]["text"] + " Banjir surut."}
    sync(index, corpus, [RECORDS[0], changed, *RECORDS[3:], FLOOD])
    assert sorted(index.matching("*")) == sorted(index.ids())
    assert set(index.matching("banjir")) == {"banjir", "banjir-2", "malang"}
    filters = Filters.parse(regions=["jatim"], years=["2024"])
    assert set(index.matching("*", filters=filters)) == {"blitar", "malang"}


def test_a_search_can_be_narrowed_to_some_articles(index: Index) -> None:
    filters = Filters.parse(bands=["hijau"]).among(["jember", "banjir", "tiada"])
    assert [hit.article.id for hit in index.search("*", filters=filters).hits] == ["jember"]
    assert index.search("*", filters=Filters().among([])).total == 0


# News -----------------------------------------------------------------------------------------


def test_what_matches_when_a_search_is_saved_is_no_news(
    searches: SavedSearches, index: Index
) -> None:
    search = saved(searches, index, search_for(index))
    assert search.read_at == search.saved_at is not None
    assert new_ids(searches, index) == set()


def test_a_search_that_is_left_unread_has_all_as_news(
    searches: SavedSearches, index: Index
) -> None:
    assert searches.save(search_for(index)).read_at is None
    assert new_ids(searches, index) == {"banjir"}


def test_an_article_that_is_indexed_later_is_new_until_it_is_read(
    searches: SavedSearches, index: Index, corpus: Path
) -> None:
    saved(searches, index, search_for(index))
    sync(index, corpus, [*RECORDS, FLOOD])
    news = searches.news(searches.get("banjir"), index)
    assert news.ids == ("banjir-2",)
    assert [hit.article.id for hit in news.results(index).hits] == ["banjir-2"]
    assert searches.counts(index) == {"banjir": 1}
    before = searches.get("banjir").read_at
    searches.mark_read(news)
    assert searches.counts(index) == {"banjir": 0}
    read_at = searches.get("banjir").read_at
    assert before is not None and read_at is not None and read_at >= before


def test_an_article_that_changed_so_that_it_matches_is_new(
    searches: SavedSearches, index: Index, corpus: Path
) -> None:
    saved(searches, index, search_for(index))
    changed = {**RECORDS[0], "text": RECORDS[0]["text"] + " Banjir tidak mengganggu layanan."}
    sync(index, corpus, [changed, *RECORDS[1:]])
    assert new_ids(searches, index) == {"blitar"}


def test_an_article_that_matches_again_is_new_again(
    searches: SavedSearches, index: Index, corpus: Path
) -> None:
    saved(searches, index, search_for(index))
    sync(index, corpus, RECORDS[:-1])
    searches.mark_read(searches.news(searches.get("banjir"), index))
    sync(index, corpus, RECORDS)
    assert new_ids(searches, index) == {"banjir"}


def test_building_the_index_anew_makes_nothing_new(
    searches: SavedSearches, index: Index, corpus: Path
) -> None:
    saved(searches, index, search_for(index, "*"))
    with index.writer(rebuild=True) as writer:
        writer.sync(read_corpus(corpus))
    assert new_ids(searches, index) == set()


def test_a_relaxed_match_is_no_news(searches: SavedSearches, index: Index, corpus: Path) -> None:
    saved(searches, index, search_for(index, "banjir semarang"))
    sync(index, corpus, [*RECORDS, FLOOD])
    assert new_ids(searches, index) == set()


def test_filters_and_order_of_a_search_hold_for_its_news(
    searches: SavedSearches, index: Index
) -> None:
    search = replace(search_for(index, "*", "hijau"), bands=("hijau",), sort="oldest")
    searches.save(search)
    news = searches.news(searches.get("hijau"), index)
    found = [hit.article.id for hit in news.results(index).hits]
    assert found == ["jember", "blitar", "malang"]
    assert [hit.article.id for hit in news.results(index, limit=1).hits] == ["jember"]


def test_only_a_part_of_the_news_can_be_read(searches: SavedSearches, index: Index) -> None:
    searches.save(search_for(index, "zona", "zona"))
    news = searches.news(searches.get("zona"), index)
    searches.mark_read(news, only=["tegal"])
    assert new_ids(searches, index, "zona") == set(news.ids) - {"tegal"}


def test_what_another_process_has_read_meanwhile_stays_read(
    searches: SavedSearches, index: Index, corpus: Path
) -> None:
    searches.save(search_for(index))
    early = searches.news(searches.get("banjir"), index)
    sync(index, corpus, [*RECORDS, FLOOD])
    searches.mark_read(searches.news(searches.get("banjir"), index))
    searches.mark_read(early)
    assert new_ids(searches, index) == set()


def test_reading_news_of_a_search_that_is_gone_or_another_changes_nothing(
    searches: SavedSearches, index: Index
) -> None:
    searches.save(search_for(index))
    news = searches.news(searches.get("banjir"), index)
    searches.save(search_for(index, "zona"), replace=True)
    searches.mark_read(news)
    assert searches.get("banjir").read_at is None
    searches.remove("banjir")
    searches.mark_read(news)
    assert searches.all() == ()
    assert [path.name for path in searches.folder.glob("seen-*")] == []


def test_counts_are_of_one_index_and_leave_out_what_cannot_be_asked(
    searches: SavedSearches, index: Index, tmp_path: Path
) -> None:
    searches.save(search_for(index))
    searches.save(replace(search_for(index, name="rusak"), regions=("atlantis",)))
    searches.save(SavedSearch("lain", "banjir", str(tmp_path / "tiada")))
    assert searches.counts(index) == {"banjir": 1}
    assert [search.name for search in searches.of(index.location)] == ["banjir", "rusak"]
    with open_index(tmp_path / "tiada") as missing:
        assert searches.counts(missing) == {}


def test_a_filter_that_means_nothing_any_more_is_told_with_the_place_of_the_file(
    searches: SavedSearches, index: Index
) -> None:
    searches.save(replace(search_for(index), regions=("jatm",)))
    with pytest.raises(SavedSearchError, match=r"'banjir' means nothing: .*'jatm'") as error:
        searches.news(searches.get("banjir"), index)
    assert str(searches.path) in error.value.next_step


# What was seen --------------------------------------------------------------------------------

MOMENTS = st.datetimes(
    min_value=datetime(1901, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.just(UTC),
)


@given(MOMENTS, st.sets(st.text(st.characters(codec=None)), max_size=20))
def test_what_was_seen_is_read_as_it_was_written(moment: datetime, ids: set[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "seen.bin"
        Seen.of(moment, map(hashed, ids)).store(path)
        seen = Seen.load(path)
        assert seen.read_at == moment
        assert seen.hashes == set(map(hashed, ids))
        whole = path.read_bytes()
        path.write_bytes(whole[:-3])
        assert Seen.load(path) == Seen()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert Seen.load(path) == Seen(), at


def test_what_the_first_version_kept_is_read(tmp_path: Path) -> None:
    data = b"".join(sorted(map(hashed, ("a", "b"))))
    head = struct.pack("<16sqI", b"searchkit seen\0\1", 1_000_000, crc32(data))
    (tmp_path / "seen.bin").write_bytes(head + data)
    seen = Seen.load(tmp_path / "seen.bin")
    assert seen.read_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert seen.hashes == {hashed("a"), hashed("b")}


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "other"])
def test_where_nobody_knows_what_was_seen_all_is_new(
    searches: SavedSearches, index: Index, damage: str
) -> None:
    saved(searches, index, search_for(index))
    [path] = searches.folder.glob("seen-*")
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": whole[:-1], "other": b"x" + whole[1:]}[damage])
    assert new_ids(searches, index) == {"banjir"}
    assert searches.get("banjir").read_at is None


# Names ----------------------------------------------------------------------------------------

NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8).flatmap(
    lambda first: st.text(st.sampled_from("-_ aZ9é"), max_size=12).map(lambda rest: first + rest)
)
TEXTS = st.text(st.characters(codec=None)).filter(bool)
MANY = st.lists(TEXTS, max_size=3).map(tuple)


@given(
    st.builds(
        SavedSearch,
        name=NAMES,
        query=TEXTS,
        index=st.sampled_from(["index", "/srv/berita: arsip", "opensearch://localhost:9200/x"]),
        regions=MANY,
        years=MANY,
        outlets=MANY,
        since=st.none() | TEXTS,
        sort=st.sampled_from(["relevance", "newest", "score"]),
    )
)
def test_a_search_is_kept_as_it_was_saved(search: SavedSearch) -> None:
    with TemporaryDirectory() as folder:
        searches = SavedSearches(Path(folder))
        kept = searches.save(search)
        assert searches.get(search.name) == kept == searches.get(search.name.casefold())
        for name in ("query", "regions", "years", "outlets", "since", "sort"):
            assert getattr(kept, name) == getattr(search, name)
        assert kept.is_for(search.index)
        assert searches.all() == (kept,)


def test_names_go_by_any_case_and_by_single_blanks(searches: SavedSearches, index: Index) -> None:
    searches.save(search_for(index, name="  Zona   Hijau "))
    assert searches.get("zona hijau").name == "Zona Hijau"
    with pytest.raises(SavedSearchError, match="saved as 'Zona Hijau' already"):
        searches.save(search_for(index, name="ZONA hijau"))
    searches.save(search_for(index, "zona", name="ZONA hijau"), replace=True)
    assert [(search.name, search.query) for search in searches.all()] == [("ZONA hijau", "zona")]


@pytest.mark.parametrize(
    "name", ["", " ", "-x", "../x", "a/b", "a.b", "a\0b", "_x", "x" * 61, "\u1fb7" * 60]
)
def test_what_is_no_name_is_refused(searches: SavedSearches, index: Index, name: str) -> None:
    with pytest.raises(SavedSearchError, match="is no name for a saved search"):
        searches.save(search_for(index, name=name))
    assert not searches.path.exists()


def test_the_longest_names_have_room_as_files(searches: SavedSearches, index: Index) -> None:
    name = "\U00020000" * 60
    saved(searches, index, search_for(index, name=name))
    assert new_ids(searches, index, name) == set()


def test_an_unknown_name_is_answered_with_near_ones(searches: SavedSearches, index: Index) -> None:
    with pytest.raises(SavedSearchError) as error:
        searches.get("banjr")
    assert "searchkit save" in error.value.next_step
    searches.save(search_for(index))
    with pytest.raises(SavedSearchError, match="no search is saved as 'banjr'") as error:
        searches.remove("banjr")
    assert error.value.next_step == "Did you mean banjir?"


def test_a_search_that_is_renamed_keeps_what_was_read(
    searches: SavedSearches, index: Index
) -> None:
    saved(searches, index, search_for(index))
    saved(searches, index, search_for(index, name="lain"))
    with pytest.raises(SavedSearchError, match="already"):
        searches.rename("banjir", "LAIN")
    assert searches.rename("banjir", "air bah").name == "air bah"
    assert searches.rename("air bah", "Air Bah").name == "Air Bah"
    assert new_ids(searches, index, "air bah") == set()
    assert [search.name for search in searches.all()] == ["Air Bah", "lain"]
    assert sorted(path.name for path in searches.folder.glob("seen-*")) == [
        "seen-air bah.bin",
        "seen-lain.bin",
    ]


# The file -------------------------------------------------------------------------------------

BY_HAND = """\
# For the regional desk
Zona Hijau:   # ask Sari before changing it
  query: zona hijau
  regions: [35.10, jatim]
  years: 2024
  since: 2024-01-31
  colour: no
  index: ../index
# Floods
banjir:
  query: "banjir: kota"
  index: ../index

# that is all
"""


def write(searches: SavedSearches, text: str) -> None:
    searches.folder.mkdir(parents=True, exist_ok=True)
    searches.path.write_text(text, encoding="utf-8")


def test_a_file_written_by_hand_is_read_as_it_stands_there(searches: SavedSearches) -> None:
    write(searches, BY_HAND)
    green, flood = searches.all()
    assert (green.name, green.query) == ("Zona Hijau", "zona hijau")
    assert (green.regions, green.years) == (("35.10", "jatim"), ("2024",))
    assert (green.since, green.saved_at, green.read_at) == ("2024-01-31", None, None)
    assert green.index == str(searches.folder.parent / "index")
    assert flood.query == "banjir: kota"


def test_what_a_change_does_not_concern_stays_as_it_was_written(
    searches: SavedSearches, index: Index
) -> None:
    write(searches, BY_HAND)
    searches.save(search_for(index, name="baru"))
    assert searches.path.read_text().startswith(BY_HAND)
    searches.remove("baru")
    assert searches.path.read_text() == BY_HAND
    searches.remove("banjir")
    assert searches.path.read_text() == (BY_HAND[: BY_HAND.index("banjir:")] + "\n# that is all\n")
    searches.rename("zona hijau", "Hijau")
    text = searches.path.read_text()
    assert text.startswith("# For the regional desk\nHijau:\n")
    assert "  colour: no\n" in text and "  since: 2024-01-31\n" in text


def test_unknown_keys_survive_that_a_search_is_replaced(
    searches: SavedSearches, index: Index
) -> None:
    write(searches, BY_HAND)
    searches.save(search_for(index, "hijau", "zona hijau"), replace=True)
    entry = parse_entries(searches.path.read_text())["zona hijau"].value
    assert entry["colour"] == "no"
    assert entry["query"] == "hijau"
    assert "regions" not in entry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a:\n  query: [x\n", "line 3"),
        ("a:\n  query: x\n  index: i\na:\n  query: y\n  index: i\n", "line 4"),
        ("a:\n  query: x\n  index: i\nA:\n  query: y\n  index: i\n", "line 4: its name stands"),
        ("# x\na: banjir\n", "line 2: 'a' has no query"),
        ("a:\n  index: i\n", "line 1: 'a' has no 'query'"),
        ("a:\n  query: x\n", "line 1: 'a' has no 'index'"),
        ("a:\n  query: [x, y]\n  index: i\n", "line 1: 'query' is no text"),
        ("a:\n  query: x\n  index: i\n  regions: {a: b}\n", "line 1: 'regions' is no text"),
        ('a:\n  query: x\n  index: "i\\0"\n', "line 1: 'index' is no text"),
        ("a:\n  query: x\n  index: i\n  sort: best\n", "line 1: 'sort' is 'best'"),
        ("../a:\n  query: x\n  index: i\n", "line 1: '../a' is no name"),
        ("- a\n", "line 1"),
        ("a:\n  query: \x07\n", "line 2"),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_never_overwritten(
    searches: SavedSearches, index: Index, text: str, told: str
) -> None:
    write(searches, text)
    for change in (
        searches.all,
        lambda: searches.save(search_for(index)),
        lambda: searches.remove("a"),
        lambda: searches.rename("a", "b"),
    ):
        with pytest.raises(SavedSearchError) as error:
            change()
        assert error.value.message.startswith(f"{searches.path}: ")
        assert told in error.value.message
        assert error.value.next_step
    assert searches.path.read_text() == text


def test_a_file_that_is_no_text_is_told(searches: SavedSearches) -> None:
    write(searches, "")
    searches.path.write_bytes(b"a: \xff\n")
    with pytest.raises(SavedSearchError, match="not UTF-8"):
        searches.all()
    assert searches.path.read_bytes() == b"a: \xff\n"


def test_a_file_that_is_a_link_stays_one(searches: SavedSearches, index: Index) -> None:
    elsewhere = searches.folder.parent / "dotfiles.yaml"
    write(searches, "")
    searches.path.unlink()
    elsewhere.write_text(BY_HAND, encoding="utf-8")
    searches.path.symlink_to(elsewhere)
    searches.save(search_for(index, name="baru"))
    assert searches.path.is_symlink()
    assert len(SavedSearches(searches.folder).all()) == 3
    assert "baru:" in elsewhere.read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    searches: SavedSearches, index: Index
) -> None:
    saved(searches, index, search_for(index))
    [seen] = searches.folder.glob("seen-*")
    seen.unlink()
    os.mkfifo(seen)
    assert new_ids(searches, index) == {"banjir"}
    searches.path.unlink()
    os.mkfifo(searches.path)
    with pytest.raises(SavedSearchError, match=r"saved\.yaml: cannot be read \(not a regular file"):
        searches.all()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_that_is_a_link_to_itself_is_told(searches: SavedSearches) -> None:
    searches.folder.mkdir(parents=True, exist_ok=True)
    searches.path.symlink_to(searches.path)
    with pytest.raises(SavedSearchError, match=r"saved\.yaml: cannot be read"):
        searches.all()


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_what_only_its_owner_may_read_stays_so(searches: SavedSearches, index: Index) -> None:
    searches.save(search_for(index))
    searches.path.chmod(0o600)
    searches.save(search_for(index, name="baru"))
    assert searches.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, index: Index) -> None:
    (tmp_path / "file").write_text("")
    searches = SavedSearches(tmp_path / "file" / "data")
    with pytest.raises(SavedSearchError, match="cannot be written"):
        searches.save(search_for(index))


ENTRIES = st.dictionaries(
    TEXTS,
    st.dictionaries(TEXTS, st.text(st.characters(codec=None)) | st.lists(TEXTS), min_size=1),
    max_size=4,
)


def plain(text: str) -> dict[str, object]:
    return {name: entry.value for name, entry in parse_entries(text).items()}


@given(ENTRIES, TEXTS, st.dictionaries(TEXTS, TEXTS, min_size=1))
def test_entries_are_read_as_they_were_written_and_changed_one_by_one(
    entries: dict[str, dict[str, object]], name: str, value: dict[str, str]
) -> None:
    text = dump_entries(entries)
    assert plain(text) == entries
    assert plain(with_entry(text, name, (name, value))) == {**entries, name: value}
    for old in entries:
        others = {each: entry for each, entry in entries.items() if each != old}
        assert plain(with_entry(text, old, None)) == others


@pytest.mark.parametrize(
    "text",
    [
        "{a: {query: x}, b: {query: y}}",
        "---\na: {query: x}\nb:\n    query: y\n...\n",
        "a: &same\n  query: x\nb: *same\n",
        "a:\n  query: |\n    x\n    y\n\nb:\n  query: >-\n    z\n",
        "a:\n  query: x",
        "\ufeffa:\n  query: x\r\nb:\n  query: y\r\n",
    ],
)
def test_any_way_to_write_entries_can_be_changed(text: str) -> None:
    before = plain(text)
    added = plain(with_entry(text, "c", ("c", {"query": "z"})))
    assert added == {**before, "c": {"query": "z"}}
    assert plain(with_entry(text, "a", ("a", {"query": "z"}))) == {**before, "a": {"query": "z"}}
    del before["a"]
    assert plain(with_entry(text, "a", None)) == before


# Several processes ----------------------------------------------------------------------------

EACH = 12


def save_some(folder: str, prefix: str) -> None:
    searches = SavedSearches(Path(folder))
    for number in range(EACH):
        searches.save(SavedSearch(f"{prefix}{number}", "banjir", "index"), seen=[prefix])
    searches.rename(f"{prefix}0", f"{prefix}nol")
    searches.remove(f"{prefix}1")


def test_processes_that_save_at_once_lose_nothing(searches: SavedSearches) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=save_some, args=(str(searches.folder), prefix)) for prefix in "ab"
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    expected = {f"{prefix}{name}" for prefix in "ab" for name in ("nol", *range(2, EACH))}
    found = searches.all()
    assert {search.name for search in found} == expected
    assert all(search.read_at for search in found)


SAVING = """
import sys
from pathlib import Path
from searchkit.saved import SavedSearches
from searchkit.savedsearch import SavedSearch
searches = SavedSearches(Path(sys.argv[1]))
number = 0
while True:
    searches.save(SavedSearch(f"n{number}", "banjir", "index"), seen=["x"])
    print(f"n{number}", flush=True)
    number += 1
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_process_that_is_killed_leaves_a_sound_file_and_no_lock(
    searches: SavedSearches, index: Index
) -> None:
    root = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-c", SAVING, str(searches.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split()
    names = [search.name for search in searches.all()]
    assert names[: len(told)] == told
    searches.save(search_for(index))
    assert searches.get("banjir")
