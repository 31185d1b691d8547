"""All rules, as `linkaudit --list` shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linkaudit.citations.check import CITATIONS
from linkaudit.core.rule import Rule
from linkaudit.crawl.rules import LINKS
from linkaudit.probe.exceptions import EXCEPTIONS
from linkaudit.probe.rules import EXTERNAL_LINKS
from linkaudit.registers.findings import ENQUIRIES, REGISTERS

# The rules by the command that holds a site or texts to them.
_COMMANDS: Mapping[str, Iterable[Rule[Any]]] = {
    "links": LINKS,
    "links --external": (*EXTERNAL_LINKS, *EXCEPTIONS),
    "references": CITATIONS,
    "references --online": (*REGISTERS, *ENQUIRIES),
}


def table() -> Iterator[str]:
    """Yield the lines of a table in Markdown: each rule, its level, and what must be."""
    yield "| Command | Rule | Level | What must be |"
    yield "|:--|:--|:--|:--|"
    for command, rules in _COMMANDS.items():
        for rule in rules:
            words = rule.documentation.split("\n\n")[0]
            first = " ".join(words.split()).replace("|", "\\|")
            yield f"| `{command}` | {rule.name} | {rule.severity} | {first} |"
