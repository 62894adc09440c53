"""Draft: what one reader took from one place, before it becomes an Article.

Every format ends here: front matter, ``<meta>`` tags, JSON records and CSV
rows are all named values with the same accepted names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from searchkit.corpus.decoding import clean
from searchkit.corpus.limits import (
    MAX_EXTRA_CHARS,
    MAX_FIELD_CHARS,
    MAX_ID_CHARS,
    MAX_PARTS,
    BadInput,
    check_field,
    check_fields,
    check_length,
    check_words,
)
from searchkit.translation import _, grouped

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id",),
        "title": ("title", "judul", "headline"),
        "text": ("text", "body", "content", "isi", "teks"),
        "published": ("published", "date", "tanggal"),
        "outlet": ("outlet", "source", "media"),
        "url": ("url", "link"),
        "author": ("author", "penulis"),
    }
)
"""The names accepted for each field, the preferred one first; letter case does not count."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its source gives it; every string is clean (see ``decoding.clean``).

    ``published`` is the date as it was written there.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def drafted(values: Mapping[str, object], text: str | None = None) -> Draft:
    """The draft that named values make; ``text``, where given, is the article's (and is clean).

    Where two accepted names of a field have a value, the preferred one counts.
    Every other value is kept in ``extra`` under its own name, as text or JSON.
    Raises BadInput for a missing or unusable text or id, and for what exceeds a limit.
    """
    check_fields(len(values))
    left = {_tidy(name): value for name, value in values.items()}
    present = {name.lower(): name for name in reversed(list(left))}
    taken: dict[str, object] = {}
    for target, names in NAMES.items():
        if target != "text" or text is None:
            found = [present[name] for name in names if name in present]
            if len(found) > 1:
                found = [name for name in found if _is_filled(left[name])] or found
            taken[target] = left.pop(found[0]) if found else None
    if text is None:
        text = _text(taken.pop("text"))
    one_line = {name: _one_line(taken[name], name) for name in taken if name != "id"}
    outlet, url = one_line["outlet"], one_line["url"]
    if outlet and outlet.lower().startswith(("http://", "https://")):
        outlet, url = None, url or outlet
    return Draft(
        text=check_words(text),
        id=_id(taken["id"]),
        title=one_line["title"],
        published=one_line["published"],
        outlet=outlet,
        url=url,
        author=one_line["author"],
        extra=MappingProxyType(_extra(left)),
    )


def as_text(value: object) -> str:
    """A value of a record as clean text; "" for none. What is nested is written as JSON.

    Raises BadInput where it has more than 10,000 parts or no form in JSON.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, (dict, list, tuple, set)):
        _count(value)
    try:
        return clean(json.dumps(value, ensure_ascii=False, default=_listed_or_text))
    except (RecursionError, ValueError, TypeError) as error:
        raise BadInput(_("a nested value cannot be written as JSON: leave it out")) from error


def _extra(values: Mapping[str, object]) -> dict[str, str]:
    """What has no meaning, as text under its own name."""
    told = _("the rest of the record")
    extra: dict[str, str] = {}
    size = 0
    for name, value in values.items():
        size += len(name) + (len(value) if isinstance(value, str) else 0)
        check_field(told, size, MAX_EXTRA_CHARS)
        if text := as_text(value):
            size += 0 if isinstance(value, str) else len(text)
            extra[name] = text
    check_field(told, size, MAX_EXTRA_CHARS)
    return extra


def _tidy(name: str) -> str:
    if name.isascii() and name.isidentifier():
        return name
    return " ".join(clean(name).split())


def _listed_or_text(value: object) -> object:
    """YAML's own kinds for JSON: a set in a fixed order, a date as text."""
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def _text(value: object) -> str:
    if isinstance(value, str):
        text = clean(check_length(value)).strip()
        if text:
            return text
    elif value not in (None, [], {}):
        raise BadInput(_("the text is {kind}: give it as one string").format(kind=_kind(value)))
    raise BadInput(_("has no text: expected it under {names}").format(names=_listed(NAMES["text"])))


def _id(value: object) -> str | None:
    if isinstance(value, (dict, list)):
        raise BadInput(
            _("the id is {kind}: give it as a string or a number").format(kind=_kind(value))
        )
    return _one_line(value, "id", MAX_ID_CHARS)


def _one_line(value: object, name: str, most: int = MAX_FIELD_CHARS) -> str | None:
    """A value on one line, None for none. Raises BadInput where it is too long."""
    if value is None:
        return None
    told = _("the {name}").format(name=name)
    if isinstance(value, str):
        check_field(told, len(value), most)
    line = " ".join(as_text(value).split())
    check_field(told, len(line), most)
    return line or None


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return _("an object")
    return (
        _("a list")
        if isinstance(value, list)
        else _("the value {value}").format(value=as_text(value)[:40])
    )


def _listed(names: tuple[str, ...]) -> str:
    return _("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _count(value: object) -> None:
    """Walk a nested value; aliases count each time they are met."""
    waiting: list[object] = [value]
    met = 0
    while waiting:
        met += 1
        if met > MAX_PARTS:
            raise BadInput(
                _("a value has more than {most} parts: leave it out").format(
                    most=grouped(MAX_PARTS)
                )
            )
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple, set)):
            waiting.extend(part)
