"""`guide build`: check, render and print the guide, and keep it if all is well."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from linkaudit.cli.program import OK, shown
from linkaudit.core.clock import today

from guide.cli import add_edition, many
from guide.core.steps import Steps
from guide.edition.edition import edition_of
from guide.edition.newest import VARIABLE
from guide.site.pipeline import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide build`."""
    parser.add_argument(
        "editions",
        nargs="*",
        type=Path,
        metavar="EDITION",
        help="files of many editions, or a CSV of clinics, to build in one run; with --output",
    )
    add_edition(parser)
    parser.add_argument(
        "--newest",
        metavar="VERSION",
        help="the newest release, if you know it: pages of an older one say so (or NEWEST_RELEASE)",
    )
    many.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Build the guide, or many editions of it; return the exit code."""
    if options.newest:
        os.environ[VARIABLE] = options.newest
    if options.editions or options.output:
        return many.run(options)
    edition = edition_of(options.config_file)
    missing = build(edition, options.today or today(), Steps())
    if missing:
        raise missing
    how = "guide preview" if edition.is_released else "make preview"
    print(f"\nThe guide is in {shown(edition.site)}/. To read it: {how}, then open")
    print("http://127.0.0.1:8000/")
    if not edition.config.site_url:
        print(f"No site_url in {edition.path.name}: the PDF cannot tell where the website is.")
    return OK
