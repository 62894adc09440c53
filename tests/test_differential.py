"""Selections against stock Whoosh: an index of its own, by its own writer, codec and searcher.

The same articles are written into both, in the same commits; what Whoosh has
no query for is put together from its answers. Ids, order, scores, counts,
facets and pages must be the same, in segments with deletions and after merges.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
from whoosh import query as wq
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from searchkit.article import Article
from searchkit.engines.base import Match, Selection, Sort
from searchkit.engines.lead import TOP_GRADE, lead_grades
from searchkit.engines.whoosh import counting as counting_module
from searchkit.engines.whoosh import engine as engine_module
from searchkit.engines.whoosh import evaluator as evaluator_module
from searchkit.engines.whoosh import matches as matches_module
from searchkit.engines.whoosh import pruning as pruning_module
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.engines.whoosh.terms import phrase_terms, text_fields, word_terms
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from tests.factory import about, make_article
from tests.test_evaluator import LuceneIdf

TEXT_WORDS = """
pelayanan publik warga kota jalan pasar harga beras sekolah guru banjir hujan nilai zona
hijau merah melayani layanan dilayani pelajar belajar ajaran naik kenaikan turun penurunan
penilaian ombudsman pengaduan mengadu kantor loket antrean petugas hari pagi sore malam desa
sungai jembatan rusak perbaikan anggaran daerah bupati camat rapat sidang putusan
"""
WORDS = TEXT_WORDS.split()
OUTLETS = ("Harian Satu", "Dua Online", "Kabar Tiga", None)
CODES = ("35", "35.72", "35.73", "33.16", "64.74", "11")
ANALYZER = Analyzer()
COMMITS = (140, 31, 6, 16)
"""The first three stay segments of their own; with the fourth all are merged."""

Found = dict[str, float]


def _articles() -> list[list[Article]]:
    """The articles of each commit; some come a second time, with another text."""
    choose = random.Random(11)
    weights = [1 / (rank + 2) for rank in range(len(WORDS))]
    commits: list[list[Article]] = []
    known: list[str] = []
    for count in COMMITS:
        commit: list[Article] = []
        for place in range(count):
            again = known and choose.random() < 0.08
            name = choose.choice(known) if again else f"a{len(commits)}-{place}"
            if name in {article.id for article in commit}:
                continue
            text = " ".join(choose.choices(WORDS, weights, k=choose.randint(8, 45)))
            day = date(2021, 1, 1) + timedelta(days=choose.randrange(1400))
            article = make_article(
                name,
                text,
                title=" ".join(choose.choices(WORDS, weights, k=4)),
                outlet=choose.choice(OUTLETS),
                published=day if choose.random() < 0.9 else None,
            )
            codes = choose.sample(CODES, k=choose.randint(0, 2))
            score = choose.choice((None, 45.5, 60.0, 82.0, 97.84))
            commit.append(about(article, *codes, score=score, year=choose.randint(2021, 2024)))
        known += [article.id for article in commit]
        commits.append(commit)
    return commits


SCHEMA = Schema(
    id=ID(unique=True, stored=True),
    **{
        name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, spelling=False)
        for name in ("title", "body", "title_stem", "body_stem", "lead")
    },
    region=KEYWORD,
    band=KEYWORD,
    level=KEYWORD,
    outlet=ID,
    year=NUMERIC,
    day=NUMERIC,
    score=NUMERIC(float),
)


def _codes(article: Article) -> set[str]:
    return {part for one in article.subjects for part in (one.code, one.code.split(".")[0])}


def _document(article: Article) -> dict[str, Any]:
    document: dict[str, Any] = {"id": article.id}
    for field, text in (("title", article.title), ("body", article.body)):
        terms, stems = ANALYZER.terms(text)
        document[field] = " ".join(terms)
        document[f"{field}_stem"] = " ".join(stem for stem in stems if stem is not None)
    grades = lead_grades(article.body, ANALYZER)
    document["lead"] = " ".join(term for term, grade in grades.items() for _ in range(grade))
    document["region"] = " ".join(_codes(article)) or None
    document["band"] = " ".join({r.band for r in article.results if r.band}) or None
    document["level"] = " ".join({ref.level for ref in article.subjects}) or None
    document["outlet"] = article.outlet
    document["year"] = article.year
    document["day"] = article.date.toordinal() if article.date else None
    scores = [r.score for r in article.results if r.score is not None]
    document["score"] = scores[0] if scores else None
    return document


@dataclass
class Both:
    """The engine and stock Whoosh over the same commits, and the articles that live."""

    engine: WhooshEngine
    searcher: Searcher
    living: dict[str, Article]

    def found(self, node: ast.Node) -> Found:
        """What Whoosh finds, with scores: by itself for texts, in Python for what is combined."""
        match node:
            case ast.Everything():
                return dict.fromkeys(self.living, 0.0)
            case ast.And(children) | ast.Or(children) if all(map(_is_text, children)):
                joined = wq.And if isinstance(node, ast.And) else wq.Or
                return self.asked(joined([_text(child, self.searcher) for child in children]))
            case ast.And(children):
                parts = [self.found(child) for child in children]
                ids = set.intersection(*map(set, parts))
                return {one: sum(part[one] for part in parts) for one in ids}
            case ast.Or(children):
                return self.found(ast.AtLeast(1, children))
            case ast.AtLeast(count, children):
                parts = [self.found(child) for child in children]
                hits = Counter(one for part in parts for one in part)
                ids = {one for one, times in hits.items() if times >= count}
                return {one: sum(part.get(one, 0.0) for part in parts) for one in ids}
            case ast.Not(child):
                return dict.fromkeys(self.living.keys() - self.found(child).keys(), 0.0)
            case ast.Prefix() | ast.Wildcard() | ast.Fuzzy():
                return dict.fromkeys(self.asked(_text(node, self.searcher)), 1.0)
            case ast.Either(children):
                # Whoosh's DisjunctionMax does not always tell the best score.
                parts = [self.found(child) for child in children]
                ids = {one for part in parts for one in part}
                return {one: max(part.get(one, 0.0) for part in parts) for one in ids}
            case ast.Word() | ast.Phrase():
                return self.asked(_text(node, self.searcher))
            case _:
                return dict.fromkeys(self.asked(_fact(node)), 0.0)

    def asked(self, query: wq.Query) -> Found:
        hits = self.searcher.search(query, limit=None)
        return {hit["id"]: hit.score for hit in hits}


def _is_text(node: ast.Node) -> bool:
    return isinstance(node, ast.Word | ast.Phrase)


def _text(node: ast.Node, searcher: Searcher) -> wq.Query:
    match node:
        case ast.Word():
            terms = word_terms(node)
            boosts = [t.weight / (TOP_GRADE if t.field == "lead" else 1) for t in terms]
            return wq.Or(
                [
                    wq.Term(term.field, term.term, boost=boost * node.weight)
                    for term, boost in zip(terms, boosts, strict=True)
                ]
            )
        case ast.Phrase():
            return wq.Or(
                [
                    wq.Phrase(
                        field,
                        list(node.terms),
                        slop=node.slop + 1,
                        boost=phrase_terms(node, field)[0].weight,
                    )
                    for field in text_fields(node.field)
                ]
            )
        case ast.Prefix():
            return wq.Or([wq.Prefix(field, node.prefix) for field in text_fields(node.field)])
        case ast.Wildcard():
            return wq.Or([wq.Wildcard(field, node.pattern) for field in text_fields(node.field)])
        case ast.Fuzzy():
            near = [
                wq.Term(field, term.decode())
                for field in text_fields(node.field)
                for term in searcher.reader().lexicon(field)
                if _slips(node.term, term.decode()) <= node.distance
            ]
            return wq.Or(near) if near else wq.NullQuery
    raise AssertionError(node)


def _slips(left: str, right: str) -> int:
    """Letters to add, drop, change or swap with their neighbour, by the textbook's table."""
    table = {(i, 0): i for i in range(len(left) + 1)} | {(0, j): j for j in range(len(right) + 1)}
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(left), len(right)]


def _fact(node: ast.Node) -> wq.Query:
    match node:
        case ast.InRegion(codes):
            return wq.Or([wq.Term("region", code) for code in codes])
        case ast.InBands(bands):
            return wq.Or([wq.Term("band", band) for band in bands])
        case ast.InLevels(levels):
            return wq.Or([wq.Term("level", level) for level in levels])
        case ast.FromOutlets(outlets):
            return wq.Or([wq.Term("outlet", outlet) for outlet in outlets])
        case ast.InYears(first, last):
            return wq.NumericRange("year", first, last)
        case ast.Dated(since, until):
            days = (day.toordinal() if day else None for day in (since, until))
            return wq.NumericRange("day", *days)
        case ast.Scored():
            return wq.NumericRange(
                "score", node.low, node.high, startexcl=node.low_open, endexcl=node.high_open
            )
    raise AssertionError(node)


@pytest.fixture(scope="module", params=["segments", "merged"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp(request.param)
    merged = request.param == "merged"
    commits = _articles()[: None if merged else 3]
    store = WhooshStore(folder / "ours", rules="test")
    (folder / "stock").mkdir()
    stock = FileStorage(str(folder / "stock")).create_index(SCHEMA)
    living: dict[str, Article] = {}
    for at, commit in enumerate(commits):
        written = {article.id for article in commit}
        gone = [one for one in sorted(living)[at::40] if at and one not in written]
        with store.writer() as writer:
            for article in commit:
                writer.put(article)
            for article_id in gone:
                writer.delete(article_id)
            writer.commit({})
        theirs = SegmentWriter(stock, codec=W3Codec())
        for article in commit:
            theirs.add_document(**_document(article))
            living[article.id] = article
        with stock.searcher() as now:
            numbers = {hit["id"]: hit.docnum for hit in now.search(wq.Every(), limit=None)}
        for article_id in {*written, *gone} & numbers.keys():
            theirs.delete_document(numbers[article_id])
        for article_id in gone:
            del living[article_id]
        theirs.commit(merge=False)
    if merged:
        SegmentWriter(stock, codec=W3Codec()).commit(optimize=True)
    engine = store.engine()
    with stock.searcher(weighting=LuceneIdf()) as searcher:
        assert engine.segments == len(searcher.leaf_searchers()) == (1 if merged else 3)
        assert searcher.reader().has_deletions() != merged
        yield Both(engine, searcher, living)
    engine.close()
    stock.close()


# Queries


class Queries:
    """Random queries of every type."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)

    def term(self) -> str:
        return self.choose.choice(WORDS[: self.choose.choice((6, 20, len(WORDS)))])

    def word(self, field: ast.TextField | None = None, weight: float = 1.0) -> ast.Word:
        token = ANALYZER.analyze(self.term())[0]
        return ast.Word(token.term, token.stem, field, weight)

    def words(self, least: int = 2, most: int = 4) -> tuple[ast.Word, ...]:
        return tuple(self.word() for _ in range(self.choose.randint(least, most)))

    def field(self) -> ast.TextField | None:
        return self.choose.choice((None, "title", "body"))

    def phrase(self, slop: int = 0) -> ast.Phrase:
        count = self.choose.choice((2, 2, 2, 3))
        return ast.Phrase(tuple(self.term() for _ in range(count)), self.field(), slop=slop)

    def pattern(self) -> str:
        word = self.term()
        at = self.choose.randrange(len(word))
        return self.choose.choice(
            (
                word[:at] + "?" + word[at + 1 :],
                word[:at] + "*",
                "*" + word[at:],
                word[:1] + "*" + word[-1:],
                word[:at] + "*" + word[at : at + 1] + "*",
                "?" + word[1:at] + "*",
            )
        )

    def typo(self) -> str:
        word = list(self.term())
        at = self.choose.randrange(len(word) - 1)
        match self.choose.randrange(4):
            case 0:
                word[at], word[at + 1] = word[at + 1], word[at]
            case 1:
                del word[at]
            case 2:
                word.insert(at, "x")
            case _:
                word[at] = "z"
        return "".join(word)

    def region(self) -> ast.InRegion:
        return ast.InRegion(tuple(self.choose.sample(CODES, k=self.choose.randint(1, 2))))

    def years(self) -> ast.InYears:
        first, last = sorted((self.choose.randint(2020, 2024), self.choose.randint(2021, 2025)))
        return ast.InYears(self.choose.choice((None, first)), last)

    def days(self) -> ast.Dated:
        first, last = sorted(self.choose.sample(range(1400), k=2))
        start = date(2021, 1, 1)
        since = self.choose.choice((None, start + timedelta(days=first)))
        return ast.Dated(since, start + timedelta(days=last))

    def scored(self) -> ast.Scored:
        low = self.choose.choice((45.5, 60.0, 75.0, 82.0))
        open_ = self.choose.random() < 0.5
        if self.choose.random() < 0.3:
            return ast.Scored(None, low, high_open=open_)
        return ast.Scored(low, self.choose.choice((None, 97.84)), low_open=open_)

    def fact(self) -> ast.Node:
        return self.choose.choice((self.region, self.years, self.days, self.scored))()

    def nested(self, depth: int = 0) -> ast.Node:
        if depth > 2 or self.choose.random() < 0.3:
            return self.word(self.field())
        children = tuple(self.nested(depth + 1) for _ in range(self.choose.randint(2, 3)))
        match self.choose.randrange(4):
            case 0:
                return ast.And(children)
            case 1:
                return ast.And((children[0], self.fact()))
            case 2:
                return ast.AtLeast(2, children)
            case _:
                return ast.Or(children)


def _clause(q: Queries) -> ast.Node:
    return q.choose.choice((q.word(), q.phrase(), ast.And(q.words(2, 2))))


BANDS = ("A", "B", "C", "D", "E")
LEVELS = ("kota", "kabupaten", "provinsi")
OUTLET = ast.Or((ast.FromOutlets(("Harian Satu",)), ast.FromOutlets(("Dua Online",))))
TYPES: dict[str, Callable[[Queries], Selection]] = {
    "one term of the body": lambda q: Selection(ast.Word(q.term(), None, "body")),
    "one term of the title": lambda q: Selection(ast.Word(q.term(), None, "title")),
    "a word over several fields": lambda q: Selection(q.word()),
    "and": lambda q: Selection(ast.And(q.words())),
    "or": lambda q: Selection(ast.Or(q.words())),
    "nested": lambda q: Selection(q.nested()),
    "not": lambda q: Selection(ast.And((ast.Or(q.words()), ast.Not(q.nested(1))))),
    "phrase": lambda q: Selection(q.phrase()),
    "phrase with slop": lambda q: Selection(q.phrase(q.choose.randint(1, 6))),
    "prefix": lambda q: Selection(ast.Prefix(q.term()[: q.choose.randint(1, 5)], q.field())),
    "wildcard": lambda q: Selection(ast.Wildcard(q.pattern(), q.field())),
    "fuzzy": lambda q: Selection(ast.Fuzzy(q.typo(), q.choose.randint(0, 2), q.field())),
    "years": lambda q: Selection(ast.Or(q.words()), filters=(q.years(),)),
    "dates": lambda q: Selection(ast.Or(q.words()), filters=(q.days(),)),
    "scores": lambda q: Selection(ast.And(q.words(1, 2)), filters=(q.scored(),)),
    "regions": lambda q: Selection(ast.And(q.words(1, 2)), filters=(q.region(),)),
    "bands": lambda q: Selection(
        ast.Or(q.words()), filters=(ast.InBands(tuple(q.choose.sample(BANDS, k=2))),)
    ),
    "levels and outlets": lambda q: Selection(
        ast.Or(q.words()), filters=(ast.InLevels((q.choose.choice(LEVELS),)), OUTLET)
    ),
    "boosts": lambda q: Selection(
        ast.Or(tuple(q.word(q.field(), q.choose.choice((0.25, 0.5, 2.0, 3.5))) for _ in range(3)))
    ),
    "at least": lambda q: Selection(ast.AtLeast(q.choose.randint(1, 3), q.words(3, 6))),
    "either": lambda q: Selection(ast.Either(tuple(_clause(q) for _ in range(3)))),
    "filters only": lambda q: Selection(ast.And((q.fact(), q.fact()))),
    "everything": lambda q: Selection(
        ast.Everything(), filters=(q.fact(),) * q.choose.randint(0, 1)
    ),
    "skipped": lambda q: Selection(ast.Or(q.words()), skip=ast.And(q.words(1, 2))),
}
EACH = 42
"""Queries of a type, in each of two indexes: 2,016 in all."""

SORTS: tuple[Sort, ...] = ("relevance", "relevance", "newest", "oldest", "score")
FACETS = ("region", "year", "band", "outlet", "level")


WAYS: tuple[tuple[tuple[ModuleType, str, int], ...], ...] = (
    (),
    *(
        (
            (matches_module, "SPARSE", bound),
            (matches_module, "SEARCHED", bound),
            (evaluator_module, "MARKED", bound),
            (counting_module, "MANY", 0 if bound else 1 << 30),
            (engine_module, "FROM", 0),
            (pruning_module, "FEW", 1),
            (pruning_module, "SAMPLE", 5),
        )
        for bound in (0, 1_000_000)
    ),
)
"""The bounds between ways to come to one result, so that short lists go each of them."""


@pytest.mark.parametrize("kind", TYPES)
def test_selections_are_those_of_stock_whoosh(
    kind: str, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = Queries(sum(map(ord, kind)) + both.engine.segments)
    matched = 0
    for turn in range(EACH):
        selection = TYPES[kind](queries)._replace(sort=queries.choose.choice(SORTS), facets=FACETS)
        expected = both.found(selection.node)
        for node in selection.filters:
            expected = {one: expected[one] for one in expected.keys() & both.found(node).keys()}
        if selection.skip is not None:
            skipped = both.found(selection.skip)
            expected = {one: score for one, score in expected.items() if one not in skipped}
        with monkeypatch.context() as patch:
            for module, name, bound in WAYS[turn % len(WAYS)]:
                patch.setattr(module, name, bound)
            _compare(both, selection, expected, queries.choose)
        matched += len(expected)
    assert matched, "the queries must give the articles a chance"


def _compare(both: Both, selection: Selection, expected: Found, choose: random.Random) -> None:
    whole = both.engine.select(selection._replace(limit=2_000))
    assert {m.article.id for m in whole.matches} == expected.keys(), selection
    assert whole.total == len(expected)
    best = max(expected.values(), default=0.0) or 1.0
    relevance = {m.article.id: m.relevance for m in whole.matches}
    assert relevance == pytest.approx({one: s / best for one, s in expected.items()}, abs=1e-5)
    keys = [_key(match, selection.sort, both.engine) for match in whole.matches]
    assert keys == sorted(keys), selection
    articles = [both.living[one] for one in expected]
    assert whole.counts == {
        "region": Counter(code for a in articles for code in _codes(a)),
        "year": Counter(str(a.year) for a in articles if a.year),
        "band": Counter(band for a in articles for band in {r.band for r in a.results if r.band}),
        "outlet": Counter(a.outlet for a in articles if a.outlet),
        "level": Counter(level for a in articles for level in {r.level for r in a.subjects}),
    }
    first, count = choose.randint(0, 12), choose.randint(1, 12)
    cut = [(m.article.id, m.relevance) for m in whole.matches[first : first + count]]
    for counted in (True, False):
        page = selection._replace(offset=first, limit=count, counted=counted, facets=())
        selected = both.engine.select(page)
        shown = [(match.article.id, match.relevance) for match in selected.matches]
        assert shown == cut, page
        assert selected.total == len(expected) if counted else selected.total <= len(expected)
    assert both.engine.select(selection._replace(limit=0)) == whole._replace(matches=())


def _key(match: Match, sort: Sort, engine: WhooshEngine) -> tuple[float, ...]:
    """What a match is ordered by, the smallest first; last the place in the index."""
    article = match.article
    day = article.date.toordinal() if article.date else 0
    place = engine._number(article.id)
    assert place is not None
    score = max((r.score for r in article.results if r.score is not None), default=-1.0)
    match_key: dict[Sort, tuple[float, ...]] = {
        "relevance": (-match.relevance, -day),
        "newest": (-day, -match.relevance),
        "oldest": (day or 10**7, -match.relevance),
        "score": (-score, -match.relevance, -day),
    }
    return (*match_key[sort], place)
