"""Building: read, check, render, print, check again; only a whole, checked site is kept."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from guide import checks, finish
from guide.built import note_built
from guide.content import Guide
from guide.delivery import deliver
from guide.delivery.budget import table, weigh
from guide.edition import Edition
from guide.engine import render
from guide.failures import BuildProblemsError
from guide.links.site import Site
from guide.links.visit import check
from guide.offline import disk, worker
from guide.pdf.built_pages import BuiltPages
from guide.pdf.editions import chosen_by, prints_of
from guide.pdf.imprint import Source
from guide.pdf.listing import Listing
from guide.pdf.press import Printed
from guide.pdf.rendering import PangoMissingError
from guide.pdf.run import press_of, problems_of, run
from guide.problems import WARNINGS, Problem
from guide.search import index
from guide.steps import Steps, readable_size, size_of

_PREFIX = ".site-building-"
_HOUR = 3600


def build(edition: Edition, today: date, steps: Steps) -> PangoMissingError | None:
    """Build the edition into its site folder; return the reason if it has no PDF.

    Raises `BuildProblemsError` and `EngineError`; the last good site is then untouched.
    """
    _restore(edition.site)
    with steps.step("read") as told:
        guide = Guide.load(edition.docs)
        told += [f"{len(guide.pages)} pages", f"{len(guide.bibliography)} references"]
    with steps.step("check") as told:
        warnings = stop_at([*checks.check_edition(edition), *checks.check_content(guide, today)])
        rules = len(checks.EDITION_CHECKS) + len(checks.CONTENT_CHECKS)
        told += [f"{rules} rules", f"{len(warnings)} warnings"]
    for warning in warnings:
        steps.say(str(warning))
    edition.site.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=edition.site.parent))
    try:
        missing = _build_into(folder, edition, guide, today, steps)
        with steps.step("keep") as told:
            _swap(folder, edition.site)
            archive = edition.site.with_name(f"{edition.site.name}.zip")
            disk.write(edition.site, archive)
            told += [f"{edition.site.name}/", size_of(edition.site)]
            told += [f"to unpack on a disk: {archive.name}", size_of(archive)]
            note_built(edition)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return missing


def _build_into(
    folder: Path, edition: Edition, guide: Guide, today: date, steps: Steps
) -> PangoMissingError | None:
    folder.chmod(0o755)  # mkdtemp lets nobody else read it, and a web server must
    with steps.step("render") as told:
        stop_at(checks.check_engine(edition, render(edition, folder)))
        finish.drop_unused_assets(folder, edition.docs, Path(edition.config.theme.dirs[0]))
        index.write(folder, guide)
        told += [f"{deliver(folder, edition.host)} HTML files"]
    missing = None
    source = Source(edition, guide, BuiltPages(folder), today)
    with steps.step("print") as told:
        printed: list[Printed] = []
        prints = prints_of(source, chosen_by(source))
        try:
            for one in run(source, prints, steps):
                printed.append(one)
            press_of(source, folder).forget_others(prints)
        except PangoMissingError as error:
            missing = error
            told += ["no PDF: Pango is missing"]
        Listing(folder, printed, edition.config.nav or [], today).fill()
        files = f"{len(printed)} file{'s' * (len(printed) != 1)} for paper"
        told += [files, f"{sum(one.fresh for one in printed)} new"]
        for warning in stop_at(problems_of(source, printed)):
            steps.say(str(warning))
    with steps.step("offline") as told:
        kept = worker.write(folder, edition)
        told += [f"{len(kept.files)} files kept on a phone", readable_size(kept.size)]
    with steps.step("check") as told:
        site = Site.load(folder, edition.docs, edition.base, edition.host)
        found = check(site, checks.SITE_RULES)
        stop_at(found.problems)
        told += [f"{len(checks.SITE_RULES.all)} rules", f"{found.links} links and files"]
    for line in table(weigh(folder)):
        steps.say(line)
    return missing


def stop_at(problems: Iterable[Problem]) -> list[Problem]:
    """Raise if any problem is more than a warning; return the warnings."""
    problems = list(problems)
    if any(problem.rule not in WARNINGS for problem in problems):
        raise BuildProblemsError(problems)
    return problems


def _previous(site: Path) -> Path:
    return site.with_name(f".{site.name}-previous")


def _swap(folder: Path, site: Path) -> None:
    """Put the new site in the place of the last one, in two renames."""
    previous = _previous(site)
    shutil.rmtree(previous, ignore_errors=True)
    if site.exists():
        site.rename(previous)
    folder.rename(site)
    shutil.rmtree(previous, ignore_errors=True)


def _restore(site: Path) -> None:
    """Bring back the last good site if a build was killed between the two renames.

    Folders of builds that were killed earlier go too, once they are an hour old: another
    build may be running.
    """
    if _previous(site).exists() and not site.exists():
        _previous(site).rename(site)
    for left in site.parent.glob(f"{_PREFIX}*"):
        if time.time() - left.stat().st_mtime > _HOUR:
            shutil.rmtree(left, ignore_errors=True)
