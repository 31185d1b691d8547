"""The arguments of the command `guide`, and those that several subcommands take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from linkaudit.core.clock import FIRST, LAST, can_be_today
from linkaudit.core.formats import FORMATS

from guide.cli import COMMANDS
from guide.cli.output import FAILED


class _Parser(argparse.ArgumentParser):
    """argparse exits with 2, which is ours for problems found."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(FAILED, f"{self.prog}: {message}\n")


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; `run` of what is returned is the function of the subcommand.

    Exits with a message if they cannot be read.
    """
    parser = _Parser(prog="guide", description="Build and check Back Pain Guide.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    called = next((word for word in arguments if not word.startswith("-")), None)
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == called:
            module = import_module(f"guide.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser.parse_args(arguments)


def add_edition(parser: argparse.ArgumentParser) -> None:
    """The arguments of commands that read the guide itself."""
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        metavar="FILE",
        help="mkdocs.yml or a clinic's edition (default: clinic.yml if there is one)",
    )
    add_today(parser)


def add_today(parser: argparse.ArgumentParser) -> None:
    """The day that counts as today."""
    parser.add_argument("--today", type=day, metavar="DATE", help="check as if today")


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form in which problems are told."""
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")


def day(text: str) -> date:
    """A date as people type it. Raises what argparse shows."""
    try:
        return can_be_today(date.fromisoformat(text))
    except ValueError:
        message = f'must be a day like 2026-11-22, from {FIRST} to {LAST}, is "{text}"'
        raise argparse.ArgumentTypeError(message) from None
