"""All rules, as `linkaudit --list` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linkaudit.citations import check as citations
from linkaudit.core.problem import NOTES, WARNINGS
from linkaudit.crawl import rules as links
from linkaudit.probe.check import RULES
from linkaudit.registers import findings as registers

# The rules by the command that holds a site or texts to them.
_COMMANDS: Mapping[str, Mapping[str, str]] = {
    "links": links.documentation(links.LINKS),
    "links --external": RULES,
    "references": citations.rules(),
    "references --online": registers.documentation(),
}


def table() -> Iterator[str]:
    """Yield the lines of a table in Markdown: each rule, its level, and what must be."""
    yield "| Command | Rule | Level | What must be |"
    yield "|:--|:--|:--|:--|"
    for command, rules in _COMMANDS.items():
        for rule, words in rules.items():
            level = "note" if rule in NOTES else "warning" if rule in WARNINGS else "error"
            first = " ".join(words.split("\n\n")[0].split()).replace("|", "\\|")
            yield f"| `{command}` | {rule} | {level} | {first} |"
