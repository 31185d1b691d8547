"""Accession: a work that is new to the bibliography becomes an entry of it.

The entry is written in the style of the file and in the order of the citekeys; all else stays
as it is, to the byte. It claims nothing that nobody did: what kind of evidence it is, and
whether somebody has compared it with the source, a person must fill in.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide import marked_yaml
from guide.bibliography import Reference
from guide.bibliography_entry import entry_text, fields_of
from guide.citekey import citekey_of
from guide.failures import CannotRunError
from guide.work import same_work

# What only a person can say of a work.
TO_FILL_IN = {"evidence": "?", "seen": "?"}


class KnownWorkError(CannotRunError):
    """The work has an entry already, under `key`."""

    def __init__(self, title: str, key: str, reason: str) -> None:
        super().__init__(f'"{title}" is in the bibliography as "{key}": {reason}')
        self.key = key


@dataclass(frozen=True)
class Accession:
    """A work that was given, and the key of its entry; `refused` says why it got no new one."""

    key: str
    refused: str = ""


def add(path: Path, works: Iterable[Mapping[str, Any]]) -> list[Accession]:
    """Add works, given as CSL fields, to a bibliography file; write it once, whole or not at all.

    Raises `CannotRunError` if the file is not as we write it, `OSError` if it cannot be written.
    """
    try:
        before = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise CannotRunError(f"{path} must be UTF-8 text, is not") from None
    text = before
    done = []
    for csl in works:
        try:
            text, key = with_entry(text, csl)
            done.append(Accession(key))
        except KnownWorkError as error:
            done.append(Accession(error.key, str(error)))
    if text != before:
        _write(path.resolve(), text.encode())
    return done


def with_entry(text: str, csl: Mapping[str, Any]) -> tuple[str, str]:
    """The text of a bibliography with a new entry, and its key.

    Raises `KnownWorkError` if the work is there, `CannotRunError` if no entry can be made.
    """
    known = _references(text)
    new = Reference("", 0, fields_of(csl))
    title = new.text("title")
    if not title:
        raise CannotRunError("a new reference must have a title, has none")
    for reference in known:
        reason = same_work(reference, new)
        if reason:
            raise KnownWorkError(title, reference.key, reason)
    key = citekey_of(new, known)
    after = _inserted(text, entry_text(key, {**new.fields, "custom": TO_FILL_IN}), key, known)
    if not _holds(after, key, known):
        raise CannotRunError("the bibliography must be a list with an entry after each dash")
    return after, key


def _holds(text: str, key: str, known: list[Reference]) -> bool:
    """Whether a bibliography has one entry more than those known, and these as they were."""
    try:
        read = {reference.key: reference.fields for reference in _references(text)}
    except CannotRunError:
        return False
    return read.pop(key, None) is not None and read == {old.key: old.fields for old in known}


def _references(text: str) -> list[Reference]:
    try:
        entries = marked_yaml.load(text)
    except marked_yaml.MarkedYamlError as error:
        raise CannotRunError(f"line {error.line} of the bibliography: {error}") from None
    if not isinstance(entries, list | None):
        raise CannotRunError("the bibliography must be a list of references")
    return [
        Reference(str(entry.get("id", "")), entry.line, entry)
        for entry in entries or []
        if isinstance(entry, marked_yaml.Mapping)
    ]


def _inserted(text: str, entry: str, key: str, known: list[Reference]) -> str:
    """The text with an entry before the first whose key is greater, or at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if known:
        first = lines[known[0].line - 1]
        entry = textwrap.indent(entry, first[: len(first) - len(first.lstrip())])
    entry = entry.replace("\n", newline)
    later = next((reference.line - 1 for reference in known if reference.key > key), None)
    if later is not None:
        place = _above_comments(lines, later)
        return "".join([*lines[:place], entry, newline, *lines[place:]])
    if text.strip() in ("", "[]"):
        return entry
    ended = text if text.endswith("\n") else text + newline
    return f"{ended}{newline}{entry}"


def _above_comments(lines: list[str], entry: int) -> int:
    """Where an entry begins with the comments on top of it; the head of the file is not its."""
    place = entry
    while place and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return place or entry


def _write(path: Path, content: bytes) -> None:
    """Put a file in the place of another in one step, with its rights."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
