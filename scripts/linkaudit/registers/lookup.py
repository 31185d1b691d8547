"""References, checked with the services that know them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from linkaudit.citations.texts import CitedWork
from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family, rule
from linkaudit.core.text import mapping
from linkaudit.references.bibliography import Bibliography, Reference
from linkaudit.references.identifiers import known_by
from linkaudit.registers import crossref, nice, notices, pubmed
from linkaudit.registers.comparison import compare, same_title
from linkaudit.registers.queries import (
    Answers,
    CheckedReference,
    RegisterClient,
    Services,
    Unanswered,
    register_client,
)
from linkaudit.registers.record import NO_MATCH, Match, last_day

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
    """A reference should give a DOI, PMID or PMCID that a register has; else none tells of it."""
    count = sum(case.is_unasked for case in enquiry.cases)
    if count:
        it_gives = "reference could not be asked: it gives"
        they_give = "references could not be asked: they give"
        message = f"{count} {it_gives if count == 1 else they_give} no DOI, PMID or PMCID"
        yield Problem(enquiry.path, 1, message)
    for case in enquiry.cases:
        if registers := case.without_record:
            nobody = f"neither {' nor '.join(registers)}" if registers[1:] else registers[0]
            has = "has a" if registers[1:] else "has no"
            message = (
                f'{nobody} {has} record of "{case.key}", {case.doi or f"PMID {case.pmid}"}: '
                "whether it was corrected or retracted is not known"
            )
            yield case.problem(message, "DOI" if case.doi else "PMID")


def _judged(case: CheckedReference, kind: str) -> Iterator[Problem]:
    today = case.today if case.is_ours else None
    for found, message in notices.judge(case.key, (*case.records, case.own), case.checked, today):
        if found == kind:
            yield case.problem(message, "DOI" if case.doi else "PMID")


# What is reported of the works of other people's manuscripts.
OF_MANUSCRIPTS = (retracted, expression_of_concern, corrected)


def _no_step() -> None:
    """Nobody wants to know how far it is."""


def check_references(
    bibliography: Bibliography,
    services: Services,
    today: date,
    cache: Path | None = None,
    step: Callable[[], None] = _no_step,
) -> Iterator[Problem]:
    """Every reference must be as the registers have it, and neither retracted nor out of date.

    Answers are kept in the file `cache`; `step` is called as each reference is done. What a
    service does not answer is reported in a note.
    """
    name = bibliography.name
    cases = [CheckedReference.of(name, reference, today) for reference in bibliography]
    answered, unanswered = asyncio.run(_ask_all(cases, _all_of, services, today, cache, step))
    for case in answered:
        yield from REGISTERS.check(case)
    yield from ENQUIRIES.check(Enquiry(name, answered, unanswered))


def check_retractions(
    works: Iterable[CitedWork],
    path: str,
    services: Services,
    today: date,
    cache: Path | None = None,
    step: Callable[[], None] = _no_step,
) -> Iterator[Problem]:
    """No work that a manuscript cites may be retracted or doubted; corrections are reported too.

    `path` is the bibliography, where a service that does not answer is reported in a note.
    """
    cases = [
        CheckedReference.of(
            work.path, Reference(work.key, work.line, work.fields), today, is_ours=False
        )
        for work in works
    ]
    answered, unanswered = asyncio.run(_ask_all(cases, _work_of, services, today, cache, step))
    for case in answered:
        for check in OF_MANUSCRIPTS:
            yield from check(case)
    yield from ENQUIRIES.check(Enquiry(path, answered, unanswered))


async def _ask_all(
    cases: Sequence[CheckedReference],
    ask: Callable[[RegisterClient, CheckedReference], Awaitable[Answers]],
    services: Services,
    today: date,
    cache: Path | None,
    step: Callable[[], None],
) -> tuple[list[CheckedReference], list[Unanswered]]:
    """The cases with the answers to them, and what was not answered."""

    async def asked(registers: RegisterClient, case: CheckedReference) -> Answers:
        answers = await ask(registers, case)
        step()
        return answers

    async with register_client(services, today, cache) as registers:
        cases = await _with_numbers_of_central(registers, cases)
        summaries, *all_answers = await asyncio.gather(
            _summaries(registers, cases), *(asked(registers, case) for case in cases)
        )
    complete = [
        replace(case, answers=replace(answers, summary=summaries.get(case.pmid)))
        for case, answers in zip(cases, all_answers, strict=True)
    ]
    return complete, registers.unanswered()


async def _work_of(registers: RegisterClient, case: CheckedReference) -> Answers:
    return Answers(work=await _work(registers, case.doi))


async def _all_of(registers: RegisterClient, case: CheckedReference) -> Answers:
    """All answers to one reference, but for PubMed's part."""
    known, work, guidance = await asyncio.gather(
        _known(registers, case.doi),
        _work(registers, case.doi),
        _guidance(registers, case.reference.text("URL")),
    )
    title = case.reference.text("title")
    likely = await _likely(registers, title) if known is False and not work and title else NO_MATCH
    return Answers(known, work, None, guidance, likely)


async def _known(registers: RegisterClient, doi: str) -> bool | None:
    if not doi:
        return None
    url = crossref.address(registers.services.handle, doi)
    return await registers.ask(crossref.DOI_ORG, url, crossref.is_registered)


async def _work(registers: RegisterClient, doi: str) -> Mapping[str, Any] | None:
    if not doi:
        return None
    url = crossref.address(registers.services.crossref, doi)
    return await registers.ask(crossref.REGISTER, url, crossref.read)


async def _guidance(registers: RegisterClient, url: str) -> nice.Guidance | None:
    name = nice.guidance_id(url)
    if not name:
        return None
    page = nice.address(registers.services.nice, name)
    return await registers.ask(nice.REGISTER, page, nice.read)


async def _likely(registers: RegisterClient, title: str) -> Match:
    """The work that Crossref has under our title."""
    url = crossref.search_address(registers.services.crossref, title)
    found = await registers.ask(crossref.REGISTER, url, crossref.read_search, of=0)
    return found if found and found.doi and same_title(title, found.title) else NO_MATCH


async def _with_numbers_of_central(
    registers: RegisterClient, cases: Sequence[CheckedReference]
) -> list[CheckedReference]:
    """The cases; those that are known by a PMCID only with the PMID and the DOI beside it."""
    numbers = [pubmed.central_number(case.pmcid) for case in cases if case.is_in_central_only]
    wanted = list(dict.fromkeys(numbers))
    found = await _in_batches(registers, pubmed.CENTRAL, pubmed.central_address, wanted)
    complete = []
    for case in cases:
        number = pubmed.central_number(case.pmcid)
        if case.is_in_central_only and number in found:
            kinds = {"DOI": "doi", "PMID": "pmid"}
            named = {name: pubmed.identifier(found[number], kind) for name, kind in kinds.items()}
            case = replace(case, known_by=case.known_by.with_others(known_by(named)))
            if case.is_in_central_only:
                registers.miss(pubmed.CENTRAL, "it tells no DOI and no PMID")
        complete.append(case)
    return complete


async def _summaries(
    registers: RegisterClient, cases: Iterable[CheckedReference]
) -> dict[str, Mapping[str, Any]]:
    """PubMed's summaries by PMID, as far as it tells them."""
    wanted = list(dict.fromkeys(case.pmid for case in cases if case.pmid))
    return await _in_batches(registers, pubmed.REGISTER, pubmed.address, wanted)


async def _in_batches(
    registers: RegisterClient,
    register: str,
    address: Callable[[str, Iterable[str]], str],
    wanted: Sequence[str],
) -> dict[str, Mapping[str, Any]]:
    """The summaries of works by their numbers, asked for many at a time."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(wanted), pubmed.MOST_AT_ONCE):
        batch = wanted[start : start + pubmed.MOST_AT_ONCE]
        url = address(registers.services.eutils, batch)
        summaries = await registers.ask(register, url, pubmed.read, of=len(batch))
        if summaries is not None:
            found |= {number: mapping(summaries.get(number)) for number in batch}
    return found
