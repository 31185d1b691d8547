"""The proof that the guide is complete: what became of each claim, where each need is met."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guide import marked_yaml
from guide.problems import Problem, did_you_mean

# The claims of the documents that the guide grew from, and what a guide to back pain must say.
SOURCES = "_data/sources.yml"
COVERAGE = "_data/coverage.yml"
# What published work says of a claim, and what the guide made of it; the words are for readers.
VERDICTS = {
    "support": "Support: good sources agree.",
    "qualify": "Qualify: partly right, or too sure.",
    "contradict": "Contradict: good sources point the other way.",
    "none": "None: nothing found for it.",
    "local": "Local: a detail of one service.",
}
OUTCOMES = {
    "kept": "Kept, in our words",
    "qualified": "Said with more care",
    "rejected": "Not repeated",
    "left-out": "Left out",
}
# The lists of coverage.yml, each with the heading of its table and of the table's first column.
LISTS = {
    "guideline": ("What NICE recommends", "Recommendation"),
    "needs": ("What people with back pain want to know", "Need"),
    "concepts": ("Ideas that help to understand pain", "Idea"),
}
_PLACES = ("said", "cites", "note")


@dataclass(frozen=True)
class Entry:
    """What the guide must account for; `said` is where it does: `page.md#anchor`."""

    file: str
    line: int
    id: str
    words: str
    said: tuple[str, ...]
    cites: tuple[str, ...]
    note: str

    def problem(self, rule: str, message: str, target: str | None = None) -> Problem:
        """A problem of this entry, named by its id."""
        return Problem(self.file, self.line, rule, f'"{self.id}" {message}', target=target)


@dataclass(frozen=True)
class Claim(Entry):
    """A claim of a source document, and what became of it."""

    source: str
    verdict: str
    became: str


@dataclass(frozen=True)
class Need(Entry):
    """What a guide must say, by one of the `LISTS`."""

    kind: str


@dataclass(frozen=True)
class Proof:
    """Both files; one that is not there is empty. `unreadable` is what could not be read."""

    claims: tuple[Claim, ...] = ()
    needs: tuple[Need, ...] = ()
    unreadable: tuple[Problem, ...] = field(default=())

    @classmethod
    def load(cls, docs: Path) -> Proof:
        """Read both files below the docs folder. Never raises for what they hold."""
        sources, coverage = _File(docs, SOURCES), _File(docs, COVERAGE)
        claims = tuple(sources.claims(sources.load()))
        needs = tuple(coverage.needs(coverage.load()))
        return cls(claims, needs, (*sources.problems, *coverage.problems))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The claims, then the needs."""
        return (*self.claims, *self.needs)

    @property
    def sources(self) -> dict[str, list[Claim]]:
        """The claims of each source document, in the order of the file."""
        by_source: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_source.setdefault(claim.source, []).append(claim)
        return by_source


class _File:
    """One of the two files, and the slips found in it."""

    def __init__(self, docs: Path, name: str) -> None:
        self.path, self.name = docs / name, f"{docs.name}/{name}"
        self.problems: list[Problem] = []

    def load(self) -> Any:
        """What the file holds, None if that is nothing that can be read."""
        try:
            return marked_yaml.load(self.path.read_text("utf-8-sig"))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            self.failed(1, "must be UTF-8 text, is not")
        except marked_yaml.MarkedYamlError as error:
            self.failed(error.line, str(error))
        return None

    def failed(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, "unreadable", message))

    def claims(self, written: Any) -> Iterator[Claim]:
        for entry in self._entries("the file", written, ("id", "source", "claim")):
            verdict = self._one_of(entry, "verdict", VERDICTS)
            became = self._one_of(entry, "became", OUTCOMES)
            self._known_keys(entry, ("id", "source", "claim", "verdict", "became", *_PLACES))
            source, common = str(entry.get("source", "")), self._common(entry, "claim")
            yield Claim(**common, source=source, verdict=verdict, became=became)

    def needs(self, written: Any) -> Iterator[Need]:
        if written is None:
            return
        if not isinstance(written, marked_yaml.Mapping):
            return self.failed(1, f"must hold the lists {', '.join(LISTS)}, is {written!r}")
        self._known_keys(written, LISTS)
        for kind in (kind for kind in LISTS if kind in written):
            line = written.lines[kind]
            for entry in self._entries(kind, written[kind], ("id", "needs"), line):
                self._known_keys(entry, ("id", "needs", *_PLACES))
                yield Need(**self._common(entry, "needs"), kind=kind)

    def _entries(
        self, name: str, written: Any, must_give: tuple[str, ...], line: int = 1
    ) -> Iterator[marked_yaml.Mapping]:
        """Yield the entries of a list; one without an id can be told from no other."""
        if not isinstance(written, list | None):
            return self.failed(line, f"{name} must be a list, is {written!r}")
        for place, entry in enumerate(written or [], start=1):
            if not isinstance(entry, marked_yaml.Mapping):
                self.failed(line, f"entry {place} must hold keys and values, is {entry!r}")
                continue
            line = entry.line
            for key in must_give:
                if not isinstance(entry.get(key), str) or not entry[key].strip():
                    message = f"entry {place} must give {key} as text, is {entry.get(key)!r}"
                    self.failed(entry.lines.get(key, entry.line), message)
            if isinstance(entry.get("id"), str):
                yield entry

    def _common(self, entry: marked_yaml.Mapping, words: str) -> dict[str, Any]:
        said = entry.get("said")
        return {
            "file": self.name,
            "line": entry.line,
            "id": entry["id"],
            "words": str(entry.get(words, "")),
            "said": self._texts(entry, "said", [said] if isinstance(said, str) else said),
            "cites": self._texts(entry, "cites", entry.get("cites")),
            "note": str(entry.get("note") or ""),
        }

    def _texts(self, entry: marked_yaml.Mapping, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        if value is not None:
            message = f'"{entry["id"]}" must give {key} as a list, is {value!r}'
            self.failed(entry.lines[key], message)
        return ()

    def _one_of(self, entry: marked_yaml.Mapping, key: str, known: Collection[str]) -> str:
        value = entry.get(key)
        if isinstance(value, str) and value in known:
            return value
        hint = did_you_mean(str(value), known)
        message = (
            f'"{entry["id"]}" must give {key} as one of {", ".join(known)}; is {value!r}{hint}'
        )
        self.failed(entry.lines.get(key, entry.line), message)
        return ""

    def _known_keys(self, written: marked_yaml.Mapping, known: Collection[str]) -> None:
        for key in written:
            if key not in known:
                self.failed(
                    written.lines[str(key)], f'nothing reads "{key}"{did_you_mean(key, known)}'
                )
