"""The formats in which problems are reported: text, JSON, SARIF, GitHub, JUnit."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from linkaudit.core.problem import Problem, on_one_line
from linkaudit.core.rule import severity_of

# The formats in which problems are reported, to people and to machines.
#
# Each is a pure function of the problems, of the rules with their documentation, and of the name
# of the tool that found them. It returns
# all that is to be printed, to the last line end: print it with `end=""`.

Format = Callable[..., str]
TOOL = "linkaudit"

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Of one rule in one file, where people read them: more would hide the other problems.
MOST_ALIKE = 20


def as_text(problems: Sequence[Problem], rules: Mapping[str, str], tool: str = TOOL) -> str:
    """One problem a line, for people; of many alike the first, and how many more there are."""
    return "".join(f"{problem}\n" for problem in _few_alike(problems))


def as_json(problems: Sequence[Problem], rules: Mapping[str, str], tool: str = TOOL) -> str:
    """A list of objects, each with the fields of a problem that are set."""
    # One by one, because Python makes a text of each word of what it dumps before it joins them.
    dumped = (_dump(problem.as_dict()).rstrip() for problem in problems)
    objects = ",".join("\n  " + one.replace("\n", "\n  ") for one in dumped)
    return f"[{objects}\n]\n" if objects else "[]\n"


def as_sarif(problems: Sequence[Problem], rules: Mapping[str, str], tool: str = TOOL) -> str:
    """SARIF 2.1.0, for GitHub code scanning and for editors."""
    return _dump(sarif_log(problems, _with_unlisted(rules, problems), tool))


def as_github(problems: Sequence[Problem], rules: Mapping[str, str], tool: str = TOOL) -> str:
    """Workflow commands, which GitHub shows as notes beside the lines of a pull request.

    Of many alike it has the first, and how many more there are, as the text has.
    """
    return "".join(
        f"::{_COMMANDS[severity_of(problem)]} file={_property(problem.path)},"
        f"line={problem.line},title={_property(problem.rule)}::{_data(problem.message)}\n"
        for problem in _few_alike(problems)
    )


def as_junit(problems: Sequence[Problem], rules: Mapping[str, str], tool: str = TOOL) -> str:
    """JUnit XML: every rule is a test, which fails if there is a problem of that rule."""
    # No other format needs it, and it takes as long to load as a site of 100 pages.
    from lxml import etree

    suite = etree.Element("testsuite", name=tool)
    for rule in _with_unlisted(rules, problems):
        case = etree.SubElement(suite, "testcase", classname=tool, name=_xml(rule))
        found = [problem for problem in problems if problem.rule == rule]
        if found:
            # Jenkins and GitLab read one failure of a test, so all its problems share one.
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            is_note = severity_of(found[0]) == "note"
            element = etree.SubElement(case, "system-out" if is_note else "failure")
            if not is_note:
                element.set("message", _xml(found[0].message + more))
            element.text = _xml("\n".join(f"{p.path}:{p.line}: {p.message}" for p in found))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len({p.rule for p in problems if severity_of(p) != "note"})))
    written = etree.tostring(suite, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return written.decode()


FORMATS: Mapping[str, Format] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}


def _few_alike(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems less those beyond `MOST_ALIKE`; one in the place of the rest counts them."""
    times = Counter((problem.path, problem.rule) for problem in problems)
    seen: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        kind = problem.path, problem.rule
        seen[kind] += 1
        if seen[kind] <= MOST_ALIKE:
            yield problem
        elif seen[kind] == MOST_ALIKE + 1:
            more = f"and {times[kind] - MOST_ALIKE:,} more of this kind in this file"
            yield replace(problem, message=more)


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _with_unlisted(rules: Mapping[str, str], problems: Sequence[Problem]) -> dict[str, str]:
    """The rules, and behind them those that only a problem names, so that none is lost."""
    return {**rules, **{p.rule: "" for p in problems if p.rule not in rules}}


def _data(text: str) -> str:
    """Escape what would end a workflow command; the % first, as it begins the escapes."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return on_one_line(text)


def _property(text: str) -> str:
    """Escape what would end a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _xml(text: str) -> str:
    """The text with a mark for each character that XML cannot hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(
    problems: Sequence[Problem], rules: Mapping[str, str], tool: str
) -> dict[str, object]:
    """The log of one run, with all rules; `rules` holds the rule of every problem."""
    index = {rule: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": problem.rule,
            "ruleIndex": index[problem.rule],
            "level": severity_of(problem),
            "message": {"text": problem.message},
            "locations": [{"physicalLocation": _place(problem)}],
            # GitHub reads no other name. Left out, its upload action hashes the words of the
            # line, which are the same for all problems of one line.
            "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        }
        for problem, fingerprint in zip(problems, _fingerprints(problems), strict=True)
    ]
    driver = {"name": tool, "rules": [_descriptor(*rule) for rule in rules.items()]}
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


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
