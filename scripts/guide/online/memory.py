"""The answers of services, kept between runs so that nobody is asked twice in a week."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import Self

# Retractions must be seen soon, and a weekly run must ask anew.
DAYS = 6
_FORGOTTEN_AFTER = 180
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (url TEXT PRIMARY KEY, day TEXT, status INT, body BLOB)"
)


class Memory:
    """Answers by address, to be used as `with Memory(path, today) as memory`.

    Without a path, or where the file cannot be written, they are kept for this run only.
    A damaged file is put aside and begun anew.
    """

    def __init__(self, path: Path | None, today: date) -> None:
        self._today = today
        self._database = _opened(path)
        with contextlib.suppress(sqlite3.Error):
            old = (today - timedelta(_FORGOTTEN_AFTER)).isoformat()
            self._database.execute("DELETE FROM answers WHERE day < ?", (old,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def recall(self, url: str) -> tuple[int, bytes] | None:
        """The status and body of an answer of the last days; of the same day, if it says no."""
        with contextlib.suppress(sqlite3.Error, zlib.error, ValueError):
            row = self._database.execute(
                "SELECT day, status, body FROM answers WHERE url = ?", (url,)
            ).fetchone()
            if row:
                age = (self._today - date.fromisoformat(row[0])).days
                if 0 <= age <= (DAYS if row[1] == 200 else 0):
                    return int(row[1]), zlib.decompress(row[2])
        return None

    def keep(self, url: str, status: int, body: bytes) -> None:
        """Remember an answer, in place of an older one."""
        row = (url, self._today.isoformat(), status, zlib.compress(body))
        with contextlib.suppress(sqlite3.Error):
            self._database.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", row)


def _opened(path: Path | None) -> sqlite3.Connection:
    if path:
        # One that is locked, or that we may not write, is left alone.
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _with_table(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                path.replace(path.with_name(f"{path.name}.aside"))
                return _with_table(path)
    return _with_table(":memory:")


def _with_table(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database
