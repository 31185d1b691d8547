"""SARIF 2.1.0, the form of problems that GitHub code scanning reads."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import quote

from guide.problems import NOTES, Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(
    problems: Sequence[Problem], rules: Mapping[str, str], warnings: Collection[str]
) -> dict[str, object]:
    """The log of one run, with all rules; `rules` holds the rule of every problem."""
    index = {rule: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": problem.rule,
            "ruleIndex": index[problem.rule],
            "level": level_of(problem, warnings),
            "message": {"text": problem.message},
            "locations": [{"physicalLocation": _place(problem)}],
            # GitHub reads no other name. Left out, its upload action hashes the words of the
            # line, which are the same for all problems of one line.
            "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        }
        for problem, fingerprint in zip(problems, _fingerprints(problems), strict=True)
    ]
    driver = {"name": "guide", "rules": [_descriptor(*rule) for rule in rules.items()]}
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def level_of(problem: Problem, warnings: Collection[str]) -> str:
    """How grave a problem is: error, warning for the rules that only warn, or a mere note."""
    if problem.rule in NOTES:
        return "note"
    return "warning" if problem.rule in warnings else "error"


def _descriptor(rule: str, documentation: str) -> dict[str, object]:
    """A rule as SARIF tells it. GitHub takes no empty text, and asks for the help as well."""
    words = documentation or rule
    # The first paragraph is the sentence: full stops stand in "NS-1." and "begin with 10." too.
    first = " ".join(words.split("\n\n")[0].split())
    return {
        "id": rule,
        "shortDescription": {"text": first},
        "fullDescription": {"text": words},
        "help": {"text": words},
    }


def _place(problem: Problem) -> dict[str, object]:
    """The file as a relative URI, and the line; SARIF knows no line below 1."""
    return {
        "artifactLocation": {"uri": quote(os.fsencode(problem.path))},
        "region": {"startLine": max(1, problem.line)},
    }


def _fingerprints(problems: Sequence[Problem]) -> Iterator[str]:
    """Tell each problem from the rest, alike when it is found again on another line.

    By its target, if it has one: a message may count words or days, and change with them.
    """
    seen: Counter[str] = Counter()
    for problem in problems:
        parts = [problem.rule, problem.path, problem.page, problem.target or problem.message]
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"
