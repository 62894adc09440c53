"""Web: the full-screen application in a browser on this machine.

Served on the loopback address only. Other pages that the browser has open, and other
users of the machine, reach that as well: so every request must name this address as
its host, must not come from another page, and must bring a secret, which the address
that is told has in it and a cookie keeps from then on.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from searchkit.errors import ConfigError, cause_of
from searchkit.translation import _, language

HOST = "127.0.0.1"
PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATES = PACKAGE / "ui" / "templates"

GRACE_S = 5.0  # for a process to end by itself, then once more by SIGTERM
HEARTBEAT_S = 15.0  # between two signs of life of a page
LARGEST = 1000  # columns and rows: more than any screen has

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer(Server):
    """Serves ``searchkit ui`` with some arguments, one process for each page that is open.

    It listens from the beginning on; whoever comes before ``serve`` waits. ``port`` 0 takes
    any that is free. Raises ConfigError where the port cannot be had.
    """

    def __init__(self, arguments: Sequence[str], port: int) -> None:
        try:
            self._socket = socket.create_server((HOST, port))
        except OSError as error:
            raise ConfigError(
                _("Port {port} of {host} cannot be used: {cause}").format(
                    port=port, host=HOST, cause=cause_of(error)
                ),
                _("Choose another with --port; --port 0 takes any that is free."),
            ) from error
        port = self._socket.getsockname()[1]
        url = f"http://{HOST}" + (f":{port}" if port != 80 else "")
        super().__init__("", HOST, port, "searchkit", url, templates_path=TEMPLATES)
        # -P: no file of the current folder is taken for a module.
        self._command = (sys.executable, "-P", "-m", "searchkit", "ui", *arguments)
        self._secret = secrets.token_urlsafe(24)
        self._cookie = f"searchkit-{port}"  # cookies of one host are shared by its ports
        self._pages: set[_Page] = set()
        self.ended_by = 0
        """The signal that ended ``serve``."""

    @property
    def address(self) -> str:
        """The address to open, with the secret in it."""
        return f"{self.public_url}/?key={self._secret}"

    def serve(self, debug: bool = False) -> None:  # noqa: ARG002
        """Serve until SIGINT, SIGTERM or SIGHUP; all processes of pages have ended then."""
        self.ended_by = asyncio.run(self._serve())

    async def _serve(self) -> int:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[int] = loop.create_future()

        def end(number: int) -> None:
            if not ended.done():
                ended.set_result(number)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                loop.add_signal_handler(number, end, number)
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, self._socket).start()
            return await ended
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard()])
        environment = aiohttp_jinja2.setup(
            app,
            loader=jinja2.FileSystemLoader(self.templates_path),
            context_processors=[aiohttp_jinja2.request_processor],
        )
        environment.globals.update(
            language=language(), closed=_("The application has ended."), again=_("Begin again")
        )
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        app.on_response_prepare.append(self._seal)
        app.on_shutdown.append(self.on_shutdown)
        return app

    def _guard(self) -> Any:
        own = urlsplit(self.public_url).netloc

        @web.middleware
        async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
            origin = request.headers.get("Origin", self.public_url)
            if request.host != own or origin != self.public_url:
                raise web.HTTPForbidden(text="not for other pages")
            given = [request.cookies.get(self._cookie, "")]
            if request.path == "/":
                given.append(request.query.get("key", ""))
            if not any(secrets.compare_digest(_bytes(key), _bytes(self._secret)) for key in given):
                raise web.HTTPForbidden(text=_("Open the address that searchkit ui --web told."))
            request["nonce"] = secrets.token_urlsafe(16)
            return await handler(request)

        return guard

    async def _seal(self, request: web.Request, response: web.StreamResponse) -> None:
        """Let a page load nothing from elsewhere, be shown by no other one, and tell nobody."""
        nonce = request.get("nonce", "")
        response.headers.update(
            {
                "Content-Security-Policy": "; ".join(
                    (
                        "default-src 'none'",
                        f"script-src 'self' 'nonce-{nonce}'",
                        f"style-src 'self' 'nonce-{nonce}'",
                        "style-src-attr 'unsafe-inline'",  # colours of letters
                        "img-src data:",
                        f"connect-src 'self' {self.public_url.replace('http', 'ws', 1)}",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                    )
                ),
                "X-Frame-Options": "DENY",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "no-store",
            }
        )

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002
        """End the processes of all pages."""
        await asyncio.gather(*(page.stop() for page in self._pages))

    async def handle_index(self, request: web.Request) -> Any:
        """The page; with the secret in the address, the way to the address without it."""
        if "key" not in request.query:
            return await super().handle_index(request)
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._secret, httponly=True, samesite="Strict")
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A page: a process that lives as long as it is open."""
        connection = web.WebSocketResponse(heartbeat=HEARTBEAT_S)
        await connection.prepare(request)
        page = _Page(self._command, connection, self.download_manager)
        width, height = (to_int(request.query.get(name, ""), 0) for name in ("width", "height"))
        self._pages.add(page)
        try:
            await page.start(_within(width, 80), _within(height, 24))
            await self._process_messages(connection, page)
        finally:
            await page.stop()
            self._pages.discard(page)
        return connection

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file that the application gives; never shown as a page of this address."""
        key = request.match_info["key"]
        try:
            download = await self.download_manager.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        name = f"attachment; filename*=UTF-8''{quote(download.file_name, safe='')}"
        response = web.StreamResponse(headers={"Content-Disposition": name})
        response.content_type = "application/octet-stream"
        await response.prepare(request)
        async for chunk in self.download_manager.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response


class _Page(AppService):
    """The process behind a page."""

    def __init__(
        self, command: Sequence[str], connection: web.WebSocketResponse, downloads: Any
    ) -> None:
        async def close() -> None:
            await connection.close()

        super().__init__(
            "",
            write_bytes=connection.send_bytes,
            write_str=connection.send_str,
            close=close,
            download_manager=downloads,
        )
        self._arguments = command

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment: dict[str, str] = super()._build_environment(width, height)
        paths = [str(PACKAGE.parent), environment.get("PYTHONPATH", "")]
        return environment | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # In a session of its own Ctrl-C is for the server alone, which ends all in order.
        self._process = process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the process the size of the page in cells."""
        await super().set_terminal_size(_within(width, 80), _within(height, 24))

    async def run(self) -> None:
        """Pass on what the process draws until it ends; then tell its errors, and close."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        errors = asyncio.create_task(process.stderr.read())
        with suppress(asyncio.IncompleteReadError):
            while await process.stdout.readline() not in (b"__GANGLION__\n", b""):
                pass
            while True:
                head = await process.stdout.readexactly(5)
                payload = await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
                # A page that was closed takes nothing any more, but the process has to end.
                with suppress(ConnectionError):
                    await self._pass_on(head[:1], payload)
        told = await errors
        await process.wait()
        with suppress(ConnectionError):
            if told:
                await self.on_data(b"\x1b[0m\x1b[2J\x1b[H" + told.replace(b"\n", b"\r\n"))
            await self.remote_close()

    async def _pass_on(self, kind: bytes, payload: bytes) -> None:
        if kind == b"D":
            await self.on_data(payload)
        elif kind == b"M":
            await self.on_meta(payload)
        elif kind == b"P":
            await self.on_packed(payload)

    async def on_meta(self, data: bytes) -> None:
        """Do what the process asks for; where it says that it ends, wait until it has."""
        if json.loads(data)["type"] != "exit":
            await super().on_meta(data)

    async def stop(self) -> None:
        """Let the process end, or end it."""
        task, process, self._task = self._task, self._process, None
        if task is None or process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        for number in (signal.SIGTERM, signal.SIGKILL):
            if (await asyncio.wait([task], timeout=GRACE_S))[0]:
                break
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        await task


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _within(size: int, default: int) -> int:
    return min(size, LARGEST) if size > 0 else default
