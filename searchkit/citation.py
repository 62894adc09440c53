"""Citation: an article as a newsroom names its sources, on one line.

What an article says of itself is not trusted: control characters and line breaks go,
a title's own quotes become single ones, and only web addresses are shown. In Markdown
whatever could be taken for markup is written as the character it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote, urlsplit

from searchkit.article import Article
from searchkit.plain import plain_line
from searchkit.translation import N_, _

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', "'"))
# Whatever CommonMark and GitHub's dialect take for markup inside a line; an address, or a
# name with an @, would become a link of its own.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&@$^]|:(?=//)|(?<=[wW]{3})\.")
# What makes a line one of a list, a heading or a rule where a line begins with it.
_OPENING = re.compile(r"(?P<number>\d+)(?P<mark>[.)])|(?P<sign>[-+=])")
# Left as they are in an address; all else is written in per cent.
_SAFE = "/:?#@!$&'*+,;=~%-._"


def citation(article: Article) -> str:
    """``Outlet, "Title", 17 November 2024, https://…``; what is not known is left out.

    The date is that of publication. Where nothing at all is known, the article's id.
    """
    title = _title(article)
    parts = (
        plain_line(article.outlet or ""),
        f'"{title}"' if title else "",
        _day(article.published),
        _address(article.url),
    )
    return ", ".join(filter(None, parts)) or plain_line(article.id)


def markdown_citation(article: Article) -> str:
    """The same in Markdown: the title is a link to the article where its address is known."""
    title, address = _title(article), _address(article.url)
    shown = escaped(f'"{title}"' if title else address)
    link = f"[{shown}]({address})" if address else shown
    parts = (escaped(plain_line(article.outlet or "")), link, _day(article.published))
    return ", ".join(filter(None, parts)) or escaped(plain_line(article.id))


def markdown_citations(articles: Iterable[Article], first: int = 1) -> Iterator[str]:
    """The lines of a list in Markdown, numbered from ``first`` on, one article each."""
    for number, article in enumerate(articles, start=first):
        yield f"{number}. {_begun(markdown_citation(article))}"


def escaped(text: str) -> str:
    """Plain text on one line as Markdown that shows just this text."""
    return _MARKUP.sub(lambda match: f"\\{match.group()}", plain_line(text))


def quoted(text: str) -> str:
    """Plain text as the line of a quotation in Markdown."""
    return f"> {_begun(escaped(text))}"


def _begun(markdown: str) -> str:
    """A line of Markdown that begins no list, heading or rule."""
    match = _OPENING.match(markdown)
    if match is None:
        return markdown
    end = match.start("mark") if match["mark"] else match.start("sign")
    return f"{markdown[:end]}\\{markdown[end:]}"


def _title(article: Article) -> str:
    return plain_line(article.title).translate(_QUOTES)


def _day(day: date | None) -> str:
    """``17 November 2024``, in the language spoken."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}" if day else ""


def _address(url: str | None) -> str:
    """A web address that ends nothing it stands in, "" for any other."""
    address = quote(plain_line(url or ""), safe=_SAFE)
    parts = urlsplit(address)
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
