"""Rules: each is a generator of problems, named, graded and registered where it is written.

    @rule(family=CONTENT, waivable=True)
    def long_list(guide: Guide) -> Iterator[Problem]:
        \"\"\"A list must have 6 items at most.\"\"\"

is the rule `long-list`, with its docstring as its documentation. What it yields gets its name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from linkaudit.core.problem import Problem

# An error stops a build and gives an exit code; a warning gives one only if somebody asks for it;
# a note never does: it is reported, but is no fault of the words.
Severity = Literal["error", "warning", "note"]
Context = TypeVar("Context")


class RuleError(TypeError):
    """A rule that must not be as it is declared."""


@dataclass(frozen=True, eq=False)
class Rule(Generic[Context]):
    """A rule: called with what its family looks at, it yields what breaks it.

    `waivable`: a page may keep what breaks the rule, if it says why. `clock`: what was right may
    break the rule as time goes by, so that it must only warn: a build of yesterday's words must
    not fail today, or nobody could publish the page that is overdue, nor anything else.
    """

    name: str
    family: str
    severity: Severity
    waivable: bool
    clock: bool
    check: Callable[[Context], Iterable[Problem]]

    def __post_init__(self) -> None:
        if self.clock and self.severity != "warning":
            raise RuleError(f"{self.name} is broken by the clock, and so must be a warning")
        object.__setattr__(self, "__module__", self.check.__module__)

    def __call__(self, context: Context) -> Iterator[Problem]:
        """Yield what breaks the rule, under its name unless it got one where it was read."""
        for problem in self.check(context):
            yield problem if problem.rule else problem.named(self.name)

    def __reduce__(self) -> str:
        """Travel to another process by name, as functions do."""
        return self.check.__name__

    @property
    def documentation(self) -> str:
        """What the rule asks for."""
        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def grade(self) -> tuple[Severity, bool, bool]:
        """What must be the same for all rules of one name, whatever they look at."""
        return self.severity, self.waivable, self.clock


class Family(Generic[Context]):
    """Rules that look at the same thing, in the order in which they are written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._rules: list[Rule[Context]] = []

    def __iter__(self) -> Iterator[Rule[Context]]:
        return iter(self._rules)

    def add(self, rule: Rule[Context]) -> None:
        """Take in a rule. Raises `RuleError` if its name is taken, or graded in another way."""
        for other in (known for known in _registered if known.name == rule.name):
            if other.family == rule.family:
                raise RuleError(f"{rule.name} is a rule of the family {other.family} already")
            if other.grade != rule.grade:
                message = f"{rule.name} must be as grave as in the family {other.family}"
                raise RuleError(f"{message}, and as waivable")
        self._rules.append(rule)
        _registered.append(rule)
        _severities[rule.name] = rule.severity

    def check(self, context: Context) -> Iterator[Problem]:
        """Yield what breaks the rules, one rule after the other."""
        for rule in self:
            yield from rule(context)


_registered: list[Rule[Any]] = []
_severities: dict[str, Severity] = {}


def rule(
    *,
    family: Family[Context],
    severity: Severity = "error",
    waivable: bool = False,
    clock: bool = False,
) -> Callable[[Callable[[Context], Iterable[Problem]]], Rule[Context]]:
    """Make a rule of a function, named after it with dashes. Raises `RuleError`."""

    def made(check: Callable[[Context], Iterable[Problem]]) -> Rule[Context]:
        name = check.__name__.replace("_", "-")
        made = Rule(name, family.name, severity, waivable, clock, check)
        family.add(made)
        return made

    return made


def registered(*families: str) -> list[Rule[Any]]:
    """The rules of these families, else all, of the modules that are loaded, in their order."""
    return [rule for rule in _registered if not families or rule.family in families]


def severity_of(problem: Problem) -> Severity:
    """How grave a problem is. What no rule of the loaded modules is registered for is an error."""
    return _severities.get(problem.rule, "error")


def families_of(problem: Problem) -> set[str]:
    """The names of the families that have the rule of a problem."""
    return {rule.family for rule in _registered if rule.name == problem.rule}


def documentation(rules: Iterable[Rule[Any]]) -> dict[str, str]:
    """The words of each rule by its name; of several of one name, those of the last."""
    return {rule.name: rule.documentation for rule in rules}
