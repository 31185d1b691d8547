"""What earlier runs found: the results by address, and the days on which an address failed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Self

from linkaudit.core.files import set_aside
from linkaudit.core.problem import CannotRunError
from linkaudit.probe.verdict import Result, Verdict

# An address that nobody has asked for so many days is forgotten.
_FORGOTTEN_AFTER: Final = 180

# "guid" and the number of the form below: a file with other marks is not ours.
_MARK, _FORM = 0x67756964, 1
_TABLES = """
CREATE TABLE results (
    url TEXT PRIMARY KEY, asked TEXT NOT NULL, verdict TEXT NOT NULL, detail TEXT NOT NULL,
    moved_to TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, anchors TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE failures (
    url TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (url, day)
) WITHOUT ROWID;
"""


class VerdictHistoryError(CannotRunError):
    """The file of the history cannot be used; the text says why."""


class _NotOursError(Exception):
    pass


class VerdictHistory:
    """A file of results. To be used as `with VerdictHistory(path, today) as history`.

    A file that is damaged or not ours is set aside under another name; `notice` then says so.
    Raises VerdictHistoryError if the file cannot be read or written.
    """

    def __init__(self, path: Path, today: date) -> None:
        self.path, self.today, self.notice = path, today, ""

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                if self.path.is_dir():
                    raise _NotOursError
                self._file = _opened(self.path)
            except (_NotOursError, sqlite3.DatabaseError) as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                aside = set_aside(self.path)
                self.notice = f"{self.path} is damaged or not ours; it is now {aside.name}"
                self._file = _opened(self.path)
        except (OSError, sqlite3.Error) as error:
            raise VerdictHistoryError(f"{self.path} cannot be used as a cache: {error}") from error
        oldest = self.today - timedelta(days=_FORGOTTEN_AFTER)
        self._run("DELETE FROM results WHERE asked < ?", oldest.isoformat())
        self._run("DELETE FROM failures WHERE day < ?", oldest.isoformat())
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def fresh(self, url: str) -> Result | None:
        """The result of an address, if it is young enough to stand for an answer of today."""
        for asked, result in self._results(url):
            if 0 <= (self.today - asked).days < lasts(url, result.verdict):
                return result
        return None

    def last(self, url: str) -> Result | None:
        """The last result of an address, however old."""
        return next((result for _, result in self._results(url)), None)

    def keep(self, url: str, result: Result) -> None:
        """Store a result of today, at once; an answer of any kind ends a row of failed days."""
        day = self.today.isoformat()
        row = (url, day, result.verdict, result.detail, result.new_url, result.etag)
        anchors = json.dumps(dict(result.anchors))
        self._run(
            "INSERT OR REPLACE INTO results VALUES (?,?,?,?,?,?,?,?)",
            *(*row, result.modified, anchors),
        )
        failed = result.verdict.traits.failed_day
        if failed == "counted":
            self._run("INSERT OR IGNORE INTO failures VALUES (?, ?)", url, day)
        elif failed == "none":
            self._run("DELETE FROM failures WHERE url = ?", url)

    def failed_days(self, url: str) -> int:
        """On how many days the address failed since it last answered."""
        return int(next(self._run("SELECT count(*) FROM failures WHERE url = ?", url))[0])

    def withdraw(self, urls: Iterable[str]) -> None:
        """Forget what was kept of addresses today: it says nothing about them."""
        day = self.today.isoformat()
        for url in urls:
            self._run("DELETE FROM results WHERE url = ? AND asked = ?", url, day)
            self._run("DELETE FROM failures WHERE url = ? AND day = ?", url, day)

    def _results(self, url: str) -> Iterable[tuple[date, Result]]:
        for row in self._run("SELECT * FROM results WHERE url = ?", url):
            _, asked, verdict, detail, new_url, etag, modified, anchors = row
            try:
                known, day = dict(json.loads(anchors)), date.fromisoformat(asked)
                result = Result(Verdict(verdict), detail, new_url, etag, modified, known)
            except (ValueError, TypeError):
                continue  # not written by this version: as good as nothing
            yield day, result

    def _run(self, command: str, *values: str) -> sqlite3.Cursor:
        try:
            return self._file.execute(command, values)
        except sqlite3.Error as error:
            raise VerdictHistoryError(f"{self.path} cannot be used as a cache: {error}") from error


def lasts(url: str, verdict: Verdict) -> int:
    """For how many days a result holds: those of its verdict, up to a third less by address.

    So not all results of a day end in one run.
    """
    age = verdict.traits.days
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()
    return age - digest[0] % (age // 3 + 1)


def _opened(path: Path) -> sqlite3.Connection:
    """The database, made anew if there is none; each command is committed as it comes."""
    file = sqlite3.connect(path, isolation_level=None)
    try:
        # A crash of the program loses nothing; one of the machine costs at most a cache.
        file.execute("PRAGMA synchronous = OFF")
        if not _value(file, "SELECT count(*) FROM sqlite_master"):
            file.executescript(
                f"BEGIN; PRAGMA application_id = {_MARK}; PRAGMA user_version = {_FORM};"
                f"{_TABLES} COMMIT;"
            )
        marks = (_value(file, "PRAGMA application_id"), _value(file, "PRAGMA user_version"))
        if marks != (_MARK, _FORM) or _value(file, "PRAGMA quick_check") != "ok":
            raise _NotOursError
    except BaseException:
        file.close()
        raise
    return file


def _value(file: sqlite3.Connection, command: str) -> Any:
    return file.execute(command).fetchone()[0]
