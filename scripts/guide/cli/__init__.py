"""The subcommands of `guide`, and what those that read the guide itself share.

Those that need nothing of the guide are those of `linkaudit`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from linkaudit.cli.program import Command, add_today

UNTOUCHED = "the last good site is untouched"

COMMANDS: Mapping[str, Command] = {
    "new": Command("guide.cli.new", "make the folder of a clinic, for an edition of its own"),
    "build": Command(
        "guide.cli.build",
        "check, render and print the guide, and keep it if all is well",
        f"stopped; {UNTOUCHED}",
        UNTOUCHED,
    ),
    "pdf": Command("guide.cli.pdf", "print the guide for paper, from pages that are rendered anew"),
    "serve": Command(
        "guide.cli.serve",
        "show the guide while you write; it is made anew after each change",
        undone="nothing is served",
    ),
    "preview": Command("guide.cli.preview", "show the site that was built last"),
    "check": Command("guide.cli.check", "find problems in the words and in the built site"),
    "approve": Command(
        "guide.cli.approve",
        "sign the words of pages that you have checked",
        undone="nothing is signed",
    ),
    "changes": Command(
        "guide.cli.changes", "list the words that another release changes, and approvals it ends"
    ),
    "due": Command("guide.cli.due", "list reviews, approvals and facts to come"),
    "links": Command("linkaudit.cli.links", "find broken links in any built site"),
    "references": Command(
        "guide.cli.references",
        "find problems in references and citations, the guide's or your own",
    ),
}


def add_edition(parser: argparse.ArgumentParser) -> None:
    """Which edition of the guide, and on what day."""
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        metavar="FILE",
        help="mkdocs.yml or a clinic's edition (default: clinic.yml if there is one)",
    )
    add_today(parser)
