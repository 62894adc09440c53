"""Settings from files, environment and flags."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.config import Settings, config_files, language_of, load_settings
from searchkit.errors import ConfigError


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a current folder of the test's own."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))


def user_file() -> Path:
    return config_files()[0]


def write_user(text: str) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(text, encoding="utf-8")


def write_project(text: str) -> Path:
    path = Path.cwd() / "searchkit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_source_the_defaults_hold() -> None:
    settings = load_settings(environ={})
    assert settings == Settings()
    assert settings.index == "index"
    assert settings.facets == ("region", "year", "band")
    assert {origin for _, _, origin in settings.items()} == {"default"}


def test_each_source_overrides_the_one_before_and_is_named() -> None:
    write_user("limit: 5\nformat: json\ncolor: never\nindex: /srv/berita\n")
    project = write_project("limit: 6\nformat: csv\ncolor: always\n")
    settings = load_settings(
        {"color": "never", "format": None},
        environ={"SEARCHKIT_FORMAT": "tsv", "SEARCHKIT_COLOR": "auto"},
    )
    assert settings.index == "/srv/berita"
    assert settings.limit == 6
    assert settings.format == "tsv"
    assert settings.color == "never"
    assert settings.origins == {
        "index": str(user_file()),
        "limit": str(project),
        "format": "SEARCHKIT_FORMAT",
        "color": "flag --no-color",
    }


def test_a_named_file_takes_the_place_of_the_project_file(tmp_path: Path) -> None:
    write_project("limit: 6\nformat: csv\n")
    other = tmp_path / "lain.yaml"
    other.write_text("limit: 7\n", encoding="utf-8")
    settings = load_settings(file=other, environ={})
    assert (settings.limit, settings.format) == (7, "rich")


def test_paths_in_a_file_are_relative_to_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "arsip"
    folder.mkdir()
    file = folder / "searchkit.yaml"
    file.write_text("index: idx\ncorpus: [berita, /data/lama, ~/unduhan]\n", encoding="utf-8")
    settings = load_settings(file=file, environ={})
    assert settings.index == str(folder / "idx")
    assert settings.corpus == (
        str(folder / "berita"),
        "/data/lama",
        str(tmp_path / "home" / "unduhan"),
    )


def test_one_corpus_path_needs_no_list() -> None:
    write_project("corpus: berita/\n")
    assert load_settings(environ={}).corpus == (str(Path.cwd() / "berita"),)


def test_the_address_of_an_engine_is_no_path() -> None:
    write_project("index: opensearch://localhost:9200/berita\n")
    assert load_settings(environ={}).index == "opensearch://localhost:9200/berita"


def test_paths_in_the_environment_are_relative_to_the_current_folder() -> None:
    environ = {"SEARCHKIT_INDEX": "idx", "SEARCHKIT_CORPUS": "a:b"}
    settings = load_settings(environ=environ)
    assert (settings.index, settings.corpus) == ("idx", ("a", "b"))


def test_facets_can_be_listed_or_none() -> None:
    assert load_settings(environ={"SEARCHKIT_FACETS": "year, band"}).facets == ("year", "band")
    assert load_settings(environ={"SEARCHKIT_FACETS": "none"}).facets == ()
    write_project("facets: [outlet]\n")
    assert load_settings(environ={}).facets == ("outlet",)


def test_a_bare_no_or_yes_is_a_colour_setting() -> None:
    write_project("color: no\n")
    assert load_settings(environ={}).color == "never"
    write_project("color: yes\n")
    assert load_settings(environ={}).color == "auto"


def test_an_empty_file_sets_nothing() -> None:
    write_project("# nothing yet\n")
    assert load_settings(environ={}) == Settings()


@pytest.mark.parametrize(
    ("text", "message", "next_step"),
    [
        ("limitt: 3\n", "unknown setting 'limitt'", "Did you mean limit?"),
        ("warna: biru\n", "unknown setting 'warna'", "Settings are: index, corpus"),
        ("limit: banyak\n", "limit: 'banyak' is no number", "whole number"),
        ("limit: 0\n", "limit: 0 is no number", "whole number"),
        ("limit: yes\n", "limit: True is no number", "whole number"),
        ("limit: 2.5\n", "limit: 2.5 is no number", "whole number"),
        ("format: jsn\n", "format: 'jsn' is unknown", "Did you mean json?"),
        ("color: pink\n", "color: 'pink' is unknown", "auto, always, never"),
        ("facets: [regio]\n", "facets: 'regio' is unknown", "Did you mean region?"),
        ("index: 3\n", "index: 3 is no text", "path"),
        ("index:\n", "index: None is no text", "path"),
        ("corpus: [1]\n", "corpus: 1 is no text", "path"),
        ("corpus: {a: b}\n", "corpus: {'a': 'b'} is no text", "path"),
        ("- a\n- b\n", "holds no settings", "key: value"),
        ("index: [unclosed\n", "not valid YAML at line", "key: value"),
    ],
)
def test_a_mistake_names_file_and_key_and_what_to_do(
    text: str, message: str, next_step: str
) -> None:
    path = write_project(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={})
    assert caught.value.message.startswith(f"{path}: ")
    assert message in caught.value.message
    assert next_step in caught.value.next_step


def test_a_mistake_in_the_environment_names_the_variable() -> None:
    with pytest.raises(ConfigError, match="SEARCHKIT_LIMIT: 'ten'"):
        load_settings(environ={"SEARCHKIT_LIMIT": "ten"})
    with pytest.raises(ConfigError, match=r"SEARCHKIT_LIMIT: '999.* is no number"):
        load_settings(environ={"SEARCHKIT_LIMIT": "9" * 5000})


def test_an_empty_variable_is_not_set() -> None:
    assert load_settings(environ={"SEARCHKIT_LIMIT": ""}) == Settings()


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"tidak-ada\.yaml: cannot be read"):
        load_settings(file=tmp_path / "tidak-ada.yaml", environ={})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (Path.cwd() / "searchkit.yaml").write_bytes(b"index: \xff\xfe\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_settings(environ={})


@pytest.mark.parametrize("value", ["auto", "none", "simpanan", "/srv/simpanan"])
def test_the_cache_is_a_folder_the_platforms_or_none(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = write_project(f"cache_dir: {value}\n")
    cache = load_settings(environ={}).cache
    if value == "none":
        assert cache is None
    elif value == "auto":
        assert cache is not None and "searchkit" in cache.parts
    else:
        assert cache == project.parent / value
    assert load_settings(environ={"SEARCHKIT_CACHE_DIR": "/lain"}).cache == Path("/lain")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "in_ID"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "", "LANG": "id_ID.UTF-8"}, "id"),
        ({"LANGUAGE": "id", "LANG": "en_US.UTF-8"}, "id"),
        ({"LANGUAGE": "su:id:en", "LANG": "en_US.UTF-8"}, "id"),
        ({"LANGUAGE": "en:id", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LANGUAGE": "su", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LANGUAGE": "id"}, "id"),
        ({"LANGUAGE": "id", "LANG": "C"}, "en"),
        ({"LANGUAGE": "id", "LC_ALL": "POSIX", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LANG": "idaho"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert language_of("auto", environ) == language


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_language_that_is_set_wins_over_the_locale(lang: str) -> None:
    locale = {"LANG": "en_US.UTF-8" if lang == "id" else "id_ID.UTF-8"}
    assert language_of(load_settings(environ={"SEARCHKIT_LANG": lang}).lang, locale) == lang


def test_a_language_without_texts_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="SEARCHKIT_LANG: 'de' is unknown"):
        load_settings(environ={"SEARCHKIT_LANG": "de"})


@pytest.mark.parametrize("value", ["auto", "catatan", "/srv/catatan", "~/catatan"])
def test_data_is_kept_in_a_folder_or_the_platforms(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    project = write_project(f"data_dir: {value}\n")
    data = load_settings(environ={}).data
    if value == "auto":
        assert "searchkit" in data.parts
    else:
        assert data == project.parent / Path(value).expanduser()
    assert load_settings(environ={"SEARCHKIT_DATA_DIR": "/lain"}).data == Path("/lain")
