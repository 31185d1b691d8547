"""The command `links`: find broken links in any built site."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from linkaudit.cli.online import cache_folder, external_problems, online_rules
from linkaudit.cli.program import (
    add_asking,
    add_cache,
    add_format,
    add_services,
    add_today,
    report,
    shown,
)
from linkaudit.core.clock import today
from linkaudit.core.problem import CannotRunError, in_order
from linkaudit.core.rule import documentation
from linkaudit.crawl.built_site import Location, Site, host_of
from linkaudit.crawl.crawler import check
from linkaudit.crawl.link_rules import LINKS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `links`."""
    parser.description = (
        "Find links that lead nowhere, within a built site of any generator, as GitHub Pages "
        "would answer. Without --external it opens no connection: links to other sites are "
        "checked in form only."
    )
    parser.add_argument("site", type=Path, metavar="SITE", help="the folder with the built pages")
    parser.add_argument(
        "--base-url",
        type=_base,
        default=Location(),
        metavar="URL",
        help="where the site is hosted, like https://user.github.io/repo/",
    )
    parser.add_argument(
        "--docs",
        type=Path,
        metavar="DIR",
        help="the folder of the Markdown, to name its lines (default: docs/ beside SITE, if "
        "mkdocs.yml stands there)",
    )
    add_format(parser)
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="processes to use (default: one for each core)"
    )
    add_cache(parser)
    parser.add_argument(
        "--external", action="store_true", help="ask other hosts for the links to them as well"
    )
    add_today(parser)
    add_asking(parser, links=True)
    add_services(parser, "handle")


def run(options: argparse.Namespace) -> int:
    """Check the links of a site; return the exit code."""
    gc.disable()  # all that is made is needed to the end, which is near
    if not options.site.is_dir():
        raise NotADirectoryError(f"there is no folder {shown(options.site)}")
    host, base = options.base_url
    site = Site.load(options.site, options.docs or _docs_beside(options.site), base, host)
    if not site.pages:
        raise CannotRunError(
            f"there is no page in {shown(options.site)}: name the folder of the built site, whose "
            "pages end in .html, .htm, .xhtml or .shtml"
        )
    found = check(site, LINKS, options.jobs, options.external)
    problems, rules = found.problems, documentation(LINKS)
    if options.external:
        with cache_folder(options) as cache:
            day = options.today or today()
            asked = external_problems(site, found.graph, options, cache, day)
            problems = in_order([*problems, *asked])
        rules |= online_rules()
    return report(problems, options, rules)


def _docs_beside(site: Path) -> Path | None:
    """Where MkDocs has its Markdown, if the site is beside its configuration."""
    beside = site.resolve().parent
    docs = beside / "docs"
    return docs if docs.is_dir() and (beside / "mkdocs.yml").is_file() else None


def _base(text: str) -> Location:
    try:
        return host_of(text)
    except ValueError:
        message = f'must be like https://user.github.io/repo/, is "{text}"'
        raise argparse.ArgumentTypeError(message) from None


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'must be a number from 1 on, is "{text}"')
    return int(text)
