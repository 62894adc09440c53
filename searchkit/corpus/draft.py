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

MAX_ID_CHARS = 512
_MAX_NODES = 10_000
"""A nested value with more parts is refused: YAML aliases can grow without bound."""


class BadInput(ValueError):
    """An input that cannot become an article: ``reason`` for the user, 1-based ``line``."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


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
    Raises BadInput for a missing or unusable text or id.
    """
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
    outlet, url = _one_line(taken["outlet"]), _one_line(taken["url"])
    if outlet and outlet.lower().startswith(("http://", "https://")):
        outlet, url = None, url or outlet
    return Draft(
        text=text,
        id=_id(taken["id"]),
        title=_one_line(taken["title"]),
        published=_one_line(taken["published"]),
        outlet=outlet,
        url=url,
        author=_one_line(taken["author"]),
        extra=MappingProxyType({n: v for n, raw in left.items() if (v := as_text(raw))}),
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
        text = clean(value).strip()
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
    found = _one_line(value)
    if found and len(found) > MAX_ID_CHARS:
        raise BadInput(
            _("the id has {count} characters: the limit is {most}").format(
                count=len(found), most=MAX_ID_CHARS
            )
        )
    return found


def _one_line(value: object) -> str | None:
    return None if value is None else " ".join(as_text(value).split()) or None


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return _("an object")
    return (
        _("a list")
        if isinstance(value, list)
        else _("the value {value}").format(value=str(value)[:40])
    )


def _listed(names: tuple[str, ...]) -> str:
    return _("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _count(value: object) -> None:
    """Walk a nested value; aliases count each time they are met."""
    waiting: list[object] = [value]
    met = 0
    while waiting:
        met += 1
        if met > _MAX_NODES:
            raise BadInput(
                _("a value has more than {most} parts: leave it out").format(
                    most=grouped(_MAX_NODES)
                )
            )
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple, set)):
            waiting.extend(part)
