"""The list of all rules, cases/rules.txt: how grave each is, and what it must find where.

The line of a rule has its name, its family, how grave it is, and whether a page may waive it or
the clock may break it. Indented below it stands what it finds in fake-guide/ or in fake-site/,
or of an address whose host answers with a status.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from small_guide import HERE

LIST = HERE / "cases/rules.txt"
OF_SITE = ("links", "site")


def rules() -> list[str]:
    """The lines of the rules, such as `uncited-claim: references, error, waivable`."""
    return [line for line in _lines() if not line.startswith(" ")]


def problems(*families: str) -> list[str]:
    """What the rules of these families must find, in the order in which it is reported."""
    return [
        f"{path}:{line}: {rule} {words}" for path, line, rule, words in sorted(_found(families))
    ]


def changes(found: Iterable[object], *, listed: list[str]) -> str:
    """What differs from the list, a line each: `+` was found and is not listed, `-` is listed."""
    lines = difflib.unified_diff(listed, [str(one) for one in found], n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _found(families: tuple[str, ...]) -> Iterator[tuple[str, int, str, str]]:
    rule = family = ""
    for line in _lines():
        if not line.startswith(" "):
            rule, _, grade = line.partition(": ")
            family = grade.split(", ")[0]
        elif family in families:
            place, _, words = line.removeprefix("    ").partition(": ")
            path, _, number = place.rpartition(":")
            yield path, int(number), rule, words


def _lines() -> list[str]:
    return LIST.read_text("utf-8").split("\n")[:-1]
