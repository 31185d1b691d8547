"""A host of web pages that serves the guide below a path, as GitHub Pages serves a project."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PREFIX = "/back-pain"


class Host:
    """Serves a folder below the prefix; it may go away and come back, at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # What was asked for, and what it fails to give: paths within the site.
        self.asked: list[str] = []
        self.failing: set[str] = set()
        # What it gives with status 200 instead of the file.
        self.instead: dict[str, bytes] = {}
        self._port = 0
        self._server: ThreadingHTTPServer | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}{PREFIX}/"

    @property
    def is_there(self) -> bool:
        return self._server is not None

    def start(self) -> None:
        handler = partial(_Handler, host=self, directory=str(self.folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Handler(SimpleHTTPRequestHandler):
    """Answers below the prefix; what is not there is answered by 404.html."""

    def __init__(self, *args: object, host: Host, **kwargs: object) -> None:
        self.host = host
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def handle(self) -> None:
        with suppress(ConnectionError):  # of a browser that no longer wants the answer
            super().handle()

    def do_GET(self) -> None:
        if not self.host.is_there:
            # Chromium opens connections before it needs them: this one was, and is not answered.
            self.close_connection = True
            return
        path = self.path.removeprefix(f"{PREFIX}/")
        self.host.asked.append(path)
        if path.partition("?")[0] in self.host.failing:
            self.send_error(503)
        elif path.partition("?")[0] in self.host.instead:
            self._send(200, self.host.instead[path.partition("?")[0]])
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(PREFIX) if path.startswith(f"{PREFIX}/") else "/nothing-here"
        return super().translate_path(inside)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            return super().send_error(code, message, explain)
        self._send(404, (self.host.folder / "404.html").read_bytes())
        return None

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass
