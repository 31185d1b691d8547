"""Waivers: a page may keep words that only look wrong, if it says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.content import Guide
from guide.problems import Problem, did_you_mean

# Whether words make a claim or are plain is a judgement; a page may waive these and say why.
WAIVABLE = frozenset(
    {
        "uncited-claim",
        *(
            "hard-reading",
            "hard-words",
            "long-sentence",
            "long-paragraph",
            "long-section",
            "plain-words",
        ),
        *("question-heading", "percentage", "mixed-denominators", "long-list"),
        *("too-many-callouts", "unexplained-word", "abbreviation", "metaphor-unmarked"),
    }
)


def waived(guide: Guide) -> set[tuple[str, str]]:
    """The file and the rule of each waiver that holds."""
    return {
        (guide.name_of(page.path), rule)
        for page in guide.files
        for rule, reason in page.waivers.items()
        if rule in WAIVABLE and reason and isinstance(reason, str)
    }


def unneeded_waiver(guide: Guide, found: Iterable[Problem]) -> Iterator[Problem]:
    """A waiver must name a rule that may be waived, give a reason, and still be needed.

    `waivers: {uncited-claim: why it is right here}` in the front matter of a page.
    """
    broken = {(problem.path, problem.rule) for problem in found}
    for page in guide.files:
        path, line = guide.name_of(page.path), page.meta_lines.get("waivers", 1)
        given = page.meta.get("waivers", {})
        if not isinstance(given, dict):
            message = f"waivers must map a rule to a reason, is {given!r}"
            yield guide.problem(page, line, "unneeded-waiver", message)
        for rule, reason in page.waivers.items():
            if rule not in WAIVABLE:
                message = f'"{rule}" cannot be waived{did_you_mean(rule, WAIVABLE)}'
            elif not isinstance(reason, str) or not reason.strip():
                message = f'the waiver of "{rule}" must give a reason, is {reason!r}'
            elif (path, rule) not in broken:
                message = f'"{rule}" is waived but no longer broken here; delete the waiver'
            else:
                continue
            yield guide.problem(page, line, "unneeded-waiver", message, rule)
