"""Nations: the numbers, names of services and law that differ between the nations of readers.

`docs/_data/nations.yml` has them, each with its source and how far it was verified. A text takes
one by its name, `{nation.emergency_department}`; in brackets, `[{nation.urgent}]`, its numbers are
links. Whole passages of a nation stand in `_parts/nations/NATION/`, each in the place of the
passage of the same name in `_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from linkaudit.core import data_file, yaml_lines
from linkaudit.core.data_file import StrictModel, Text, Words
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean
from linkaudit.core.text import is_web_address
from pydantic import AfterValidator, ValidationError

from guide.core.content_folder import content_folder

FILE = "_data/nations.yml"
# What a docs folder without nations of its own has: one of a few pages, a test.
USUAL = content_folder() / "docs" / FILE
# The nation whose words the pages and the passages of `_parts` have by themselves.
BASE = "england"
OTHER = "other"
NAMES = (BASE, "scotland", "wales", "northern-ireland", "ireland", OTHER)
# Below the folder of passages: those of nations, and those of a clinic (edition.own_content).
PASSAGES = "nations"
LOCAL = "local"
# What an edition of another nation must say itself, as no source of ours knows it.
OWN = ("emergency", "urgent", "crisis")
_TAKEN = re.compile(r"(?P<link>\[)?\{nation\.(?P<name>[\w-]*)\}(?(link)\](?!\())")


def _address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError("must be a web address")
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError("must stand on one line")
    return value


class Fact(StrictModel):
    """What readers of a nation are told; `phones` and `texts` are the numbers within `says`.

    `verified` says how far a source was read: `full` is the owner's own page, `none` is nothing;
    `ours` are words of our own, which claim nothing. `to_check` is what is still to be looked at.
    """

    says: Annotated[str, AfterValidator(_one_line)]
    phones: tuple[Words, ...] = ()
    texts: tuple[Words, ...] = ()
    web: Annotated[str, AfterValidator(_address)] | None = None
    source: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    verified: Literal["full", "part", "none", "ours"]
    seen: date | None = None
    to_check: Text = ""

    @property
    def has_number(self) -> bool:
        """Whether somebody may call, write to or open it, trusting that help answers there."""
        return bool(self.phones or self.texts or self.web)

    @property
    def linked(self) -> str:
        """What it says as Markdown, with a link for each number."""
        said = self.says
        for scheme, numbers in (("tel", self.phones), ("sms", self.texts)):
            for number in numbers:
                way = f"[{number}]({scheme}:{number.replace(' ', '')})"
                said = re.sub(rf"(?<![\d(:]){re.escape(number)}(?!\d)", lambda _: way, said)  # noqa: B023
        return said


@dataclass(frozen=True)
class Nation:
    """A nation by its name, such as `northern-ireland`; `lines` are those of its facts."""

    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def __hash__(self) -> int:
        return hash((self.name, *((key, fact.says) for key, fact in self.facts.items())))

    @classmethod
    def load(cls, docs: Path, name: str = BASE) -> Nation:
        """The nation of a name as the docs folder knows it; without facts if it knows none."""
        return Nations.load(docs).by_name.get(name) or cls(name)

    @property
    def room(self) -> int:
        """Words that a sentence may have beyond its limit: names can be longer than those of BASE.

        "An emergency department" has two words more than "A&E".
        """
        return 0 if self.name == BASE else 4

    def has_not(self, word: str) -> bool:
        """Whether a word is a number such as 111, but none of this nation."""
        listed = (number for fact in self.facts.values() for number in fact.phones)
        return word.isdigit() and bool(self.facts) and word not in listed

    def put(self, text: str) -> str:
        """A text with the words of this nation in the places that take them; lines stay lines.

        A name that is no fact stays as it is, for a rule to report.
        """

        def said(taken: re.Match[str]) -> str:
            fact = self.facts.get(taken["name"])
            if not fact:
                return taken[0]
            return fact.linked if taken["link"] else fact.says

        return _TAKEN.sub(said, text) if "{nation." in text else text

    def put_into(self, value: Any) -> Any:
        """The same for each text of a value of a data file, in its place."""
        if isinstance(value, dict):
            for key, held in value.items():
                value[key] = self.put_into(held)
        elif isinstance(value, list):
            value[:] = map(self.put_into, value)
        return self.put(value) if isinstance(value, str) else value

    def with_own(self, own: Mapping[str, Fact]) -> Nation:
        """The same with facts that a clinic gives itself, by their names."""
        named = {"urgent_name": own["urgent"]} if "urgent" in own else {}
        return replace(self, facts={**self.facts, **own, **named})


# What leaves every text as it is.
NO_FACTS = Nation(BASE)


@dataclass(frozen=True)
class Nations:
    """All nations of a docs folder. `unreadable` is what could not be read.

    `other_names` maps what people call a nation, such as `ni`, to its name.
    """

    by_name: Mapping[str, Nation] = field(default_factory=dict)
    unreadable: tuple[Problem, ...] = ()
    file: str = FILE
    other_names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def usual(cls) -> Nations:
        """Those that the guide knows, whatever the docs folder."""
        return _load(USUAL, FILE, USUAL.stat().st_mtime_ns)

    @classmethod
    def load(cls, docs: Path) -> Nations:
        """The nations of the docs folder, the usual ones if it has none. Never raises."""
        path = docs / FILE if (docs / FILE).is_file() else USUAL
        return _load(path, f"{docs.name}/{FILE}", path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, file: str, changed: int) -> Nations:
    try:
        said = yaml_lines.load(text_of(path.read_bytes()))
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        return Nations({}, (Problem(file, error.line, str(error), rule=UNREADABLE),), file)
    extra = said.get("extra") if isinstance(said, dict) else None
    held = extra.get("nations") if isinstance(extra, dict) else None
    if not isinstance(held, yaml_lines.Mapping):
        message = "must hold the nations below extra.nations"
        return Nations({}, (Problem(file, 1, message, rule=UNREADABLE),), file)
    problems: list[Problem] = []
    found: dict[str, Nation] = {}
    for name, facts in held.items():
        line = held.lines[name]
        if name not in NAMES:
            message = f'"{name}" is no nation that the guide knows{did_you_mean(name, NAMES)}'
            problems.append(Problem(file, line, message, target=name, rule=UNREADABLE))
        elif not isinstance(facts, yaml_lines.Mapping):
            message = f"{name} must hold facts by their names"
            problems.append(Problem(file, line, message, target=name, rule=UNREADABLE))
        else:
            read = dict(_facts(name, facts, file, problems))
            found[name] = Nation(name, read, dict(facts.lines))
    others = _other_names(said["extra"].get("nation_names"), file, problems)
    return Nations(found, tuple(problems), file, others)


def _other_names(held: Any, file: str, problems: list[Problem]) -> Mapping[str, str]:
    if not isinstance(held, yaml_lines.Mapping):
        return {}
    for name, meant in held.items():
        if meant not in NAMES:
            line, hint = held.lines[name], did_you_mean(str(meant), NAMES)
            message = f'"{name}" must mean a nation that the guide knows, means "{meant}"{hint}'
            problems.append(Problem(file, line, message, target=str(name), rule=UNREADABLE))
    return {str(name): meant for name, meant in held.items() if meant in NAMES}


def _facts(
    nation: str, facts: yaml_lines.Mapping, file: str, problems: list[Problem]
) -> Iterator[tuple[str, Fact]]:
    for key, fact in facts.items():
        try:
            yield key, Fact.model_validate(fact)
        except ValidationError as error:
            for detail in error.errors():
                line = data_file.line_at(facts, (key, *detail["loc"]))
                words = data_file.in_our_words(dict(detail), detail["loc"], Fact.model_fields)
                message = f"{nation}.{key}: {words}"
                target = f"{nation}.{key}"
                problems.append(Problem(file, line, message, target=target, rule=UNREADABLE))


def passages_of(
    paths: Iterable[PurePosixPath], folder: str, nation: Nation
) -> dict[str, PurePosixPath]:
    """The passages of a nation, and of a clinic, by the names that includes give them."""
    found: dict[str, PurePosixPath] = {}
    local: dict[str, PurePosixPath] = {}
    for path in paths:
        if path.parts[0] != folder:
            continue
        below = path.parts[1:]
        if below[0] == LOCAL and len(below) > 1:
            local["/".join(below[1:])] = path
        elif below[0] != PASSAGES or len(below) < 3:
            found.setdefault("/".join(below), path)
        elif below[1] == nation.name:
            found["/".join(below[2:])] = path
    return {**found, **local}


def unknown_words(text: str, nation: Nation) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each fact that a text takes and the nation has not."""
    for taken in _TAKEN.finditer(text):
        if taken["name"] not in nation.facts:
            yield text.count("\n", 0, taken.start()) + 1, taken["name"]
