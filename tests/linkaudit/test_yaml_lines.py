"""YAML with the lines of its keys, and a line for everything that is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
from linkaudit.core import yaml_lines
from linkaudit.core.yaml_lines import MarkedYamlError
from small_guide import COLON, TAB


def test_every_mapping_remembers_where_it_and_its_keys_stand() -> None:
    nuts = yaml_lines.load("# a comment\n- id: acorn\n  size:\n    big: 3\n\n- id: beech\n")
    assert nuts == [{"id": "acorn", "size": {"big": 3}}, {"id": "beech"}]
    assert [nut.line for nut in nuts] == [2, 6]
    assert nuts[0].lines == {"id": 2, "size": 3}
    assert nuts[0]["size"].lines == {"big": 4}


def test_every_list_remembers_where_it_and_its_items_stand() -> None:
    nuts = yaml_lines.load("nuts:\n  - acorn\n  - size: 3\n  # eaten\n  - beech\n")["nuts"]
    assert nuts == ["acorn", {"size": 3}, "beech"]
    assert (nuts.line, nuts.lines) == (2, [2, 3, 5])


def test_values_keep_their_kind() -> None:
    read = yaml_lines.load("day: 2026-11-22\nnumber: 3\ntext: '3'\nlist: [a, b]\nnone:\n")
    assert read == {
        "day": date(2026, 11, 22),
        "number": 3,
        "text": "3",
        "list": ["a", "b"],
        "none": None,
    }


def test_keys_become_text() -> None:
    assert yaml_lines.load("2019: good\ntrue: fine") == {"2019": "good", "True": "fine"}


def test_an_empty_text_holds_nothing() -> None:
    assert yaml_lines.load("") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("a: 1\nb: 2\na: 3", 3, '"a" is given twice', id="twice at the top"),
        pytest.param('a:\n  - "nut\\0"', 2, "a text must not hold the character U+0000", id="NUL"),
        pytest.param('a: "\\x1b[31m"', 1, "a text must not hold the character U+001B", id="escape"),
        pytest.param(
            'a: 1\n"\\ud800": 2', 2, "a text must not hold the character U+D800", id="half a letter"
        ),
        pytest.param(
            "a: 1\nb: 0x" + "f" * 5000,
            2,
            "a number has more digits than can be meant",
            id="a number that Python cannot print",
        ),
        pytest.param(
            "".join(" " * depth + "a:\n" for depth in range(1500)),
            1,
            "too many lists within lists",
            id="deep by its indents",
        ),
        pytest.param("x:\n  a: 1\n  a: 2", 3, '"a" is given twice', id="twice further in"),
        pytest.param("a: 1\nb: [1", 2, "expected ',' or ']', but got '<stream end>'", id="no end"),
        pytest.param(
            "a: 1\nb: nut: tree",
            2,
            COLON,
            id="colons",
        ),
        pytest.param(
            "a: 1\n\tb: 2",
            2,
            TAB,
            id="tab",
        ),
        pytest.param(
            "a: 1\nday: 2026-13-45",
            2,
            "\"day\" holds '2026-13-45': month must be in 1..12",
            id="no such day",
        ),
        pytest.param(
            "a: !!python/none",
            1,
            "the tag !!python/none is refused: write the plain value",
            id="a tag of Python",
        ),
        pytest.param(
            "a: 1\nb: !!python/object/apply:os.system [x]\nc: 2\nd: !ENV HOME\n? !e f\n: 3",
            2,
            "the tag !!python/object/apply:os.system is refused: write the plain value "
            "(so are the tags in line 4, 5)",
            id="tags",
        ),
        pytest.param(
            "a: &a {b: 1}\nc:\n  <<: *a",
            3,
            '"<<" is refused: write the keys themselves',
            id="a merge",
        ),
        pytest.param("a: 1\nb: &b\n  - *b", 2, "a value must not hold itself", id="a circle"),
        pytest.param("&a {b: *a}", 1, "a value must not hold itself", id="a circle of keys"),
        pytest.param(
            "- &a0 [x, x]\n" + "".join(f"- &a{i + 1} [*a{i}, *a{i}]\n" for i in range(40)),
            13,
            "aliases repeat more values than can be meant",
            id="aliases that double",
        ),
        pytest.param(
            f"a: &a {'long ' * 20_000}\nb: [{', '.join(['*a'] * 200)}]",
            2,
            "aliases repeat more values than can be meant",
            id="aliases of a long text",
        ),
        pytest.param(
            "- &a0 [x]\n" + "".join(f"- &a{i + 1} [*a{i}]\n" for i in range(200)),
            100,
            "too many lists within lists",
            id="aliases within aliases",
        ),
        pytest.param(
            "a: \x07",
            1,
            "unacceptable character #x0007: special characters are not allowed",
            id="a bell",
        ),
        pytest.param("[" * 900, 1, "too many lists within lists", id="too deep"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(MarkedYamlError) as error:
        yaml_lines.load(text)
    assert (error.value.line, str(error.value)) == (line, message)


def test_a_few_aliases_are_read() -> None:
    assert yaml_lines.load("a: &a [1, 2]\nb: *a\nc: {d: *a}\ne: =") == {
        "a": [1, 2],
        "b": [1, 2],
        "c": {"d": [1, 2]},
        "e": "=",
    }
