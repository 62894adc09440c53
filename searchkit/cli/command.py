"""Commands that speak the language of whoever calls them, click's own words included.

Help is written in English where a command is made and translated when it is shown:
paragraph by paragraph, so that the examples in it are the same in every language.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from typing import Any, TypeVar

import click

from searchkit.translation import DOMAIN, LANGUAGES, LOCALES, _, language

Translate = Callable[[str], str]
AnyCommand = TypeVar("AnyCommand", bound=click.Command)

_AS_IT_STANDS = "\b\n"  # opens a paragraph whose lines click leaves alone
_BETWEEN = re.compile(r"\n\s*\n|\n(?=\x08\n)")
_REMARK = re.compile(r"(?P<example>\s+\S.*?\s{2,})(?P<remark>\S.*)")


class Command(click.Command):
    """A command with its help, and its errors of usage, in the language spoken."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the arguments; what click says of them is in the language spoken."""
        with click_speaks():
            return super().make_context(info_name, args, parent, **extra)

    def get_help(self, ctx: click.Context) -> str:
        """The page of help."""
        with click_speaks():
            return super(Command, in_words(self, _)).get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line that lists of commands have."""
        return super(Command, in_words(self, _)).get_short_help_str(limit)


class Group(Command, click.Group):
    """A command with commands of its own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        with click_speaks():
            return super().resolve_command(ctx, args)


@contextmanager
def click_speaks() -> Iterator[None]:
    """While it lasts, what click itself says is in the language spoken.

    click asks the gettext of the process, which goes by the environment. That is put
    back at the end: no program started later is to speak another language for it.
    """
    if language() == LANGUAGES[0]:
        yield
        return
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def in_words(command: AnyCommand, translate: Translate) -> AnyCommand:
    """A copy of a command whose texts went through ``translate``, one after the other."""
    shown = copy(command)
    shown.help = help_in(command.help, translate)
    shown.short_help = help_in(command.short_help, translate)
    shown.epilog = help_in(command.epilog, translate)
    shown.params = [_param_in(param, translate) for param in command.params]
    shown._help_option = None  # click made it in the language spoken when it first needed it
    return shown


def help_in(text: str | None, translate: Translate) -> str | None:
    """A text of help, each of its paragraphs through ``translate``.

    Lines that click is to leave alone are one text, too; but below a heading, of
    indented examples, only what is remarked behind them is.
    """
    if text is None:
        return None
    paragraphs = _BETWEEN.split(cleandoc(text))
    return "\n\n".join(_paragraph_in(paragraph, translate) for paragraph in paragraphs)


def _paragraph_in(paragraph: str, translate: Translate) -> str:
    if not paragraph.startswith(_AS_IT_STANDS):
        return translate(" ".join(paragraph.split())) if paragraph else ""
    head, *lines = paragraph.removeprefix(_AS_IT_STANDS).split("\n")
    if not lines or not all(line.startswith(" ") for line in lines):
        return _AS_IT_STANDS + translate("\n".join([head, *lines]))
    return _AS_IT_STANDS + "\n".join(
        [translate(head), *(_example_in(line, translate) for line in lines)]
    )


def _example_in(line: str, translate: Translate) -> str:
    found = _REMARK.fullmatch(line)
    return found["example"] + translate(found["remark"]) if found else line


def _param_in(param: click.Parameter, translate: Translate) -> click.Parameter:
    shown = copy(param)
    if shown.help:
        shown.help = translate(shown.help)
    return shown
