"""A Firefox as it comes from its makers, driven by WebDriver BiDi.

Playwright can drive only a Firefox of its own, which few machines have.
See https://w3c.github.io/webdriver-bidi/
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

T = TypeVar("T")
SECONDS = 60  # a busy computer needs half of it to start Firefox
_NAMES = (os.environ.get("FIREFOX", ""), "firefox", "firefox-esr")
FOUND = next(filter(None, map(shutil.which, _NAMES)), "")
# The machines of GitHub come with one.
HAS_FIREFOX = bool(FOUND or os.environ.get("GITHUB_ACTIONS"))
# Firefox calls nobody, and is light or dark as it is told.
SETTINGS = """\
user_pref("layout.css.prefers-color-scheme.content-override", {scheme});
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9/");
user_pref("toolkit.telemetry.enabled", false);
"""


class Firefox:
    """One window of the size of a phone. `errors` are what its pages complained of."""

    def __init__(self, profile: Path, *, dark: bool = False) -> None:
        assert FOUND, "no Firefox is installed (Debian: sudo apt-get install firefox-esr)"
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "user.js").write_text(SETTINGS.format(scheme=0 if dark else 1), "utf-8")
        self.errors: list[str] = []
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        # Playwright has the loop of this thread.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._process = subprocess.Popen(
            [FOUND, "--headless", "--remote-debugging-port", "0", "--profile", str(profile)],
            env={**os.environ, "HOME": str(profile)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self._begin()
        except BaseException:
            self._process.kill()  # nobody else knows of it
            raise

    def _begin(self) -> None:
        assert self._process.stderr
        found = (re.search(r"BiDi listening on (ws://\S+)", li) for li in self._process.stderr)
        listening = next(filter(None, found), None)
        assert listening, "Firefox ended before it listened"
        self._wait(self._connect(f"{listening[1]}/session"))
        self._tell("session.new", capabilities={})
        self._tell("session.subscribe", events=["log.entryAdded"])
        self._tab = self._tell("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 360, "height": 640}
        self._tell("browsingContext.setViewport", context=self._tab, viewport=size)

    def close(self) -> None:
        self._wait(self._disconnect())
        self._process.terminate()
        self._process.communicate(timeout=SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def open(self, url: str) -> None:
        self._tell("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def run(self, script: str) -> Any:
        """What an expression in the page gives, as JSON would tell it."""
        answer = self._tell(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then(JSON.stringify)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", f"{script}: {answer['exceptionDetails']['text']}"
        return json.loads(answer["result"].get("value", "null"))

    def until(self, script: str) -> None:
        """Wait until an expression in the page is true."""
        end = time.monotonic() + SECONDS
        while not self.run(script):
            assert time.monotonic() < end, f"this did not become true: {script}"
            time.sleep(0.05)

    def tap(self, what: str) -> None:
        """Touch the middle of what a CSS selector finds first."""
        x, y = self.run(
            "(e => { e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect();"
            " return [b.left + b.width / 2, b.top + b.height / 2].map(Math.round); })"
            f"(document.querySelector({json.dumps(what)}))"
        )
        moves: list[dict[str, Any]] = [{"type": "pointerMove", "x": x, "y": y}]
        moves += [{"type": t, "button": 0} for t in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "thumb", "actions": moves})

    def type(self, words: str) -> None:
        """Type letters where the focus is."""
        keys = [{"type": t, "value": k} for k in words for t in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def _act(self, actions: dict[str, Any]) -> None:
        self._tell("input.performActions", context=self._tab, actions=[actions])

    def picture(self, file: Path) -> None:
        taken = self._tell("browsingContext.captureScreenshot", context=self._tab)
        file.write_bytes(base64.b64decode(taken["data"]))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def _tell(self, method: str, **params: Any) -> Any:
        answer = self._wait(self._ask(method, params))
        assert answer["type"] == "success", f"{method}: {answer}"
        return answer["result"]

    async def _connect(self, url: str) -> None:
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(url, max_msg_size=0)
        self._listening = asyncio.ensure_future(self._listen())

    async def _disconnect(self) -> None:
        await self._session.close()
        await self._listening

    async def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = self._loop.create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        reply: dict[str, Any] = await answer
        return reply

    async def _listen(self) -> None:
        async for message in self._socket:
            reply = json.loads(message.data)
            if reply["type"] == "event":
                if reply["params"]["level"] == "error":
                    self.errors.append(reply["params"]["text"])
            else:
                self._answers.pop(reply["id"]).set_result(reply)
