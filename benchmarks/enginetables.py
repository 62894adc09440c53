"""The figures of engine benchmarks as Markdown, for docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

OURS, REFERENCE = "searchkit", "tantivy"
SCOPES = {
    "body": "Raw words in the body alone",
    "ranked": "As searchkit ranks: raw and stemmed words in headline, body and lead, weighted",
}
_MB = 1_000_000

Results = Mapping[str, Any]


def tables(results: Results) -> Iterator[str]:
    """The lines of all tables that a run has figures for."""
    yield f"#### {results['articles']:,} articles"
    unit = "ms of processor time" if results.get("clock") == "cpu" else "ms"
    for part, how in (("questions", ""), ("questions_anew", ", the index opened anew each round")):
        for scope, told in SCOPES.items() if part in results else ():
            yield f"\n{told}{how} ({unit}):\n"
            yield from _questions([row for row in results[part] if row["scope"] == scope])
    if indexing := results.get("indexing"):
        yield "\nIndexing, with the commit and all merging:\n"
        yield from _indexing(indexing, results)
    if changes := results.get("changes"):
        yield f"\nChanges to {results['articles']:,} articles, with the commit (ms):\n"
        yield from _changes(changes)
    if memory := results.get("memory"):
        yield "\nA process that searches, beyond the files it maps:\n"
        yield from _memory(memory)
    if sync := results.get("sync"):
        yield "\nWhole syncs:\n"
        yield from _sync(sync)
    if cold := results.get("cold"):
        yield "\nA search as a whole process:\n"
        yield from _cold(cold)


def _questions(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    peers = list(dict.fromkeys(peer for row in rows for peer in row["ms"]))
    others = [peer for peer in peers if peer not in (OURS, REFERENCE)]
    heads = ["question", "articles found", OURS, REFERENCE, "ratio"]
    heads += [f"{OURS} p95", f"{REFERENCE} p95", "ratio", *others]
    yield from _head(heads)
    for row in rows:
        found = "" if row["matches"] is None else f"{row['matches']:,.0f}"
        cells = [row["kind"], found]
        for what in ("median", "p95"):
            ours, theirs = (row["ms"].get(peer, {}).get(what) for peer in (OURS, REFERENCE))
            cells += [_ms(ours), _ms(theirs), f"**{ours / theirs:.2f}**" if ours and theirs else ""]
        cells += [_ms(row["ms"].get(peer, {}).get("median")) for peer in others]
        yield _line(cells)


def _indexing(indexing: Mapping[str, Any], results: Results) -> Iterator[str]:
    yield from _head(["engine", "articles/s", "s", "MB", "bytes per byte of text", "peak MB"])
    for name, one in indexing.items():
        yield _line(
            [
                name,
                f"{one['per_second']:,.0f}",
                f"{one['seconds']:.1f}",
                f"{one['bytes'] / _MB:,.0f}",
                f"{one['bytes_per_text_byte']:.2f}",
                f"{one['peak_bytes'] / _MB:,.0f}",
            ]
        )
    if analysis := results.get("analysis_per_second"):
        yield ""
        yield (
            f"searchkit analyses the articles, its peers get ready words: analysis alone makes"
            f" {analysis:,.0f} articles/s on one core."
        )


def _changes(changes: Mapping[str, Any]) -> Iterator[str]:
    count = next(iter(changes.values()))["articles"]
    yield from _head(["engine", f"{count} articles added", f"{count} articles indexed anew"])
    for name, one in changes.items():
        yield _line([name, _ms(one["add_ms"]), _ms(one["change_ms"])])


def _memory(memory: Mapping[str, Any]) -> Iterator[str]:
    yield from _head(["engine", "imports (MB)", "after the questions (MB)", "questions"])
    for name, one in memory.items():
        before, after = one["before_bytes"] / _MB, one["after_bytes"] / _MB
        yield _line([name, f"{before:.0f}", f"{after:.0f}", f"{one['questions']}"])


def _sync(sync: Mapping[str, Any]) -> Iterator[str]:
    yield from _head(["corpus", "articles", "s", "articles/s"])
    for name, told in (("cold", "nothing known yet"), ("warm_stems", "stems known")):
        if one := sync.get("news", {}).get(name):
            cells = [f"news, {told}", f"{one['articles']:,}", f"{one['seconds']:.1f}"]
            yield _line([*cells, f"{one['per_second']:,.0f}"])
    if files := sync.get("files"):
        first, count = files["first"], files["files"]
        cells = ["short files", f"{count:,}", f"{first['seconds']:.1f}"]
        yield _line([*cells, f"{first['per_second']:,.0f}"])
        yield _line(["… nothing to do", f"{count:,}", f"{files['idle_s']:.2f}", "–"])
        yield _line(["… one new file", f"{count:,}", f"{files['one_new_s']:.2f}", "–"])


def _cold(cold: Mapping[str, Any]) -> Iterator[str]:
    yield from _head(["command", "median (ms)", "against the imports"])
    imports = cold["imports_ms"]
    yield _line(["the imports alone", f"{imports:.0f}", "1.0"])
    for query, took in cold["searches_ms"].items():
        yield _line([f"`search {query}`", f"{took:.0f}", f"{took / imports:.1f}"])
    yield _line(["all searches", f"{cold['median_ms']:.0f}", f"{cold['ratio']:.1f}"])


def _head(cells: Sequence[str]) -> Iterator[str]:
    yield _line(cells)
    yield "|---" * len(cells) + "|"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _ms(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:,.0f}"
