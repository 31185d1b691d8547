"""What commands that ask other hosts may be told, and how it becomes their settings."""

from __future__ import annotations

import argparse
import gc
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from linkaudit.core.problem import Problem
from linkaudit.core.rule import documentation
from linkaudit.crawl.check import outside_links
from linkaudit.crawl.graph import Trails
from linkaudit.crawl.site import Site
from linkaudit.references.bibliography import Bibliography

if TYPE_CHECKING:
    from linkaudit.registers.queries import Services

_LONGEST_WAIT = 86_400  # seconds
_MOST_DAYS = 366
SERVICES = {
    "handle": "the handle service of doi.org",
    "crossref": "Crossref's works",
    "eutils": "PubMed's E-utilities",
    "nice": "NICE",
}


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


@contextmanager
def kept(options: argparse.Namespace) -> Iterator[Path]:
    """The folder in which the run may keep what it finds; without a cache, one that goes."""
    if not options.no_cache:
        yield options.cache
        return
    with tempfile.TemporaryDirectory(prefix="guide-") as folder:
        yield Path(folder)


def add_asking(parser: argparse.ArgumentParser, *, links: bool) -> None:
    """How hosts are asked, also for links."""
    asking = parser.add_argument_group("asking other hosts")
    asking.add_argument("--mailto", metavar="ADDRESS", help="yours, so that they can reach you")
    asking.add_argument(
        "--timeout",
        type=positive,
        default=20.0,
        metavar="SECONDS",
        help="how long to wait for an answer (default: 20)",
    )
    asking.add_argument("--quiet", action="store_true", help="do not tell how far it is")
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


def services_of(options: argparse.Namespace) -> Services:
    """The services as they are given, else the real ones."""
    from linkaudit.registers.queries import Services

    given = {name: getattr(options, name, None) for name in ("mailto", "timeout", *SERVICES)}
    return Services(**{name: value for name, value in given.items() if value})


def external_problems(
    site: Site, trails: Trails, options: argparse.Namespace, cache: Path, today: date
) -> Iterator[Problem]:
    """What is wrong with the links of a site to other hosts. Opens connections."""
    # It takes longer to load than a small site to read.
    from linkaudit.probe.check import Settings, check_external

    gc.enable()  # a long run makes much that is soon needed no more
    settings = Settings(
        docs=site.docs,
        cache=cache / "links/answers.sqlite",
        fail_after=options.fail_after,
        contact=options.mailto,
        timeout=options.timeout,
        handles=services_of(options).handle,
        quiet=options.quiet,
    )
    yield from check_external(outside_links(site, trails), today, settings)


def reference_problems(
    bibliography: Bibliography, options: argparse.Namespace, cache: Path, today: date
) -> list[Problem]:
    """What the registers of works say of the guide's references. Opens connections."""
    from linkaudit.registers.check import check_references

    ask = partial(check_references, bibliography)
    return list(asked_of_registers(ask, len(bibliography), options, cache, today))


def asked_of_registers(
    ask: Callable[..., Iterable[Problem]],
    count: int,
    options: argparse.Namespace,
    cache: Path,
    today: date,
) -> Iterator[Problem]:
    """What the registers say of so many works, while a bar tells how far the asking is."""
    from linkaudit.core.progress import Progress

    progress = Progress(count, "works", quiet=options.quiet)
    answers = cache / "references/answers.sqlite"
    try:
        yield from ask(services_of(options), today, answers, progress.step)
    finally:
        progress.finish()


def online_rules() -> dict[str, str]:
    """Every rule that needs the answers of others, with its documentation."""
    from linkaudit.probe.exceptions import EXCEPTIONS
    from linkaudit.probe.rules import EXTERNAL_LINKS
    from linkaudit.registers.findings import ENQUIRIES, REGISTERS

    return documentation((*EXTERNAL_LINKS, *EXCEPTIONS, *REGISTERS, *ENQUIRIES))


def positive(text: str) -> float:
    """A number above 0, and not above a day in seconds. Raises what argparse shows."""
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
