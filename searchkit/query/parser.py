"""Parser: what a user typed → clauses. It never raises, whatever the input.

::

    query   = { [ "+" | "-" ] unit { "OR" unit } }
    unit    = word | prefix* | pa?t*ern | fuzzy~ | fuzzy~1 | "a phrase" | "a phrase"~3
            | field:value | field:"value" | ( query )

Neighbouring units must all match; OR binds more tightly than that. What looks
like an operator but makes no sense where it stands is taken as a plain word,
and a note says so.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from searchkit.translation import N_, _, grouped

Kind = Literal["words", "prefix", "wildcard", "fuzzy", "phrase", "field", "group", "any"]
Occur = Literal["should", "must", "must_not"]

FIELD_NAMES: dict[str, str] = {
    name: field
    for field, names in {
        "region": ("region", "wilayah", "daerah"),
        "year": ("year", "tahun"),
        "band": ("band", "zone", "zona", "kategori"),
        "title": ("title", "judul"),
        "outlet": ("outlet", "media", "sumber"),
        "date": ("date", "tanggal"),
        "score": ("score", "nilai", "skor"),
        "level": ("level", "tingkat"),
    }.items()
    for name in names
}
"""Field names as typed, Indonesian and English, with the field each means."""

# Deeper brackets than anybody types; more are read as if they were not there.
MAX_DEPTH = 16

MAX_CHARS = 4_000
MAX_WORDS = 500
MAX_PATTERNS = 64
"""The longest query, the most words in it, and the most of them with wildcards, stars or
slips: each of these is compared with all words of the index. A longer one is an error."""

_SCAN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<field>[^\W\d_]+):(?=[^\s()])
  | (?P<quoted>["“”](?P<inside>[^"“”]*)(?:["“”](?:~(?P<slop>\d{1,2})(?![^\s()]))?|$))
  | (?P<plain>[^\s()"“”]+)
    """,
    re.VERBOSE,
)
_TOLD = 40  # characters of a query that is too long
_WORDS = re.compile(r"\w+")
_PATTERNS = ("prefix", "wildcard", "fuzzy")
_SIGNS = re.compile(r"[+-]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MORE = re.compile(r"[\s()]*[^\s()]")
# AND is what joins units anyway; in capitals between two of them nobody means a word.
JOINTS = ("OR", "AND")
"""What stands between two units, in capitals."""

QUOTES = '"“”'
"""What a phrase begins and ends with."""

_VALUE = re.compile(
    r'["“”](?P<inside>[^"“”]*)(?:["“”](?:~(?P<slop>\d{1,2})(?![^\s()]))?|$)|[^\s()]+'
)
# A question mark at the end of a word asks a question; elsewhere it stands for a letter.
_PATTERN = re.compile(r"(?=[^?*]*[?*])(?=.*\w)[\w?*'’-]*[\w*]")
_FUZZY = re.compile(r"(?P<word>\w[\w'’-]*)~(?P<slips>\d?)")


class Diagnostic(NamedTuple):
    """Something to tell the user about a query, and where in it (half-open offsets).

    An "error" makes the query unanswerable as typed, and ``next_step`` tells
    what to do about it; a "note" only explains. What is "unfinished" was left out
    of a query that is still being typed.
    """

    message: str
    start: int
    end: int
    severity: Literal["note", "error", "unfinished"] = "note"
    next_step: str = ""


class Clause(NamedTuple):
    """One unit of a query, ``query[start:end]``.

    ``text`` is the word, the phrase without quotes, the prefix without its
    star, or the field's value; ``field`` is set for kind "field" only. ``slop``
    is that of a phrase; ``slips`` those of a fuzzy word, None where none were typed.
    ``children`` are the alternatives of "any" and the clauses of "group".
    """

    kind: Kind
    text: str
    start: int
    end: int
    occur: Occur = "should"
    field: str | None = None
    children: tuple[Clause, ...] = ()
    slop: int = 0
    slips: int | None = None


class Parsed(NamedTuple):
    """The clauses of a query, in order, with what there is to say about it."""

    text: str
    clauses: tuple[Clause, ...]
    diagnostics: tuple[Diagnostic, ...]


def parse(text: str) -> Parsed:
    """Parse a query. Any text gives clauses; nothing is raised.

    Lone surrogates, which no index can hold, are read as U+FFFD. A query that is
    too long gives no clauses, and an error.
    """
    text = _SURROGATES.sub("\ufffd", text)
    if excess := _excess(text):
        return _refused(text, excess)
    parser = _Parser(text)
    clauses = parser.clauses(depth=0)
    if parser.patterns > MAX_PATTERNS:
        return _refused(text, _too_many(_MANY_PATTERNS, parser.patterns, MAX_PATTERNS))
    return Parsed(text, clauses, tuple(parser.diagnostics))


def _excess(text: str) -> str | None:
    """What makes a query too long to be parsed."""
    if len(text) > MAX_CHARS:
        return _too_many(_MANY_CHARS, len(text), MAX_CHARS)
    # Most queries have fewer characters than that: nobody need count their words.
    words = len(_WORDS.findall(text)) if len(text) > MAX_WORDS else 0
    return _too_many(_MANY_WORDS, words, MAX_WORDS) if words > MAX_WORDS else None


_MANY_CHARS = N_("a query of {count} characters: the limit is {most}")
_MANY_WORDS = N_("a query of {count} words: the limit is {most}")
_MANY_PATTERNS = N_("a query of {count} words with a star, ? or ~: the limit is {most}")


def _too_many(message: str, count: int, most: int) -> str:
    return _(message).format(count=grouped(count), most=grouped(most))


def _refused(text: str, message: str) -> Parsed:
    """A query that is too long: only its beginning is kept, to be told."""
    begun = text[:_TOLD]
    return Parsed(
        begun, (), (Diagnostic(message, 0, len(begun), "error", _("Leave some of it out.")),)
    )


class _Parser:
    """One pass over the text; ``at`` is the place of the next unread character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.diagnostics: list[Diagnostic] = []
        self.patterns = 0

    def clauses(self, depth: int) -> tuple[Clause, ...]:
        """Clauses up to the end, or up to the bracket that closes this depth."""
        found: list[Clause] = []
        joining = False
        while (match := _SCAN.match(self.text, self.at)) is not None:
            if match["space"]:
                self.at = match.end()
                continue
            if match["close"]:
                self.at = match.end()
                if depth:
                    break
                continue
            if match["plain"] in JOINTS and found and self._has_more(match.end()):
                joining, self.at = match["plain"] == "OR", match.end()
                continue
            clause = self._unit(match, depth)
            if clause is None:
                continue
            if joining:
                found[-1] = _either(found[-1], clause)
            else:
                found.append(clause)
            joining = False
        return tuple(found)

    def _has_more(self, at: int) -> bool:
        return _MORE.match(self.text, at) is not None

    def _unit(self, match: re.Match[str], depth: int) -> Clause | None:
        start = match.start()
        if match["open"]:
            self.at = match.end()
            if depth >= MAX_DEPTH:
                return None
            children = self.clauses(depth + 1)
            return Clause("group", "", start, self.at, children=children) if children else None
        if match["field"]:
            return self._field(match)
        if match["quoted"]:
            self.at = match.end()
            inside = match["inside"]
            slop = int(match["slop"] or 0)
            return Clause("phrase", inside, start, self.at, slop=slop) if inside.strip() else None
        if signs := _SIGNS.match(match["plain"]):
            occur: Occur = "must" if match["plain"][0] == "+" else "must_not"
            return self._signed(start, start + signs.end(), occur, depth)
        clause = self._plain(match)
        self.patterns += clause.kind in _PATTERNS
        return clause

    def _field(self, match: re.Match[str]) -> Clause:
        name = match["field"].casefold()
        field = FIELD_NAMES.get(name)
        if field is None:
            whole = re.compile(r"[^\s()\"“”]+").match(self.text, match.start())
            assert whole is not None
            self.at = whole.end()
            known = ", ".join(sorted(FIELD_NAMES))
            self._note(
                _("{name}: is no field (fields: {known}); taken as words").format(
                    name=match["field"], known=known
                ),
                match.start(),
                whole.end(),
            )
            return Clause("words", whole[0], match.start(), whole.end())
        value = _VALUE.match(self.text, match.end())
        assert value is not None
        self.at = value.end()
        text = value["inside"] if value["inside"] is not None else value[0]
        slop = int(value["slop"] or 0)
        return Clause("field", text, match.start(), value.end(), field=field, slop=slop)

    def _plain(self, match: re.Match[str]) -> Clause:
        """A word, perhaps with a star or a tilde behind it, or a pattern of one."""
        text, start = match["plain"], match.start()
        self.at = match.end()
        if (bare := text.rstrip("*")) != text and "*" not in bare and "?" not in bare:
            return Clause("prefix", bare, start, self.at)
        if pattern := _PATTERN.fullmatch(text.rstrip("?")):
            return Clause("wildcard", pattern[0], start, self.at)
        if fuzzy := _FUZZY.fullmatch(text):
            slips = int(fuzzy["slips"]) if fuzzy["slips"] else None
            return Clause("fuzzy", fuzzy["word"], start, self.at, slips=slips)
        return Clause("words", text, start, self.at)

    def _signed(self, start: int, at: int, occur: Occur, depth: int) -> Clause | None:
        """The unit right behind a sign; a sign that stands alone means nothing."""
        self.at = at
        match = _SCAN.match(self.text, at)
        if match is None or match["space"] or match["close"]:
            return None
        clause = self._unit(match, max(depth, MAX_DEPTH - 1))
        return clause._replace(start=start, occur=occur) if clause else None

    def _note(self, message: str, start: int, end: int) -> None:
        self.diagnostics.append(Diagnostic(message, start, end))


def _either(left: Clause, right: Clause) -> Clause:
    children = left.children if left.kind == "any" else (left,)
    return Clause("any", "", left.start, right.end, left.occur, children=(*children, right))
