"""Settings: what searchkit.yaml, the environment and the flags say together.

Later sources win: defaults < the user's searchkit.yaml < ./searchkit.yaml (or
the file named by ``--config``) < environment < flags. Each setting remembers
which of them it came from. Only the command line and the user interface read
configuration; the library takes arguments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from searchkit.data import parse_yaml
from searchkit.errors import ConfigError, cause_of
from searchkit.translation import _

FILE_NAME = "searchkit.yaml"

Format = Literal["rich", "json", "jsonl", "csv", "tsv", "ids", "md"]
Color = Literal["auto", "always", "never"]
Lang = Literal["auto", "en", "id"]
Look = Literal["auto", "dark", "light", "terminal"]

FORMATS: tuple[Format, ...] = ("rich", "json", "jsonl", "csv", "tsv", "ids", "md")
COLORS: tuple[Color, ...] = ("auto", "always", "never")
LOOKS: tuple[Look, ...] = ("auto", "dark", "light", "terminal")
LANGS: tuple[Lang, ...] = ("auto", "en", "id")
AUTO = "auto"
NONE = "none"
_MOST_DIGITS = 20  # no index has that many articles
_MOST_PARTS = 10_000  # of a file of settings, wherever it comes from
FACET_FIELDS = ("region", "year", "month", "band", "outlet", "level")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, and where each came from.

    ``index`` is a folder (or an engine's address); ``corpus`` holds the files
    and folders that ``index`` reads when none are named; ``limit`` is the
    number of articles on a page; ``cache_dir`` is the folder of what can be made
    anew and need not be ("auto": the platform's, "none": nothing is kept).
    ``data_dir`` is the folder of what nothing else can make: the saved searches
    ("auto": the platform's). ``lang`` is the language of texts for people ("auto":
    that of the locale). ``look`` is what the application lies on: dark, light or the
    terminal's own colours. ``origins`` maps each name to "default", a
    file's path, a variable's name or a flag.
    """

    index: str = "index"
    corpus: tuple[str, ...] = ()
    format: Format = "rich"
    limit: int = 10
    color: Color = "auto"
    facets: tuple[str, ...] = ("region", "year", "band")
    cache_dir: str = AUTO
    data_dir: str = AUTO
    lang: Lang = "auto"
    look: Look = "auto"
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def items(self) -> tuple[tuple[str, object, str], ...]:
        """Name, value and origin of each setting, in a fixed order."""
        return tuple(
            (name, getattr(self, name), self.origins.get(name, "default")) for name in NAMES
        )

    @property
    def cache(self) -> Path | None:
        """The folder that ``cache_dir`` means; it need not exist. None where nothing is kept."""
        if self.cache_dir != AUTO:
            return None if self.cache_dir == NONE else Path(self.cache_dir)
        from platformdirs import user_cache_path

        return _at_home(user_cache_path)

    @property
    def data(self) -> Path:
        """The folder that ``data_dir`` means; it need not exist. Raises ConfigError for none."""
        if self.data_dir != AUTO:
            return Path(self.data_dir)
        from platformdirs import user_data_path

        path = _at_home(user_data_path)
        if path is None:
            raise ConfigError(
                _("there is no home folder to keep saved searches in"),
                _("Name a folder for them: {name}=FOLDER").format(name=variable("data_dir")),
            )
        return path


_FLAGS = {"color": "flag --no-color"}
NAMES = tuple(each.name for each in fields(Settings) if each.name != "origins")


def load_settings(
    flags: Mapping[str, object] = MappingProxyType({}),
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Settle every setting for the current folder.

    ``flags`` maps names of settings to values given on the command line (already
    of the right type; None means not given). ``file`` takes the place of
    ``./searchkit.yaml``. Raises ConfigError naming file and key.
    """
    environ = os.environ if environ is None else environ
    given = {name: value for name, value in flags.items() if value is not None}
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for path in config_files(file):
        if path.is_file() or path == file:
            found = _from_file(path)
            values |= found
            origins |= dict.fromkeys(found, str(path))
    found = _from_environment(environ)
    values |= found
    origins |= {name: variable(name) for name in found}
    values |= given
    origins |= {name: _FLAGS.get(name, f"flag --{name}") for name in given}
    return Settings(**values, origins=MappingProxyType(origins))


def config_files(file: Path | None = None) -> tuple[Path, ...]:
    """The places where configuration is read from, weakest first; they need not exist."""
    from platformdirs import user_config_path

    with suppress(FileNotFoundError):  # the current folder was removed: it has no file
        file = file or Path.cwd() / FILE_NAME
    own = _at_home(user_config_path)
    places = (own and own / FILE_NAME, file)
    return tuple(place for place in places if place)


def _at_home(path_of: Callable[[str], Path]) -> Path | None:
    """The user's own folder of some kind; None for somebody without a home."""
    try:
        path = path_of("searchkit")
    except RuntimeError:  # nobody that the system knows, as in some containers
        return None
    return path if path.is_absolute() else None


def language_of(lang: str, environ: Mapping[str, str] | None = None) -> str:
    """The language that a setting ``lang`` means, "en" or "id"; "auto" asks the locale.

    That is the first that there are texts in of the list in LANGUAGE, else the one of
    LC_ALL, LC_MESSAGES or LANG, whichever is set first: the order of GNU gettext, for which
    LANGUAGE means nothing in the locale C, either. What is not Indonesian is English.
    """
    if lang != AUTO:
        return lang
    environ = os.environ if environ is None else environ
    locale = next((value for name in _LOCALE if (value := environ.get(name))), "")
    if locale in ("C", "POSIX"):
        return "en"
    for name in (environ.get("LANGUAGE") or locale).split(":"):
        tongue = re.split(r"[_.@-]", name.strip().lower())[0]
        if tongue in _TONGUES:
            return _TONGUES[tongue]
    return "en"


_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_TONGUES = {"id": "id", "in": "id", "ind": "id", "en": "en", "c": "en", "posix": "en"}
"""What languages are called in locales; "in" is what Indonesian was called before 1989."""


def variable(name: str) -> str:
    """The environment variable of a setting: ``limit`` → ``SEARCHKIT_LIMIT``."""
    return f"SEARCHKIT_{name.upper()}"


def _from_file(path: Path) -> dict[str, object]:
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"), most=_MOST_PARTS)
    except OSError as error:
        raise ConfigError(
            _("{path}: cannot be read ({cause})").format(path=path, cause=cause_of(error)),
            _("Check the path and its permissions."),
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("{path}: not UTF-8 text").format(path=path), _("Save the file as UTF-8.")
        ) from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}", _("Write one `key: value` per line.")) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigError(
            _("{path}: holds no settings").format(path=path), _("Write one `key: value` per line.")
        )
    found: dict[str, object] = {}
    for key, value in content.items():
        if key not in NAMES:
            raise ConfigError(
                _("{path}: unknown setting {key!r}").format(path=path, key=key),
                _near(str(key), NAMES, _("Settings are: {names}.")),
            )
        found[key] = _checked(key, value, f"{path}: {key}", path.parent)
    return found


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in NAMES:
        text = environ.get(variable(name), "")
        if text:
            found[name] = _checked(name, _typed(name, text), variable(name), None)
    return found


def _typed(name: str, text: str) -> object:
    """A variable's text in the type that a file would hold."""
    if name == "limit":
        is_number = text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS
        return int(text) if is_number else text
    if name == "corpus":
        return [part for part in text.split(os.pathsep) if part]
    if name == "facets":
        return text.replace(",", " ").split()
    return text


def _checked(name: str, value: object, where: str, folder: Path | None) -> object:
    """``value`` as the setting's own type. ``where`` opens the message of a ConfigError."""
    if name == "index":
        return _path(_text(value, where), folder)
    if name == "cache_dir":
        text = _text(value, where)
        return text if text in (AUTO, NONE) else _path(text, folder)
    if name == "data_dir":
        text = _text(value, where)
        return text if text == AUTO else _path(text, folder)
    if name == "corpus":
        return tuple(_path(text, folder) for text in _texts(value, where))
    if name == "format":
        return _one_of(_text(value, where), FORMATS, where)
    if name == "limit":
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ConfigError(
                _("{where}: {value!r} is no number of articles").format(where=where, value=value),
                _("Give a whole number from 1 on."),
            )
        return value
    if name == "look":
        return _one_of(_text(value, where), LOOKS, where)
    if name == "lang":
        return _one_of(_text(value, where), LANGS, where)
    if name == "color":
        # YAML reads a bare `no` or `off` as false.
        word = {True: "auto", False: "never"}[value] if isinstance(value, bool) else value
        return _one_of(_text(word, where), COLORS, where)
    texts = _texts(value, where)
    if texts == [NONE]:
        return ()
    return tuple(_one_of(text, FACET_FIELDS, where) for text in texts)


def _text(value: object, where: str) -> str:
    if isinstance(value, str) and value and "\0" not in value:
        return value
    raise ConfigError(
        _("{where}: {value!r} is no text").format(where=where, value=value),
        _("Give one word or path."),
    )


def _texts(value: object, where: str) -> list[str]:
    if value is None:
        return []
    return [_text(item, where) for item in (value if isinstance(value, list) else [value])]


def _one_of(text: str, choices: Iterable[str], where: str) -> str:
    if text in choices:
        return text
    raise ConfigError(
        _("{where}: {text!r} is unknown").format(where=where, text=text),
        _near(text, choices, _("Choose from: {names}.")),
    )


def _near(text: str, choices: Iterable[str], otherwise: str) -> str:
    names = list(choices)
    from difflib import get_close_matches  # only for a message

    near = get_close_matches(text.lower(), names, n=1)
    return (
        _("Did you mean {near}?").format(near=near[0])
        if near
        else otherwise.format(names=", ".join(names))
    )


def _path(text: str, folder: Path | None) -> str:
    """A path of a configuration file, relative to that file's folder; addresses stay."""
    if "://" in text:
        return text
    path = os.path.expanduser(text)  # noqa: PTH111 - unlike Path's, it never raises
    return path if folder is None else str(folder / path)
