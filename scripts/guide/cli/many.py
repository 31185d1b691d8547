"""`guide build EDITION … -o DIR`: many editions in one run, and one report of them."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from linkaudit.cli.program import OK, PROBLEMS, shown
from linkaudit.core.clock import today
from linkaudit.core.problem import CannotRunError

from guide.content.interface import Interface
from guide.core.content_folder import content_folder
from guide.edition.settings import BASE
from guide.publish import site_folder
from guide.site import overview
from guide.site.network import AS_BUILT, BUILT, FAILED, Network, Outcome, Shard, members
from guide.site.words import Words

_MOST_AT_A_TIME = 64


class NothingSaidError(CannotRunError):
    """What to build, or where to, was not said."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of many editions."""
    many = parser.add_argument_group("many editions")
    many.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder that gets a folder for each, and an overview; what is finished there is "
        "not built again. SITE_URL is its address",
    )
    many.add_argument(
        "--shard", type=_shard, default=Shard(), metavar="N/ALL", help="build a part: 2/8"
    )
    many.add_argument(
        "-j",
        "--at-a-time",
        type=_number,
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many to build at the same time (default: one for each core)",
    )


def run(options: argparse.Namespace) -> int:
    """Build many editions, and tell what became of each; return the exit code."""
    if not (options.editions and options.output):
        raise NothingSaidError(
            "to build many editions name their files and where they go: "
            "guide build editions/*.yml -o sites"
        )
    output, base = options.output.resolve(), (options.config_file or Path(BASE)).resolve()
    here = base.parent
    if not options.config_file and not base.is_file():
        base = content_folder() / BASE  # the editions are made of the release
    if not base.is_file():
        raise NothingSaidError(f"there is no {base.name} in {shown(base.parent)}; use -f")
    start = time.perf_counter()
    found = members(options.editions, base, output, os.environ.get("SITE_URL", ""))
    day = options.today or today()
    network = Network(output, found, day, options.shard, options.at_a_time)
    lock = here / ".cache" / f"{output.name}.lock"
    outcomes: list[Outcome] = []
    with site_folder.locked(output, lock, print):
        words = Words.of(here, day)
        editions = [member.edition for member in found if member.edition]
        ui = Interface.load(editions[0].docs if editions else None)
        overview.write(output, network.known(), ui)  # it may not be ours: told before the work
        for outcome in network.run(words):
            outcomes.append(outcome)
            print(_line(outcome, len(outcomes), len(network.mine)), flush=True)
        page = overview.write(output, network.known(), ui)
        words.kept.evict_unused()
    _report(outcomes, network, time.perf_counter() - start)
    print(f"The overview is {shown(page)}.")
    return PROBLEMS if any(outcome.state == FAILED for outcome in outcomes) else OK


def _line(outcome: Outcome, number: int, of: int) -> str:
    place = f"{number:>{len(str(of))}}/{of}"
    made = f"{outcome.pages} pages, {outcome.prints} PDFs" if outcome.state == BUILT else ""
    seconds = f"{outcome.seconds:>7.1f} s" if outcome.state == BUILT else ""
    return f"{place}  {outcome.name:<32}{outcome.state:<11}{made:<22}{seconds}".rstrip()


def _report(outcomes: Sequence[Outcome], network: Network, seconds: float) -> None:
    """Tell how many there are of each kind, what stopped some, and what may be wrong with others.

    What is said of many editions in the same words is said once.
    """
    outcomes = sorted(outcomes, key=lambda outcome: outcome.name)
    counted = Counter(outcome.state for outcome in outcomes)
    kinds = (BUILT, AS_BUILT, FAILED)
    states = ", ".join(f"{counted[state]} {state}" for state in kinds if counted[state])
    number = len(outcomes)
    editions = f"{number} edition{'' if number == 1 else 's'}"
    mine = f" of {len(network.members)}" if network.shard.of > 1 else ""
    print(f"\n{editions}{mine}: {states or 'none'}, in {seconds:.0f} s")
    for title, failed in (("Failed", True), ("Warnings", False)):
        chosen = [outcome for outcome in outcomes if (outcome.state == FAILED) is failed]
        lines = [*_once(chosen)]
        if lines:
            print(f"{title}:", *lines, sep="\n  ")
    for name in network.strangers():
        print(f"{name}/ is no edition of this list any more: delete it, if it is to go")


def _once(outcomes: Iterable[Outcome]) -> Iterable[str]:
    said: dict[str, list[str]] = {}
    for outcome in outcomes:
        for line in outcome.problems:
            said.setdefault(line, []).append(outcome.name)
    for line, names in said.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield f"{names[0]}{more}: {line}"


def _shard(text: str) -> Shard:
    try:
        return Shard.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= number <= _MOST_AT_A_TIME:
        message = f'must be a whole number from 1 to {_MOST_AT_A_TIME}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return number
