"""Reading: one reader of an index that changes, and everything that it finds wrong."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

from searchkit import Index, Results, open_index
from tests.chaos.editions import EVERYTHING, MARKER, WORDS, edition, expected, number_of

SPARE = 16 << 20
"""Bytes by which the memory of a reader may differ between the first and the last quarter."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a process holds at a moment."""

    files: int
    maps: int
    bytes: int

    @classmethod
    def now(cls) -> Use:
        """That of this process."""
        maps = Path("/proc/self/maps").read_text("utf-8", "replace")
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return cls(
            len(os.listdir("/proc/self/fd")),  # noqa: PTH208
            maps.count("/indeks/"),
            pages * os.sysconf("SC_PAGE_SIZE"),
        )


@dataclass(slots=True)
class Report:
    """What a reader saw: ``times_ms`` of all searches, the numbers of commits, what was wrong."""

    times_ms: list[float] = field(default_factory=list)
    commits: set[int] = field(default_factory=set)
    opened: int = 0
    errors: list[str] = field(default_factory=list)
    inconsistent: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def grown(self) -> list[str]:
        """What the reader holds more of in the last quarter than in the first."""
        first, last = self._quarters()
        found = []
        for name in ("files", "maps"):
            before = max((getattr(use, name) for use in first), default=0)
            after = max((getattr(use, name) for use in last), default=0)
            if after > before + 8:
                found.append(f"{name}: {before} → {after}")
        if self._bytes(last) > self._bytes(first) + SPARE:
            found.append(f"memory: {self.memory()}")
        return found

    def memory(self) -> str:
        """The memory of the first and of the last quarter."""
        first, last = self._quarters()
        return f"{self._bytes(first) >> 20} → {self._bytes(last) >> 20} MB"

    def _quarters(self) -> tuple[list[Use], list[Use]]:
        size = len(self.uses) // 4
        # Tables are loaded in the first rounds.
        return self.uses[size // 4 : size], self.uses[len(self.uses) - size :]

    @staticmethod
    def _bytes(uses: list[Use]) -> int:
        return int(median(use.bytes for use in uses)) if uses else 0


def read(place: Path, until: float, seed: int) -> Report:
    """Search until a moment of the monotonic clock: in one long-lived Index, and in fresh ones."""
    report, chance, last = Report(), Random(seed), 0
    lasting = open_index(place)
    while time.monotonic() < until:
        try:
            if chance.random() < 0.3:
                report.opened += 1
                with open_index(place) as fresh:
                    number = _ask(fresh, chance, report)
            else:
                lasting.refresh()
                report.uses.append(Use.now())
                number = _ask(lasting, chance, report)
                if chance.random() < 0.03:
                    _ask_again(lasting, chance, report, number, until)
        except Exception:
            report.errors.append(traceback.format_exc())
            continue
        if number < last:
            report.backwards.append(f"commit {number} after commit {last}")
        last = number
        report.commits.add(number)
    lasting.close()
    return report


def _ask(index: Index, chance: Random, report: Report) -> int:
    """Several searches of one snapshot; the commit that they are of."""
    numbers = {_search(index, word, chance, report) for word in (*chance.sample(WORDS, 3), "*")}
    if len(numbers) > 1:
        report.inconsistent.append(f"one snapshot, several commits: {sorted(numbers)}")
    number = max(numbers)
    _show(index, chance, report, number)
    return number


def _ask_again(index: Index, chance: Random, report: Report, number: int, until: float) -> None:
    """What was opened before stays what it is, however often a writer commits."""
    later = min(time.monotonic() + 1.2, until)
    while time.monotonic() < later:
        again = _search(index, chance.choice(WORDS), chance, report)
        if again != number:
            report.inconsistent.append(f"a snapshot went from commit {number} to {again}")


def _search(index: Index, word: str, chance: Random, report: Report) -> int:
    started = time.perf_counter()
    found = index.search(
        word,
        limit=100,
        facets=("year", "outlet"),
        strict=True,
        fold=False,
        sort=chance.choice(("relevance", "newest", "oldest")),
        snippet_chars=chance.choice((0, 240)),
    )
    report.times_ms.append((time.perf_counter() - started) * 1000)
    titles = [hit.article.title for hit in found.hits if hit.article.id == MARKER]
    number = number_of(titles[0]) if len(titles) == 1 else -1
    if wrong := "no marker" if number < 0 else _wrong(found, word, number):
        report.inconsistent.append(f"{word} at commit {number}: {wrong}")
    return number


def _wrong(found: Results, word: str, number: int) -> str:
    """The part of an answer that is not of the commit; empty where all are."""
    right = expected(number, word)
    texts = {hit.article.id: hit.article.text.strip() for hit in found.hits}
    years = {value.value: value.count for value in found.facets["year"]}
    outlets = {value.value: value.count for value in found.facets["outlet"]}
    marked = {
        hit.snippet.text[start:end].lower()
        for hit in found.hits
        for start, end in hit.snippet.highlights
    }
    checks = {
        "total": found.total == len(right.texts),
        "texts": texts == right.texts,
        "years": years == right.years,
        "outlets": outlets == right.outlets,
        "highlights": word == EVERYTHING or marked <= {word},
    }
    return ", ".join(name for name, is_right in checks.items() if not is_right)


def _show(index: Index, chance: Random, report: Report, number: int) -> None:
    """One article in full, with its words marked."""
    item = chance.choice(list(edition(number).values()))
    article = index.article(item.id)
    spans = index.highlights(article, item.words[0])
    marked = {article.text[span.start : span.end].lower() for span in spans}
    if article.text.strip() != item.text or marked != {item.words[0]}:
        report.inconsistent.append(f"{item.id} at commit {number}: {article.text!r}, {marked}")
