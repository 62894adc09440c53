"""Options that many commands share, and what they come to: the Invocation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from searchkit.cli.command import Command
from searchkit.cli.errors import first_steps
from searchkit.config import FORMATS, LANGS, Format, Settings, load_settings
from searchkit.errors import IndexMissing, QueryError, SearchkitError
from searchkit.translation import N_, _

if TYPE_CHECKING:
    from searchkit.cli.output import Answer
    from searchkit.index import Index
    from searchkit.query.filters import Filters
    from searchkit.ui.screen import Screen

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_FLAGS = "searchkit.flags"
_TYPED = "searchkit.typed"
_WORD_MARK = "\0"  # cannot stand in an argument of a process

NOT_MD: tuple[Format, ...] = tuple(format for format in FORMATS if format != "md")
"""What is no list of articles cannot be cited."""
SORTS = ("relevance", "newest", "oldest", "score")

NOT_IDS: tuple[Format, ...] = tuple(format for format in NOT_MD if format != "ids")


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of a command: the settled settings and the format to answer in."""

    settings: Settings
    format: Format

    def open_index(self) -> Index:
        """The index of the settings; nothing is read yet."""
        from searchkit.index import open_index

        return open_index(self.settings.index, stems=self.settings.cache)

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """The index, to read from. Where there is none, the error says what to type."""
        try:
            with self.open_index() as index:
                yield index
        except IndexMissing as error:
            raise told_next(error, self.settings) from error

    def screen(self, *, stderr: bool = False) -> Screen:
        """Stdout (or stderr) as a screen."""
        from searchkit.ui.screen import Screen

        return Screen(sys.stderr if stderr else sys.stdout, self.settings.color)

    def answer(self, answer: Answer, show: Callable[[Screen], None]) -> None:
        """Print an answer in the format asked for; ``show`` draws it on a screen."""
        if self.format == "rich":
            show(self.screen())
        else:
            from searchkit.cli.output import write

            write(answer, self.format)


def told_next(error: SearchkitError, settings: Settings) -> SearchkitError:
    """The error itself; one about a missing index with what to type to get one."""
    if isinstance(error, IndexMissing):
        return IndexMissing(error.message, first_steps(settings))
    return error


def invocation(formats: tuple[Format, ...] = NOT_MD) -> Invocation:
    """The current run. ``formats`` are those that the command can answer in.

    A format that the command does not have is an error when it was asked for
    with a flag, and gives way to "rich" when it is only the configured habit.
    Raises ConfigError, and click.UsageError.
    """
    flags = dict(click.get_current_context().meta.get(_FLAGS, {}))
    flags.pop("config", None)
    settings = load_settings(flags, file=shared_file())
    format = settings.format
    if format not in formats:
        if "format" in flags:
            known = ", ".join(formats)
            raise click.UsageError(
                _("There is no --format {name} here; choose from {known}.").format(
                    name=format, known=known
                )
            )
        format = "rich"
    return Invocation(settings, format)


def shared_file() -> Path | None:
    """The file of ``--config``, None where it was not given."""
    file = click.get_current_context().meta.get(_FLAGS, {}).get("config")
    return Path(file) if file else None


def index_named() -> dict[str, str]:
    """The options of this run that tell which index is meant, with their values."""
    flags = click.get_current_context().meta.get(_FLAGS, {})
    return {name: flags[name] for name in ("config", "index") if name in flags}


def remember_typed(ctx: click.Context, args: Iterable[str]) -> None:
    """Keep the words of the command line as they were typed, for ``typed_without``."""
    ctx.meta[_TYPED] = tuple(args)


def typed_without(*names: str) -> tuple[str, ...]:
    """The words of the command line as typed, without an option that has a value."""
    kept: list[str] = []
    words = iter(click.get_current_context().meta.get(_TYPED, ()))
    for word in words:
        if word == "--":  # no options from here on
            return (*kept, word, *words)
        if word in names:
            next(words, None)
        elif not any(_holds_value(word, name) for name in names):
            kept.append(word)
    return tuple(kept)


def _holds_value(word: str, name: str) -> bool:
    """Whether a word is an option and its value in one: ``--page=2``, ``-p2``."""
    if name.startswith("--"):
        return word.startswith(f"{name}=")
    return word.startswith(name) and word[len(name) :].isdigit()


def shared_options(formats: tuple[Format, ...] = NOT_MD) -> Callable[[Decorated], Decorated]:
    """Add --index, --config, --format, --no-color and --lang, before and after the command.

    ``formats`` are those to choose from; without any there is no --format.
    """

    def add(command: Decorated) -> Decorated:
        command = _NO_COLOR(_LANG(command))
        if formats:
            command = _format_option(formats)(command)
        return _INDEX(_CONFIG(command))

    return add


def limit_option(help: str, default: int | None = None) -> Callable[[Decorated], Decorated]:
    """``-n``/``--limit``: how much to show at most."""
    return click.option(
        "-n", "--limit", type=click.IntRange(min=1), default=default, metavar="N", help=help
    )


def sort_option(command: Decorated) -> Decorated:
    """``--sort``: the order of articles."""
    return click.option(
        "--sort",
        type=click.Choice(SORTS),
        default="relevance",
        metavar="ORDER",
        help=f"{', '.join(SORTS)}.  [default: relevance]",
    )(command)


def filter_options(command: Decorated) -> Decorated:
    """Add the filters: --region, --year, --band, --outlet, --level, --since, --until."""
    for name, metavar, text in reversed(_FILTERS):
        command = click.option(
            f"--{name}", metavar=metavar, multiple=name not in ("since", "until"), help=text
        )(command)
    return command


def filters_from(options: dict[str, Any]) -> Filters:
    """The filters among a command's options. Raises QueryError, with a next step."""
    from searchkit.query.filters import Filters

    return Filters.parse(**typed_filters(options))


def typed_filters(options: dict[str, Any]) -> dict[str, Any]:
    """The filters among a command's options as they were typed, by the names of the library."""
    return {
        "regions": options["region"],
        "years": options["year"],
        "bands": options["band"],
        "outlets": options["outlet"],
        "levels": options["level"],
        "since": options["since"],
        "until": options["until"],
    }


class Seconds(click.FloatRange):
    """A number of seconds: unlike click's floats, "nan" is none."""

    name = "float range"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number. Fails where it is none, or outside of the range."""
        number = float(super().convert(value, param, ctx))
        if number != number:
            self.fail(_("{value!r} is no number of seconds.").format(value=value), param, ctx)
        return number


class QueryCommand(Command):
    """A command with a QUERY, in which ``-jakarta`` is a word to leave out, no options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Shield words with a minus sign from the option parser."""
        valued = {
            name
            for param in self.params
            if isinstance(param, click.Option) and not param.is_flag
            for name in param.opts
        }
        shielded: list[str] = []
        is_value = False
        for position, arg in enumerate(args):
            if arg == "--":
                shielded += args[position:]
                break
            with_minus = len(arg) > 2 and arg[0] == "-" != arg[1]
            short_option = arg[:2] in valued and arg[2:].isdigit()  # -n5
            if with_minus and not is_value and not short_option:
                arg = _WORD_MARK + arg
            is_value = arg in valued
            shielded.append(arg)
        return super().parse_args(ctx, shielded)


def query_from(words: tuple[str, ...]) -> str:
    """The query that the words of a command line make up."""
    return " ".join(word.removeprefix(_WORD_MARK) for word in words)


def _remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep a shared option for the whole run; the one nearest to the command wins."""
    if value is not None and not ctx.resilient_parsing:
        if value == "":
            raise QueryError(
                _("--{name} is empty").format(name=param.name),
                _("Leave it out or give it a value."),
            )
        ctx.meta.setdefault(_FLAGS, {})[param.name] = value


def _format_option(formats: tuple[Format, ...]) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--format",
        type=click.Choice(formats),
        metavar="FORMAT",
        help=f"{', '.join(formats)}.  [default: rich]",
        callback=_remember,
        expose_value=False,
    )


_INDEX = click.option(
    "--index",
    metavar="DIR",
    type=click.Path(),
    help="Where the index is.  [default: index]",
    callback=_remember,
    expose_value=False,
)
_CONFIG = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Read this file instead of ./searchkit.yaml.",
    callback=_remember,
    expose_value=False,
)
_NO_COLOR = click.option(
    "--no-color",
    "color",
    flag_value="never",
    help="No colours (so does NO_COLOR in the environment).",
    callback=_remember,
    expose_value=False,
)
_LANG = click.option(
    "--lang",
    type=click.Choice(LANGS),
    metavar="LANG",
    help="Language of texts: en, id, or auto: the locale's.  [default: auto]",
    callback=_remember,
    expose_value=False,
)
_FILTERS = (
    ("region", "REGION", N_("Only articles about this province, kabupaten or kota: jatim, 35.72.")),
    ("year", "YEAR", N_("Only this year, or a range: 2023, 2021..2024, 2022.. .")),
    ("band", "BAND", N_("Only results in this zone or category: hijau, A, tertinggi.")),
    ("outlet", "OUTLET", N_("Only articles of this outlet.")),
    ("level", "LEVEL", N_("Only about provinsi, kabupaten, kota, kementerian, lembaga or opd.")),
    ("since", "DATE", N_("Only articles dated then or later: 2024, 2024-01, 2024-01-31.")),
    ("until", "DATE", N_("Only articles dated then or earlier.")),
)
