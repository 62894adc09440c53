"""Which words of real news the stemmer throws together, most frequent groups first.

Counts in how many articles each word stands, groups the words by stem and
prints the groups of at least two words, one a line: stem, articles, and the
words with theirs. A mark before a word says why to look at it:

- ``?`` no chain of known affixes and sound changes leads from it to the stem
  (an override or another spelling, or a mistake);
- ``~root`` another root that the news use as a word of its own fits it, too.

A file of reviewed groups (``stem: word word ...``) keeps what has been looked
at: only groups with a word that is new to them are printed then, and of these
groups the new words alone. ``--accept`` adds what was printed to that file.

    python benchmarks/conflation.py [NEWS.jsonl[.xz]] [--top 3000] [--least 3]
        [--reviewed benchmarks/conflation_reviewed.txt] [--marked] [--accept]
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from searchkit.language.analyzer import Analyzer

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news" / "click_id.jsonl.xz"
REVIEWED = ROOT / "benchmarks" / "conflation_reviewed.txt"

CLITICS = ("nya", "lah", "kah", "tah", "pun", "ku", "mu")
SUFFIXES = ("kan", "an", "i", "isasi", "is", "isme", "in")
PLAIN_PREFIXES = ("di", "ke", "se", "ber", "be", "ter", "te", "per", "pe", "bel", "ku", "kau")
NASALS = {
    "": ("me", "pe", "menge", "penge", "nge", "mem", "pem", "men", "pen", "meng", "peng"),
    "p": ("mem", "pem"),
    "t": ("men", "pen"),
    "s": ("meny", "peny", "ny"),
    "k": ("meng", "peng", "ng"),
}
"""Nasal prefixes by the first letter of the root that vanishes in them."""

MIN_ROOT = 2
RIVAL_SHARE = 0.2
"""A rival root is told where the news use it at least so often next to the word itself."""


def main() -> None:
    """Count, group, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("news", type=Path, nargs="?", default=NEWS)
    parser.add_argument("--top", type=int, default=3000, help="how many groups are looked at")
    parser.add_argument("--least", type=int, default=3, help="articles a word must stand in")
    parser.add_argument("--reviewed", type=Path, default=REVIEWED)
    parser.add_argument("--marked", action="store_true", help="only groups with a marked word")
    parser.add_argument("--accept", action="store_true", help="add what is printed to the file")
    options = parser.parse_args()

    articles, stems = count(options.news, options.least)
    known = read_reviewed(options.reviewed)
    groups = group(articles, stems)[: options.top]
    shown = {}
    for stem, words in groups:
        new = [word for word in words if word not in known.get(stem, set())]
        marks = {word: mark(word, stem, articles, stems) for word in new}
        if new and (any(marks.values()) or not options.marked):
            total = sum(articles[word] for word in words)
            print(f"{stem} {total}:", *(f"{marks[word]}{word} {articles[word]}" for word in new))
            shown[stem] = new
    print(f"# {len(groups)} groups looked at, {len(shown)} shown")
    if options.accept:
        write_reviewed(options.reviewed, known, shown)


def count(news: Path, least: int) -> tuple[Counter[str], dict[str, str]]:
    """Articles by word, and the stem of each word; names, numbers and rare words left out."""
    analyzer = Analyzer()
    articles: Counter[str] = Counter()
    stems: dict[str, str] = {}
    for text in texts(news):
        terms, found = analyzer.terms(text)
        seen = {term: stem for term, stem in zip(terms, found, strict=True) if stem}
        stems.update(seen)
        articles.update(seen.keys())
    kept = {word: n for word, n in articles.items() if n >= least and word.isascii()}
    return Counter(kept), stems


def texts(news: Path) -> Iterator[str]:
    """Title and text of every record."""
    with (lzma.open if news.suffix == ".xz" else open)(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"{record.get('title') or ''}\n{record.get('text') or ''}"


def group(articles: Counter[str], stems: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Stems with their words, both in falling order of articles; at least two words each."""
    words = defaultdict(list)
    for word, _ in articles.most_common():
        words[stems[word]].append(word)
    groups = [(stem, members) for stem, members in words.items() if len(members) > 1]
    return sorted(groups, key=lambda item: -sum(articles[word] for word in item[1]))


def mark(word: str, stem: str, articles: Counter[str], stems: dict[str, str]) -> str:
    """Why the word should be looked at; empty where there is no reason."""
    if word == stem or "-" in word:
        return ""
    roots = possible_roots(word)
    rivals = {
        root
        for root in roots - {word, stem}
        if stems.get(root) == root and articles[root] >= RIVAL_SHARE * articles[word]
    }
    return "".join((*(["?"] if stem not in roots else []), *(f"~{r}~" for r in sorted(rivals))))


def possible_roots(word: str) -> set[str]:
    """Everything that can be left of a word by taking off known affixes, itself included."""
    found = {word}
    heads = {word}
    for endings in (CLITICS, CLITICS, SUFFIXES):
        heads |= {
            head.removesuffix(ending)
            for head in heads
            for ending in endings
            if head.endswith(ending) and len(head) - len(ending) >= MIN_ROOT
        }
    found |= heads
    for _ in range(3):
        found |= {root for stretch in found for root in _without_prefix(stretch)}
    return {root for root in found if len(root) > MIN_ROOT}


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in PLAIN_PREFIXES:
        if word.startswith(prefix):
            yield word[len(prefix) :]
            if prefix in ("be", "te", "pe") or prefix.endswith("r"):
                yield "r" + word[len(prefix) :]
    for lost, prefixes in NASALS.items():
        yield from (lost + word[len(p) :] for p in prefixes if word.startswith(p))


def read_reviewed(path: Path) -> dict[str, set[str]]:
    """Reviewed words by stem; none where the file is missing."""
    if not path.is_file():
        return {}
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return {stem: set(words.split()) for stem, _, words in lines}


def write_reviewed(path: Path, known: dict[str, set[str]], new: dict[str, list[str]]) -> None:
    """Write the known groups and the new ones, in the order of the alphabet."""
    merged = {stem: known.get(stem, set()) | set(new.get(stem, ())) for stem in {*known, *new}}
    lines = (f"{stem}: {' '.join(sorted(words))}\n" for stem, words in sorted(merged.items()))
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
