"""The arguments of the command `guide`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

from guide.formats import FORMATS
from guide.pdf.booklet import BOOKLET

OK, FAILED, PROBLEMS = 0, 1, 2
Run = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """argparse exits with 2, which is ours for problems found."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(FAILED, f"{self.prog}: {message}\n")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'must be like 2026-11-22, is "{text}"') from None


def parser_of(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The arguments of every subcommand; `runs` gives the function that each one calls."""
    parser = _Parser(prog="guide", description="Build and check Back Pain Guide.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(run=runs[name])
        sub.add_argument(
            "-f",
            "--config-file",
            type=Path,
            metavar="FILE",
            help="mkdocs.yml or a clinic's edition (default: clinic.yml if there is one)",
        )
        sub.add_argument("--today", type=_date, metavar="DATE", help="check as if today")
        return sub

    command("build", "check, render and print the guide, and keep it if all is well")
    pdf = command("pdf", "print the pages of the built site as one A4 PDF")
    pdf.add_argument("-o", "--output", type=Path, metavar="FILE", help=f"default: SITE/{BOOKLET}")
    check = command("check", "find problems in the words and in the built site")
    check.add_argument("--site", type=Path, metavar="DIR", help="default: see below")
    check.add_argument("--format", choices=tuple(FORMATS), default="text")
    check.add_argument("--report", action="store_true", help="print a table of all pages and exit")
    check.add_argument("--list", action="store_true", help="print every rule and exit")
    links = commands.add_parser("links", help="find broken links in any built site")
    links.description = (
        "Find links that lead nowhere, within a built site of any generator, as GitHub Pages "
        "would answer. It opens no connection: links to other sites are checked in form only."
    )
    links.set_defaults(run=runs["links"])
    links.add_argument("site", type=Path, metavar="SITE", help="the folder with the built pages")
    links.add_argument(
        "--base-url",
        default="/",
        metavar="URL",
        help="where the site is hosted, like https://user.github.io/repo/",
    )
    links.add_argument("--format", choices=tuple(FORMATS), default="text")
    check.epilog = "Without --site: site/ if it is newer than the words, else one made to check."
    return parser
