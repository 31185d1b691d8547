"""YAML that remembers the line of every key, so that a problem can name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

# What PyYAML raises for values that only look like a number or a date: `0b`, 2026-13-45, `!!int`.
ODD_VALUES = (ValueError, IndexError, AttributeError, TypeError, OverflowError, KeyError)
_DEEPEST = 100  # lists within lists
_MOST_REPEATED = 10_000  # values that aliases stand for, long text counting once for each line
_LETTERS_IN_A_LINE = 80
# What a callback for tags returns for a value that is to be left out.
REFUSED = object()
Tagged = Callable[[yaml.Node], Any]
_BRACKET = re.compile(r"[\[\]{}]")
_ANCHOR = re.compile(r"(?<![^\s\[\]{},:?-])&")  # what an alias stands for; most texts have none
# What no file and no page can hold, though an escape in a text can say it.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOST_BITS = 64  # of a number
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
    tagged: Tagged


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Ten times as fast where PyYAML has libyaml, with errors in words that we do not know."""

    tagged: Tagged


def _construct_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Mapping:
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1
    mapping.lines = {}
    for key_node, value_node in node.value:
        name = loader.construct_object(key_node, deep=True)
        if name is REFUSED:
            continue
        key = str(name)
        line = key_node.start_mark.line + 1
        if key in mapping:
            raise MarkedYamlError(f'"{key}" is given twice', line)
        try:
            value = loader.construct_object(value_node, deep=True)
        except ODD_VALUES as error:
            if isinstance(error, MarkedYamlError):
                raise
            # PyYAML reads 2026-13-45 as a date and then fails in datetime, without a line.
            raise MarkedYamlError(f'"{key}" holds {value_node.value!r}: {error}', line) from error
        if value is not REFUSED:
            mapping[key] = value
            mapping.lines[key] = line
    return mapping


def _construct_sequence(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Sequence:
    read = [(loader.construct_object(item, deep=True), item) for item in node.value]
    items = [(value, item) for value, item in read if value is not REFUSED]
    sequence = Sequence(value for value, _ in items)
    sequence.line = node.start_mark.line + 1
    sequence.lines = [item.start_mark.line + 1 for _, item in items]
    return sequence


def _construct_text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    text = str(loader.construct_yaml_str(node))
    found = _NO_TEXT.search(text)
    if found:
        message = f"a text must not hold the character U+{ord(found[0]):04X}"
        raise MarkedYamlError(message, node.start_mark.line + 1)
    return text


def _construct_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    number = int(loader.construct_yaml_int(node))
    if number.bit_length() > _MOST_BITS:
        message = "a number has more digits than can be meant"
        raise MarkedYamlError(message, node.start_mark.line + 1)
    return number


def _construct_tagged(loader: _Loader, node: yaml.Node) -> Any:
    return loader.tagged(node)


for _loader in (_Loader, _FastLoader):
    _loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
    _loader.add_constructor("tag:yaml.org,2002:seq", _construct_sequence)
    _loader.add_constructor("tag:yaml.org,2002:str", _construct_text)
    _loader.add_constructor("tag:yaml.org,2002:int", _construct_number)
    # Every tag that PyYAML's SafeLoader does not know: those that make objects of Python, too.
    # A lone equals sign is text to everybody.
    _loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)
    _loader.add_constructor(None, _construct_tagged)


def explain(error: yaml.MarkedYAMLError) -> str:
    """What YAML says is wrong, with the remedy for what people most often get wrong."""
    said = error.problem or error.context or "not YAML"
    if "mapping values are not allowed" in said:
        return f"{said}; put quotes around a text that holds a colon and a space"
    if "\\t" in said:
        return f"{said}; indent with spaces, not with a tab"
    return said


def shown_tag(node: yaml.Node) -> str:
    """The tag of a value as people write it: `!!python/name:os.system`, `!ENV`."""
    return str(node.tag).replace("tag:yaml.org,2002:", "!!")


def refusal(node: yaml.Node) -> str:
    """Why a value with a tag is not read."""
    if shown_tag(node) == "!!merge":
        return f'"{node.value}" is refused: write the keys themselves'
    return f"the tag {shown_tag(node)} is refused: write the plain value"


def load(text: str, tagged: Tagged | None = None) -> Any:
    """Parse one YAML document into plain values; mappings come back as `Mapping`.

    A value with a tag, such as `!ENV SITE_URL`, is what `tagged` makes of its node, or is left
    out if that is `REFUSED`; without `tagged` every tag is an error. Raises `MarkedYamlError`.
    """
    if _is_deep(text):
        raise MarkedYamlError("too many lists within lists", 1)
    refused: list[yaml.Node] = []

    def refuse(node: yaml.Node) -> object:
        refused.append(node)
        return REFUSED

    try:
        try:
            value = _read(text, _FastLoader, tagged or refuse)
        except yaml.YAMLError:
            # Fails again, in words that we know.
            value = _read(text, _Loader, tagged or refuse)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise MarkedYamlError(explain(error), mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise MarkedYamlError(str(error).splitlines()[0], 1) from error
    except RecursionError as error:
        raise MarkedYamlError("too many lists within lists", 1) from error
    except ODD_VALUES as error:
        if isinstance(error, MarkedYamlError):
            raise
        raise MarkedYamlError(f"holds a value that cannot be read: {error}", 1) from error
    if refused:
        message = refusal(refused[0])
        lines = [str(node.start_mark.line + 1) for node in refused]
        if len(lines) > 1:
            message += f" (so are the tags in line {', '.join(lines[1:])})"
        raise MarkedYamlError(message, int(lines[0]))
    return value


def _read(text: str, loader_class: type[_Loader | _FastLoader], tagged: Tagged) -> Any:
    loader = loader_class(text)
    loader.tagged = tagged
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _ANCHOR.search(text):
            _weigh(node, len(text) + _MOST_REPEATED)
        value = loader.construct_document(node)
        return None if value is REFUSED else value
    finally:
        loader.dispose()


def _weigh(root: yaml.Node, most: int) -> None:
    """Prove that aliases do not stand for more than anybody could have meant.

    `[*a, *a]`, doubled thirty times, is a text of one kilobyte and a value of gigabytes. Each
    node is weighed once, as all the aliases that stand for it share it.
    """
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    unfinished: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        node, parts_are_weighed = waiting.pop()
        name, line, parts = id(node), node.start_mark.line + 1, list(_parts_of(node))
        if not parts_are_weighed:
            if name in unfinished:
                raise MarkedYamlError("a value must not hold itself", line)
            if name not in sizes:
                unfinished.add(name)
                waiting.append((node, True))
                waiting.extend((part, False) for part in reversed(parts))
            continue
        unfinished.discard(name)
        own = 1 if parts else 1 + len(node.value) // _LETTERS_IN_A_LINE
        sizes[name] = own + sum(sizes[id(part)] for part in parts)
        depths[name] = 1 + max((depths[id(part)] for part in parts), default=0)
        if sizes[name] > most:
            raise MarkedYamlError("aliases repeat more values than can be meant", line)
        if depths[name] > _DEEPEST:
            raise MarkedYamlError("too many lists within lists", line)


def _parts_of(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair


def _is_deep(text: str) -> bool:
    """Whether libyaml would end the process: it goes down the stack for each list in a list."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return True
    return bool(_MARKS_IN_A_ROW.search(text))
