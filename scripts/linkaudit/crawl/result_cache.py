"""What was found in files that have not changed since, so that they need not be read again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from linkaudit.core import problem as problems
from linkaudit.core.problem import Problem
from linkaudit.crawl.graph import Trail
from linkaudit.crawl.rules import Rules, rule_name
from linkaudit.crawl.site import Site

_TABLES = (
    "CREATE TABLE IF NOT EXISTS seen (site TEXT, path TEXT, key BLOB, found TEXT,"
    " PRIMARY KEY (site, path)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS whole (site TEXT PRIMARY KEY, key BLOB, found TEXT)",
)


class Seen(NamedTuple):
    """What came of one file; a file that cannot be read has no trail.

    `key` stands for its content and for all that it was held to. `to_keep` is what is to be kept
    of it, nothing if that was done before.
    """

    path: str
    key: bytes
    problems: tuple[Problem, ...]
    trail: Trail | None
    to_keep: str = ""


@dataclass(frozen=True)
class Kept:
    """A store of what was seen of one site. It can be sent to another process.

    `held_to` is a digest of all but the file itself that its problems depend on. Whatever is
    wrong with the store, it only costs time: no method raises.
    """

    store: Path
    site: str
    held_to: bytes

    @classmethod
    def of(cls, store: Path, site: Site, rules: Rules, outside: bool) -> Kept:
        """The store for a site that is held to some rules."""
        digest = hashlib.blake2b(digest_size=16)
        names = [rule_name(rule) for rule in rules.all]
        settings = [site.base, site.host, outside, names, sorted(site.files), _stamps(site.docs)]
        digest.update(json.dumps(settings).encode("utf-8", "surrogatepass"))
        for module in (*sorted(Path(__file__).parent.glob("*.py")), Path(problems.__file__)):
            digest.update(module.read_bytes())
        return cls(store, str(site.folder.resolve()), digest.digest())

    def key_of(self, path: str, content: bytes) -> bytes:
        """A digest of a file and of all that it is held to."""
        digest = hashlib.blake2b(self.held_to, digest_size=16)
        digest.update(path.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(content)
        return digest.digest()

    def seen(self, paths: Sequence[str]) -> dict[bytes, Seen]:
        """What is kept of some files, by its key."""
        marks = ",".join("?" * len(paths))
        query = f"SELECT key, path, found FROM seen WHERE site = ? AND path IN ({marks})"  # noqa: S608
        found = self._rows(query, (self.site, *paths))
        try:
            return {key: _read(path, key, text) for key, path, text in found}
        except (ValueError, TypeError):
            return {}

    def keep(self, all_seen: Iterable[Seen], paths: Iterable[str]) -> None:
        """Keep what is new of all that was seen, and forget files that are not among the paths."""
        known = self._rows("SELECT path FROM seen WHERE site = ?", (self.site,))
        gone = {path for (path,) in known} - set(paths)
        self._change(
            "DELETE FROM seen WHERE site = ? AND path = ?", [(self.site, path) for path in gone]
        )
        new = [(self.site, seen.path, seen.key, seen.to_keep) for seen in all_seen if seen.to_keep]
        self._change("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", new)

    def has_whole(self) -> bool:
        """Whether the site was seen before, so that it is worth while to look for changes."""
        return bool(self._rows("SELECT 1 FROM whole WHERE site = ?", (self.site,)))

    def whole(self, keys: Iterable[bytes]) -> tuple[list[Problem], int] | None:
        """All problems of the site and the number of its links, if no file has changed since.

        `keys` are those of its files, in the order of their paths.
        """
        query = "SELECT found FROM whole WHERE site = ? AND key = ?"
        rows = self._rows(query, (self.site, _digest(keys)))
        try:
            problems, links = json.loads(rows[0][0])
            return [Problem(*fields) for fields in problems], int(links)
        except (IndexError, ValueError, TypeError):
            return None

    def keep_whole(self, keys: Iterable[bytes], problems: Iterable[Problem], links: int) -> None:
        """Keep all problems of the site and the number of its links."""
        found = json.dumps([[astuple(problem) for problem in problems], links])
        row = (self.site, _digest(keys), found)
        self._change("INSERT OR REPLACE INTO whole VALUES (?, ?, ?)", [row])

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        try:
            with _opened(self.store) as store:
                return store.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeError):
            return []

    def _change(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        try:
            self.store.parent.mkdir(parents=True, exist_ok=True)
            with _opened(self.store) as store:
                store.execute("PRAGMA synchronous = OFF")  # lost at worst: some time
                for table in _TABLES:
                    store.execute(table)
                store.executemany(query, rows)
        except sqlite3.OperationalError:  # locked, or not ours to write
            return
        except sqlite3.DatabaseError:  # damaged: the next run begins anew
            self.store.unlink(missing_ok=True)
        except (sqlite3.Error, OSError, UnicodeError):
            return


def _stamps(docs: Path | None) -> list[tuple[str, int, int]]:
    """What tells whether a file of the docs has changed: problems name their lines."""
    if docs is None:
        return []
    stats = [(str(file), file.stat()) for file in sorted(docs.rglob("*")) if file.is_file()]
    return [(file, stat.st_mtime_ns, stat.st_size) for file, stat in stats]


def _digest(keys: Iterable[bytes]) -> bytes:
    return hashlib.blake2b(b"".join(keys), digest_size=16).digest()


@contextmanager
def _opened(store: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(store, timeout=2)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def written(problems: Iterable[Problem], trail: Trail) -> str:
    """What came of a file, as it is kept."""
    anchors, *rest = trail
    return json.dumps([[astuple(problem) for problem in problems], [[*anchors], *rest]])


def _read(path: str, key: bytes, text: str) -> Seen:
    found, (anchors, *rest) = json.loads(text)
    trail = Trail(frozenset(anchors), *map(_tuples, rest))
    return Seen(path, key, tuple(Problem(*fields) for fields in found), trail)


def _tuples(value: Any) -> Any:
    """JSON knows no tuples, only lists."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
