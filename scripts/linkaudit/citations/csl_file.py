"""A bibliography of CSL items, in JSON or YAML, item by item with their lines.

Read are a list of items, Pandoc's `references:`, and `items` of Better BibTeX. Of a file that
is broken, all items are read that can be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from linkaudit.citations.bibtex import SyntaxFault
from linkaudit.core import yaml_lines

_LISTS = ("references", "items")
_NO_LIST = 'must be a list of items, or have one in "references"'
_NO_ANCHOR = "undefined alias"
_UNREADABLE = "must be JSON that a computer can read: too deep, or a number too long"
_IN_OUR_WORDS = {
    "Invalid control character at": "a text must end with a quotation mark on its line"
}
_DEEPEST = 100  # lists within lists
_NO_WORKS = ("annotation", "attachment", "note")  # of Better BibTeX, which have no citekey
_KEYS = ("id", "citation-key", "citationKey", "citekey", "standard_id", "standard_citation")
# Manubot keeps in a note what an item was cited by; its id may be a short form of that.
_STANDARD_ID = re.compile(r"^\s*standard_id\s*:\s*(\S+)", re.MULTILINE)
# A string that nothing ends goes to the end of its line: each mark is read once.
_JSON_PART = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?+|[{}\[\]]')
_JSON_KEY = re.compile(rf'"(?:{"|".join(_KEYS)})"\s*:\s*"([^"\n]+)"')
_YAML_KEY = re.compile(rf"^[ \t]*(?:-[ \t]+)?(?:{'|'.join(_KEYS)}):[ \t]*[\"']?([^\"'\n]+)", re.M)
_YAML_ITEM = re.compile(r"^([ \t]*)-(?=\s)", re.MULTILINE)
_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_ONLY_COMMENTS = re.compile(r"(?:[ \t]*(?:[#%][^\n]*)?\n)*")


@dataclass(frozen=True)
class CslItem:
    """One item; `keys` are its citekey and other names for it."""

    keys: tuple[str, ...]
    line: int
    fields: Mapping[str, Any] = field(repr=False)
    doi_line: int


def read_json(text: str) -> Iterator[CslItem | SyntaxFault]:
    """Yield the items of a JSON file in their order, then a fault for what is broken."""
    if (place := _too_deep(text)) is not None:
        yield SyntaxFault(text.count("\n", 0, place) + 1, _UNREADABLE)
        yield from _left_over(text)
        return
    line, counted, read_to = 1, 0, 0
    unread = []
    for start, end in _json_objects(text):
        line, counted = line + text.count("\n", counted, start), start
        chunk = text[start:end]
        try:
            fields = json.loads(chunk, parse_float=str)
        except (ValueError, RecursionError):  # the whole file is reported below
            continue
        unread.append(text[read_to:start] + "\n" * chunk.count("\n"))
        read_to = end
        yield from _item(fields, line, line + _lines_before(chunk, r'"DOI"\s*:'))
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            said = _IN_OUR_WORDS.get(error.msg, error.msg)
            yield SyntaxFault(error.lineno, f"must be JSON: {said}")
        else:
            yield SyntaxFault(1, _UNREADABLE)
        yield from _left_over("".join([*unread, text[read_to:]]))
    else:
        yield from _without_items(whole)


def read_yaml(text: str) -> Iterator[CslItem | SyntaxFault]:
    """Yield the items of a YAML file in their order, and a fault for what is broken."""
    text = _one_document(text)
    try:
        data = yaml_lines.load(text)
    except yaml_lines.MarkedYamlError as error:
        yield from _yaml_chunks(text, SyntaxFault(error.line, str(error)))
        return
    items = data
    if isinstance(data, yaml_lines.Mapping):
        items = next((data[name] for name in _LISTS if name in data), data)
    if not isinstance(items, list | None):
        yield SyntaxFault(1, _NO_LIST)
        return
    yield from _yaml_items(items or [], 0)


def _yaml_items(items: list[Any], before: int) -> Iterator[CslItem | SyntaxFault]:
    """The items of a list that was read from a text with some lines before it."""
    for place, fields in enumerate(items):
        if isinstance(fields, yaml_lines.Mapping):
            line = fields.line + before
            yield from _item(fields, line, fields.lines.get("DOI", fields.line) + before)
        else:
            line = items.lines[place] if isinstance(items, yaml_lines.Sequence) else 1
            yield SyntaxFault(line + before, "an item must be keys and values, like id: smith2020")


def _yaml_chunks(text: str, fault: SyntaxFault) -> Iterator[CslItem | SyntaxFault]:
    """Read a broken file item by item."""
    starts = list(_YAML_ITEM.finditer(text))
    least = min((len(start[1]) for start in starts), default=0)
    places = [start.start() for start in starts if len(start[1]) == least]
    reported = False
    for start, end in pairwise([*places, len(text)]):
        chunk, before = text[start:end], text.count("\n", 0, start)
        try:
            yield from _yaml_items(yaml_lines.load(chunk) or [], before)
        except yaml_lines.MarkedYamlError as error:
            # What an alias stands for is in another item, so it is no fault of this one.
            if _NO_ANCHOR not in str(error):
                reported = True
                yield SyntaxFault(before + error.line, str(error))
            key = _YAML_KEY.search(chunk)
            if key:
                yield CslItem((key[1].strip(),), before + 1, {}, before + 1)
    if not reported:
        yield fault


def _item(fields: Mapping[str, Any], line: int, doi_line: int) -> Iterator[CslItem | SyntaxFault]:
    keys = [str(fields[name]) for name in _KEYS if fields.get(name) not in (None, "")]
    others = fields.get("other-ids")
    keys += map(str, others) if isinstance(others, list) else []
    keys += _STANDARD_ID.findall(str(fields.get("note") or ""))
    if keys:
        yield CslItem(tuple(dict.fromkeys(keys)), line, fields, doi_line)
    elif fields.get("itemType") not in _NO_WORKS:
        yield SyntaxFault(line, "an item must have an id")


def _too_deep(text: str) -> int | None:
    """Where the first list stands within more others than anything can need, if one does."""
    depth = 0
    for part in _JSON_PART.finditer(text):
        if part[0] in "{[":
            depth += 1
            if depth > _DEEPEST:
                return part.start()
        elif part[0] in "}]":
            depth -= 1
    return None


def _json_objects(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each item starts and ends: an object in the list, at its depth."""
    open_at: list[tuple[str, int]] = []
    name = ""
    for part in _JSON_PART.finditer(text):
        mark = part.group()
        if mark[0] == '"':
            name = mark.strip('"') if len(open_at) == 1 else name
        elif mark in "{[":
            open_at.append((mark, part.start()))
        elif open_at:
            _, start = open_at.pop()
            around = "".join(bracket for bracket, _ in open_at)
            if mark == "}" and (around == "[" or (around == "{[" and name in _LISTS)):
                yield start, part.end()


def _left_over(text: str) -> Iterator[CslItem]:
    """Items of which no more than the key can be read, so that nobody calls it unknown."""
    line, counted = 1, 0
    for match in _JSON_KEY.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        yield CslItem((match[1],), line, {}, line)


def _without_items(whole: Any) -> Iterator[SyntaxFault]:
    """A fault for a JSON file that is none of a bibliography."""
    if isinstance(whole, dict) and any(isinstance(whole.get(name), list) for name in _LISTS):
        whole = next(whole[name] for name in _LISTS if isinstance(whole.get(name), list))
    if not isinstance(whole, list):
        yield SyntaxFault(1, _NO_LIST)
    elif not all(isinstance(item, dict) for item in whole):
        yield SyntaxFault(1, 'an item must be keys and values, like {"id": "smith2020"}')


def _lines_before(text: str, pattern: str) -> int:
    match = re.search(pattern, text)
    return text.count("\n", 0, match.start()) if match else 0


def _one_document(text: str) -> str:
    """Blank out the mark before a YAML document; leave out the one behind it, and the rest."""
    first, second = [*_DOCUMENT_MARK.finditer(text), None, None][:2]
    if first is None:
        return text
    if _ONLY_COMMENTS.fullmatch(text, 0, first.start()):
        end = second.start() if second else len(text)
        return f"{text[: first.start()]}   {text[first.start() + 3 : end]}"
    return text[: first.start()]
