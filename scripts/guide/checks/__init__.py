"""The checks: each is a generator of problems whose docstring is its rule.

`EDITION_CHECKS` read a clinic's settings, `CONTENT_CHECKS` the words, `SITE_CHECKS` a built
site. A rule's name is its function's name with dashes. Today's date is always a parameter.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from guide.checks import (
    blocks,
    citations,
    claims,
    edition,
    front_matter,
    house_style,
    links,
    markup,
    passages,
    plain_english,
    references,
)
from guide.checks.site import Site
from guide.content import Guide
from guide.edition import Edition
from guide.problems import Problem, did_you_mean, in_order

EditionCheck = Callable[[Edition], Iterator[Problem]]
ContentCheck = Callable[[Guide, date], Iterator[Problem]]
SiteCheck = Callable[[Site], Iterator[Problem]]

EDITION_CHECKS: tuple[EditionCheck, ...] = (
    edition.missing_inherit,
    edition.refused_edition_setting,
    edition.unknown_clinic_key,
    edition.wrong_clinic_value,
    edition.low_contrast_colour,
    edition.missing_logo,
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
    references.unverified_reference,
    references.unused_reference,
    references.malformed_doi,
    references.malformed_pmid,
    references.malformed_url,
    claims.uncited_claim,
    claims.number_from_partial_reference,
    claims.unconditional_safety,
    blocks.unknown_block,
    blocks.unclosed_block,
    passages.missing_passage,
    passages.unused_passage,
    passages.missing_drawing,
    plain_english.hard_reading,
    plain_english.long_sentence,
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
    house_style.care_card_form,
    house_style.do_list_form,
    house_style.too_many_callouts,
    house_style.unexplained_word,
)
SITE_CHECKS: tuple[SiteCheck, ...] = (
    links.missing_page,
    links.missing_anchor,
    links.missing_asset,
    links.root_absolute,
    links.empty_href,
    links.malformed_link,
    links.third_party_request,
    markup.duplicate_id,
    markup.missing_alt,
    markup.unrendered_markup,
)

# An overdue page says so to its reader; stopping the build would keep the notice from them.
WARNINGS = frozenset({"overdue-review"})
# Whether words make a claim or are plain is a judgement; a page may waive these and say why.
WAIVABLE = frozenset(
    {
        "uncited-claim",
        *("hard-reading", "long-sentence", "long-paragraph", "long-section", "plain-words"),
        *("question-heading", "percentage", "mixed-denominators", "long-list"),
        *("too-many-callouts", "unexplained-word"),
    }
)


def rule_name(check: Callable[..., object]) -> str:
    """The name of a rule is that of its function, with dashes."""
    return getattr(check, "__name__", "").replace("_", "-")


def rules() -> dict[str, str]:
    """Every rule with its documentation, in the order in which the rules are checked."""
    checks: tuple[Callable[..., object], ...] = (
        *EDITION_CHECKS,
        *CONTENT_CHECKS,
        unneeded_waiver,
        engine_warning,
        *SITE_CHECKS,
    )
    return {rule_name(check): inspect.cleandoc(check.__doc__ or "") for check in checks}


def check_edition(edition: Edition) -> list[Problem]:
    """All problems of a clinic's settings, sorted."""
    return in_order(problem for check in EDITION_CHECKS for problem in check(edition))


def check_content(guide: Guide, today: date) -> list[Problem]:
    """All problems of the content, sorted, less what a page waives with a reason."""
    found = [problem for check in CONTENT_CHECKS for problem in check(guide, today)]
    waived = {
        (guide.name_of(page.path), rule)
        for page in guide.files
        for rule, reason in page.waivers.items()
        if rule in WAIVABLE and reason and isinstance(reason, str)
    }
    kept = [problem for problem in found if (problem.path, problem.rule) not in waived]
    return in_order([*kept, *unneeded_waiver(guide, found)])


def check_engine(edition: Edition, warnings: Iterable[str]) -> list[Problem]:
    """What the engine warned of, as problems."""
    return in_order(engine_warning(edition, warnings))


def engine_warning(edition: Edition, warnings: Iterable[str]) -> Iterator[Problem]:
    """MkDocs must have nothing to warn of."""
    for warning in warnings:
        yield Problem(edition.path.name, 1, "engine-warning", warning)


def check_site(site: Site) -> list[Problem]:
    """All problems of a built site, sorted."""
    return in_order(problem for check in SITE_CHECKS for problem in check(site))


def unneeded_waiver(guide: Guide, found: Iterable[Problem]) -> Iterator[Problem]:
    """A waiver must name a rule that may be waived, give a reason, and still be needed.

    `waivers: {uncited-claim: why it is right here}` in the front matter of a page.
    """
    broken = {(problem.path, problem.rule) for problem in found}
    for page in guide.files:
        path, line = guide.name_of(page.path), page.meta_lines.get("waivers", 1)
        given = page.meta.get("waivers", {})
        if not isinstance(given, dict):
            message = f"waivers must map a rule to a reason, is {given!r}"
            yield guide.problem(page, line, "unneeded-waiver", message)
        for rule, reason in page.waivers.items():
            if rule not in WAIVABLE:
                message = f'"{rule}" cannot be waived{did_you_mean(rule, WAIVABLE)}'
            elif not isinstance(reason, str) or not reason.strip():
                message = f'the waiver of "{rule}" must give a reason, is {reason!r}'
            elif (path, rule) not in broken:
                message = f'"{rule}" is waived but no longer broken here; delete the waiver'
            else:
                continue
            yield guide.problem(page, line, "unneeded-waiver", message, rule)
