"""The command `guide`: reads its arguments, calls, prints, exits.

Exit codes: 0 nothing found or only warnings, 1 the tool could not run, 2 problems found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from linkaudit.cli.program import parser_of, run_program

from guide.cli import COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    return run_program("guide", _options, arguments)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    words = "Build, check and print a guide for patients."
    return parser_of("guide", words, COMMANDS, arguments).parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
