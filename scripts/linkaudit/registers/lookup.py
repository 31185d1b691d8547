"""References, checked with the services that know them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from linkaudit.citations.texts import CitedWork
from linkaudit.core.loose_json import mapping
from linkaudit.core.problem import Problem
from linkaudit.references.bibliography import Bibliography, Reference
from linkaudit.references.identifiers import known_by
from linkaudit.registers import crossref, handle, nice, pubmed
from linkaudit.registers.comparison import same_title
from linkaudit.registers.findings import (
    ENQUIRIES,
    OF_MANUSCRIPTS,
    REGISTERS,
    Enquiry,
)
from linkaudit.registers.queries import (
    Answers,
    CheckedReference,
    RegisterClient,
    Services,
    Unanswered,
    register_client,
)
from linkaudit.registers.record import NO_MATCH, Match


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
        for rule in OF_MANUSCRIPTS:
            yield from rule(case)
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
    url = handle.address(registers.services.handle, doi)
    return await registers.ask(handle.REGISTER, url, handle.is_known)


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
