"""The command `guide`: reads its arguments, calls, prints, exits.

Exit codes: 0 nothing found or only warnings, 1 the tool could not run, 2 problems found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from linkaudit.cli.program import PROBLEMS, count, parser_of, run_program
from linkaudit.core.formats import as_text
from linkaudit.core.problem import BuildProblemsError

from guide.cli import COMMANDS, UNTOUCHED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    try:
        return run_program("guide", _options, arguments)
    except BuildProblemsError as error:
        print(as_text(error.problems, {}), end="")
        print(f"{count(error.problems)}; {UNTOUCHED}", file=sys.stderr)
        return PROBLEMS


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    words = "Build and check Back Pain Guide."
    return parser_of("guide", words, COMMANDS, arguments).parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
