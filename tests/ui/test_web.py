"""The application in a browser: a real server, plain clients and headless Chromium."""

from __future__ import annotations

import csv
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from searchkit.ui.app.look import LIGHT
from tests.conftest import ROOT
from tests.pilot import lines_down_to

PATIENCE_S = 60.0
SEARCHKIT = [sys.executable, "-m", "searchkit"]
PROCESSES = Path("/proc")


class Server:
    """``searchkit ui --web`` in a process of its own."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [*SEARCHKIT, "ui", "--web", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        assert self.process.stderr is not None
        told = self.process.stderr.readline()
        found = re.search(r"http://\S+", told)
        assert found, told
        self.address = found[0]
        self.host = urlsplit(self.address).netloc
        self.key = self.address.partition("key=")[2]

    def ask(self, path: str = "/", **headers: str) -> HTTPResponse:
        """The answer to a request; it has been read."""
        connection = HTTPConnection(self.host, timeout=PATIENCE_S)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    @property
    def cookie(self) -> str:
        """What a browser sends back once it has been at the address."""
        given = self.ask("/?key=" + self.key).headers["Set-Cookie"]
        return given.partition(";")[0]

    @property
    def pages(self) -> list[int]:
        """The processes of open pages."""
        return [number for number in processes() if parent_of(number) == self.process.pid]

    def ended(self) -> tuple[int, str, str]:
        """Exit code, and what was still written."""
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out, err

    def close(self) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


def processes() -> list[int]:
    return [int(folder.name) for folder in PROCESSES.iterdir() if folder.name.isdigit()]


def parent_of(number: int) -> int | None:
    """The parent of a process that runs; None for one that has ended."""
    try:
        state, parent = (
            (PROCESSES / str(number) / "stat").read_text().rpartition(")")[2].split()[:2]
        )
    except (OSError, ValueError):
        return None
    return None if state == "Z" else int(parent)


def until(condition: Callable[[], Any]) -> Any:
    """Wait until something is so; what it is."""
    ends = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)
    return found


Serve = Callable[..., Server]


@pytest.fixture
def serve(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts the server on the sample index, with some more arguments."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    started: list[Server] = []

    def start(*arguments: str) -> Server:
        started.append(Server("--index", str(seeded), *arguments, folder=tmp_path))
        return started[-1]

    yield start
    for server in started:
        server.close()


# Who is let in ------------------------------------------------------------------------------


def test_the_secret_opens_the_page_and_leaves_the_address(serve: Serve) -> None:
    server = serve()
    told = server.ask("/?key=" + server.key)
    assert (told.status, told.headers["Location"]) == (303, "/")
    port = server.host.partition(":")[2]
    assert told.headers["Set-Cookie"].startswith(f"searchkit-{port}={server.key};")
    assert {"HttpOnly", "SameSite=Strict"} <= set(told.headers["Set-Cookie"].split("; "))
    page = server.ask(Cookie=server.cookie)
    assert page.status == 200
    assert server.key.encode() not in page.body  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/?key=wrong", "/?key=%ff", "/ws", "/static/js/textual.js"])
def test_nobody_comes_in_without_the_secret(serve: Serve, path: str) -> None:
    answer = serve().ask(path)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.org"},
        {"Host": "localhost"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_nobody_comes_in_from_another_page(serve: Serve, headers: dict[str, str]) -> None:
    server = serve()
    assert server.ask(Cookie=server.cookie, **headers).status == 403


async def test_a_socket_from_another_page_is_refused(serve: Serve) -> None:
    server = serve()
    cookie = {"Cookie": server.cookie}
    address = f"ws://{server.host}/ws?width=80&height=24"
    async with aiohttp.ClientSession(headers=cookie) as client:
        for headers in ({"Origin": "https://example.org"}, {"Cookie": "", "Origin": server.host}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await client.ws_connect(address, headers=headers)
            assert refused.value.status == 403
        assert server.pages == []
        async with client.ws_connect(address, origin=f"http://{server.host}") as connection:
            assert (await connection.receive(PATIENCE_S)).type is aiohttp.WSMsgType.BINARY


def test_a_page_may_load_only_what_is_its_own(serve: Serve) -> None:
    server = serve()
    page = server.ask(Cookie=server.cookie)
    policy = page.headers["Content-Security-Policy"].split("; ")
    (nonce,) = {rule.rpartition("'nonce-")[2] for rule in policy if "nonce-" in rule}
    assert f'<style nonce="{nonce[:-1]}">'.encode() in page.body  # type: ignore[attr-defined]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"connect-src 'self' ws://{server.host}" in policy
    assert not any("unsafe" in rule for rule in policy if not rule.startswith("style-src-attr "))
    again = server.ask(Cookie=server.cookie).headers["Content-Security-Policy"]
    assert nonce not in again
    for answer in (page, server.ask(), server.ask("/static/css/xterm.css", Cookie=server.cookie)):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_folders_of_files_are_not_listed(serve: Serve) -> None:
    server = serve()
    assert server.ask("/static/", Cookie=server.cookie).status == 403
    assert server.ask("/static/../server.py", Cookie=server.cookie).status == 404


# What reaches the application -----------------------------------------------------------------


class Client:
    """A page without a browser: what the application draws, as it comes."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self.connection = connection
        self.drawn = ""

    async def shows(self, *words: str) -> None:
        """Wait until all of some words have been drawn."""
        while not all(word in self.drawn for word in words):
            message = await self.connection.receive(PATIENCE_S)
            assert message.type is not aiohttp.WSMsgType.CLOSED, f"{words} in {self.drawn!r}"
            if message.type is aiohttp.WSMsgType.BINARY:
                self.drawn += message.data.decode()

    async def type(self, keys: str) -> None:
        await self.connection.send_json(["stdin", keys])

    async def is_closed(self) -> bool:
        """Wait until the server has closed the page."""
        while (message := await self.connection.receive(PATIENCE_S)).type in (
            aiohttp.WSMsgType.BINARY,
            aiohttp.WSMsgType.TEXT,
        ):
            if message.type is aiohttp.WSMsgType.BINARY:
                self.drawn += message.data.decode()
        return True


async def opened(session: aiohttp.ClientSession, server: Server) -> Client:
    return Client(
        await session.ws_connect(
            f"ws://{server.host}/ws?width=120&height=40",
            origin=f"http://{server.host}",
            headers={"Cookie": server.cookie},
            max_msg_size=0,
        )
    )


async def test_query_and_options_reach_the_application(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("look: light\n", encoding="utf-8")
    query = ["zona", "-jakarta", '"jawa timur"', "--nilai; it's $HOME"]
    server = serve("--config", "other.yaml", "--lang", "id", "--", *query)
    async with aiohttp.ClientSession() as session:
        page = await opened(session, server)
        assert LIGHT.background is not None
        red, green, blue = (int(LIGHT.background[at : at + 2], 16) for at in (1, 3, 5))
        await page.shows(" ".join(query), "Artikel", f"48;2;{red};{green};{blue}")


async def test_two_pages_are_two_applications(serve: Serve) -> None:
    server = serve()
    async with aiohttp.ClientSession() as session:
        first, second = await opened(session, server), await opened(session, server)
        await first.shows("62 ")
        await second.shows("62 ")
        await first.type("banjir zzz")
        await first.shows("banjir zzz")
        await second.type("nilai tertinggi")
        await second.shows("nilai tertinggi")
        assert "banjir" not in second.drawn
        assert len(server.pages) == 2


async def test_an_error_is_told_on_the_page(serve: Serve, seeded: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(seeded, index)
    server = serve("--index", str(index))
    shutil.rmtree(index)
    async with aiohttp.ClientSession() as session:
        page = await opened(session, server)
        assert await page.is_closed()
        assert "Error:" in page.drawn
        assert "searchkit index" in page.drawn


# Beginning and ending -------------------------------------------------------------------------

needs_processes = pytest.mark.skipif(
    not (PROCESSES / "self" / "stat").exists(), reason="needs /proc to look at processes"
)


@needs_processes
async def test_a_page_that_is_closed_ends_its_process(serve: Serve) -> None:
    server = serve()
    async with aiohttp.ClientSession() as session:
        closed, left = await opened(session, server), await opened(session, server)
        await closed.shows("62 ")
        await left.shows("62 ")
        await closed.connection.close()
        until(lambda: len(server.pages) == 1)
        await left.type("banjir zzz")
        await left.shows("banjir zzz")


@needs_processes
async def test_quitting_closes_the_page_and_ends_its_process(serve: Serve) -> None:
    server = serve()
    async with aiohttp.ClientSession() as session:
        page = await opened(session, server)
        await page.shows("62 ")
        await page.type("\x03")
        assert await page.is_closed()
        assert server.pages == []


@needs_processes
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)]
)
async def test_a_signal_ends_the_server_and_all_pages(
    serve: Serve, number: signal.Signals, code: int
) -> None:
    server = serve()
    async with aiohttp.ClientSession() as session:
        drawn, fresh = await opened(session, server), await opened(session, server)
        await drawn.shows("62 ")
        pages = until(lambda: server.pages if len(server.pages) == 2 else None)
        server.process.send_signal(number)
        assert await drawn.is_closed()
        assert await fresh.is_closed()
    assert server.ended() == (code, "", "")
    assert [page for page in pages if parent_of(page) is not None] == []


@needs_processes
async def test_pages_end_where_the_server_was_killed(serve: Serve) -> None:
    server = serve()
    async with aiohttp.ClientSession() as session:
        page = await opened(session, server)
        await page.shows("62 ")
        (number,) = server.pages
        server.process.kill()
        until(lambda: parent_of(number) is None)


async def test_nothing_is_told_of_what_is_searched(serve: Serve) -> None:
    server = serve("rahasia")
    async with aiohttp.ClientSession() as session:
        page = await opened(session, server)
        await page.shows("rahasia")
        await page.type("zzz")
        await page.shows("zzz")
    server.process.send_signal(signal.SIGTERM)
    assert server.ended() == (0, "", "")


# What cannot be served ------------------------------------------------------------------------


def ran(*arguments: str, folder: Path, python: tuple[str, ...] = ()) -> tuple[int, str]:
    """Exit code and stderr of ``searchkit ui``; nothing is on stdout."""
    command = [sys.executable, *(python or ("-m", "searchkit")), "ui", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=folder
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.usefixtures("_here")
def test_a_port_in_use_is_an_error_with_a_next_step(seeded: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, told = ran("--web", "--port", port, "--index", str(seeded), folder=tmp_path)
    assert code == 2
    assert f"Port {port}" in told
    assert "--port 0" in told


@pytest.mark.usefixtures("_here")
def test_a_missing_package_is_an_error_with_a_next_step(seeded: Path, tmp_path: Path) -> None:
    hidden = (
        "import sys; sys.modules['textual_serve'] = None; from searchkit.cli import main; main()"
    )
    code, told = ran("--web", "--index", str(seeded), folder=tmp_path, python=("-c", hidden))
    assert code == 2
    assert "pip install 'searchkit[web]'" in told


@pytest.mark.usefixtures("_here")
def test_a_missing_index_is_told_before_anything_is_served(tmp_path: Path) -> None:
    code, told = ran("--web", "--port", "0", folder=tmp_path)
    assert code == 3
    assert "searchkit index" in told
    assert "http" not in told


@pytest.mark.usefixtures("_here")
def test_a_port_without_web_is_an_error(seeded: Path, tmp_path: Path) -> None:
    code, told = ran("--port", "8000", "--index", str(seeded), folder=tmp_path)
    assert code == 2
    assert "--web" in told


# In Chromium ----------------------------------------------------------------------------------

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AS_TEXT = "--disable-3d-apis"  # the terminal is drawn as text, which can be read


@pytest.fixture
def browsers() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium with some more arguments."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        yield lambda *more: playwright.chromium.launch(executable_path=found, args=[*QUIET, *more])


class Tab:
    """A page in Chromium that shows the application, and all that it asked for."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.asked: list[str] = []
        self.problems: list[str] = []
        context = browser.new_context(viewport={"width": 1200, "height": 800})
        context.on("request", lambda request: self.asked.append(request.url))
        self.page: Page = context.new_page()
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._noted)
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.page.goto(address)

    def _noted(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    @property
    def screen(self) -> str:
        """What the terminal shows."""
        return self.page.locator(".xterm-rows").inner_text().replace("\xa0", " ")

    def shows(self, *words: str) -> str:
        """Wait until all of some words are on the screen; what it shows then."""
        ends = time.monotonic() + PATIENCE_S
        while not all(word in (screen := self.screen) for word in words):
            assert time.monotonic() < ends, f"{words} never came:\n{screen}"
            self.page.wait_for_timeout(20)
        return screen

    def press(self, *keys: str) -> None:
        """Press keys, as the browser names them."""
        for key in keys:
            self.page.keyboard.press(key)


def test_search_narrow_and_read_in_chromium(serve: Serve, browsers: Callable[..., Browser]) -> None:
    server = serve()
    with browsers(AS_TEXT) as browser:
        tab = Tab(browser, server.address)
        assert tab.page.url == f"http://{server.host}/"
        tab.shows("Facets", "62 articles")
        tab.page.keyboard.type("zona hijau jawa timur")
        tab.shows("zone: hijau", "region: Jawa Timur", "9 articles")
        tab.press("Enter", "f")
        screen = tab.shows("Space choose")
        tab.press(*["j"] * lines_down_to(screen, "2024"), "Space")
        tab.shows("● year: 2024", "4 articles")
        tab.press("Tab", "Enter")
        tab.shows("n next match")
        tab.page.reload()
        tab.shows("Facets", "62 articles")
        assert tab.problems == []
        tab.press("Control+c")
        tab.page.get_by_text("The application has ended.").wait_for()
        tab.page.get_by_text("Begin again").click()
        tab.shows("Facets", "62 articles")
        assert {urlsplit(address).netloc for address in tab.asked} == {server.host}
        assert any(address.startswith("ws:") for address in tab.asked)


def test_what_is_exported_is_downloaded(
    serve: Serve, browsers: Callable[..., Browser], tmp_path: Path
) -> None:
    server = serve("zona", "hijau", "jawa", "timur")
    with browsers(AS_TEXT) as browser:
        tab = Tab(browser, server.address)
        tab.shows("9 articles")
        tab.press("Enter")
        for _again in range(3):
            tab.press("e")
            tab.shows("Export 9 articles")
            tab.press(*["Backspace"] * len("zona-hijau-jawa-timur.csv"))
            tab.page.keyboard.type("zona hijau; é.csv")
            tab.shows("zona hijau; é.csv")
            with tab.page.expect_download() as given:
                tab.press("Enter")
            assert given.value.suggested_filename == "zona hijau; é.csv"
            if given.value.failure() != "canceled":  # by a busy browser, now and then
                break
        given.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 9


def test_chromium_draws_the_terminal_without_complaint(
    serve: Serve, browsers: Callable[..., Browser]
) -> None:
    server = serve()
    with browsers() as browser:
        tab = Tab(browser, server.address)
        tab.page.locator("body.-first-byte").wait_for()
        tab.page.locator(".xterm-screen canvas").first.wait_for()
        assert tab.problems == []
