"""The sync state: pieces behave like one dict, and only what changed is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import IndexDamaged, open_index, read_corpus
from searchkit.syncpiece import GONE, FileState
from searchkit.syncstate import SyncState

HASHES = st.sampled_from(["00" * 16, "ff" * 16, GONE])
ENTRIES = st.builds(
    FileState,
    st.integers(0, 1 << 40),
    st.integers(-1, 1 << 62),
    st.dictionaries(st.text(max_size=5), HASHES, max_size=3),
    st.lists(st.tuples(st.none() | st.integers(1, 99), st.text(max_size=5)), max_size=2).map(tuple),
)
CHANGES = st.dictionaries(st.sampled_from("abcdefghijkl"), ENTRIES | st.none(), max_size=8)


def stored(state: SyncState, before: dict[str, bytes]) -> dict[str, bytes]:
    """The pieces on disk after a commit."""
    _, pieces = state.dump()
    return {name: before[name] if data is None else data for name, data in pieces.items()}


@given(st.lists(CHANGES, max_size=8))
def test_any_history_of_pieces_is_that_of_a_dict(
    history: list[dict[str, FileState | None]],
) -> None:
    model: dict[str, FileState] = {}
    pieces: dict[str, bytes] = {}
    for changes in history:
        state = SyncState([], pieces)
        for path, entry in changes.items():
            if entry is not None:
                state.files[path] = model[path] = entry
            elif path in model:
                del state.files[path], model[path]
        pieces = stored(state, pieces)
        state = SyncState([], pieces)
        assert state.count() == sum(len(entry.articles) for entry in model.values())
        assert sorted(state.files.rejected(), key=repr) == sorted(
            ((path, *one) for path, entry in model.items() for one in entry.rejected), key=repr
        )
        ids = {each for entry in model.values() for each in entry.articles}
        assert {each for each in ids if each not in model[str(state.owner(each))].articles} == set()
        assert state.owner("tiada sama sekali") is None
        for path, entry in model.items():
            gone = list(entry.articles.values()).count(GONE)
            assert state.files.counts(path) == (len(entry.articles), gone)
        assert dict(state.files) == model


def test_a_state_without_changes_writes_nothing() -> None:
    state = SyncState(["/korpus"])
    state.files["/korpus/a.txt"] = FileState(1, 2, {"a": "00"})
    pieces = stored(state, {})
    read = SyncState(["/korpus"], pieces)
    assert read.files["/korpus/a.txt"].articles == {"a": "00"}, "looking is no change"
    assert read.dump()[1] == dict.fromkeys(pieces)


def test_a_few_new_files_leave_the_piece_of_many_others_alone() -> None:
    state = SyncState([])
    for number in range(1000):
        state.files[f"/lama/{number}"] = FileState(1, 2, {str(number): "00"})
    pieces = stored(state, {})
    written = 0
    for number in range(300):
        state = SyncState([], pieces)
        state.files[f"/baru/{number}"] = FileState(1, 2, {f"n{number}": "00"})
        _, now = state.dump()
        assert len(now) < 8, "many small syncs stay few pieces"
        written += sum(len(data) for data in now.values() if data)
        pieces = stored(state, pieces)
    assert len(SyncState([], pieces).files) == 1300
    assert written < 8 * sum(map(len, pieces.values())), "each file is rewritten a few times only"


def test_only_the_pieces_of_the_last_commit_stay(tmp_path: Path) -> None:
    corpus = tmp_path / "berita"
    corpus.mkdir()
    with open_index(tmp_path / "index") as index:
        for number in range(12):
            (corpus / f"{number}.txt").write_text(f"Judul {number}\n\nKabar singkat.")
            with index.writer() as writer:
                writer.sync(read_corpus(corpus))
            line, _ = (index.location / "manifest.json").read_text().splitlines()
            named = json.loads(line)["state"]["pieces"].values()
            found = {path.name for path in index.location.glob("data/sync-*.piece")}
            assert found == set(named)


@pytest.mark.parametrize("keep", [0, 20, -1])
def test_a_piece_that_is_cut_off_is_damage(tmp_path: Path, keep: int) -> None:
    (tmp_path / "a.txt").write_text("Judul\n\nKabar singkat.")
    with open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(tmp_path / "a.txt"))
        for path in index.location.glob("data/sync-*.piece"):
            path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(IndexDamaged, match=r"\.piece: .* bytes?, expected"):
            index.stats()
        with pytest.raises(IndexDamaged), index.writer() as writer:
            pass


def test_a_piece_that_is_missing_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Judul\n\nKabar singkat.")
    with open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(tmp_path / "a.txt"))
        for path in index.location.glob("data/sync-*.piece"):
            path.unlink()
        with pytest.raises(IndexDamaged):
            index.stats()
        assert index.search("kabar").total == 1, "a search does not need it"
