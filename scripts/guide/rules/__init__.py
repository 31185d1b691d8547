"""The rules of the guide: what its settings, its words and its built site must be.

A module for each subject; `families` says what the rules of each family look at. To add a rule is
to write its function, to plant a fault that breaks it, and to grade it in tests/cases/rules.txt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from linkaudit.core.problem import Problem, in_order
from linkaudit.core.rule import documentation, registered
from linkaudit.crawl.crawler import Rules
from linkaudit.crawl.link_rules import LINKS

from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.layout_rules import LAYOUT
from guide.print.queue import PRINTED

# isort: off
# Rules are registered as they are loaded: in this order `guide check --list` tells of them.
from guide.rules import (
    configuration,
    edition_files,
    front_matter,
    claims,
    reference_entries,
    active,
    page_structure,
    passages,
    nation_facts,
    plain_english,
    house_style,
    traceability,
    search_words,
    site,
)

# isort: on
from guide.rules import families, follow
from guide.rules.families import (
    CONTENT,
    DATED_CONTENT,
    DATED_REFERENCES,
    EDITION,
    REFERENCES,
    RENDERED,
    WAIVERS,
    CheckedGuide,
    GuideOnDay,
    RenderedEdition,
)

MODULES = (
    *(configuration, edition_files, front_matter, claims, reference_entries, active),
    *(page_structure, passages, nation_facts, plain_english, house_style, traceability),
    *(search_words, site),
)
# What is checked before anything is rendered.
OF_WORDS = (*EDITION, *CONTENT, *DATED_CONTENT, *REFERENCES, *DATED_REFERENCES)
SITE_RULES = Rules(
    of_files=(*LINKS.of_files, *families.OF_FILES),
    of_pages=(*LINKS.of_pages, *families.OF_PAGES),
    of_sites=(*LINKS.of_sites, *families.OF_SITES),
)


def rules() -> dict[str, str]:
    """Every rule that needs no other host, with its documentation."""
    of_words = (*registered("edition"), *registered("content", "references"))
    return documentation((*of_words, *PRINTED, *SITE_RULES, *LAYOUT))


def check_edition(edition: Edition) -> list[Problem]:
    """All problems of a clinic's settings, sorted."""
    return in_order(EDITION.check(edition))


def check_content(guide: Guide, today: date) -> list[Problem]:
    """All problems of the content, sorted, less what a page waives with a reason."""
    dated = GuideOnDay(guide, today)
    found = [*CONTENT.check(guide), *DATED_CONTENT.check(dated), *check_references(guide, today)]
    waived = front_matter.waived(guide)
    kept = [problem for problem in found if (problem.path, problem.rule) not in waived]
    kept = list(follow.without_what_follows(guide, kept))
    return in_order([*kept, *WAIVERS.check(CheckedGuide(guide, found))])


def check_references(guide: Guide, today: date) -> list[Problem]:
    """All problems of references and citations, sorted, also those that a page waives."""
    dated = GuideOnDay(guide, today)
    return in_order([*REFERENCES.check(guide), *DATED_REFERENCES.check(dated)])


def check_engine(edition: Edition, warnings: Iterable[str]) -> list[Problem]:
    """What the engine warned of, as problems."""
    return in_order(RENDERED.check(RenderedEdition(edition, warnings)))
