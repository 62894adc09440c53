"""The language that a run speaks, found out before anything is said.

Help has to be in the language asked for as much as answers are, and so have the errors
of an option that stands before ``--lang``: so arguments are looked through for it first.
What is wrong with them is told later, by whoever reads them properly.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from searchkit.config import AUTO, LANGS, language_of, load_settings
from searchkit.errors import SearchkitError
from searchkit.translation import use_language


def settle_language(args: Sequence[str]) -> None:
    """Speak, from now on, the language that ``args``, the settings or the locale ask for."""
    use_language(language_of(_asked(args)))


def typed_so_far() -> list[str]:
    """The arguments of the line that a shell wants completed."""
    from click.shell_completion import split_arg_string

    return split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]


def _asked(args: Sequence[str]) -> str:
    typed = _last(args, "--lang")
    if typed in LANGS:
        return typed
    file = _last(args, "--config")
    try:
        return load_settings(file=Path(file) if file else None).lang
    except (SearchkitError, OSError, ValueError):
        return AUTO


def _last(args: Sequence[str], option: str) -> str:
    """The value that an option has where it stands last, empty where it does not stand."""
    found = ""
    for at, arg in enumerate(args):
        if arg == "--":
            break
        if arg == option and at + 1 < len(args):
            found = args[at + 1]
        elif arg.startswith(f"{option}="):
            found = arg.removeprefix(f"{option}=")
    return found
