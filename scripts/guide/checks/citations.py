"""Citations in the text: their form and the references they name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guide.citation import find_mentions
from guide.content import Guide
from guide.problems import Problem, did_you_mean
from guide.structure import headings


def malformed_citation(guide: Guide, today: date) -> Iterator[Problem]:
    """A citation must have the form [@key], [@a; @b] or [@key, 1.2.7]."""
    for page in guide.files:
        for mention in page.mentions():
            if mention.error:
                yield guide.problem(page, mention.line, "malformed-citation", mention.error)


def unknown_citation(guide: Guide, today: date) -> Iterator[Problem]:
    """Every citekey must be the id of a reference in the bibliography."""
    known = guide.bibliography.references
    for page in guide.files:
        for mention in page.mentions():
            for key in (citation.key for citation in mention.citations):
                if key not in known:
                    hint = did_you_mean(key, known)
                    message = f'"@{key}" is not in {guide.bibliography.name}{hint}'
                    yield guide.problem(page, mention.line, "unknown-citation", message, key)


def citation_in_heading(guide: Guide, today: date) -> Iterator[Problem]:
    """A heading must not hold a citation: it stands in menus and contents too."""
    for page in guide.files:
        for heading in headings(page.body):
            if any(find_mentions(heading.words)):
                line = page.line_of(heading.line)
                message = "move the citation to the sentence that it supports"
                yield guide.problem(page, line, "citation-in-heading", message)
