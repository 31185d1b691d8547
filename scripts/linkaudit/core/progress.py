"""How far a long run is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

_SECONDS_BETWEEN_LINES: Final = 10.0
_SECONDS_BETWEEN_DRAWINGS: Final = 0.1
_WIDEST_BAR: Final = 40


class Progress:
    """Tells how many of `total` things are done, in words like `12 of 80 addresses`.

    On a terminal it redraws one line, which `finish` clears; elsewhere it prints a line every
    ten seconds; with `quiet` nothing. `clock` and `columns` are for tests.
    """

    def __init__(
        self,
        total: int,
        things: str,
        *,
        stream: TextIO | None = None,
        quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self.done, self.total, self._things = 0, total, things
        self._stream = stream or sys.stderr
        self._quiet, self._clock, self._columns = quiet, clock, columns
        self._terminal = self._stream.isatty()
        self._drawn = 0
        self._last = clock() - (_SECONDS_BETWEEN_DRAWINGS if self._terminal else 0.0)

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        between = _SECONDS_BETWEEN_DRAWINGS if self._terminal else _SECONDS_BETWEEN_LINES
        if self._quiet or self._clock() - self._last < between:
            return
        self._last = self._clock()
        if self._terminal:
            self._draw()
        else:
            self._write(f"{self._words()}\n")

    def finish(self) -> None:
        """Clear the line, so that what follows begins at its start."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _draw(self) -> None:
        """Write the line anew, shorter than the terminal is wide: else it would wrap."""
        room = max(self._columns() - 1, 0)
        line = self._words()
        width = min(_WIDEST_BAR, room - len(line) - 3)
        if width > 0:
            full = width * self.done // max(self.total, 1)
            line = f"[{'#' * full}{'.' * (width - full)}] {line}"
        line = line[:room]
        self._write("\r" + line.ljust(min(self._drawn, room)))
        self._drawn = len(line)

    def _words(self) -> str:
        return f"{self.done} of {self.total} {self._things}"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
