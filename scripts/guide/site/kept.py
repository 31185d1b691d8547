"""What was made of the words, kept until what it is made of changes, under a digest of that.

Whatever happens to the files costs time and nothing else: each is held to a digest of itself, and
is made anew if it does not match.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linkaudit.core.files import read_cached, write_cached

from guide.edition.inputs import digest_of

CACHE = ".cache/made"


@dataclass
class Kept:
    """Values that JSON can hold by their keys, in this process, and in a folder if there is one."""

    folder: Path | None = None
    _values: dict[str, Any] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def get(self, key: str) -> Any:
        """What is kept; None if nothing is, or if it is damaged."""
        self._used.add(key)
        if key not in self._values and self.folder:
            found = _read(self.folder / key)
            if found is not None:
                self._values[key] = found
        return self._values.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value. Raises `OSError`."""
        self._used.add(key)
        self._values[key] = value
        if self.folder:
            text = json.dumps(value, ensure_ascii=False)
            write_cached(self.folder / key, f"{digest_of([text])}\n{text}")

    def made(self, key: str, make: Callable[[], Any]) -> Any:
        """What is kept, or what is made now and then kept."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def evict_unused(self) -> None:
        """Delete the files that nobody has asked for."""
        for file in self.folder.glob("*") if self.folder else ():
            if file.is_file() and file.name not in self._used:
                file.unlink()


def _read(file: Path) -> Any:
    digest, _, text = (read_cached(file) or "").partition("\n")
    return json.loads(text) if text and digest == digest_of([text]) else None
