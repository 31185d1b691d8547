"""How commands report people what they found."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from linkaudit.core.formats import FORMATS
from linkaudit.core.problem import Problem
from linkaudit.core.rule import Rule, severity_of

OK, FAILED, PROBLEMS = 0, 1, 2


def report(
    problems: Sequence[Problem],
    options: argparse.Namespace,
    rules: Mapping[str, str],
    *,
    strict: bool = False,
) -> int:
    """Print problems in the format of the options; return the exit code.

    Notes do not count for it, warnings only if it is strict.
    """
    print(FORMATS[options.format](problems, rules, options.program), end="")
    if options.format == "text":
        print(count(problems), file=sys.stderr)
    counted = ("error", "warning") if strict else ("error",)
    return PROBLEMS if any(severity_of(problem) in counted for problem in problems) else OK


def count(problems: Sequence[Problem]) -> str:
    """The number of problems in words, with those of the warnings and notes if there are any."""
    number = Counter(map(severity_of, problems))
    words = [_number(number["error"], "problem")]
    words += [_number(number[kind], kind) for kind in ("warning", "note") if number[kind]]
    return ", ".join(words)


def shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def table_of_rules() -> Iterator[str]:
    """Yield the lines of a table in Markdown: each rule, its level, and what must be."""
    # Most commands need few of these, and they take time to load.
    from linkaudit.citations.citation_rules import CITATIONS
    from linkaudit.crawl.link_rules import LINKS
    from linkaudit.probe.exceptions import EXCEPTIONS
    from linkaudit.probe.verdict_rules import EXTERNAL_LINKS
    from linkaudit.registers.findings import ENQUIRIES, REGISTERS

    commands: Mapping[str, Iterable[Rule[Any]]] = {
        "links": LINKS,
        "links --external": (*EXTERNAL_LINKS, *EXCEPTIONS),
        "references": CITATIONS,
        "references --online": (*REGISTERS, *ENQUIRIES),
    }
    yield "| Command | Rule | Level | What must be |"
    yield "|:--|:--|:--|:--|"
    for command, rules in commands.items():
        for rule in rules:
            words = rule.documentation.split("\n\n")[0]
            first = " ".join(words.split()).replace("|", "\\|")
            yield f"| `{command}` | {rule.name} | {rule.severity} | {first} |"
