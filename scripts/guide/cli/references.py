"""`guide references`: find problems in references and citations, the guide's or your own."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from linkaudit.cli import manuscript
from linkaudit.cli.online import cache_folder, online_rules, reference_problems, services_of
from linkaudit.cli.program import OK, PROBLEMS, report, shown
from linkaudit.core.clock import today
from linkaudit.core.problem import UNREADABLE, CannotRunError, Problem, in_order
from linkaudit.references.bibliography import EVIDENCE, SEEN

from guide.cli import add_edition

_ADD = "add"
_TO_DO = f"""
Now a person must
- compare each new entry with the work itself;
- write in custom.evidence what it is: {", ".join(EVIDENCE)};
- write in custom.seen what was seen of it: {", ".join(SEEN)},
  and in custom.to_check what is still open;
- cite it. Until then guide check tells what is missing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide references`."""
    parser.usage = """
  guide references [--online]                       check the guide's own bibliography
  guide references add WHAT [WHAT ...]              add a DOI, a PMID, or a .bib or CSL file to it
  guide references --bibliography FILE TEXT [TEXT ...]   check the citations of your own Markdown"""
    parser.description = (
        "TEXT is a Markdown file, or a folder in which to look for them, with the citations of "
        "Pandoc, Manubot or mkdocs-bibtex. Without --online no connection is opened, but to add "
        "a DOI or a PMID."
    )
    manuscript.add_manuscript(parser)
    add_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Check references or citations, or add references; return the exit code."""
    if options.words[:1] == [_ADD] and not options.bibliography:
        return _add(options, options.words[1:])
    if options.words or options.bibliography:
        return manuscript.run(options)
    return _check_guide(options)


def _check_guide(options: argparse.Namespace) -> int:
    """The rules of citations and references only; `guide check` has them too."""
    from guide import rules as checks
    from guide.content.guide import Guide
    from guide.edition.edition import edition_of

    day = options.today or today()
    edition = edition_of(options.config_file)
    guide = Guide.of(edition)
    found = [*guide.bibliography.unreadable, *checks.check_references(guide, day)]
    if options.online:
        with cache_folder(options) as cache:
            found += reference_problems(guide.bibliography, options, cache, day)
    return report(in_order(found), options, {**checks.rules(), **online_rules()})


def _add(options: argparse.Namespace, given: Sequence[str]) -> int:
    """Add works to the guide's bibliography; those that are there already count as problems."""
    from guide.content.guide import REFERENCES
    from guide.edition.edition import edition_of
    from guide.references.add import add

    if not given:
        raise CannotRunError("say what to add: a DOI, a PMID, or a .bib or CSL file")
    path = edition_of(options.config_file).docs / REFERENCES
    told: list[Problem] = []
    done = add(path, [csl for what in given for csl in _works_of(what, options, told)])
    for accession in done:
        print(accession.refused or f"{shown(path)}: {accession.key} is new")
    for problem in told:
        print(problem)
    if any(not accession.refused for accession in done):
        print(_TO_DO)
    is_broken = any(problem.rule == UNREADABLE for problem in told)
    return PROBLEMS if is_broken or any(accession.refused for accession in done) else OK


def _works_of(
    what: str, options: argparse.Namespace, told: list[Problem]
) -> list[Mapping[str, Any]]:
    """The works in a file, or that with a DOI or PMID, as CSL fields.

    What cannot be read, or is not clear, is added to the problems that are told.
    """
    from linkaudit.citations.library import FORMATS, Library
    from linkaudit.registers.entries import EntryError, fetch_entry, is_identifier

    if Path(what).suffix.lower() in FORMATS and Path(what).is_file():
        library = Library.load([Path(what)])
        told += [*library.unreadable, *library.unclear]
        not_whole = {problem.target for problem in library.unreadable}
        return [e.csl() for e in library.entries if e.is_work and e.key not in not_whole]
    if not is_identifier(what):
        kinds = ", ".join(FORMATS)
        raise CannotRunError(f'"{what}" must be a DOI, a PMID, or a file ending with {kinds}')
    try:
        return [fetch_entry(what, services_of(options), options.today or today())]
    except EntryError as error:
        raise CannotRunError(f"{what} was not added: {error}") from None
