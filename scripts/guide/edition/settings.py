"""Settings: what mkdocs.yml or a clinic's file says, and what it inherits, as plain values.

MkDocs reads its configuration with a loader that makes whatever Python object a file asks for.
So no file of settings reaches it: they are read here, and it is given what was read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from linkaudit.core import yaml_lines
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import CannotRunError, Problem, did_you_mean

from guide.core.content_folder import content_folder

BASE = "mkdocs.yml"
# The words of templates, from which mkdocs.yml inherits, and what differs between nations.
INTERFACE = "docs/_data/interface.yml"
NATIONS = "docs/_data/nations.yml"
# The guide's own files, each with what it may inherit from.
_OWN = {BASE: (None, INTERFACE), INTERFACE: (None, Path(NATIONS).name), NATIONS: (None,)}
# What a file may take from the environment. All else there is nobody's business: tokens, names.
FROM_ENVIRONMENT = ("SITE_URL",)
_MOST_FILES = 10  # that inherit from each other


class SettingsError(CannotRunError):
    """The settings cannot be read at all; each line of the message begins with `file:line:`."""


@dataclass(frozen=True)
class SettingsFile:
    """One file. `lines` has keys such as `extra.clinic.phone`; `slips` are tags not read.

    A row of a table is one too: `cells` has the cell of each key, such as `D3`.
    `released`: what it inherits from is the release of the guide, and not a file beside it.
    """

    name: str
    said: Mapping[str, Any] = field(repr=False)
    lines: Mapping[str, int] = field(repr=False)
    slips: tuple[Problem, ...] = ()
    folder: Path = Path()
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)
    released: bool = False

    @property
    def inherits(self) -> Any:
        """What it says of the file that it inherits from; None if it says nothing."""
        return self.said.get("INHERIT")

    @property
    def is_edition(self) -> bool:
        """Whether it may set only what an edition may; the guide's own mkdocs.yml is none."""
        return self.inherits not in _OWN.get(self.name, ())

    def problem(self, key: str, message: str, *, rule: str = "") -> Problem:
        """A problem at the line of a key, or of what is nearest around it."""
        name = next((name for name in around(key) if name in self.lines), "")
        cell = next((self.cells[name] for name in around(key) if name in self.cells), "")
        message = f"cell {cell}: {message}" if cell else message
        return Problem(self.name, self.lines.get(name, 1), message, target=key, rule=rule)


def around(key: str) -> Iterator[str]:
    """Yield a key like `extra.clinic.phone`, and then the mappings that hold it."""
    parts = key.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def read_all(path: Path) -> tuple[SettingsFile, ...]:
    """Read a file and those that it inherits from, itself first. Raises `SettingsError`.

    A file of one of many editions may stand in a folder beside the guide's own.
    Where no mkdocs.yml stands beside them, the last one inherits from that of the release.
    """
    files = [read(path)]
    while "INHERIT" in files[-1].said or files[-1].name not in _OWN:
        if _is_released(path, files[-1]):
            path = content_folder() / BASE
            files[-1] = replace(files[-1], released=True)
        elif "INHERIT" not in files[-1].said:
            break  # a rule tells that the line is missing
        else:
            path = _inherited(path, files[-1])
        if any(path.name == file.name for file in files) or len(files) == _MOST_FILES:
            chain = " and ".join(file.name for file in files)
            raise SettingsError(f"{_place(files[-1])}: {chain} must not inherit from each other")
        files.append(read(path))
    return tuple(files)


def _is_released(path: Path, file: SettingsFile) -> bool:
    """Whether a file inherits from the release: it names no file, or a mkdocs.yml that is not."""
    named = file.said.get("INHERIT", BASE)
    return named == BASE and file.name not in _OWN and not (path.parent / BASE).exists()


def merged(inherited: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What is inherited, with what is set anew in its place; mappings are merged key by key."""
    result = dict(inherited)
    for key, value in own.items():
        before = result.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        result[key] = merged(before, value) if both else value  # type: ignore[arg-type]
    return result


def without(values: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """The values less those at keys such as `extra.clinic.phone`; of a list, all goes."""
    kept: dict[str, Any] = {}
    parts: dict[str, list[str]] = {}
    for key in keys:
        # A name may hold dots itself, such as that of a page.
        for dot in re.finditer(r"\.", key):
            parts.setdefault(key[: dot.start()], []).append(key[dot.end() :])
    for name, value in values.items():
        below = parts.get(name, [])
        if name not in keys and (isinstance(value, Mapping) or not below):
            kept[name] = without(value, below) if below else value
    return kept


def plain(value: Any) -> Any:
    """A copy that knows no lines, and that the engine may change."""
    if isinstance(value, Mapping):
        return {key: plain(held) for key, held in value.items()}
    return [plain(held) for held in value] if isinstance(value, list) else value


def _place(file: SettingsFile, key: str = "INHERIT") -> str:
    return f"{file.name}:{file.lines.get(key, 1)}"


def _inherited(path: Path, file: SettingsFile) -> Path:
    """The file that another inherits from: it stands beside it, and all paths are meant there."""
    named = file.said["INHERIT"]
    if not isinstance(named, str):
        raise SettingsError(f'{_place(file)}: INHERIT must name one file, {BASE}, is "{named}"')
    try:
        found = (path.parent / named).resolve()
        is_there = found.is_file()
    except OSError:
        raise SettingsError(f"{_place(file)}: INHERIT must name one file, {BASE}") from None
    if named in _OWN.get(file.name, ()) and is_there:
        return found
    if found.parent not in (path.parent, path.parent.parent):
        message = (
            f"must stand in the folder of the file that it inherits from, {found.parent}, or in a "
            "folder there"
        )
        raise SettingsError(f"{_place(file)}: {message}")
    if found == path:
        raise SettingsError(f"{_place(file)}: must not inherit from itself; write INHERIT: {BASE}")
    if not is_there:
        near = did_you_mean(found.name, (p.name for p in found.parent.glob("*.yml") if p != path))
        raise SettingsError(f'{_place(file)}: there is no file "{named}" to inherit from{near}')
    return found


def read(path: Path) -> SettingsFile:
    """Read one file. Raises `SettingsError`."""
    slips: list[Problem] = []
    name = next((own for own in _OWN if path.as_posix().endswith(f"/{own}")), path.name)
    try:
        said = yaml_lines.load(text_of(path.read_bytes()), partial(_tagged, name, slips))
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        raise SettingsError(f"{name}:{error.line}: {error}") from error
    if not isinstance(said, yaml_lines.Mapping):
        raise SettingsError(f"{name}:1: must hold settings like {BASE}, holds none")
    return SettingsFile(name, said, dict(_lines_of(said)), tuple(slips), path.parent)


def _tagged(name: str, slips: list[Problem], node: yaml.Node) -> Any:
    """What a value with a tag stands for, if it may: `!ENV [SITE_URL, ""]`, in mkdocs.yml."""
    line, tag = node.start_mark.line + 1, yaml_lines.shown_tag(node)
    if tag != "!ENV":
        message = yaml_lines.refusal(node)
    elif name != BASE:
        message = f"!ENV may stand in {BASE} only: write the value itself"
    else:
        variables, default = _variables_of(node)
        unknown = [repr(v) for v in variables if v not in FROM_ENVIRONMENT]
        if variables and not unknown:
            return next((os.environ[v] for v in variables if os.environ.get(v)), default)
        known = " or ".join(FROM_ENVIRONMENT)
        message = f"!ENV may take only {known} from the environment"
        message += f", is {' and '.join(unknown)}" if unknown else ""
    slips.append(Problem(name, line, message, target=tag, rule="refused-tag"))
    return yaml_lines.REFUSED


def _variables_of(node: yaml.Node) -> tuple[list[str], str | None]:
    """The variables that `!ENV` names, and the value if none of them is set."""
    if isinstance(node, yaml.ScalarNode):
        return [node.value], None
    parts = node.value if isinstance(node, yaml.SequenceNode) else []
    names = [str(part.value) for part in parts]
    return (names[:-1], names[-1]) if len(names) > 1 else (names, None)


def _lines_of(value: Any, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Yield the keys of all that a value holds, like `extra.print.0`, with their lines."""
    if isinstance(value, yaml_lines.Mapping):
        for key, held in value.items():
            yield f"{prefix}{key}", value.lines[key]
            yield from _lines_of(held, f"{prefix}{key}.")
    elif isinstance(value, yaml_lines.Sequence):
        for place, held in enumerate(value):
            yield f"{prefix}{place}", value.lines[place]
            yield from _lines_of(held, f"{prefix}{place}.")
