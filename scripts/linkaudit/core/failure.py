"""What ends a command early, with the words that tell a person why."""

from __future__ import annotations

from linkaudit.core.problem import Problem


class CannotRunError(Exception):
    """The tool could not run; each line of the message says what to do about it."""


class BuildProblemsError(Exception):
    """What was to be built has problems, so what was built last stays where it is."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
