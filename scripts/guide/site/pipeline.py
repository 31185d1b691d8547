"""Building: read, check, render, print, publish, check again; only a whole site is kept.

MkDocs, the engine, renders.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager
from copy import copy
from datetime import date
from functools import partial
from pathlib import Path

from linkaudit.core.problem import CannotRunError, Problem, ProblemsError
from linkaudit.core.rule import severity_of
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check
from mkdocs.commands.build import build as render_with_mkdocs
from mkdocs.exceptions import MkDocsException

from guide import rules as checks
from guide.content.approvals import Approvals
from guide.content.guide import PARTS, markdown_files
from guide.content.page import read_text
from guide.core.own_files import named
from guide.core.steps import Steps, readable_size, size_of
from guide.edition.edition import Edition, collected_warnings, error_text
from guide.edition.nations import LOCAL, PASSAGES
from guide.markdown.containers import current_guide, known
from guide.print.beginnings import with_beginnings
from guide.print.chapter import RenderedPages
from guide.print.editions import Listing, chosen_by, prints_of
from guide.print.imprint import Source
from guide.print.queue import Printed, problems_of, queue_of
from guide.print.rendering import PangoMissingError
from guide.publish import offline, redirects, site_folder
from guide.publish.budget import table, weigh
from guide.publish.pages import deliver
from guide.publish.site_folder import is_as_built, note_built, packed
from guide.site.kept_pages import KeepPages
from guide.site.words import Words, environment


class EngineError(CannotRunError):
    """The engine could not render the guide."""


def render(edition: Edition, folder: Path, words: Words | None = None) -> list[str]:
    """Render the edition into the folder; return what the engine warned of.

    What is kept of these `words` is not made of their Markdown again.

    Broken links are left to the checks of the built site, which know file and line.
    Raises `EngineError` with the engine's own words, or with the pages that it would take
    minutes over.
    """
    problems: list[Problem] = []
    texts = [read_text(edition.docs, path, problems) for path in markdown_files(edition.docs)]
    if None in texts:
        raise EngineError("\n".join(map(str, problems)))
    with collected_warnings() as warnings:
        try:
            config = edition.fresh_config(folder)
            nation = edition.nation
            config.mdx_configs["guide.markdown"] = {"docs_dir": str(edition.docs), "nation": nation}
            snippets = config.mdx_configs.get("pymdownx.snippets", {})
            # What the nation and the clinic have instead of a passage comes first.
            parts = edition.docs / PARTS
            first = (parts / LOCAL, parts / PASSAGES / nation.name)
            paths = [str(edition.docs.parent / path) for path in snippets.get("base_path", ())]
            paths = [*(str(folder) for folder in first if folder.is_dir()), *paths]
            config.mdx_configs["pymdownx.snippets"] = {**snippets, "base_path": paths}
            # What pages say of who checked them is made here, whatever the settings say.
            guide = current_guide(edition.docs, nation)
            signed = Approvals.load(edition.folder, guide)
            config.extra["approvals"] = {
                path: signed.notice([path], guide.ui) for path in (*signed.checked, *signed.changed)
            }
            get_env = partial(words.environment if words else environment, copy(config.theme))
            config.theme.get_env = get_env  # type: ignore[method-assign]
            if words:
                inputs = words.inputs(edition)
                keep = KeepPages(words.kept, edition, guide, inputs, warnings)
                config.plugins["guide"] = keep
            for kind in config.validation.links:
                config.validation.links[kind] = logging.DEBUG
            config.plugins.on_startup(command="build", dirty=False)
            try:
                render_with_mkdocs(config)
            finally:
                config.plugins.on_shutdown()
        except MkDocsException as error:
            raise EngineError(str(error) or error_text(warnings)) from error
        except Exception as error:  # an extension's own: MkDocs has logged the page it was on
            raise EngineError(error_text(warnings) or str(error)) from error
    return [record.getMessage() for record in warnings]


def build(edition: Edition, today: date, steps: Steps) -> PangoMissingError | None:
    """Build the edition into its site folder; return the reason if it has no PDF.

    If nothing has changed since it was built, the site stays as it is. Raises
    `ProblemsError` and `EngineError`; the last good site is then untouched.
    """
    words = Words.of(edition.folder, today)
    with held(edition, steps):
        site_folder.restore(edition.site)
        made = words.inputs(edition).of_edition(edition)
        if is_as_built(edition, made):
            with steps.step("keep") as done:
                warnings = _warnings(edition, words)
                done += [f"{edition.site.name}/, as nothing has changed"]
            for warning in warnings:
                steps.warn(str(warning))
            note_built(edition, made)
            return None
        missing = build_alone(edition, words, steps)
        note_built(edition, made, complete=missing is None)
        words.kept.evict_unused()
        return missing


def build_alone(
    edition: Edition, words: Words, steps: Steps, processes: int | None = None
) -> PangoMissingError | None:
    """Build the edition as `build` does, for who sees to it that nobody else does.

    `processes` is how many may print at a time, else one for each core.
    """
    with steps.step("read") as done:
        guide = words.guide(edition)
        done += [f"{len(guide.pages)} pages", f"{len(guide.bibliography)} references"]
    with steps.step("check") as done, known(guide):
        warnings = _warnings(edition, words)
        done += [f"{len(checks.OF_WORDS)} rules", f"{len(warnings)} warnings"]
    for warning in warnings:
        steps.warn(str(warning))
    with site_folder.new_folder(edition.site) as folder, known(guide):
        missing = _build_into(folder, edition, words, steps, processes)
        with steps.step("keep") as done:
            archive = archive_of(edition)
            site_folder.note_files(folder)
            with packed(folder, archive):
                site_folder.replace(folder, edition.site)
            done += [f"{edition.site.name}/", size_of(edition.site)]
            done += [f"to unpack on a disk: {archive.name}", size_of(archive)]
    return missing


def _warnings(edition: Edition, words: Words) -> list[Problem]:
    """What is only told of settings and words. Raises `ProblemsError` for the rest."""
    return stop_at([*checks.check_edition(edition, words.today), *words.problems(edition)])


def held(edition: Edition, steps: Steps) -> AbstractContextManager[None]:
    """The site of the edition, held alone."""
    lock = edition.folder / ".cache" / f"{edition.site.name}.lock"
    return site_folder.locked(edition.site, lock, steps.say)


def renew(edition: Edition) -> None:
    """Let the rest of a built site match the files that were changed in it since."""
    offline.write(edition.site, edition)
    site_folder.note_files(edition.site)
    with packed(edition.site, archive_of(edition)):
        pass


def archive_of(edition: Edition) -> Path:
    """The archive of the site, beside it."""
    return edition.site.with_name(f"{edition.site.name}.zip")


def _build_into(
    folder: Path, edition: Edition, words: Words, steps: Steps, processes: int | None
) -> PangoMissingError | None:
    guide, today = words.guide(edition), words.today
    with steps.step("render") as done:
        stop_at(checks.check_engine(edition, render(edition, folder, words)))
        site_folder.drop_unused_assets(folder, edition.docs, edition.templates)
        site_folder.drop_logos_of_others(folder, edition)
        words.write_index(folder, edition)
        done += [f"{sum(1 for _ in folder.rglob('*.html'))} pages"]
    missing = None
    source = Source(edition, guide, RenderedPages(folder), today)
    with steps.step("print") as done:
        printed: list[Printed] = []
        known_lengths = words.beginnings.get(words.key(edition), {})
        prints = with_beginnings(prints_of(source, chosen_by(source)), known_lengths)
        queue = queue_of(edition, folder, processes)
        try:
            for one in queue.run(prints, steps):
                printed.append(one)
            queue.evict_others(prints)
        except PangoMissingError as error:
            missing = error
            done += ["no PDF: Pango is missing"]
        files = f"{len(printed)} file{'s' * (len(printed) != 1)} for paper"
        done += [files, f"{sum(one.fresh for one in printed)} new"]
        for warning in stop_at(problems_of(source, printed)):
            steps.warn(str(warning))
    with steps.step("publish") as done:
        nav = edition.config.nav or []
        # Before a page takes the rules that it can use: the list of prints has folds of its own.
        Listing(folder, printed, nav, today, source.ui, source.approvals).fill()
        done += [f"{deliver(folder, edition.host, edition.templates, guide.ui)} HTML files"]
        moved = redirects.write(folder, guide)
        done += [f"{moved} old addresses lead on"] if moved else []
    with steps.step("offline") as done:
        kept = offline.write(folder, edition)
        done += [f"{len(kept.files)} files kept on a phone", readable_size(kept.size)]
        if kept.later:
            done += [f"{kept.later} more once opened"]
    with steps.step("check") as done:
        site = Site.load(folder, edition.docs, edition.base, edition.host)
        found = check(site, checks.SITE_RULES, processes)
        stop_at(named(found.problems, edition.docs))
        done += [f"{len(list(checks.SITE_RULES))} rules", f"{found.links} links and files"]
    for line in table(weigh(folder)):
        steps.say(line)
    return missing


def stop_at(problems: Iterable[Problem]) -> list[Problem]:
    """Raise if any problem is more than a warning; return the warnings."""
    problems = list(problems)
    if any(severity_of(problem) == "error" for problem in problems):
        raise ProblemsError(problems)
    return problems
