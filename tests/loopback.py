"""A web server on this machine, for tests: gives the answers of a script, remembers the questions.

with Loopback() as server:
    server.on("/busy", Reply(429, headers={"Retry-After": "2"}), Reply(200, "<p>at last</p>"))
    ask(server.url("/busy"))
    assert server.asked == ["GET /busy"]
"""

from __future__ import annotations

import asyncio
import math
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult


@dataclass(frozen=True)
class Request:
    """What a client asked: `target` is the path with the query, header names are small."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """A whole answer, with its length; HEAD gets it without the body."""

    status: int = 200
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def pieces(self, method: str) -> tuple[bytes | float, ...]:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        reason = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Odd"
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{k}: {v}" for k, v in headers.items())]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        return (head,) if method == "HEAD" else (head, body)


@dataclass(frozen=True)
class Raw:
    """Bytes as they are, with pauses in seconds between them; then the connection ends."""

    parts: tuple[bytes | float, ...]

    def pieces(self, method: str) -> tuple[bytes | float, ...]:
        return self.parts


NOW = 1_795_348_800.0  # 2026-11-22 12:00 UTC
_TLS_BEGINS = b"\x16"
HANG = Raw((math.inf,))
Answer = Reply | Raw
Script = Answer | Callable[[Request], Answer]


def redirect(url: str, status: int = 301) -> Reply:
    """A redirect."""
    return Reply(status, headers={"Location": url})


class Loopback:
    """The server; it lives as long as its `with` block. A path without a script answers 404."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self._scripts: dict[str, list[Script]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    def on(self, target: str, *scripts: Script) -> None:
        """Answer a path (with its query) so: each script once, in turn, the last one for ever."""
        self._scripts[target] = list(scripts)

    def url(self, target: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{target}"

    @property
    def asked(self) -> list[str]:
        """The questions so far, each like `HEAD /page`."""
        return [f"{request.method} {request.target}" for request in self.requests]

    def __enter__(self) -> Loopback:
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**20), self._loop
        )
        self._server = started.result(5)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()  # a client that reads no more would keep it open
        await self._server.wait_closed()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._writers.append(writer)
        self.connections += 1
        try:
            begin = await reader.readexactly(1)
            if begin == _TLS_BEGINS:
                await reader.read(2**16)
                writer.write(b"HTTP/1.1 400 Nobody here speaks TLS\r\n\r\n")
                return
            head = begin + await reader.readuntil(b"\r\n\r\n")
            for piece in self._answer(head.decode("latin-1")):
                if isinstance(piece, bytes):
                    writer.write(piece)
                    await writer.drain()
                elif piece == math.inf:
                    await asyncio.Event().wait()
                else:
                    await asyncio.sleep(piece)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over
        finally:
            self._tasks.discard(task)
            writer.close()

    def _answer(self, head: str) -> tuple[bytes | float, ...]:
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ", 2)
        fields = (line.partition(":") for line in lines)
        request = Request(method, target, {k.lower(): v.strip() for k, _, v in fields})
        self.requests.append(request)
        scripts = self._scripts.get(target, [Reply(404, "<title>Not found</title>")])
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        answer = script(request) if callable(script) else script
        return answer.pieces(method)


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.sleeps: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def now(self) -> float:
        return NOW + self.seconds

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(round(seconds, 3))
        self.seconds += seconds
        await asyncio.sleep(0)

    def options(self) -> dict[str, Any]:
        return {"clock": self.clock, "sleep": self.sleep, "now": self.now}


class Names(AbstractResolver):
    """Knows the addresses of a few names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in self.names:
            raise OSError(None, "unknown")
        return [
            ResolveResult(
                hostname=host,
                host=self.names[host],
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Mention:
    """A link that stands at a place that a test invents."""

    url: str
    path: str
    line: int
    page: str | None = None
