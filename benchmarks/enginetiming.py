"""Interleaved rounds: how long each peer takes for each kind of question.

Each peer opens its index once and answers every question to warm up, or, to see
what the first answers of a process cost, opens it anew in every round and only
answers some other questions. Then all of them are asked question by question in
a rotating order; no peer may answer from what it found before. A question counts by the median
of its rounds, a kind by the median and the 95th percentile of its questions.
Answers are compared as they come: engines that find different things are not
worth comparing.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from time import perf_counter, process_time
from typing import Any

from enginepeers import Answer, Session
from enginequestions import Question

REFERENCE = "tantivy"
WARM_UP = 2
COMPARED = ("searchkit", REFERENCE)
BUDGET_S = 4.0
"""Any other peer that has taken this long for one kind is asked no more of it."""

Clock = Callable[[], float]
CLOCKS: Mapping[str, Clock] = {"wall": perf_counter, "cpu": process_time}
"""Wall-clock seconds; or those of the processor, on a machine that does other work meanwhile."""

Openers = Mapping[str, Callable[[], Session]]


@dataclass(frozen=True, slots=True)
class Way:
    """How questions are timed: in so many rounds, by this clock, each with the index opened
    ``anew`` or all with one."""

    rounds: int
    clock: Clock
    anew: bool


@dataclass(slots=True)
class Row:
    """One kind of question in one scope, as it was measured: milliseconds by peer."""

    kind: str
    scope: str
    asked: int
    matches: float | None
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    by_pair: dict[str, dict[str, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All of it; ``by_pair`` holds medians."""
        return {
            "kind": self.kind,
            "scope": self.scope,
            "asked": self.asked,
            "matches": self.matches,
            "ms": self.times,
            "by_pair": self.by_pair,
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that a peer answers otherwise than the reference."""

    peer: str
    question: Question
    answer: Answer
    expected: Answer

    def __str__(self) -> str:
        words = " ".join(word.term for word in self.question.words)
        told = f"{self.question.kind.name} ({self.question.scope}) {words!r}"
        return f"{told}: {self.peer} {_short(self.answer)}, {REFERENCE} {_short(self.expected)}"


def measured(
    openers: Openers, groups: Sequence[Sequence[Question]], way: Way
) -> tuple[list[Row], list[Disagreement]]:
    """A row for each group of questions, and all that peers answer otherwise."""
    rows: list[Row] = []
    wrong: list[Disagreement] = []
    # What the benchmark itself holds is not to be looked through again and again.
    gc.collect()
    gc.freeze()
    for group in groups:
        row, found = _row(openers, group, way)
        rows.append(row)
        wrong += found
    gc.unfreeze()
    return rows, wrong


def reading(openers: Openers, group: Sequence[Question], way: Way) -> Row:
    """How long the first ten articles take to find and to read."""
    times = _rounds(openers, group, way, lambda session, asked: session.read(asked))
    row = Row("10 articles found and read", group[0].scope, len(group) - WARM_UP, None)
    row.times = {peer: _summary(found) for peer, found in times.items()}
    return row


def grouped(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions by kind and scope, in their order."""
    groups: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.kind.name, question.scope].append(question)
    return list(groups.values())


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def _row(openers: Openers, group: Sequence[Question], way: Way) -> tuple[Row, list[Disagreement]]:
    answers: dict[str, dict[int, Answer]] = defaultdict(dict)

    def ready(session: Session, question: Question) -> Callable[[], object] | None:
        return session.ready(question)

    times = _rounds(openers, group, way, ready, answers)
    expected = answers.get(REFERENCE, {})
    wrong = [
        Disagreement(peer, group[number], answer, expected[number])
        for peer, found in answers.items()
        for number, answer in found.items()
        if number in expected and answer != expected[number]
    ]
    totals = [one.total for one in expected.values() if one.total is not None]
    kind = group[0].kind
    row = Row(kind.name, group[0].scope, len(group) - WARM_UP, median(totals) if totals else None)
    for peer, found in times.items():
        row.times[peer] = _summary(found)
        for at, pair in enumerate(kind.pairs if len(kind.pairs) > 1 else ()):
            chosen = [runs for number, runs in found.items() if number % len(kind.pairs) == at]
            if chosen:
                row.by_pair.setdefault("/".join(pair), {})[peer] = _median_ms(chosen)
    return row, wrong


def _rounds(
    openers: Openers,
    group: Sequence[Question],
    way: Way,
    ready: Callable[[Session, Question], Callable[[], object] | None],
    answers: dict[str, dict[int, Any]] | None = None,
) -> dict[str, dict[int, list[float]]]:
    """The seconds of every run, by peer and place of the question in its group."""
    times: dict[str, dict[int, list[float]]] = {}
    spent: dict[str, float] = defaultdict(float)

    def is_asked(peer: str) -> bool:
        return peer in COMPARED or spent[peer] < BUDGET_S

    sessions: dict[str, Session] = {}
    for at in range(way.rounds):
        if way.anew or not at:
            sessions = {peer: opened() for peer, opened in openers.items() if is_asked(peer)}
            asks = {
                peer: [ready(session, question) for question in group]
                for peer, session in sessions.items()
            }
            peers = [peer for peer, found in asks.items() if found[0] is not None]
            for peer in peers:
                for ask in asks[peer][: WARM_UP if way.anew or peer not in COMPARED else None]:
                    ask()
        for number in range(WARM_UP, len(group)):
            first = (at + number) % len(peers)
            for peer in (*peers[first:], *peers[:first]):
                if not is_asked(peer):
                    continue
                ask = asks[peer][number]
                begun = way.clock()
                answer = ask()
                seconds = way.clock() - begun
                spent[peer] += seconds
                times.setdefault(peer, {}).setdefault(number, []).append(seconds)
                if answers is not None and at == 0:
                    answers[peer][number] = answer
        for session in sessions.values() if way.anew or at == way.rounds - 1 else ():
            session.close()
    return times


def _summary(found: Mapping[int, Sequence[float]]) -> dict[str, float]:
    medians = [1000 * median(runs) for runs in found.values()]
    return {
        "median": median(medians),
        "p95": percentile(medians, 0.95),
        "asked": len(medians),
    }


def _median_ms(found: Sequence[Sequence[float]]) -> float:
    return 1000 * median(median(runs) for runs in found)


def _short(answer: Answer) -> str:
    counts = {name: sum(values.values()) for name, values in answer.counts.items()}
    return f"{answer.hits} hits, total {answer.total}, facet values {counts}"
