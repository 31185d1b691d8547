"""The library: the bibliography files that a manuscript cites from, of any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from linkaudit.citations.bibtex import (
    UNCLEAR,
    BibtexEntry,
    SyntaxFault,
    known_strings,
    read_bibtex,
)
from linkaudit.citations.bibtex_csl import csl_of, parents_of, with_inherited, without_tex
from linkaudit.citations.csl_file import CslItem, read_json, read_yaml
from linkaudit.core.files import read_text
from linkaudit.core.problem import CannotRunError, Problem, did_you_mean
from linkaudit.references.bibliography import Reference

# Entries of BibTeX that are for the style, or only there for other entries to take from.
_NO_WORKS = ("control", "ieeetranbstctl", "set", "xdata")
_PARENTS = ("crossref", "xref", "xdata", "entryset", "related")


@dataclass(frozen=True)
class LibraryEntry:
    """A work in a bibliography file, with the file as the user named it.

    `doi` is as written; `names` are other citekeys of the work, `parents` the keys
    of entries that it takes from. `csl()` gives its CSL fields.
    """

    key: str
    path: str
    line: int
    csl: Callable[[], Mapping[str, Any]] = field(repr=False)
    doi: str = ""
    doi_line: int = 0
    names: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    is_work: bool = True


@dataclass(frozen=True)
class Library:
    """Every entry in the order of the files; those that repeat a key too.

    `unclear` are problems of fields that were read, but perhaps not as they are meant.
    """

    entries: tuple[LibraryEntry, ...]
    unreadable: tuple[Problem, ...] = ()
    unclear: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Library:
        """Read the files. Raises `OSError`, and `CannotRunError` for a name of no known format."""
        entries: list[LibraryEntry] = []
        problems: list[Problem] = []
        reading = _Reading()
        for path in paths:
            for found in reading.of(path):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    entries.append(found)
        problems += reading.parents_not_there()
        unclear = tuple(problem for problem in problems if problem.rule == UNCLEAR)
        unreadable = tuple(problem for problem in problems if problem.rule != UNCLEAR)
        return cls(tuple(entries), unreadable, unclear)

    @cached_property
    def by_key(self) -> Mapping[str, LibraryEntry]:
        """The first entry of each key, also of its other names."""
        keyed: dict[str, LibraryEntry] = {}
        for entry in self.entries:
            keyed.setdefault(entry.key, entry)
        for entry in self.entries:
            for name in entry.names:
                keyed.setdefault(name, entry)
        return keyed


FORMATS: Mapping[str, Callable[[str], Iterable[BibtexEntry | CslItem | SyntaxFault]]] = {
    ".bib": read_bibtex,
    ".bibtex": read_bibtex,
    ".json": read_json,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}


class _Reading:
    """One reading of several files: strings and parents of BibTeX may stand in another one."""

    def __init__(self) -> None:
        self._strings = known_strings()
        self._bibtex: dict[str, BibtexEntry] = {}
        self._whole: dict[str, BibtexEntry] = {}  # with what they take from others
        self._children: list[tuple[str, BibtexEntry]] = []  # each with its file

    def of(self, path: Path) -> Iterator[LibraryEntry | Problem]:
        """Yield the entries of a file, and what is wrong with it."""
        read = FORMATS.get(path.suffix.lower())
        if read is None:
            known = ", ".join(FORMATS)
            raise CannotRunError(f"a bibliography must end with one of {known}, {path} does not")
        name, problems = path.as_posix(), list[Problem]()
        text = read_text(path, problems)
        yield from problems
        for found in read_bibtex(text, self._strings) if read is read_bibtex else read(text):
            if isinstance(found, SyntaxFault):
                target = found.key or name
                yield Problem(
                    name, found.line, found.message, page=name, target=target, rule=found.rule
                )
            elif isinstance(found, BibtexEntry):
                self._bibtex.setdefault(found.key, found)
                self._children.append((name, found))
                yield self._from_bibtex(found, name)
            else:
                yield _from_csl(found, name)

    def parents_not_there(self) -> Iterator[Problem]:
        """Yield a problem for each entry that others take from, and that no file has."""
        for path, child in self._children:
            for relation in ("crossref", "xdata"):
                for key in parents_of(child, relation):
                    if key not in self._bibtex:
                        message = (
                            f'the {relation} of "{child.key}" must be the key of an entry, '
                            f'"{key}" is not{did_you_mean(key, self._bibtex)}'
                        )
                        line = child.lines.get(relation, child.line)
                        yield Problem(
                            path, line, message, page=path, target=child.key, rule=UNCLEAR
                        )

    def _from_bibtex(self, found: BibtexEntry, path: str) -> LibraryEntry:
        fields = found.fields
        return LibraryEntry(
            key=found.key,
            path=path,
            line=found.line,
            csl=lambda: csl_of(with_inherited(found, self._bibtex, self._whole)),
            doi=without_tex(fields.get("doi", "")),
            doi_line=found.doi_line,
            names=tuple(name.strip() for name in fields.get("ids", "").split(",") if name.strip()),
            parents=tuple(key for name in _PARENTS for key in parents_of(found, name)),
            is_work=found.kind not in _NO_WORKS,
        )


def _from_csl(found: CslItem, path: str) -> LibraryEntry:
    return LibraryEntry(
        key=found.keys[0],
        path=path,
        line=found.line,
        csl=lambda: found.fields,
        doi=Reference(found.keys[0], found.line, found.fields).text("DOI"),
        doi_line=found.doi_line,
        names=found.keys[1:],
        is_work=bool(found.fields),  # of what cannot be read, nobody knows who cites it
    )
