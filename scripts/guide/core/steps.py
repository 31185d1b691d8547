"""The steps of a build, reported as they happen, with times and sizes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class Steps:
    """Prints `1 read     18 pages, 40 references    0.2 s`, a line a step."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._number = 0

    def say(self, line: str) -> None:
        """Tell something between two steps."""
        print(f"     {line}", file=self._out, flush=True)

    def warn(self, line: str) -> None:
        """Tell what may be wrong and stops nothing."""
        self.say(line)

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step; what is appended to the list is reported when it ends well."""
        self._number += 1
        start = time.perf_counter()
        result: list[str] = []
        yield result
        seconds = time.perf_counter() - start
        done = ", ".join(result)
        print(
            f"{self._number:>3}  {name:<8}{done:<56}{seconds:>6.1f} s", file=self._out, flush=True
        )


def size_of(path: Path) -> str:
    """The size of a file, or of all files in a folder, as people write it: 612KB, 1.9MB."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return readable_size(sum(file.stat().st_size for file in files))


def readable_size(size: int) -> str:
    if size < 999_500:
        return f"{max(1, round(size / 1000))}KB"
    return f"{size / 1_000_000:.1f}MB"
