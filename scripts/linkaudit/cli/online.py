"""What the arguments of a command ask of other hosts."""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from linkaudit.cli.program import SERVICES
from linkaudit.core.problem import Problem
from linkaudit.core.rule import documentation
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import LinkGraph, external_links

if TYPE_CHECKING:
    from linkaudit.references.bibliography import Bibliography
    from linkaudit.registers.queries import Services


@contextmanager
def cache_folder(options: argparse.Namespace) -> Iterator[Path]:
    """The folder for the answers of other hosts; with `--no-cache` one that is deleted."""
    if not options.no_cache:
        yield options.cache
        return
    with tempfile.TemporaryDirectory(prefix="linkaudit-") as folder:
        yield Path(folder)


def services_of(options: argparse.Namespace) -> Services:
    """The services as they are given, else the real ones."""
    from linkaudit.registers.queries import Services

    given = {name: getattr(options, name, None) for name in ("mailto", "timeout", *SERVICES)}
    return Services(**{name: value for name, value in given.items() if value})


def external_problems(
    site: Site, graph: LinkGraph, options: argparse.Namespace, cache: Path, today: date
) -> Iterator[Problem]:
    """What is wrong with the links of a site to other hosts. Opens connections."""
    # It takes longer to load than a small site to read.
    from linkaudit.probe.external import Settings, check_external

    gc.enable()  # a long run makes much that is soon needed no more
    settings = Settings(
        docs=site.docs,
        cache=cache / "links/answers.sqlite",
        fail_after=options.fail_after,
        contact=options.mailto,
        timeout=options.timeout,
        handles=services_of(options).handle,
        quiet=options.quiet,
        warn=lambda words: print(f"{options.program}: {words}", file=sys.stderr),
    )
    yield from check_external(external_links(site, graph), today, settings)


def reference_problems(
    bibliography: Bibliography, options: argparse.Namespace, cache: Path, today: date
) -> list[Problem]:
    """What the registers of works say of a bibliography's references. Opens connections."""
    from linkaudit.registers.lookup import check_references

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
    from linkaudit.probe.verdict import EXTERNAL_LINKS
    from linkaudit.registers.lookup import ENQUIRIES, REGISTERS

    return documentation((*EXTERNAL_LINKS, *EXCEPTIONS, *REGISTERS, *ENQUIRIES))
