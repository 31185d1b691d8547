"""YAML that remembers the line of every key, so that a problem can name it."""

from __future__ import annotations

import re
from typing import Any

import yaml

# What PyYAML raises for values that only look like a number or a date: `0b`, 2026-13-45, `!!int`.
ODD_VALUES = (ValueError, IndexError, AttributeError, TypeError, OverflowError, KeyError)
_DEEPEST = 100  # lists within lists
_BRACKET = re.compile(r"[\[\]{}]")
_MARKS_IN_A_ROW = re.compile(rf"(?:[-?:][ \t]+){{{_DEEPEST}}}")


class Mapping(dict[str, Any]):
    """A YAML mapping; `line` is where it starts, `lines` where each of its keys stands."""

    line: int
    lines: dict[str, int]


class Sequence(list[Any]):
    """A YAML list; `line` is where it starts, `lines` where each of its items stands."""

    line: int
    lines: list[int]


class MarkedYamlError(ValueError):
    """The text is not the YAML we can read; `line` counts from 1 in that text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    pass


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Ten times as fast where PyYAML has libyaml, with errors in words that we do not know."""


def _construct_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Mapping:
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1
    mapping.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in mapping:
            raise MarkedYamlError(f'"{key}" is given twice', line)
        try:
            mapping[key] = loader.construct_object(value_node, deep=True)
        except ODD_VALUES as error:
            if isinstance(error, MarkedYamlError):
                raise
            # PyYAML reads 2026-13-45 as a date and then fails in datetime, without a line.
            raise MarkedYamlError(f'"{key}" holds {value_node.value!r}: {error}', line) from error
        mapping.lines[key] = line
    return mapping


def _construct_sequence(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Sequence:
    sequence = Sequence(loader.construct_object(item, deep=True) for item in node.value)
    sequence.line = node.start_mark.line + 1
    sequence.lines = [item.start_mark.line + 1 for item in node.value]
    return sequence


for _loader in (_Loader, _FastLoader):
    _loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
    _loader.add_constructor("tag:yaml.org,2002:seq", _construct_sequence)


def explain(error: yaml.MarkedYAMLError) -> str:
    """What YAML says is wrong, with the remedy for what people most often get wrong."""
    said = error.problem or error.context or "not YAML"
    if "mapping values are not allowed" in said:
        return f"{said}; put quotes around a text that holds a colon and a space"
    if "\\t" in said:
        return f"{said}; indent with spaces, not with a tab"
    return said


def load(text: str) -> Any:
    """Parse one YAML document; mappings come back as `Mapping`. Raises `MarkedYamlError`."""
    if _is_deep(text):
        raise MarkedYamlError("too many lists within lists", 1)
    try:
        try:
            return yaml.load(text, _FastLoader)  # noqa: S506  a SafeLoader with lines
        except yaml.YAMLError:
            return yaml.load(text, _Loader)  # noqa: S506  fails again, in words that we know
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise MarkedYamlError(explain(error), mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise MarkedYamlError(str(error).splitlines()[0], 1) from error
    except ODD_VALUES as error:
        if isinstance(error, MarkedYamlError):
            raise
        raise MarkedYamlError(f"holds a value that cannot be read: {error}", 1) from error


def _is_deep(text: str) -> bool:
    """Whether libyaml would end the process: it goes down the stack for each list in a list."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return True
    return bool(_MARKS_IN_A_ROW.search(text))
