"""The arguments of commands that read the guide itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from linkaudit.cli.program import add_today


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
