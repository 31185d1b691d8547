"""What is wrong with a reference, by what the services tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family, rule
from linkaudit.registers import nice, notices, pubmed
from linkaudit.registers.comparison import compare
from linkaudit.registers.queries import CheckedReference, Unanswered
from linkaudit.registers.wording import last_day

REGISTERS = Family[CheckedReference]("registers")


class Enquiry(NamedTuple):
    """All that was asked of the references in one file, and what was asked in vain."""

    path: str
    cases: Sequence[CheckedReference]
    unanswered: Sequence[Unanswered]


ENQUIRIES = Family[Enquiry]("registers")
_FIELDS = {
    "title": "title",
    "author": "first author",
    "issued": "year",
    "container-title": "journal",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
}


@rule(family=REGISTERS)
def unknown_doi(case: CheckedReference) -> Iterator[Problem]:
    """A DOI must be one that doi.org knows, whoever registered it."""
    if case.answers.known is False:
        doi, title = case.answers.likely
        hint = f'; did you mean "{doi}", {title}?' if doi else ""
        message = f'the DOI of "{case.key}" must be one that doi.org knows, "{case.doi}" is not'
        yield case.problem(message + hint, "DOI")


@rule(family=REGISTERS)
def unknown_pmid(case: CheckedReference) -> Iterator[Problem]:
    """A PMID must be one that PubMed knows."""
    if case.answers.summary and not pubmed.is_known(case.answers.summary):
        message = f'the PMID of "{case.key}" must be one that PubMed knows, "{case.pmid}" is not'
        yield case.problem(message, "PMID")


@rule(family=REGISTERS)
def metadata_mismatch(case: CheckedReference) -> Iterator[Problem]:
    """Title, first author, year, journal, volume, issue and pages must be as registered.

    Crossref's record counts, PubMed's where Crossref has none. What differs only in its form,
    and what one side does not give, is no mismatch. PMID and DOI must be those of one work.
    """
    if case.is_other_in_pubmed and case.in_pubmed:
        message = (
            f'the PMID of "{case.key}" must be that of its DOI, "{case.doi}"; '
            f'PubMed has "{case.pmid}" for "{case.in_pubmed.doi}"'
        )
        yield case.problem(message, "PMID")
    # A work that PubMed knows by no DOI may be another one than Crossref's.
    compared = [record for record in case.records if record is case.records[0] or not record.doi]
    reported: set[str] = set()
    for record in compared:
        for found in compare(case.reference, record):
            if found.field not in reported:
                reported.add(found.field)
                message = (
                    f'the {_FIELDS[found.field]} of "{case.key}" must be as {record.register} '
                    f'has it: here "{found.ours}", there "{found.theirs}"'
                )
                yield case.problem(message, found.field)


@rule(family=REGISTERS)
def retracted(case: CheckedReference) -> Iterator[Problem]:
    """A work that was retracted, withdrawn or removed must not be cited, nor its notice."""
    yield from _judged(case, notices.RETRACTED)


@rule(family=REGISTERS)
def expression_of_concern(case: CheckedReference) -> Iterator[Problem]:
    """A work under an expression of concern must not be cited without a clinician's word."""
    yield from _judged(case, notices.CONCERN)


@rule(family=REGISTERS, severity="note")
def corrected(case: CheckedReference) -> Iterator[Problem]:
    """A correction must have been read; custom.checked, on its day or later, says that it was."""
    yield from _judged(case, notices.CORRECTED)


@rule(family=REGISTERS)
def newer_guidance(case: CheckedReference) -> Iterator[Problem]:
    """Guidance and reviews must be cited in their newest version.

    What NICE changed later than the reference was issued, accessed or checked must be read again.
    """
    yield from _judged(case, notices.NEWER)
    guidance, reference = case.answers.guidance, case.reference
    name = nice.guidance_id(reference.text("URL")).upper()
    days = [last_day(reference.date(field)) for field in ("issued", "accessed")]
    read = max((day for day in (*days, case.checked) if day), default=None)
    message = ""
    if guidance and guidance.replaced:
        message = f'"{case.key}" cites {name}, which NICE says was {guidance.replaced}'
    elif guidance and guidance.changed and (read is None or guidance.changed > read):
        message = (
            f'"{case.key}" {f"is of {read}" if read else "gives no date"}, but NICE changed {name} '
            f"on {guidance.changed}; read it again, then say so with custom.checked: {case.today}"
        )
    if message:
        yield case.problem(message, "URL")


@rule(family=ENQUIRIES, severity="note")
def unreachable_service(enquiry: Enquiry) -> Iterator[Problem]:
    """Every reference should be checked; where a service gave no answer, nothing is known."""
    for left in enquiry.unanswered:
        are = "reference" if left.asked == 1 else "references"
        message = (
            f"{left.count} of {left.asked} {are} could not be checked with {left.register}: "
            f"{left.reason}"
        )
        yield Problem(enquiry.path, 1, message, target=left.register)


@rule(family=ENQUIRIES, severity="note")
def unasked_reference(enquiry: Enquiry) -> Iterator[Problem]:
    """A reference should give a DOI, PMID or PMCID; else no register tells what became of it."""
    count = sum(case.is_unasked for case in enquiry.cases)
    if count:
        it_gives = "reference could not be asked: it gives"
        they_give = "references could not be asked: they give"
        message = f"{count} {it_gives if count == 1 else they_give} no DOI, PMID or PMCID"
        yield Problem(enquiry.path, 1, message)


def _judged(case: CheckedReference, kind: str) -> Iterator[Problem]:
    today = case.today if case.is_ours else None
    for found, message in notices.judge(case.key, (*case.records, case.own), case.checked, today):
        if found == kind:
            yield case.problem(message, "DOI" if case.doi else "PMID")


# What is reported of the works of other people's manuscripts.
OF_MANUSCRIPTS = (retracted, expression_of_concern, corrected)
