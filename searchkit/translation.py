"""Translation: the texts of searchkit in the language of whoever reads them.

Texts stand in the code in English, as arguments of ``_`` and ``ngettext``; the
tables of other languages lie in ``locale/``, as gettext keeps them. The language is
English until somebody calls ``use_language``: the library itself looks at no locale.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "searchkit"
LOCALES = Path(__file__).parent / "locale"

LANGUAGES = ("en", "id")
"""The languages that there are texts in; the first is that of the code."""

_translations = gettext.NullTranslations()
_spoken = LANGUAGES[0]


def use_language(language: str) -> None:
    """Speak ``language`` from now on, in this whole process; one of LANGUAGES."""
    global _spoken, _translations
    if language not in LANGUAGES:
        raise ValueError(f"no texts in {language!r}; there are {', '.join(LANGUAGES)}")
    _translations = (
        gettext.NullTranslations()
        if language == LANGUAGES[0]
        else gettext.translation(DOMAIN, LOCALES, [language])
    )
    _spoken = language


def language() -> str:
    """The language that is spoken; one of LANGUAGES."""
    return _spoken


def _(message: str) -> str:
    """``message`` in the language spoken; as it is where it was never translated."""
    return _translations.gettext(message) if message else message


def ngettext(one: str, many: str, number: int) -> str:
    """The text that goes with ``number``, in the language spoken; the number is not put in."""
    return _translations.ngettext(one, many, number)


def numbered(one: str, many: str, number: int) -> str:
    """``ngettext`` with the number in the place of ``{n}``: ``1 article``, ``21,385 articles``."""
    return ngettext(one, many, number).format(n=grouped(number))


def grouped(number: int) -> str:
    """A whole number as the language spoken writes it: ``21,385``, Indonesian ``21.385``."""
    written = f"{number:,}"
    return written if _spoken == LANGUAGES[0] else written.replace(",", ".")


def decimal(number: float, digits: int) -> str:
    """A number with so many digits behind the point, or behind the comma of Indonesian."""
    written = f"{number:.{digits}f}"
    return written if _spoken == LANGUAGES[0] else written.replace(".", ",")


def N_(message: str) -> str:
    """``message`` itself: marks a text of a table or a class, which ``_`` translates later."""
    return message
