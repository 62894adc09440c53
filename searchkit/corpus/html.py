"""HTML pages: main text and metadata. The one importer of trafilatura.

A page from which no main text can be told is read as all its text: every page
with words in it becomes an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from searchkit.corpus.decoding import clean
from searchkit.corpus.draft import Draft, drafted
from searchkit.corpus.limits import MAX_FIELD_CHARS, BadInput, check_length
from searchkit.errors import is_shortage
from searchkit.translation import _, grouped

MAX_TAGS = 30_000
MAX_ITEMS = 2_500
MAX_ATTRIBUTES = 500
MAX_PAGE_CHARS = 2_000_000
"""Pages with more tags, list items and table cells, attributes in one tag, or characters beside
their images are read as all their text: trafilatura and lxml would take minutes, for some of
their work grows with the square of these."""

MAX_MARKS = 1_500_000
"""Pages with more ``<`` are no pages."""

_ID_NAMES = ("id", "article:id", "article_id", "article-id")
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "published_time",
    "published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "tanggal",
)
"""Names of ``<meta>`` tags by which a page states its date, the most specific first."""

_INLINE_IMAGE = re.compile(r"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{1000,}+")
_ITEM = re.compile(r"<(?:li|d[td]|t[dhr])\b", re.IGNORECASE)
_JSON_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"\\]{4,60})"')
_PAGE_DATE_CLASS = re.compile(r"\b(?:published|entry-date|pubdate)\b")


def read_html(text: str) -> Draft:
    """The draft of a page: main text, title, outlet, address, author, and the date it states.

    Raises BadInput where the page holds no text, or too much.
    """
    tags = text.count("<")
    if tags > MAX_MARKS:
        reason = _("a page of {count} tags, more than {most}: leave it out")
        raise BadInput(reason.format(count=grouped(tags), most=grouped(MAX_MARKS)))
    fields: dict[str, object] = {}
    main = ""
    text = _INLINE_IMAGE.sub("", text)
    if _is_ordinary(text, tags):
        fields, main = _extracted(text)
    cleaned = clean(check_length(main)).strip() or clean(check_length(all_text(text))).strip()
    if not cleaned:
        raise BadInput(_("is empty: the page holds no text"))
    return drafted(fields, cleaned)


def _is_ordinary(page: str, tags: int) -> bool:
    """Whether a page is small and simple enough for trafilatura."""
    if tags > MAX_TAGS or len(page) > MAX_PAGE_CHARS:
        return False
    return len(_ITEM.findall(page)) <= MAX_ITEMS and not _is_overloaded(page)


def _extracted(text: str) -> tuple[dict[str, object], str]:
    """The stated fields and the main text, as far as trafilatura gets; no page makes it raise."""
    import trafilatura

    fields: dict[str, object] = {}
    page = None
    try:
        tree = trafilatura.load_html(text)
        if tree is not None:
            fields = _fields(tree, trafilatura.extract_metadata)
            page = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception as error:
        if is_shortage(error):  # which says nothing about the page
            raise
        # Parsers of broken pages fail in ways of their own; the page is then read as all its text.
        return fields, ""
    fields = {name: value for name, value in fields.items() if not _is_long(value)}
    return fields, (getattr(page, "text", None) or "")


def _is_long(value: object) -> bool:
    """Whether what a page states is no title, name or date at all."""
    return isinstance(value, str) and len(value) > MAX_FIELD_CHARS


def _fields(tree: Any, extract: Callable[..., Any]) -> dict[str, object]:
    """What the page states about itself, by the names of ``draft.NAMES``."""
    stated = _meta(tree)
    fields: dict[str, object] = {
        "id": next((stated[name] for name in _ID_NAMES if name in stated), None),
        "published": next(_dates(tree, stated), None),
    }
    found = extract(tree, date_config={"extensive_search": False, "original_date": True})
    fields |= {"title": found.title, "outlet": found.sitename, "author": found.author}
    if found.url and found.url.startswith(("http://", "https://")):
        fields["url"] = found.url
    return fields


def _meta(tree: Any) -> dict[str, str]:
    """The page's ``<meta>`` tags, by name in small letters; the first of a name counts."""
    stated: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = (tag.get("content") or "").strip()
        if content:
            stated.setdefault(name.strip().lower(), content)
    return stated


def _dates(tree: Any, stated: dict[str, str]) -> Iterator[str]:
    """The dates of publication that a page states, the most reliable first; none is guessed."""
    yield from (stated[name] for name in _DATE_NAMES if name in stated)
    for tag in tree.iter("script"):
        if "ld+json" in (tag.get("type") or "") and (match := _JSON_DATE.search(tag.text or "")):
            yield match[1]
    for tag in tree.iter("time"):
        marked = tag.get("itemprop") == "datePublished" or tag.get("pubdate") is not None
        if tag.get("datetime") and (marked or _PAGE_DATE_CLASS.search(tag.get("class") or "")):
            yield tag.get("datetime")


# Tags -------------------------------------------------------------------------------------

_TAG = re.compile(r"<[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
)


def _is_overloaded(page: str) -> bool:
    """Whether any tag has too many attributes. Linear: what was a value is no tag any more."""
    at = 0
    while tag := _TAG.search(page, at):
        at = tag.end()
        attributes = 0
        while attribute := _ATTRIBUTE.match(page, at):
            at = attribute.end()
            attributes += 1
            if attributes > MAX_ATTRIBUTES:
                return True
    return False


# All text ---------------------------------------------------------------------------------

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|br|caption|d[dlt]|div|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|t[dhr]"
    r"|tfoot|thead|title|ul"
)
_SILENT = {
    tag: re.compile(f"</{tag}", re.IGNORECASE)
    for tag in ("script", "style", "noscript", "template", "svg", "textarea", "select")
}
_LINE = re.compile(r"[^\n]+")
_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,20})")


def all_text(page: str) -> str:
    """All text of a page, block elements on lines of their own. Linear, whatever the nesting."""
    parts: list[str] = []
    at = 0
    while (opened := page.find("<", at)) >= 0:
        parts.append(page[at:opened].replace("\n", " "))
        if page.startswith("<!--", opened):
            at = _after(page, "-->", opened)
            continue
        name = _TAG_NAME.match(page, opened + 1)
        if name is None and page[opened + 1 : opened + 2] not in ("!", "?", "/"):
            parts.append("<")
            at = opened + 1
            continue
        tag = name[1].lower() if name else ""
        at = _after(page, ">", opened)
        if tag in _SILENT and page[opened + 1] != "/":
            closed = _SILENT[tag].search(page, at)
            at = _after(page, ">", closed.end()) if closed else len(page)
        elif _BLOCK.fullmatch(tag):
            parts.append("\n")
    parts.append(page[at:])
    # One line after the other: a page of sixteen million empty ones takes no more than its text.
    lines = (match[0].strip() for match in _LINE.finditer("".join(parts)))
    return "\n".join(line for line in lines if line)


def _after(page: str, mark: str, start: int) -> int:
    """The place behind the next ``mark``; the page's end where there is none."""
    found = page.find(mark, start)
    return found + len(mark) if found >= 0 else len(page)
