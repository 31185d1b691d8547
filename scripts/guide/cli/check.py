"""`guide check`: find problems in the words and in the built site."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from linkaudit.cli.online import (
    cache_folder,
    external_problems,
    online_rules,
    reference_problems,
)
from linkaudit.cli.program import OK, add_asking, add_cache, add_format, add_services, shown
from linkaudit.cli.program import report as report_problems
from linkaudit.core.clock import today
from linkaudit.core.problem import Problem, in_order
from linkaudit.core.rule import severity_of
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check

from guide import rules as checks
from guide.cli.arguments import add_edition
from guide.cli.report import Summary, report
from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.edition.edition import Edition, EditionError, edition_of
from guide.publish.budget import table, weigh
from guide.publish.pages import deliver
from guide.publish.site_folder import is_current
from guide.rules.edition import odd_file
from guide.site.engine import EngineError, render


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `guide check` may be told."""
    parser.epilog = (
        "Without --site: site/ if it was built of the words that are there, else one made to "
        "check. Exit codes: 0 nothing found, or only warnings; 1 could not run; 2 problems."
    )
    add_edition(parser)
    parser.add_argument("--site", type=Path, metavar="DIR", help="default: see below")
    add_format(parser)
    parser.add_argument("--strict", action="store_true", help="exit with 2 for warnings as well")
    parser.add_argument("--report", action="store_true", help="print a table of all pages and exit")
    parser.add_argument("--budget", action="store_true", help="print what pages weigh and exit")
    parser.add_argument("--list", action="store_true", help="print every rule and exit")
    parser.add_argument(
        "--online", action="store_true", help="ask other hosts about links and references as well"
    )
    add_cache(parser)
    add_asking(parser, links=True)
    add_services(parser)


def run(options: argparse.Namespace) -> int:
    """Check the guide; return the exit code."""
    if options.list:
        for rule, words in {**checks.rules(), **online_rules()}.items():
            print(f"{rule}\n    " + words.replace("\n", "\n    ") + "\n")
        return OK
    edition, day = edition_of(options.config_file), options.today or today()
    guide = Guide.load(edition.docs)
    if options.report:
        print(*report(guide, day), sep="\n")
        return OK
    if options.budget:
        print(*table(weigh(_folder(edition, options.site))), sep="\n")
        return OK
    of_edition = checks.check_edition(edition)
    problems = [*of_edition, *checks.check_content(guide, day)]
    # What is wrong with a setting is told once, and not again on every page that shows it.
    wrong = {problem.target for problem in of_edition if severity_of(problem) == "error"}
    gone = {problem.target for problem in edition.faults}
    edition = edition.without({key for key in wrong - gone if key})
    with tempfile.TemporaryDirectory(prefix="guide-check-") as fresh:
        folder, warnings = _site_to_check(edition, options.site, Path(fresh), problems)
        site = Site.load(folder, edition.docs, edition.base, edition.host)
        found = check(site, checks.SITE_RULES, external=True)
        problems += [*warnings, *found.problems]
        if options.online:
            with cache_folder(options) as cache:
                problems += external_problems(site, found.graph, options, cache, day)
                problems += reference_problems(guide.bibliography, options, cache, day)
            problems = in_order(problems)
    if options.format == "text":
        outside = sum(len(node.external) for node in found.graph.values())
        summary = Summary(guide, day, found.links, outside, options.online)
        print(*summary.lines(problems), sep="\n", file=sys.stderr)
    rules = checks.rules() | (online_rules() if options.online else {})
    return report_problems(problems, options, rules, strict=options.strict)


def _site_to_check(
    edition: Edition, given: Path | None, fresh: Path, problems: Sequence[Problem]
) -> tuple[Path, list[Problem]]:
    """The given site, or the built one if it is current, or one made for the purpose.

    With it come the warnings of the engine. If it cannot be made for the problems of the words,
    it is empty; nor is it made where the engine would follow a link, or wait for a pipe for ever.
    """
    if any(problem.rule == odd_file.name for problem in problems):
        return _nothing(fresh), []
    if given or is_current(edition):
        return _folder(edition, given), []
    try:
        warnings = checks.check_engine(edition, render(edition, fresh))
        deliver(fresh, edition.host, edition.templates, Interface.load(edition.docs))
        return fresh, warnings
    except EngineError:
        if not problems:
            raise
        return _nothing(fresh), []


def _nothing(fresh: Path) -> Path:
    folder = fresh / "nothing"
    folder.mkdir()
    return folder


def _folder(edition: Edition, given: Path | None) -> Path:
    site = given or edition.site
    if not site.is_dir():
        raise EditionError(f"there is no folder {shown(site)}")
    return site
