"""`guide pdf`: print the pages of the built site as one PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from guide import checks, finish
from guide.arguments import add_edition
from guide.build import stop_at
from guide.built import is_current
from guide.clock import today
from guide.commands.telling import OK, shown
from guide.content import Guide
from guide.edition import EditionError, edition_of
from guide.pdf.booklet import BOOKLET, Booklet
from guide.steps import size_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `guide pdf` may be told."""
    add_edition(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=f"default: SITE/{BOOKLET}"
    )


def run(options: argparse.Namespace) -> int:
    """Print the PDF; return the exit code."""
    edition = edition_of(options.config_file)
    stop_at(checks.check_edition(edition))
    if not (edition.site / "index.html").is_file():
        raise EditionError(f"there is no site in {shown(edition.site)}/; run guide build first")
    if not is_current(edition):
        raise EditionError(
            f"{shown(edition.site)}/ is of another edition or older than the words; "
            "run guide build first"
        )
    output = options.output or edition.site / BOOKLET
    booklet = Booklet(edition, Guide.load(edition.docs), edition.site, options.today or today())
    booklet.write(output, edition.folder / ".cache/pdf")
    finish.link_pdf(edition.site)
    print(f"{shown(output)} ({size_of(output)})")
    return OK
