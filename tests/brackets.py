"""A language in which every text stands in brackets, so that what is none is seen."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class InBrackets(gettext.NullTranslations):
    """That language, for ``gettext``."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


_TYPED = re.compile(r"(?m)(?<![\w-])--?[a-zA-Z][\w-]*|^\s+(?:or: )?(?:\S*=\S+ )?searchkit .*$")
NEVER_TRANSLATED = {
    "searchkit", "auto", "default", "index", "corpus", "format", "limit", "color", "facets",
    "lang", "cache", "dir", "none", "region", "year", "band", "outlet", "level", "json", "rich",
    "ids", "score", "schema", "query", "title", "wilayah", "relevance", "newest", "oldest",
    "article", "articles", "file",
}  # fmt: skip
"""Names of settings and of their values, and words that stand in commands to type."""


def outside(text: str) -> str:
    """What is left without the texts in brackets, and without what is to be typed."""
    text = _TYPED.sub("", text)
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return re.sub(r"⟦.*", "", text)  # cut, for want of room, or to its first words


def english_outside(text: str, english: set[str]) -> list[str]:
    """The English words that stand outside of the brackets; capitals stand for values."""
    left = re.findall(r"[A-Za-z]{3,}", outside(text))
    return [word for word in left if word.lower() in english and not word.isupper()]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """A text, with its plural where it has one."""
    return (text,) if isinstance(text, str) else tuple(text)


def english_words(template: Iterable[Any], table: Iterable[Any]) -> set[str]:
    """The words of the texts, but for those that are Indonesian or stand for data as well."""
    said = {
        word
        for message in template
        for text in forms(message.id)
        for word in re.findall(r"(?<![{\w])[a-z]{3,}", text.lower())
    }
    articles = " ".join(path.read_text("utf-8") for path in (ROOT / "seeds").rglob("*.txt"))
    theirs = " ".join(
        text for message in table for text in (forms(message.string) if message.id else ())
    )
    return said - NEVER_TRANSLATED - set(re.findall(r"\w+", f"{articles} {theirs}".lower()))
