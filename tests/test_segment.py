"""Segments of arrays against the same articles taken apart by hand, and against Whoosh's own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, create_in
from whoosh.qparser import QueryParser
from whoosh.writing import SegmentWriter

from searchkit.article import Article
from searchkit.engines.whoosh.builder import SegmentBuilder
from searchkit.engines.whoosh.codec import ArrayCodec
from searchkit.engines.whoosh.container import Container, ContainerWriter
from searchkit.engines.whoosh.document import Document, build_document
from searchkit.engines.whoosh.gaps import byte_counts, decode, encode
from searchkit.engines.whoosh.inversion import invert
from searchkit.engines.whoosh.lexicon import Lexicon, write_lexicon
from searchkit.engines.whoosh.merging import merge_segments
from searchkit.engines.whoosh.schema import RECORD, SCORED_FIELDS, build_schema
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.sketch import Sketcher
from searchkit.engines.whoosh.stock import StockIndex
from searchkit.engines.whoosh.stored import Stored, StoredWriter
from searchkit.language.analyzer import Analyzer
from tests.factory import about, build_store, make_article

WORDS = (
    *("pelayanan", "publik", "warga", "kota", "Blitar", "hujan", "deras", "di", "jalan"),
    *("pasar", "beras", "naik", "harga", "98,19"),
)
CODES = ("35", "35.72", "33.16")
ANALYZER = Analyzer()


def document_of(article: Article) -> Document:
    return build_document(article, ANALYZER, Sketcher(ANALYZER))


def articles(count: int, seed: int) -> list[Article]:
    choose = random.Random(seed)
    made = []
    for number in range(count):
        text = " ".join(choose.choices(WORDS, k=choose.randint(0, 50)))
        if not number % 9:
            text += " hujan" * choose.choice((254, 255, 256, 700))
        title = " ".join(choose.choices(WORDS, k=3))
        article = make_article(
            f"a{number}", text, title, outlet=choose.choice(("Satu", "Dua", None))
        )
        codes = choose.sample(CODES, k=choose.randint(0, 2))
        made.append(about(article, *codes, score=choose.choice((None, 97.84)), year=2023))
    return made


def built(path: Path, some: Sequence[Article]) -> Segment:
    builder = SegmentBuilder(ANALYZER)
    for place, article in enumerate(some):
        assert builder.put(article) == place
    assert builder.write(path).articles == len(some)
    return Segment(path)


# What a segment has


def test_a_segment_has_every_posting_of_its_articles(tmp_path: Path) -> None:
    some = articles(40, seed=1)
    segment = built(tmp_path / "one", some)
    documents = [document_of(article) for article in some]
    for field in (*SCORED_FIELDS, "id", "region"):
        counts = [Counter(document.terms(field)) for document in documents]
        terms = sorted({term for count in counts for term in count}, key=str.encode)
        found = segment.field(field)
        assert found is not None
        assert [term.decode() for term in found.lexicon.listed()] == terms
        for term in terms:
            postings = segment.postings(field, term)
            assert postings is not None
            wanted = [(number, count[term]) for number, count in enumerate(counts) if term in count]
            assert list(zip(postings.ids, postings.frequencies, strict=True)) == wanted
            assert segment.document_frequency(field, term) == len(wanted)


def test_a_segment_has_every_position_whichever_postings_are_asked_for(tmp_path: Path) -> None:
    some = articles(60, seed=2)
    segment = built(tmp_path / "one", some)
    choose = random.Random(7)
    for field in ("title", "body"):
        texts = [document_of(article).terms(field) for article in some]
        for term in {term for text in texts for term in text}:
            postings = segment.postings(field, term)
            assert postings is not None
            size = choose.randint(1, len(postings))
            places = np.sort(np.array(choose.sample(range(len(postings)), k=size)))
            positions = segment.positions(field, term, places)
            for at, number in enumerate(postings.ids[places].tolist()):
                start, end = positions.starts[at : at + 2]
                wanted = [place for place, word in enumerate(texts[number]) if word == term]
                assert positions.values[start:end].tolist() == wanted


def test_records_and_columns_come_back(tmp_path: Path) -> None:
    some = articles(30, seed=3)
    segment = built(tmp_path / "one", some)
    for number, article in enumerate(some):
        document = document_of(article)
        assert segment.record(number).decode() == document.record
        ordinals, vocabulary = segment.column("region_values")
        assert vocabulary[ordinals[number]] == document.facts.region
        assert segment.rows("sketch")[number].tobytes() == document.sketch


def test_a_term_that_is_not_there_has_no_postings(tmp_path: Path) -> None:
    segment = built(tmp_path / "one", articles(3, seed=4))
    assert segment.postings("body", "zzz") is None
    assert segment.postings("body", "") is None
    assert segment.postings("none", "kota") is None
    assert segment.document_frequency("body", "zzz") == 0
    with pytest.raises(KeyError):
        segment.positions("body", "zzz", np.zeros(0, dtype=np.int64))


def test_a_segment_without_articles_can_be_read(tmp_path: Path) -> None:
    segment = built(tmp_path / "one", [])
    assert segment.size == 0
    assert segment.postings("body", "kota") is None
    assert merge_segments([segment, segment], tmp_path / "two").articles == 0


@given(
    st.lists(st.text("abÿ́界\0", min_size=1, max_size=14), unique=True),
    st.text("abÿ\0", max_size=14),
)
def test_terms_are_found_by_bisection_as_in_a_sorted_list(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], sought: str
) -> None:
    terms = sorted(word.encode() for word in words)
    path = tmp_path_factory.mktemp("lexicon") / "one"
    writer = ContainerWriter(path)
    write_lexicon(writer, "body", terms)
    writer.close({})
    lexicon = Lexicon(Container(path), "body")
    key = sought.encode()
    assert lexicon.listed() == terms == [lexicon[number] for number in range(len(lexicon))]
    assert lexicon.place(key) == sum(term < key for term in terms)
    assert lexicon.find(key) == (terms.index(key) if key in terms else None)
    assert lexicon.listed(lexicon.with_prefix(key)) == [t for t in terms if t.startswith(key)]
    assert lexicon.lengths.tolist() == list(map(len, terms))


@given(st.lists(st.lists(st.sampled_from(["aku", "kamu", "dia", "ia"]), max_size=12), max_size=8))
def test_inversion_is_what_counting_gives(texts: list[list[str]]) -> None:
    vocabulary = sorted({word for text in texts for word in text}, key=lambda word: word[::-1])
    tokens = np.array([vocabulary.index(word) for text in texts for word in text], dtype=np.uint32)
    inverted = invert(tokens, [len(text) for text in texts], vocabulary)
    postings = [
        (term.encode(), number, [place for place, word in enumerate(text) if word == term])
        for term in sorted(vocabulary)
        for number, text in enumerate(texts)
        if term in text
    ]
    assert [inverted.terms[n] for n in np.repeat(range(len(inverted.terms)), inverted.counts)] == [
        term for term, _, _ in postings
    ]
    assert inverted.ids.tolist() == [number for _, number, _ in postings]
    assert inverted.frequencies.tolist() == [len(places) for *_, places in postings]
    assert inverted.positions.tolist() == [place for *_, places in postings for place in places]


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=6000), max_size=40), st.integers(0, 400))
def test_stored_texts_come_back_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, texts: list[bytes], copies: int
) -> None:
    texts = texts + [b"Wali Kota menerima penghargaan. " * 60] * copies
    path = tmp_path_factory.mktemp("stored") / "one"
    writer, container = StoredWriter(), ContainerWriter(path)
    for text in texts:
        writer.add(text)
    writer.close(container, "texts")
    container.close({})
    stored = Stored(Container(path), "texts")
    assert [stored[number] for number in reversed(range(len(texts)))] == texts[::-1]


# Merging


@settings(max_examples=20)
@given(st.data())
def test_merged_segments_are_those_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("merging")
    some = articles(30, seed=data.draw(st.integers(0, 5)))
    cuts = sorted(data.draw(st.lists(st.integers(0, 30), max_size=4)))
    deleted = np.array(data.draw(st.lists(st.booleans(), min_size=30, max_size=30)))
    segments = []
    for at, (first, last) in enumerate(zip([0, *cuts], [*cuts, 30], strict=True)):
        segment = built(folder / f"part{at}", some[first:last])
        segment.deleted = deleted[first:last] if at % 2 else None
        segments.append(segment)
    lost = np.concatenate(
        [np.zeros(s.size, bool) if s.deleted is None else s.deleted for s in segments]
    )
    living = [article for article, gone in zip(some, lost, strict=True) if not gone]
    assert merge_segments(segments, folder / "merged").articles == len(living)
    assert_same(Segment(folder / "merged"), built(folder / "at once", living))


def assert_same(left: Segment, right: Segment) -> None:
    """Equal in all that is read of them; blocks and vocabularies may be in another order."""
    assert left.size == right.size
    assert left.field_names == right.field_names
    for name in left.field_names:
        for part in ("terms", "starts", "ids", "codes", "many", "how many", "positions", "steps"):
            section = f"{name}/{part}"
            assert (section in left.container) == (section in right.container)
            if section in left.container:
                assert (
                    left.container.array(section).tolist()
                    == right.container.array(section).tolist()
                )
    for name, kind in left.columns.items():
        if kind == "rows":
            assert left.rows(name).tolist() == right.rows(name).tolist()
        elif kind == "ordinals":
            (ours, words), (theirs, others) = left.column(name), right.column(name)
            assert [words[n] for n in ours] == [others[n] for n in theirs]
    assert list(left.stored_texts(RECORD)) == list(right.stored_texts(RECORD))
    assert not list(left.container.damaged())


def test_many_texts_keep_their_blocks_when_they_are_merged(tmp_path: Path) -> None:
    writer, container = StoredWriter(), ContainerWriter(tmp_path / "one")
    choose = random.Random(3)
    texts = [" ".join(choose.choices(WORDS, k=250)).encode() for _ in range(1500)]
    for text in texts:
        writer.add(text)
    writer.close(container, "texts")
    container.close({})
    stored = Stored(Container(tmp_path / "one"), "texts")
    again, container = StoredWriter(), ContainerWriter(tmp_path / "two")
    again.add(b"pertama")
    again.add_all(stored)
    again.add_all(stored)
    again.add(b"terakhir")
    again.close(container, "texts")
    container.close({})
    merged = Stored(Container(tmp_path / "two"), "texts")
    assert list(merged) == [b"pertama", *texts, *texts, b"terakhir"]
    assert stored.dictionaries == 1 and merged.dictionaries == 2
    assert merged.block(1).data == stored.block(0).data


# Whoosh's own writer and searcher on the same segments


def whoosh_index(folder: Path, some: Sequence[Article], codec: Any, parts: int = 1) -> FileIndex:
    """The articles written by Whoosh's own writer in several commits, without merging."""
    folder.mkdir()
    index = FileIndex.create(FileStorage(str(folder)), build_schema(), "MAIN")
    for part in range(parts):
        writer = SegmentWriter(index, codec=codec)
        for article in some[part::parts]:
            writer.add_document(**document_of(article).for_whoosh())
        writer.commit(merge=False)
    return index


def test_whooshs_own_writer_writes_the_same_segment(tmp_path: Path) -> None:
    some = articles(40, seed=5)
    index = whoosh_index(tmp_path / "whoosh", some, ArrayCodec())
    (entry,) = index._read_toc().segments
    theirs, ours = entry.opened(index.storage), built(tmp_path / "one", some)
    assert_same(theirs, ours)
    for field in SCORED_FIELDS:
        assert theirs.field_length(field) == ours.field_length(field)


def answers(index: FileIndex, queries: Sequence[query.Query]) -> list[list[tuple[str, float]]]:
    """Ids and scores of Whoosh's own searcher."""
    with index.searcher() as searcher:
        found = []
        for one in queries:
            hits = searcher.search(one, limit=None)
            pairs = [(index_id(searcher, hit.docnum), round(hit.score or 0.0, 5)) for hit in hits]
            found.append(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
        return found


def index_id(searcher: Any, docnum: int) -> str:
    stored: str = searcher.stored_fields(docnum)[RECORD]
    return stored[:40]


QUERIES: list[query.Query] = [
    query.Term("body", "hujan"),
    query.Term("body_stem", "layan"),
    query.And([query.Term("body", "kota"), query.Term("body", "hujan")]),
    query.Or([query.Term("title", "pasar"), query.Term("body", "beras", boost=2.0)]),
    query.Phrase("body", ["hujan", "deras"]),
    query.Phrase("body", ["kota", "hujan"], slop=4),
    query.Prefix("body", "p"),
    query.Wildcard("body", "h*a"),
    query.FuzzyTerm("body", "hujam"),
    query.TermRange("id", "a1", "a3"),
    query.Not(query.Term("body", "kota")),
    query.And([query.Term("region", "35"), query.Every()]),
    query.DisjunctionMax([query.Term("title", "kota"), query.Term("body", "kota")]),
]


@pytest.mark.parametrize("optimize", [False, True])
def test_whooshs_searcher_answers_as_on_its_own_segments(tmp_path: Path, optimize: bool) -> None:
    some = articles(90, seed=6)
    found = []
    for name, codec in (("arrays", ArrayCodec()), ("stock", W3Codec())):
        index = whoosh_index(tmp_path / name, some, codec, parts=3)
        writer = SegmentWriter(index, codec=codec)
        for number in range(0, 90, 7):
            writer.delete_by_term("id", f"a{number}")
        writer.commit(merge=False, optimize=optimize)
        found.append(answers(index, QUERIES))
        index.close()
    assert found[0] == found[1]
    assert all(found[0])


def test_whoosh_reads_a_commit_as_any_index_of_its_own(tmp_path: Path) -> None:
    build_store(tmp_path, [make_article("satu", "banjir di kota"), make_article("dua", "hujan")])
    index = StockIndex(tmp_path)
    with index.searcher() as searcher:
        parsed = QueryParser("body", index.schema).parse("banjir AND kota")
        (hit,) = searcher.search(parsed)
        assert '"satu"' in hit[RECORD]
        assert [t.decode() for t in searcher.reader().lexicon("body")] == [
            "banjir",
            "di",
            "hujan",
            "kota",
        ]
    index.close()


def test_whoosh_sees_each_commit_and_writes_none(tmp_path: Path) -> None:
    store = build_store(tmp_path, [make_article("satu", "banjir di kota")])
    index = StockIndex(tmp_path)
    assert (index.latest_generation(), index.is_empty(), index.doc_count()) == (1, False, 1)
    with store.writer() as writer:
        writer.put(make_article("dua", "hujan di desa"))
        writer.delete("satu")
        writer.commit({})
    assert (index.latest_generation(), index.doc_count()) == (2, 1)
    with pytest.raises(NotImplementedError, match="WhooshStore"):
        index.writer()


def test_what_the_codec_cannot_keep_is_refused(tmp_path: Path) -> None:
    for name, field, value in (
        ("boost", TEXT(phrase=True, field_boost=1.5), "kota"),
        ("stored", TEXT(stored=True), 7),
    ):
        (tmp_path / name).mkdir()
        index = create_in(str(tmp_path / name), Schema(body=field))
        writer = SegmentWriter(index, codec=ArrayCodec())
        with pytest.raises(ValueError, match="'body'"):
            writer.add_document(body="kota", **({"_stored_body": value} if value == 7 else {}))
            writer.commit()


@given(st.lists(st.sets(st.integers(0, 3000), min_size=1), max_size=12))
def test_positions_come_back_from_their_gaps(texts: list[set[int]]) -> None:
    positions = np.array([place for text in texts for place in sorted(text)], dtype=np.int64)
    frequencies = np.array(list(map(len, texts)), dtype=np.int64)
    data, counts = encode(positions, frequencies)
    assert decode(data, frequencies).tolist() == positions.tolist()
    assert counts.tolist() == byte_counts(data, frequencies).tolist()
    assert counts.sum() == len(data)
