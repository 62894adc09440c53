"""Markdown: YAML front matter, and a body read as text without its markup."""

from __future__ import annotations

import re

from searchkit.corpus.decoding import clean, plain
from searchkit.corpus.draft import NAMES, Draft, drafted
from searchkit.corpus.limits import MAX_FIELD_CHARS, MAX_PARTS, BadInput, check_length
from searchkit.data import parse_yaml
from searchkit.translation import _, grouped

_FENCE = "---"
_FRONT_MATTER_CHARS = 65536
_DATE_VALUE = re.compile(
    r"^([\w-]+[ \t]*:[ \t]+)(\d{4}-\d{1,2}-\d{1,2}[^\"'#\n]*?)[ \t]*$", re.MULTILINE
)


def read_markdown(text: str) -> Draft:
    """The draft of a Markdown file: fields from its front matter, the body's text.

    Without a title in the front matter the first ``# heading`` is the title.
    Raises BadInput for front matter that is not closed or not valid, and where
    there is no text, or too much.
    """
    fields, body = _split(plain(check_length(text)))
    heading = _first_heading(body)
    stripped = clean(_without_markup(body)).strip()
    if not stripped:
        raise BadInput(_("is empty: there is no text in it"))
    if heading and not any(name.lower() in NAMES["title"] for name in fields):
        fields["title"] = heading
    return drafted(fields, stripped)


# Front matter -----------------------------------------------------------------------------


def _split(text: str) -> tuple[dict[str, object], str]:
    """The fields of the front matter, and what stands below it."""
    lines = text.split("\n")
    opening = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines[opening].rstrip() != _FENCE:
        return {}, text
    for at in range(opening + 1, len(lines)):
        if lines[at].rstrip() in (_FENCE, "..."):
            yaml = "\n".join(lines[opening + 1 : at])
            return _fields(yaml, opening + 1), "\n".join(lines[at + 1 :])
    raise BadInput(
        _(
            "front matter opened by --- on line {line} is never closed: add a line --- below it"
        ).format(line=opening + 1)
    )


def _fields(yaml: str, line: int) -> dict[str, object]:
    """The mapping of a front matter that opens on ``line``."""
    if len(yaml) > _FRONT_MATTER_CHARS:
        raise BadInput(
            _(
                "front matter opened on line {line} has more than {most} characters: shorten it"
            ).format(line=line, most=grouped(_FRONT_MATTER_CHARS))
        )
    try:
        # Dates stay text, so that one that does not exist is no YAML error. The
        # empty lines make YAML count lines as the file does.
        fields = parse_yaml("\n" * line + _DATE_VALUE.sub(r'\1"\2"', yaml), most=MAX_PARTS)
    except ValueError as error:
        reason = _("front matter is {error}: correct it, or put the value in quotes").format(
            error=error
        )
        raise BadInput(reason) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise BadInput(
            _(
                "front matter opened on line {line} is no list of fields: "
                "write each as 'name: value'"
            ).format(line=line)
        )
    try:
        return {str(name): value for name, value in fields.items()}
    except ValueError as error:  # a number of more digits than Python writes
        raise BadInput(
            _("front matter opened on line {line} has a number for a name: write letters").format(
                line=line
            )
        ) from error


# Markup -----------------------------------------------------------------------------------

_STRUCTURE_CHARS = 1000
"""A rule, fence or link definition is never longer."""

_OPENINGS = tuple("#=-*_`~|:[>+")
"""What a line begins with that is more than text."""

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.+)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:={2,}|-{2,}|(?:[*_-][ \t]?){3,})[ \t]*")
_FENCED = re.compile(r"[ ]{0,3}(?:```|~~~)[\w+-]*[ \t]*")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]{3,}\|[ \t:|-]*")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]+\S.*")
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+){1,20}")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,1000}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_COMMENT = re.compile(r"<!--[^\n]{0,2000}?-->")
_BREAK = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,500}>", re.IGNORECASE)
_STARS = re.compile(r"(?<![\\*])(?!(?<=\d)\*\d)(?:\*{1,3}(?=[^\s*])|(?<=\S)\*{1,3}(?!\*))")
_UNDERSCORES = re.compile(r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)")
_TICKS = re.compile(r"`{1,3}|~~")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def _first_heading(body: str) -> str | None:
    """The text of the first heading of any level."""
    for line in body.split("\n"):
        if "#" in line and (match := _HEADING.fullmatch(line)):
            heading = _inline(match[1].rstrip().rstrip("#")).strip()
            return heading if 0 < len(heading) <= MAX_FIELD_CHARS else None
    return None


def _without_markup(body: str) -> str:
    return "\n".join(_line(line) for line in body.split("\n"))


def _line(line: str) -> str:
    """One line of Markdown as text; a line that is nothing but markup becomes empty."""
    if not line.lstrip(" \t").startswith(_OPENINGS):
        return _inline(line)
    structural = (_UNDERLINE, _FENCED, _TABLE_RULE, _DEFINITION)
    if len(line) <= _STRUCTURE_CHARS and any(markup.fullmatch(line) for markup in structural):
        return ""
    if heading := _HEADING.fullmatch(line):
        return _inline(heading[1].rstrip().rstrip("#")).rstrip()
    return _inline(_MARKER.sub("", line, count=1) if _MARKER.match(line) else line)


def _inline(line: str) -> str:
    if "[" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    if "<" in line:
        line = _ADDRESS.sub(r"\1", _COMMENT.sub("", _BREAK.sub("\n", line)))
        line = _TAG.sub("", line)
    for sign, marks in (("*", _STARS), ("_", _UNDERSCORES)):
        if sign in line:
            line = marks.sub("", line)
    if "`" in line or "~~" in line:
        line = _TICKS.sub("", line)
    return _ESCAPED.sub(r"\1", line) if "\\" in line else line
