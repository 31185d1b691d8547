"""`guide pdf`: print pages, rendered anew, in the editions that paper needs."""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from linkaudit.cli.program import OK, shown
from linkaudit.core.clock import today
from linkaudit.core.problem import CannotRunError, did_you_mean

from guide import rules
from guide.cli import add_edition
from guide.content.guide import Guide
from guide.core.steps import Steps, readable_size
from guide.edition.edition import Edition, EditionError, edition_of
from guide.print.chapter import RenderedPages
from guide.print.editions import (
    EDITIONS,
    LEAF,
    Listing,
    chosen_by,
    for_print_shop,
    no_edition,
    prints_of,
)
from guide.print.imprint import Source
from guide.print.prints import PdfPrint, Print
from guide.print.queue import problems_of, queue_of, shop_queue
from guide.publish.site_folder import is_current
from guide.site.pipeline import held, render, renew, stop_at

_THICKEST = 1.0  # millimetres: of a leaf


class NothingToPrintError(CannotRunError):
    """What was asked for is no print."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide pdf`."""
    add_edition(parser)
    parser.add_argument(
        "--edition",
        action="append",
        metavar="NAME",
        help=f"print only this, may be repeated: {', '.join(EDITIONS)}",
    )
    parser.add_argument(
        "--page", metavar="PATH", help="print only what is made of this page: myths/posture.md"
    )
    parser.add_argument(
        "--all", action="store_true", help="print every edition, not only those of extra.print"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where a single print is put"
    )
    parser.add_argument(
        "--print-shop",
        type=Path,
        metavar="FOLDER",
        help="put what a press prints into a folder, with clinic, code and version in the names, "
        "as extra.clinic.print_colours and print_bleed say; the site stays as it is",
    )
    parser.add_argument(
        "--leaf",
        type=_thickness,
        default=LEAF,
        metavar="MM",
        help=f"how thick a leaf of the paper is, for the spine of a cover (default: {LEAF})",
    )


def _thickness(text: str) -> float:
    """Millimetres, as a person types them. Raises what argparse shows."""
    found = re.fullmatch(r"[0-9]?(?:\.[0-9]{1,3})?", text)
    if not found or not 0 < float(text or 0) <= _THICKEST:
        message = f'must be millimetres above 0 and up to {_THICKEST}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return float(text)


def run(options: argparse.Namespace) -> int:
    """Make the prints; return the exit code."""
    edition, steps = edition_of(options.config_file), Steps()
    with held(edition, steps), tempfile.TemporaryDirectory(prefix="guide-pdf-") as rendered:
        return _print(edition, Path(rendered), options, steps)


def _print(edition: Edition, rendered: Path, options: argparse.Namespace, steps: Steps) -> int:
    """Print from pages that are rendered anew: those of the site are published.

    That takes seconds, and nothing that a build would have to keep for it can be lost or stale.
    """
    if options.output and edition.site in options.output.resolve().parents:
        raise NothingToPrintError(
            f"{shown(options.output)} must be outside of {shown(edition.site)}/, which holds only "
            "what a build made"
        )
    if options.print_shop and options.output:
        raise NothingToPrintError("-o is for a single print: leave it out with --print-shop")
    if options.print_shop and edition.site in (
        options.print_shop.resolve(),
        *options.print_shop.resolve().parents,
    ):
        raise NothingToPrintError(
            f"{shown(options.print_shop)} must be outside of {shown(edition.site)}/, which holds "
            "only what a build made"
        )
    for name in options.edition or ():
        if name not in EDITIONS:
            raise NothingToPrintError(no_edition(name))
    day = options.today or today()
    stop_at(rules.check_edition(edition, day))
    if not options.print_shop:
        _need_site(edition)
    guide = Guide.of(edition)
    render(edition, rendered)
    source = Source(edition, guide, RenderedPages(rendered), day)
    if options.print_shop:
        return _print_for_shop(source, options, steps)
    prints, queue = _chosen(source, options), queue_of(edition, edition.site)
    try:
        printed = list(queue.run(prints, steps))
        if options.output:
            options.output.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(printed[0].file, options.output)
        elif not (options.edition or options.page):
            queue.evict_others(prints)
            nav, ui = edition.config.nav or [], source.ui
            Listing(edition.site, printed, nav, source.today, ui, source.approvals).fill()
    finally:
        renew(edition)  # the worker knows every file by its content
    for warning in stop_at(problems_of(source, printed)):
        steps.say(str(warning))
    size = readable_size(sum(one.file.stat().st_size for one in printed))
    where = shown(options.output or (printed[0].file if len(printed) == 1 else edition.site))
    fresh = sum(one.fresh for one in printed)
    print(f"{len(printed)} for paper, {fresh} new: {where} ({size})")
    return OK


def _print_for_shop(source: Source, options: argparse.Namespace, steps: Steps) -> int:
    """Print what a press is to make, into a folder of its own."""
    prints = for_print_shop(source, _chosen(source, options), options.leaf)
    if not prints:
        raise NothingToPrintError("nothing of it is for a press: it is text, or to fold or fill in")
    queue = shop_queue(source.edition, options.print_shop)
    printed = list(queue.run(prints, steps))
    queue.evict_others(prints)
    for warning in stop_at(problems_of(source, printed)):
        steps.say(str(warning))
    folded = [one.path for one in prints if isinstance(one, PdfPrint) and one.multiple > 1]
    if folded:
        steps.say(f"stapled in the fold, so it has no spine: {', '.join(folded)}")
    size = readable_size(sum(one.file.stat().st_size for one in printed))
    fresh = sum(one.fresh for one in printed)
    where = shown(options.print_shop)
    print(f"{len(printed)} for the print shop, {fresh} new: {where}/ ({size})")
    return OK


def _need_site(edition: Edition) -> None:
    if not (edition.site / "index.html").is_file():
        raise EditionError(f"there is no site in {shown(edition.site)}/; run guide build first")
    if not is_current(edition):
        raise EditionError(
            f"{shown(edition.site)}/ is of another edition or older than the words; "
            "run guide build first"
        )


def _chosen(source: Source, options: argparse.Namespace) -> Sequence[Print]:
    names: Sequence[str] = options.edition or chosen_by(source)
    if options.all or (options.page and not options.edition):
        names = tuple(EDITIONS)
    prints = prints_of(source, names)
    if options.page:
        page = options.page.removeprefix(f"{source.guide.docs.name}/")
        pages = sorted({one.page for one in prints if one.page})
        prints = [one for one in prints if one.page == page]
        if not prints:
            raise NothingToPrintError(f'nothing is made of "{page}"{did_you_mean(page, pages)}')
    if options.output and len(prints) > 1:
        raise NothingToPrintError(
            f"{len(prints)} files do not go into one: choose one with --edition and --page"
        )
    if not prints:
        raise NothingToPrintError("there is nothing to print: no page, or no web address yet")
    return prints
