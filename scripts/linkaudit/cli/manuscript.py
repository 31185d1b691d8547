"""The command `references`: find problems in the citations of Markdown texts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from linkaudit.cli.online import asked_of_registers, cache_folder, online_rules
from linkaudit.cli.program import (
    add_asking,
    add_cache,
    add_format,
    add_services,
    add_today,
    report,
)
from linkaudit.core.clock import today
from linkaudit.core.problem import CannotRunError, Problem, in_order
from linkaudit.core.rule import documentation

if TYPE_CHECKING:
    from linkaudit.citations.texts import Manuscript


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `references`."""
    parser.usage = "%(prog)s --bibliography FILE TEXT [TEXT ...]"
    parser.description = (
        "TEXT is a Markdown file, or a folder in which to look for them, with the citations of "
        "Pandoc, Manubot or mkdocs-bibtex. Without --online no connection is opened."
    )
    add_manuscript(parser)
    add_today(parser)


def add_manuscript(parser: argparse.ArgumentParser) -> None:
    """What to check, and whether and how the registers of works are asked."""
    parser.add_argument("words", nargs="*", metavar="TEXT", help=argparse.SUPPRESS)
    parser.add_argument(
        "--bibliography",
        action="append",
        type=Path,
        metavar="FILE",
        help=".bib, or CSL in .json or .yml; may be given again",
    )
    parser.add_argument(
        "--bare",
        action="store_true",
        help="report every @name of no entry outside brackets, which Pandoc takes for a citation",
    )
    add_format(parser)
    parser.add_argument("--online", action="store_true", help="ask the registers of works too")
    add_cache(parser)
    add_asking(parser, links=False)
    add_services(parser)


def run(options: argparse.Namespace) -> int:
    """Check the citations of texts; return the exit code."""
    from linkaudit.citations.citation_rules import CITATIONS, check_manuscript
    from linkaudit.citations.texts import Manuscript

    if not options.bibliography:
        raise CannotRunError(
            "to check texts, say what they cite from: "
            f"{options.program} references --bibliography FILE TEXT"
        )
    if not options.words:
        raise CannotRunError("name the Markdown files, or the folder, that cite from it")
    texts = [Path(word) for word in options.words]
    manuscript = Manuscript.load(options.bibliography, texts, bare=options.bare)
    found = check_manuscript(manuscript)
    if options.online:
        with cache_folder(options) as cache:
            found += _retracted(manuscript, options, cache)
    return report(in_order(found), options, documentation(CITATIONS) | online_rules())


def _retracted(
    manuscript: Manuscript, options: argparse.Namespace, cache: Path
) -> Iterator[Problem]:
    """What the registers say became of all that the manuscript may cite."""
    from linkaudit.registers.lookup import check_retractions

    works = list(manuscript.works())
    ask = partial(check_retractions, works, options.bibliography[0].as_posix())
    for problem in asked_of_registers(ask, len(works), options, cache, options.today or today()):
        yield replace(problem, page=problem.path)
