"""The tables of other languages, brought up to date with the texts of the code.

::

    python tools/translations.py

finds every text for people: the arguments of ``_``, ``N_``, ``ngettext`` and
``numbered``, the help of all commands as paragraphs, and what click says itself. New
ones are added to ``searchkit/locale/id/LC_MESSAGES/searchkit.po``, those that are gone
are taken out, and searchkit.mo is compiled from it. Texts that still have no
translation are listed on stdout; the exit code is 1 where there are any.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from searchkit.cli import app
from searchkit.cli.command import in_words
from searchkit.translation import DOMAIN, LOCALES

PACKAGE = Path(app.__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "numbered": (1, 2)}
OF_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""Modules of click whose words its users meet; others ask questions, which nobody here does."""

Text = str | tuple[str, str]
"""A text, or one with its plural."""


def table_of(language: str) -> Path:
    """The .po file of a language; the .mo file lies beside it."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def texts() -> Iterator[tuple[Text, str]]:
    """Every text for people, with the place where it was found."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from _written(path, f"searchkit/{path.relative_to(PACKAGE).as_posix()}")
    yield from ((text, "help") for command in every_command() for text in help_of(command))
    for name in OF_CLICK:
        yield from _written(Path(click.__file__).parent / f"{name}.py", "click")


def every_command() -> Iterator[click.Command]:
    """``searchkit`` and all commands below it."""
    waiting: list[click.Command] = [app.commands]
    while waiting:
        command = waiting.pop(0)
        yield command
        if isinstance(command, click.Group):
            ctx = click.Context(command)
            found = (command.get_command(ctx, name) for name in command.list_commands(ctx))
            waiting += filter(None, found)


def help_of(command: click.Command) -> list[str]:
    """What is translated of a command's help."""
    found: list[str] = []

    def take(text: str) -> str:
        found.append(text)
        return text

    in_words(command, take)
    return found


def template() -> Catalog:
    """All texts, none of them translated."""
    catalog = Catalog()
    for text, place in texts():
        catalog.add(text, locations=[(place, 0)])
    return catalog


def read_table(path: Path) -> Catalog:
    """The table that a .po file holds."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """A table as a .mo file holds it."""
    content = io.BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts that have no translation, or one that somebody still has to look at."""
    return [
        message
        for message in catalog
        if message.id and (message.fuzzy or not all(_forms(message.string)))
    ]


def update(path: Path) -> Catalog:
    """Bring a .po file and its .mo file up to date; returns the table."""
    catalog, found = read_table(path), template()
    found.creation_date = catalog.creation_date  # a date would change with every run
    catalog.update(found, no_fuzzy_matching=True, update_header_comment=False)
    with path.open("wb") as file:
        write_po(
            file, catalog, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False
        )
    catalog = read_table(path)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def main() -> int:
    """Bring all tables up to date and tell what is left to translate."""
    left = 0
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalog = update(path)
        missing = untranslated(catalog)
        left += len(missing)
        print(
            f"{path.relative_to(PACKAGE.parent)}: {len(catalog)} texts, {len(missing)} to translate"
        )
        for message in missing:
            place = message.locations[0][0] if message.locations else ""
            print(f"  {place}: {_forms(message.id)[0]}")
    return 1 if left else 0


def _written(path: Path, place: str) -> Iterator[tuple[Text, str]]:
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract("python", file, keywords=KEYWORDS):
            yield (message if isinstance(message, str) else tuple(message)), place  # type: ignore[misc]


def _forms(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


if __name__ == "__main__":
    sys.exit(main())
