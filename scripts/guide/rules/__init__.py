"""The checks: each is a generator of problems whose docstring is its rule.

`EDITION_CHECKS` read a clinic's settings, `CONTENT_CHECKS` the words, `SITE_RULES` a built
site. A rule's name is its function's name with dashes. Today's date is always a parameter.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from linkaudit.core.problem import Problem, in_order
from linkaudit.crawl.rules import LINKS, Rules, rule_name

from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.layout_rules import RULES as LAYOUT_RULES
from guide.print.queue import longer_leaflet
from guide.rules import (
    active,
    blocks,
    claims,
    coverage,
    edition,
    follow,
    front_matter,
    house_style,
    passages,
    plain_english,
    references,
    search_words,
    site,
)
from guide.rules import blocks as cards
from guide.rules import claims as citations
from guide.rules import front_matter as waivers
from guide.rules import plain_english as explanations
from guide.rules import references as identifiers
from guide.rules import references as works
from guide.rules import site as weight

EditionCheck = Callable[[Edition], Iterator[Problem]]
ContentCheck = Callable[[Guide, date], Iterator[Problem]]

EDITION_CHECKS: tuple[EditionCheck, ...] = (
    edition.refused_tag,
    edition.missing_inherit,
    edition.refused_edition_setting,
    edition.wrong_setting,
    edition.overridden_site_url,
    edition.unknown_clinic_key,
    edition.wrong_clinic_value,
    edition.low_contrast_colour,
    edition.nation_not_reviewed,
    edition.assumed_nation,
    edition.missing_logo,
    edition.heavy_logo,
    edition.odd_file,
    edition.wrong_site_dir,
    edition.broken_picture,
    edition.active_picture,
    edition.lost_on_paper,
    edition.unknown_print_part,
    edition.unknown_print_edition,
    edition.unknown_leaflet,
)
CONTENT_CHECKS: tuple[ContentCheck, ...] = (
    front_matter.unreadable,
    front_matter.missing_front_matter,
    front_matter.unknown_front_matter,
    front_matter.front_matter_length,
    front_matter.duplicate_title,
    front_matter.title_in_text,
    front_matter.wrong_status,
    front_matter.wrong_review_date,
    front_matter.overdue_review,
    citations.malformed_citation,
    citations.unknown_citation,
    citations.citation_in_heading,
    references.duplicate_reference,
    references.incomplete_reference,
    references.unknown_reference_field,
    references.malformed_author,
    references.malformed_date,
    references.unknown_evidence,
    references.unknown_seen,
    references.unused_reference,
    identifiers.malformed_doi,
    identifiers.malformed_pmid,
    identifiers.malformed_pmcid,
    identifiers.malformed_isbn,
    identifiers.malformed_issn,
    identifiers.malformed_pages,
    identifiers.malformed_url,
    works.duplicate_work,
    works.known_preprint,
    works.stale_guideline,
    works.weak_source,
    claims.uncited_claim,
    claims.unread_claim,
    claims.unconditional_safety,
    active.raw_html,
    blocks.unknown_block,
    blocks.unclosed_block,
    passages.missing_passage,
    passages.unused_passage,
    passages.missing_drawing,
    passages.missing_routine,
    passages.unused_routine,
    passages.routine_without_safety,
    passages.missing_pose,
    passages.unused_pose,
    passages.unlisted_myth,
    plain_english.hard_reading,
    plain_english.long_sentence,
    plain_english.hard_words,
    plain_english.long_paragraph,
    plain_english.long_section,
    plain_english.plain_words,
    plain_english.negative_contraction,
    house_style.question_heading,
    house_style.italics,
    house_style.dash_range,
    house_style.percentage,
    house_style.mixed_denominators,
    house_style.long_list,
    house_style.wide_table,
    cards.care_card_form,
    cards.do_list_form,
    cards.too_many_callouts,
    cards.heading_after_card,
    explanations.unexplained_word,
    explanations.abbreviation,
    explanations.metaphor_unmarked,
    coverage.duplicate_entry,
    coverage.missing_claim,
    coverage.unknown_claim,
    coverage.entry_without_place,
    coverage.missing_place,
    coverage.unknown_citekey,
    coverage.entry_without_reference,
    coverage.place_without_reference,
    search_words.wrong_search_words,
    search_words.wrong_search_setting,
    search_words.urgent_place,
    search_words.emergency_example,
    search_words.stale_emergency_weights,
)
# What the guide's own site must be, beside what `guide links` looks for in any site.
SITE_RULES = Rules(
    of_files=(*LINKS.of_files, site.unmovable_link, site.third_party_request),
    of_pages=(*LINKS.of_pages, site.missing_alt, site.unrendered_markup, active.active_content),
    of_sites=(*LINKS.of_sites, weight.over_budget, weight.unmatched_file, active.active_file),
)


def rules() -> dict[str, str]:
    """Every rule with its documentation, in the order in which the rules are checked."""
    checks: tuple[Callable[..., object], ...] = (
        *EDITION_CHECKS,
        *CONTENT_CHECKS,
        waivers.unneeded_waiver,
        engine_warning,
        longer_leaflet,
        *SITE_RULES.all,
    )
    found = {rule_name(check): check for check in checks} | LAYOUT_RULES
    return {name: inspect.cleandoc(check.__doc__ or "") for name, check in found.items()}


def check_edition(edition: Edition) -> list[Problem]:
    """All problems of a clinic's settings, sorted."""
    return in_order(problem for check in EDITION_CHECKS for problem in check(edition))


def check_content(guide: Guide, today: date) -> list[Problem]:
    """All problems of the content, sorted, less what a page waives with a reason."""
    found = [problem for check in CONTENT_CHECKS for problem in check(guide, today)]
    waived = waivers.waived(guide)
    kept = [problem for problem in found if (problem.path, problem.rule) not in waived]
    kept = list(follow.without_what_follows(guide, kept))
    return in_order([*kept, *waivers.unneeded_waiver(guide, found)])


def check_engine(edition: Edition, warnings: Iterable[str]) -> list[Problem]:
    """What the engine warned of, as problems."""
    return in_order(engine_warning(edition, warnings))


def engine_warning(edition: Edition, warnings: Iterable[str]) -> Iterator[Problem]:
    """MkDocs must have nothing to warn of."""
    for warning in warnings:
        yield Problem(edition.path.name, 1, "engine-warning", warning)
