"""`guide due`: reviews, approvals and facts that somebody must look at, soonest first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta

from linkaudit.cli.program import OK
from linkaudit.core.clock import today

from guide.cli import add_edition
from guide.content.approvals import Approvals
from guide.content.guide import Guide
from guide.edition.edition import edition_of

USUAL = 90  # days ahead


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide due`."""
    add_edition(parser)
    parser.add_argument(
        "--days", type=int, default=USUAL, metavar="N", help=f"how far ahead (default: {USUAL})"
    )


def run(options: argparse.Namespace) -> int:
    """Print what is due; return the exit code."""
    edition, day = edition_of(options.config_file), options.today or today()
    guide = Guide.of(edition)
    approvals = Approvals.load(edition.folder, guide)
    print(*due(guide, approvals, day, options.days), sep="\n")
    return OK


def due(guide: Guide, approvals: Approvals, day: date, days: int) -> Iterator[str]:
    """Yield lines: reviews until so many days ahead, approvals, then facts of the nation."""
    until = day + timedelta(days=days)
    dates = ((page.meta.get("next_review"), str(page.path)) for page in guide.pages)
    reviews = sorted((on, path) for on, path in dates if type(on) is date and on <= until)
    yield f"Reviews due until {until}: {len(reviews)}"
    yield from (f"  {on}  {path}{' (overdue)' if on < day else ''}" for on, path in reviews)
    yield f"Approvals: {len(approvals.checked)} of {len(guide.pages)} pages are checked"
    for path, record in sorted(approvals.changed.items()):
        yield f"  {path}: changed since {record.name} checked it on {record.signed}"
    never = [p for p in guide.by_path if p not in {*approvals.checked, *approvals.changed}]
    if approvals.records:
        yield from (f"  {path}: not yet checked" for path in never)
    facts = [(key, fact) for key, fact in guide.nation.facts.items() if fact.to_check]
    yield f"Facts for {guide.nation.name} to look at: {len(facts)}"
    for key, fact in facts:
        yield f'  {key} "{fact.says}", read on {fact.seen}: {fact.to_check}'
