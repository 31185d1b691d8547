"""How grave each rule is, and whether a page may waive it: a list that changes only on purpose.

`cases/rules.txt` has a line for each rule. A rule that keeps people safe cannot become a warning,
or be waived, without a change of that line that somebody has to approve.
"""

from __future__ import annotations

from guide import rules as checks
from guide.rules.front_matter import WAIVABLE
from linkaudit.citations import check as manuscript
from linkaudit.cli.online import online_rules
from linkaudit.core.problem import NOTES, WARNINGS
from small_guide import HERE

LIST = HERE / "cases/rules.txt"
SAFETY = """\
unconditional-safety routine-without-safety unread-claim uncited-claim
urgent-place missing-passage unknown-seen wrong-status refused-edition-setting
refused-tag nation-not-reviewed care-card-form weak-source missing-alt third-party-request
print-too-small print-overflow print-no-glyph
""".split()


def severity(rule: str) -> str:
    if rule in NOTES:
        return "note"
    return "warning" if rule in WARNINGS else "error"


def test_each_rule_is_as_grave_as_the_list_says() -> None:
    """The failing lines are those to change, if the change is meant."""
    rules = {*checks.rules(), *online_rules(), *manuscript.rules()}
    lines = [
        f"{rule} {severity(rule)}{' waivable' if rule in WAIVABLE else ''}"
        for rule in sorted(rules)
    ]
    assert lines == LIST.read_text("utf-8").splitlines()


def test_what_keeps_people_safe_stops_a_build() -> None:
    listed = dict(line.split(" ", 1) for line in LIST.read_text("utf-8").splitlines())
    known = [rule for rule in SAFETY if rule in listed]
    assert known == SAFETY
    assert {listed[rule] for rule in SAFETY} == {"error", "error waivable"}
    assert [rule for rule in SAFETY if "waivable" in listed[rule]] == ["uncited-claim"]
