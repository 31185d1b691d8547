"""The arguments that several commands take."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from linkaudit.core.clock import FIRST, LAST, can_be_today
from linkaudit.core.formats import FORMATS

_LONGEST_WAIT = 86_400  # seconds
_MOST_DAYS = 366
SERVICES = {
    "handle": "the handle service of doi.org",
    "crossref": "Crossref's works",
    "eutils": "PubMed's E-utilities",
    "nice": "NICE",
}


def add_today(parser: argparse.ArgumentParser) -> None:
    """The day that counts as today."""
    parser.add_argument("--today", type=_day, metavar="DATE", help="check as if today")


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form in which problems are reported."""
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")


def add_cache(parser: argparse.ArgumentParser) -> None:
    """Where to keep the answers of other hosts for the next run."""
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=Path(".cache"),
        help="where to keep the answers of other hosts for the next run (default: .cache)",
    )
    parser.add_argument("--no-cache", action="store_true", help="keep no answers: ask all anew")


def add_asking(parser: argparse.ArgumentParser, *, links: bool) -> None:
    """How hosts are asked, also for links."""
    asking = parser.add_argument_group("asking other hosts")
    asking.add_argument("--mailto", metavar="ADDRESS", help="yours, so that they can reach you")
    asking.add_argument(
        "--timeout",
        type=_seconds,
        default=20.0,
        metavar="SECONDS",
        help="how long to wait for an answer (default: 20)",
    )
    asking.add_argument("--quiet", action="store_true", help="do not report how far it is")
    if links:
        asking.add_argument(
            "--fail-after",
            type=_days,
            default=3,
            metavar="DAYS",
            help="days on which an address must have failed to be called broken, if its answer "
            "may pass (default: 3)",
        )


def add_services(parser: argparse.ArgumentParser, *names: str) -> None:
    """The addresses of services, which another one may stand in for."""
    services = parser.add_argument_group("who is asked")
    for name in names or SERVICES:
        services.add_argument(f"--{name}", metavar="URL", help=f"the address of {SERVICES[name]}")


def _day(text: str) -> date:
    """A date as people type it. Raises what argparse shows."""
    try:
        return can_be_today(date.fromisoformat(text))
    except ValueError:
        message = f'must be a day like 2026-11-22, from {FIRST} to {LAST}, is "{text}"'
        raise argparse.ArgumentTypeError(message) from None


def _seconds(text: str) -> float:
    """Seconds, above 0 and up to those of a day. Raises what argparse shows."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number <= _LONGEST_WAIT:
        message = f'must be a number above 0 and up to {_LONGEST_WAIT}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return number


def _days(text: str) -> int:
    """A number of days from 1 to a year's. Raises what argparse shows."""
    number = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    if not 1 <= number <= _MOST_DAYS:
        message = f'must be a whole number from 1 to {_MOST_DAYS}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return number
