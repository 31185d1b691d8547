"""The formats of `guide check`: the same problems, reported to people and to machines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from guide import rules as checks
from linkaudit.core.formats import FORMATS, as_github, as_text
from linkaudit.core.problem import Problem
from lxml import etree

RULES = {
    "stale-nut": "NS-1. A nut must be fresh, of 10. or later.\n\nSquirrels do not read dates.",
    "loud-owl": "An owl must be quiet.",
    "lost-oak": "An oak must stay where it is.",
}
NUT = Problem(
    "docs/100%, nuts: old & new.md",
    3,
    '"<b>30%</b>", it says:\nthrow it away',
    rule="stale-nut",
    page="nuts/index.html",
    target="nut",
)
OWL = Problem("docs/owl’s.md", 7, "quiet, please", rule="loud-owl")


def reported(name: str, *problems: Problem) -> str:
    return FORMATS[name](problems, RULES)


def run_of(*problems: Problem) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(reported("sarif", *problems))["runs"][0]
    return run


def fingerprints(*problems: Problem) -> list[str]:
    return [
        result["partialFingerprints"]["primaryLocationLineHash"]
        for result in run_of(*problems)["results"]
    ]


# Text and JSON --------------------------------------------------------------------------


def test_text_is_one_problem_a_line() -> None:
    assert reported("text", OWL, NUT) == (
        "docs/owl’s.md:7: loud-owl quiet, please\n"
        'docs/100%, nuts: old & new.md:3: stale-nut "<b>30%</b>", it says:\\nthrow it away\n'
    )


def test_a_huge_identifier_is_cut_where_people_read_it_and_an_address_is_not() -> None:
    key, url, path = "owl" * 3000, f"https://owls.example/{'o' * 90}", f"owls/{'nest/' * 30}a.md"
    message = f'"@{key}" must be in "{path}"; write {url}'
    problem = Problem("a.md", 1, message, rule="undefined", target=key)
    shown = f'"@{("owl" * 30)[:78]}\u2026" must be in "{path}"; write {url}'
    assert (problem.message, problem.target) == (shown, key)
    assert len(shown.split('"')[1]) == 80


def test_json_gives_the_fields_that_are_set() -> None:
    assert (
        reported("json", OWL, NUT)
        == r"""[
  {
    "path": "docs/owl’s.md",
    "line": 7,
    "rule": "loud-owl",
    "message": "quiet, please"
  },
  {
    "path": "docs/100%, nuts: old & new.md",
    "line": 3,
    "rule": "stale-nut",
    "message": "\"<b>30%</b>\", it says:\nthrow it away",
    "page": "nuts/index.html",
    "target": "nut"
  }
]
"""
    )


@pytest.mark.parametrize(("name", "expected"), [("text", ""), ("json", "[]\n"), ("github", "")])
def test_no_problem_is_reported_by_little(name: str, expected: str) -> None:
    assert reported(name) == expected


# GitHub ---------------------------------------------------------------------------------


def test_github_commands_are_escaped() -> None:
    """A colon or a comma would end a property; in the message they are right."""
    assert reported("github", NUT, OWL) == (
        "::error file=docs/100%25%2C nuts%3A old & new.md,line=3,title=stale-nut::"
        '"<b>30%25</b>", it says:%0Athrow it away\n'
        "::error file=docs/owl’s.md,line=7,title=loud-owl::quiet, please\n"
    )


def test_a_message_cannot_begin_a_command_of_its_own() -> None:
    sly = Problem("a\n::b.md", 1, "hoo\r\n::stop-commands::hoo", rule="loud-owl")
    assert reported("github", sly) == (
        "::error file=a%0A%3A%3Ab.md,line=1,title=loud-owl::hoo%0D%0A::stop-commands::hoo\n"
    )


def test_github_warns_of_what_does_not_stop_the_build() -> None:
    late = Problem("a.md", 2, "the review was due", rule="overdue-review")
    command = "file=a.md,line=2,title=overdue-review::the review was due\n"
    assert reported("github", late) == f"::warning {command}"


# SARIF ----------------------------------------------------------------------------------


def test_sarif_holds_what_code_scanning_asks_for() -> None:
    """The properties that GitHub's "SARIF support for code scanning" marks as required."""
    assert json.loads(reported("sarif", NUT)) == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "linkaudit",
                        "rules": [
                            {
                                "id": "stale-nut",
                                "shortDescription": {
                                    "text": "NS-1. A nut must be fresh, of 10. or later."
                                },
                                "fullDescription": {"text": RULES["stale-nut"]},
                                "help": {"text": RULES["stale-nut"]},
                            },
                            {
                                "id": "loud-owl",
                                "shortDescription": {"text": "An owl must be quiet."},
                                "fullDescription": {"text": "An owl must be quiet."},
                                "help": {"text": "An owl must be quiet."},
                            },
                            {
                                "id": "lost-oak",
                                "shortDescription": {"text": "An oak must stay where it is."},
                                "fullDescription": {"text": "An oak must stay where it is."},
                                "help": {"text": "An oak must stay where it is."},
                            },
                        ],
                    }
                },
                "results": [
                    {
                        "ruleId": "stale-nut",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {"text": '"<b>30%</b>", it says:\nthrow it away'},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {
                                        "uri": "docs/100%25%2C%20nuts%3A%20old%20%26%20new.md"
                                    },
                                    "region": {"startLine": 3},
                                }
                            }
                        ],
                        "partialFingerprints": {"primaryLocationLineHash": "71000dc81f65b9f9:1"},
                    }
                ],
            }
        ],
    }


def test_sarif_without_problems_has_an_empty_list_of_results() -> None:
    """Left out, it would say that nothing was checked, and no alert would be closed."""
    run = run_of()
    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == 3


def test_sarif_tells_errors_from_warnings() -> None:
    late = Problem("a.md", 2, "the review was due", rule="overdue-review")
    results = run_of(NUT, late)["results"]
    assert [(r["ruleIndex"], r["level"]) for r in results] == [(0, "error"), (3, "warning")]


def test_sarif_has_no_line_below_1() -> None:
    whole_file = Problem("docs/owl’s.md", 0, "quiet, please", rule="loud-owl")
    place = run_of(whole_file)["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "docs/owl%E2%80%99s.md"},
        "region": {"startLine": 1},
    }


def test_a_problem_keeps_its_fingerprint_when_it_moves() -> None:
    """Days pass, the number in the message grows, and the line is pushed down."""
    before = Problem("a.md", 4, "2 days old", rule="stale-nut", target="nut")
    after = Problem("a.md", 9, "30 days old", rule="stale-nut", target="nut")
    assert fingerprints(before) == fingerprints(after)


def test_problems_that_differ_have_fingerprints_that_differ() -> None:
    others = [
        Problem("b.md", 7, "hoo", rule="loud-owl"),
        Problem("a.md", 7, "hoo", rule="lost-oak"),
        Problem("a.md", 7, "hoo, hoo", rule="loud-owl"),
        Problem("a.md", 7, "hoo", rule="loud-owl", page="a/index.html"),
        Problem("a.md", 7, "hoo", rule="loud-owl", target="owl"),
    ]
    twins = [Problem("a.md", 7, "hoo", rule="loud-owl"), Problem("a.md", 8, "hoo", rule="loud-owl")]
    found = fingerprints(*twins, *others)
    assert len(set(found)) == 7
    assert [found[0][-2:], found[1]] == [":1", f"{found[0][:-2]}:2"]


def test_the_guides_own_rules_are_as_short_as_github_reads() -> None:
    """GitHub reads 1024 characters, and takes no empty text."""
    log = json.loads(FORMATS["sarif"]([], checks.rules()))
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(checks.rules())
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= len(rule["fullDescription"]["text"])
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert "\n" not in rule["shortDescription"]["text"]


# JUnit ----------------------------------------------------------------------------------


def test_junit_has_a_test_for_each_rule() -> None:
    assert reported("junit", NUT) == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<testsuite name="linkaudit" tests="3" failures="1">\n'
        '  <testcase classname="linkaudit" name="stale-nut">\n'
        '    <failure message="&quot;&lt;b&gt;30%&lt;/b&gt;&quot;, it says:&#10;throw it away">'
        "docs/100%, nuts: old &amp; new.md:3: "
        '"&lt;b&gt;30%&lt;/b&gt;", it says:\nthrow it away</failure>\n'
        "  </testcase>\n"
        '  <testcase classname="linkaudit" name="loud-owl"/>\n'
        '  <testcase classname="linkaudit" name="lost-oak"/>\n'
        "</testsuite>\n"
    )


def test_junit_read_back_tells_the_same_words() -> None:
    suite = etree.fromstring(reported("junit", NUT, OWL).encode())
    assert suite.items() == [("name", "linkaudit"), ("tests", "3"), ("failures", "2")]
    failure = suite.find("testcase[@name='stale-nut']/failure")
    assert failure is not None
    assert failure.get("message") == NUT.message
    assert failure.text == f"{NUT.path}:3: {NUT.message}"


def test_junit_tells_all_problems_of_a_rule_in_one_failure() -> None:
    owls = [Problem("a.md", line, f"hoo {line}", rule="loud-owl") for line in (1, 2, 5)]
    suite = etree.fromstring(reported("junit", *owls).encode())
    failures = suite.findall("testcase/failure")
    assert [(f.get("message"), f.text) for f in failures] == [
        ("hoo 1 (and 2 more)", "a.md:1: hoo 1\na.md:2: hoo 2\na.md:5: hoo 5")
    ]
    assert suite.get("failures") == "1"


def test_junit_without_problems_passes() -> None:
    suite = etree.fromstring(reported("junit").encode())
    assert suite.items() == [("name", "linkaudit"), ("tests", "3"), ("failures", "0")]
    assert [len(case) for case in suite] == [0, 0, 0]


def test_junit_marks_what_xml_cannot_hold() -> None:
    odd = Problem("a\x1b.md", 1, "a \x00 in the text", rule="loud-owl")
    failure = etree.fromstring(reported("junit", odd).encode()).find("testcase/failure")
    assert failure is not None
    assert (failure.get("message"), failure.text) == (
        "a \ufffd in the text",
        "a\ufffd.md:1: a \ufffd in the text",
    )


# All ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_rule_that_is_not_listed_is_reported_all_the_same(name: str) -> None:
    assert "new-rule" in reported(name, Problem("a.md", 1, "is new", rule="new-rule"))


def test_a_rule_that_is_not_listed_is_described_by_its_name() -> None:
    run = run_of(Problem("a.md", 1, "is new", rule="new-rule"))
    assert run["results"][0]["ruleIndex"] == 3
    assert run["tool"]["driver"]["rules"][3] == {
        "id": "new-rule",
        "shortDescription": {"text": "new-rule"},
        "fullDescription": {"text": "new-rule"},
        "help": {"text": "new-rule"},
    }


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        pytest.param(
            Problem(
                "a.md", 1, 'the link "x\n::error file=b::Gone" leads nowhere', rule="missing-page"
            ),
            'a.md:1: missing-page the link "x\\n::error file=b::Gone" leads nowhere',
            id="a line break in a target",
        ),
        pytest.param(
            Problem("::error::a.html", 1, "the link leads nowhere", rule="missing-page"),
            "./::error::a.html:1: missing-page the link leads nowhere",
            id="a name like a command",
        ),
        pytest.param(
            Problem("a.md", 1, "red \x1b[31m, \x85, \u2028, \u202e", rule="rule"),
            "a.md:1: rule red \\x1b[31m, \\x85, \\u2028, \\u202e",
            id="what no reader sees",
        ),
        pytest.param(
            Problem("a.md", 1, "naïve – “so” 痛", rule="r"), "a.md:1: r naïve – “so” 痛", id="words"
        ),
    ],
)
def test_a_problem_is_one_line_of_text_and_no_command(problem: Problem, line: str) -> None:
    assert as_text([problem], {}) == f"{line}\n"


def test_no_problem_is_a_command_of_its_own_in_the_form_for_workflows() -> None:
    odd = Problem("a\n::error::b.md", 1, "one\r\n::error::two\u2028::error::three", rule="rule\n")
    assert len(as_github([odd], {}).splitlines()) == 1


def test_of_many_alike_people_read_the_first_and_how_many_more_there_are() -> None:
    many = [Problem("a.md", line, "hoo", rule="loud-owl") for line in range(1, 5001)]
    other = [
        Problem("a.md", 9000, "gone", rule="lost-oak"),
        Problem("b.md", 1, "hoo", rule="loud-owl"),
    ]
    lines = reported("text", *many, *other).splitlines()
    assert lines[19:] == [
        "a.md:20: loud-owl hoo",
        "a.md:21: loud-owl and 4,980 more of this kind in this file",
        "a.md:9000: lost-oak gone",
        "b.md:1: loud-owl hoo",
    ]
    commands = reported("github", *many, *other).splitlines()
    assert len(commands) == len(lines)
    assert commands[20] == (
        "::error file=a.md,line=21,title=loud-owl::and 4,980 more of this kind in this file"
    )
    assert "more of this kind" not in reported("text", *many[:20])
    assert len(json.loads(reported("json", *many))) == len(run_of(*many)["results"]) == 5000
    assert reported("junit", *many).count("a.md:") == 5000
