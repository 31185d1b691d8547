"""The command `linkaudit`: checks the links of a built site, and the citations of texts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from linkaudit import __version__
from linkaudit.cli.program import Command, parser_of, run_program, table_of_rules

COMMANDS = {
    "links": Command("linkaudit.cli.links", "find broken links in any built site"),
    "references": Command("linkaudit.cli.manuscript", "find problems in the citations of texts"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    return run_program("linkaudit", _options, arguments)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    words = "Check the links of any built site, and the references of any text."
    parser = parser_of("linkaudit", words, COMMANDS, arguments)
    parser.add_argument("--version", action="version", version=f"linkaudit {__version__}")
    parser.add_argument("--list", action=_List, nargs=0, help="print every rule and exit")
    return parser.parse_args(arguments)


class _List(argparse.Action):
    """Prints the rules as a table in Markdown, then exits."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(*table_of_rules(), sep="\n")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
