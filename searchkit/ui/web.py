"""Web: the full-screen application in a browser on this machine.

Served on the loopback address only. Other pages that the browser has open, and other
users of the machine, reach that as well: so every request must name this address as
its host, must not come from another page, and must bring a secret, which the address
that is told has in it and a cookie keeps from then on.
"""

from __future__ import annotations

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from searchkit.translation import _, language

HOST = "127.0.0.1"
TEMPLATES = Path(__file__).parent / "templates"

_COOKIE = "searchkit"
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer(Server):
    """Serves ``searchkit ui`` with some arguments, one process for each page that is open."""

    def __init__(self, arguments: Sequence[str], port: int) -> None:
        command = shlex.join((sys.executable, "-m", "searchkit", "ui", *arguments))
        super().__init__(command, host=HOST, port=port, title="searchkit", templates_path=TEMPLATES)
        self._secret = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """The address to open, with the secret in it."""
        return f"{self.public_url}/?key={self._secret}"

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard())
        aiohttp_jinja2.get_env(app).globals.update(
            language=language(), closed=_("The application has ended."), again=_("Begin again")
        )
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Nothing: whoever starts the server tells the address."""

    def initialize_logging(self) -> None:
        """No log of what the browser asks for."""

    async def handle_index(self, request: web.Request) -> Any:
        """The page, in the language spoken."""
        response = await super().handle_index(request)
        response.set_cookie(_COOKIE, self._secret, httponly=True, samesite="Strict")
        return response

    def _guard(self) -> Any:
        @web.middleware
        async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
            own = f"{HOST}:{self.port}"
            if request.host != own or request.headers.get("Origin", self.public_url) != (
                self.public_url
            ):
                raise web.HTTPForbidden(text="not for other pages")
            given = request.query.get("key") or request.cookies.get(_COOKIE, "")
            if not secrets.compare_digest(given.encode(), self._secret.encode()):
                raise web.HTTPForbidden(text=_("Open the address that searchkit ui --web told."))
            return await handler(request)

        return guard
