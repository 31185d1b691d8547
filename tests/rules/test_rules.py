"""How grave each rule is, and whether a page may waive it: a list that changes only on purpose.

`cases/rules.txt` has a line for each rule, see rule_list.py. A rule that keeps people safe cannot
become a warning, be waived or leave its family without a change that somebody has to approve.
"""

from __future__ import annotations

import pickle
import pkgutil
from collections.abc import Iterator

import pytest
import rule_list
from guide import rules as checks
from guide.content.guide import Guide
from guide.rules import families
from linkaudit.citations.citation_rules import CITATIONS
from linkaudit.cli.online import online_rules
from linkaudit.core.problem import Problem
from linkaudit.core.rule import (
    Family,
    Rule,
    RuleError,
    Severity,
    registered,
    rule,
    severity_of,
)

SAFETY = """\
unconditional-safety routine-without-safety unread-claim uncited-claim
urgent-place missing-passage unknown-seen wrong-status refused-edition-setting
refused-tag missing-nation unverified-fact unlisted-number unknown-fact forged-approval
unsigned-nation care-card-form weak-source missing-alt third-party-request
print-too-small print-overflow print-no-glyph wrong-own-file wrong-local-passage
""".split()


def as_listed(rule: Rule[object]) -> str:
    """The line of a rule, such as `uncited-claim: references, error, waivable`."""
    marks = ["waivable"] * rule.waivable + ["clock"] * rule.clock
    return f"{rule.name}: {', '.join([rule.family, rule.severity, *marks])}"


def test_each_rule_is_as_the_list_says() -> None:
    """The lines that differ are those to change, if the change is meant."""
    names = {*checks.rules(), *online_rules(), *(rule.name for rule in CITATIONS)}
    lines = sorted(map(as_listed, registered()))
    assert rule_list.changes(lines, listed=rule_list.rules()) == ""
    assert {line.partition(":")[0] for line in lines} == names


def test_what_keeps_people_safe_stops_a_build() -> None:
    listed = dict(line.split(": ") for line in rule_list.rules())
    known = [rule for rule in SAFETY if rule in listed]
    assert known == SAFETY
    assert {listed[rule].split(", ")[1] for rule in SAFETY} == {"error"}
    assert [rule for rule in SAFETY if "waivable" in listed[rule]] == ["uncited-claim"]


def test_every_module_of_rules_is_loaded() -> None:
    """Rules of a module that is not would guard nothing."""
    found = {module.name for module in pkgutil.iter_modules(checks.__path__)}
    loaded = {module.__name__.rpartition(".")[2] for module in checks.MODULES}
    assert found - loaded == {"families", "follow"}


def test_what_only_the_clock_breaks_must_be_a_warning() -> None:
    with pytest.raises(RuleError) as raised:

        @rule(family=families.CONTENT, clock=True)
        def stale_nut(guide: Guide) -> Iterator[Problem]:
            yield from ()

    assert str(raised.value) == "stale-nut is broken by the clock, and so must be a warning"


@pytest.mark.parametrize(
    ("family", "severity", "message"),
    [
        (families.CONTENT, "error", "italics is a rule of the family content already"),
        (
            families.REFERENCES,
            "warning",
            "italics must be as grave as in the family content, and as waivable",
        ),
    ],
)
def test_a_name_is_given_once_in_a_family_and_is_as_grave_in_another(
    family: Family[Guide], severity: Severity, message: str
) -> None:
    with pytest.raises(RuleError) as raised:

        @rule(family=family, severity=severity)
        def italics(guide: Guide) -> Iterator[Problem]:
            yield from ()

    assert str(raised.value) == message


def test_rules_travel_to_another_process() -> None:
    """Where processes are not forked, the link checker sends its rules to each."""
    assert list(pickle.loads(pickle.dumps(checks.SITE_RULES))) == list(checks.SITE_RULES)  # noqa: S301


def test_what_no_rule_is_known_for_is_an_error() -> None:
    assert severity_of(Problem("a.md", 1, "is stale", rule="stale-nut")) == "error"
