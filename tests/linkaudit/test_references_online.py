"""References and the services that know them: each answer that a service may give, and what we say.

The answers in `cases/online/` have the form, and mostly the words, of real ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from linkaudit.citations.texts import CitedWork
from linkaudit.registers.lookup import check_references, check_retractions
from linkaudit.registers.queries import Services
from loopback import HANG, Loopback, Raw, Reply, redirect
from registers import CASES, TODAY, Registers, case, crossref

FINUCANE: dict[str, Any] = {
    "id": "finucane2020redflags",
    "title": "International framework for red flags for potential serious spinal pathologies",
    "author": [{"family": "Finucane", "given": "L.M."}, {"literal": "and others"}],
    "issued": {"date-parts": [[2020, 7]]},
    "container-title": "J Orthop Sports Phys Ther",
    "volume": "50",
    "issue": "7",
    "page": "350-72",
    "DOI": "10.2519/jospt.2020.9971",
}
HAYDEN: dict[str, Any] = {
    "id": "hayden2021exercise",
    "title": "Exercise therapy for chronic low back pain",
    "author": [{"family": "Hayden", "given": "J.A."}],
    "issued": {"date-parts": [[2021]]},
    "container-title": "Cochrane Database of Systematic Reviews",
    "issue": "10",
    "page": "CD009790",
    "DOI": "10.1002/14651858.CD009790.pub2",
}
WAKEFIELD: dict[str, Any] = {
    "id": "wakefield1998",
    "title": "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive "
    "developmental disorder in children",
    "DOI": "10.1016/S0140-6736(97)11096-0",
}
NG59: dict[str, Any] = {
    "id": "nice2016lowback",
    "title": "Low back pain and sciatica in over 16s",
    "issued": {"date-parts": [[2016, 11, 30]]},
    "URL": "https://www.nice.org.uk/guidance/ng59",
}


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[Registers]:
    with Loopback() as server:
        yield Registers(server, tmp_path)


def update(kind: str, doi: str, *day: int) -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "source": "publisher", "updated": {"date-parts": [[*day]]}}


def test_a_reference_that_is_as_registered_has_no_problem(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    registers.knows(HAYDEN["DOI"], case("crossref-hayden.json"))
    assert registers.reported(FINUCANE, HAYDEN) == []
    assert sorted(registers.server.asked) == [
        "GET /handles/10.1002/14651858.CD009790.pub2",
        "GET /handles/10.2519/jospt.2020.9971",
        "GET /works/10.1002/14651858.CD009790.pub2",
        "GET /works/10.2519/jospt.2020.9971",
    ]


REGISTERED = "International Framework for Red Flags for Potential Serious Spinal Pathologies"
CROSSREF_HAS = "must be as Crossref has it: here"


@pytest.mark.parametrize(
    ("field", "ours", "line", "words"),
    [
        (
            "title",
            "A framework for green flags",
            2,
            f'the title of "finucane2020redflags" {CROSSREF_HAS} "A framework for green flags", '
            f'there "{REGISTERED}"',
        ),
        (
            "author",
            [{"family": "Downie", "given": "A."}],
            3,
            f'the first author of "finucane2020redflags" {CROSSREF_HAS} "Downie, A.", '
            'there "Finucane, Laura M."',
        ),
        (
            "issued",
            {"date-parts": [[2021]]},
            4,
            f'the year of "finucane2020redflags" {CROSSREF_HAS} "2021", there "2019 or 2020"',
        ),
        (
            "container-title",
            "Spine",
            5,
            f'the journal of "finucane2020redflags" {CROSSREF_HAS} "Spine", '
            'there "Journal of Orthopaedic & Sports Physical Therapy"',
        ),
        (
            "volume",
            "51",
            6,
            f'the volume of "finucane2020redflags" {CROSSREF_HAS} "51", there "50"',
        ),
        ("issue", "8", 7, f'the issue of "finucane2020redflags" {CROSSREF_HAS} "8", there "7"'),
        (
            "page",
            "350-382",
            8,
            f'the pages of "finucane2020redflags" {CROSSREF_HAS} "350-382", there "350-372"',
        ),
    ],
)
def test_a_field_that_is_not_as_registered_is_reported_with_both_sides(
    registers: Registers, field: str, ours: Any, line: int, words: str
) -> None:
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    assert registers.reported({**FINUCANE, field: ours}) == [f":{line}: metadata-mismatch {words}"]


def test_what_one_side_does_not_give_is_no_mismatch(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", page=None, author=[]))
    assert registers.reported(FINUCANE) == []
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    assert registers.reported({"id": "bare", "DOI": FINUCANE["DOI"]}) == []


def test_a_doi_of_another_register_than_crossref_is_no_fault_but_nothing_is_known_of_it(
    registers: Registers,
) -> None:
    registers.knows(FINUCANE["DOI"], Reply(404, "Resource not found."))
    assert registers.reported(FINUCANE) == [
        ':9: unasked-reference Crossref has no record of "finucane2020redflags", '
        "10.2519/jospt.2020.9971: whether it was corrected or retracted is not known"
    ]


def test_a_doi_that_nobody_knows_is_reported_with_the_one_that_may_be_meant(
    registers: Registers,
) -> None:
    doi, title = "10.2519/jospt.2020.9972", FINUCANE["title"]
    registers.handle(doi, Reply(404, (CASES / "handle-unknown.json").read_bytes()))
    search = f"/works?rows=1&query.bibliographic={quote(title)}"
    registers.server.on(search, case("crossref-search.json"))
    begin = ':9: unknown-doi the DOI of "finucane2020redflags" must be one that doi.org knows, '
    assert registers.reported({**FINUCANE, "DOI": doi}) == [
        f'{begin}"{doi}" is not; did you mean "10.2519/jospt.2020.9971", {REGISTERED}?'
    ]
    registers.server.on(search, crossref("crossref-search.json", items=[]))
    assert registers.reported({**FINUCANE, "DOI": doi}) == [f'{begin}"{doi}" is not']


def test_a_doi_of_no_doi_s_form_is_not_asked_for(registers: Registers) -> None:
    assert registers.reported({"id": "odd", "DOI": "doi:10.1/x", "PMID": "PMC12"}) == []
    assert registers.server.asked == []


RETRACTED = (
    '"wakefield1998" was retracted, see 10.1016/s0140-6736(10)60175-4 of 2010-02-06 ({}); '
    "take it out, and every claim that rests on it"
)


def test_a_retracted_work_is_reported_once_and_its_corrections_are_not(
    registers: Registers,
) -> None:
    registers.knows(WAKEFIELD["DOI"], case("crossref-wakefield.json"))
    reported = registers.reported({**WAKEFIELD, "custom": {"checked": "2026-11-22"}})
    assert reported == [":3: retracted " + RETRACTED.format("Crossref")]


def test_a_notice_that_took_the_place_of_the_work_is_a_retraction_too(
    registers: Registers,
) -> None:
    doi = FINUCANE["DOI"]
    answer = crossref(
        "crossref-finucane.json", update_to=[update("retraction", doi.upper(), 2021, 5)]
    )
    registers.knows(doi, answer)
    assert registers.reported(FINUCANE) == [
        ':9: retracted "finucane2020redflags" was retracted, see the notice of 2021-05 '
        "(Crossref); take it out, and every claim that rests on it"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ["RETRACTED: Rest"]}, "was retracted (Crossref)"),
        ({"title": ["[Retracted] Rest"]}, "was retracted (Crossref)"),
        ({"title": ["WITHDRAWN: Rest"]}, "was withdrawn (Crossref)"),
        (
            {"relation": {"is-retracted-by": [{"id-type": "doi", "id": "10.5555/n"}]}},
            "was retracted, see 10.5555/n (Crossref)",
        ),
        (
            {"updated_by": [update("partial_retraction", "10.5555/n", 2020, 1, 2)]},
            "was retracted in part, see 10.5555/n of 2020-01-02 (Crossref)",
        ),
        (
            {
                "updated_by": [
                    update("erratum", "10.5555/N", 2024),
                    update("withdrawal", "10.5555/n", 2020, 1, 2),
                ]
            },
            "was withdrawn, see 10.5555/n of 2020-01-02 (Crossref)",
        ),
        (
            # The publisher dates it like the work itself, Retraction Watch like the notice.
            {
                "title": ["RETRACTED: Rest"],
                "updated_by": [
                    update("retraction", FINUCANE["DOI"], 2019),
                    update("retraction", "10.5555/n", 2020, 1, 2),
                    update("retraction", "10.5555/N", 2023, 4),
                ],
            },
            "was retracted, see 10.5555/n of 2023-04 (Crossref)",
        ),
    ],
)
def test_every_way_to_say_that_a_work_was_taken_back_is_heard(
    registers: Registers, changes: dict[str, Any], words: str
) -> None:
    registers.knows(WAKEFIELD["DOI"], crossref("crossref-finucane.json", **changes))
    reported = registers.reported({"id": "rest", "DOI": WAKEFIELD["DOI"]})
    remedy = "; take it out, and every claim that rests on it"
    assert reported == [f':2: retracted "rest" {words}{remedy}']


OTHER_KINDS = [
    ("removal", "retracted", "was removed"),
    ("Retract and Replace", "retracted", "was retracted"),
    ("expression-of-concern", "expression-of-concern", "is under an expression of concern"),
    ("corrigendum", "corrected", "was corrected"),
    ("correction", "corrected", "was corrected"),
    ("addendum", "corrected", "was added to"),
    ("clarification", "corrected", "was clarified"),
    ("RepublishedIn", "corrected", "was published again"),
    ("new_edition", "newer-guidance", "has a newer edition"),
    ("Update in", "newer-guidance", "has a newer version"),
    ("is-replaced-by", "newer-guidance", "was replaced"),
]


@pytest.mark.parametrize(("kind", "rule", "words"), OTHER_KINDS)
def test_every_kind_of_notice_has_its_rule_and_its_words(
    registers: Registers, kind: str, rule: str, words: str
) -> None:
    updates = [update(kind, "10.5555/n", 2024)]
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", updated_by=updates))
    (reported,) = registers.reported(FINUCANE)
    assert reported.startswith(f':9: {rule} "finucane2020redflags" {words}, see 10.5555/n of 2024')


@pytest.mark.parametrize("where", ["10.5555/erratum", FINUCANE["DOI"]])
def test_notices_of_two_kinds_are_reported_each(registers: Registers, where: str) -> None:
    updates = [
        update("new_version", FINUCANE["DOI"], 2025),
        update("erratum", where, 2024),
    ]
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", updated_by=updates))
    reported = registers.reported(FINUCANE)
    assert [line.split()[1] for line in reported] == ["corrected", "newer-guidance"]


def test_two_notices_of_retraction_are_reported_each(registers: Registers) -> None:
    updates = [update("retraction", "10.5555/b", 2021), update("retraction", "10.5555/a", 2020)]
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", updated_by=updates))
    reported = registers.reported(FINUCANE)
    assert [line.partition("see ")[2].partition(" (")[0] for line in reported] == [
        "10.5555/a of 2020",
        "10.5555/b of 2021",
    ]


def test_a_retraction_notice_is_not_the_work(registers: Registers) -> None:
    doi = "10.1016/s0140-6736(10)60175-4"
    registers.knows(doi, case("crossref-retraction-notice.json"))
    assert registers.reported({"id": "lancet2010", "DOI": doi}) == [
        ':2: retracted "lancet2010" is a notice of retraction of 10.1016/s0140-6736(97)11096-0, '
        "not the work (Crossref)"
    ]


@pytest.mark.parametrize("title", ["Retraction: Rest", "Notice of retraction: Rest"])
def test_a_title_may_say_that_it_is_a_notice(registers: Registers, title: str) -> None:
    registers.knows(
        "10.5555/n",
        crossref("crossref-retraction-notice.json", title=[title], update_to=None),
    )
    assert registers.reported({"id": "lancet2010", "DOI": "10.5555/n"}) == [
        ':2: retracted "lancet2010" is a notice of retraction, not the work (Crossref)'
    ]


def test_a_word_about_muscles_at_the_front_of_a_title_is_no_notice(registers: Registers) -> None:
    for title in ("Retraction of the scapula: a trial", "Withdrawal: a review", "Removed - rest"):
        registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", title=[title]))
        assert registers.reported({"id": "rest", "DOI": FINUCANE["DOI"]}) == []


def test_an_expression_of_concern_stands_whoever_looked_at_it(registers: Registers) -> None:
    updates = [update("expression_of_concern", "10.5555/doubt", 2024, 3, 1)]
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", updated_by=updates))
    assert registers.reported({**FINUCANE, "custom": {"checked": "2026-11-22"}}) == [
        ':9: expression-of-concern "finucane2020redflags" is under an expression of concern, '
        "see 10.5555/doubt of 2024-03-01 (Crossref); ask a clinician whether a claim may still "
        "rest on it"
    ]


CORRECTED = (
    ':9: corrected "finucane2020redflags" was corrected, see 10.5555/erratum of {} (Crossref); '
    "read it, then say so with custom.checked: 2026-11-22"
)


@pytest.mark.parametrize(
    ("checked", "day", "is_reported"),
    [
        (None, (2024, 3, 1), True),
        ("2024-02-29", (2024, 3, 1), True),
        ("2024-03-01", (2024, 3, 1), False),
        (date(2024, 3, 2), (2024, 3, 1), False),
        ("2024-03-30", (2024, 3), True),
        ("2024-03-31", (2024, 3), False),
        ("2024-12-30", (2024,), True),
        ("2024-12-31", (2024,), False),
        ("soon", (2024, 3, 1), True),
    ],
)
def test_a_correction_is_reported_until_somebody_has_looked_at_it(
    registers: Registers, checked: object, day: tuple[int, ...], is_reported: bool
) -> None:
    updates = [update("erratum", "10.5555/erratum", *day)]
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", updated_by=updates))
    reference = {**FINUCANE, "custom": {"checked": checked}} if checked else FINUCANE
    when = "-".join(f"{part:02}" for part in day)
    assert registers.reported(reference) == ([CORRECTED.format(when)] if is_reported else [])


@pytest.mark.parametrize("checked", [None, "2026-11-22"])
def test_a_preprint_must_give_way_to_the_published_work(
    registers: Registers, checked: str | None
) -> None:
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/published"}]}
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", relation=relation))
    assert registers.reported({**FINUCANE, "custom": {"checked": checked}}) == [
        ':9: newer-guidance "finucane2020redflags" is a preprint of a published work, see '
        "10.5555/published (Crossref); cite that instead"
    ]


def test_a_correction_without_a_date_is_settled_by_any_look(registers: Registers) -> None:
    relation = {"has-erratum": [{"id-type": "doi", "id": "10.5555/erratum"}]}
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", relation=relation))
    assert registers.reported(FINUCANE) == [CORRECTED.format("").replace(" of ", "")]
    assert registers.reported({**FINUCANE, "custom": {"checked": "2020-01-01"}}) == []


def test_a_newer_version_of_a_review_is_reported_until_somebody_has_looked_at_it(
    registers: Registers,
) -> None:
    updates = [update("new_version", "10.1002/14651858.cd009790.pub3", 2026, 5, 4)]
    registers.knows(HAYDEN["DOI"], crossref("crossref-hayden.json", updated_by=updates))
    assert registers.reported(HAYDEN) == [
        ':8: newer-guidance "hayden2021exercise" has a newer version, see '
        "10.1002/14651858.cd009790.pub3 of 2026-05-04 (Crossref); read it, then say so with "
        "custom.checked: 2026-11-22"
    ]
    assert registers.reported({**HAYDEN, "custom": {"checked": "2026-05-04"}}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"relation": {"has-preprint": [{"id-type": "doi", "id": "10.5555/pre"}]}},
        {"relation": {"is-comment-on": [{"id-type": "doi", "id": "10.5555/other"}]}},
        {"update_to": [update("new_version", "10.5555/older", 2010)]},
        {"updated_by": [{"type": "reinstatement"}, {"type": None}, "retraction", None]},
        {"updated_by": None, "update_to": {}, "relation": []},
    ],
)
def test_what_says_nothing_against_a_work_is_not_reported(
    registers: Registers, changes: dict[str, Any]
) -> None:
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", **changes))
    assert registers.reported(FINUCANE) == []


def test_pmids_are_asked_for_all_at_once(registers: Registers) -> None:
    registers.pubmed("32438853,99999999,9500320", case("esummary.json"))
    reported = registers.reported(
        {**FINUCANE, "DOI": None, "PMID": "32438853", "page": "350-382"},
        {"id": "nobody", "PMID": "99999999"},
        {"id": "wakefield1998", "PMID": "9500320"},
    )
    assert reported == [
        ':8: metadata-mismatch the pages of "finucane2020redflags" must be as PubMed has it: '
        'here "350-382", there "350-372"',
        ':12: unknown-pmid the PMID of "nobody" must be one that PubMed knows, "99999999" is not',
        ":14: retracted " + RETRACTED.replace("s0140", "S0140").format("PubMed"),
    ]
    assert len(registers.server.asked) == 1


def test_more_than_two_hundred_pmids_are_asked_for_in_two_calls(registers: Registers) -> None:
    pmids = [str(number) for number in range(1, 202)]
    summaries = {"uids": pmids, **{pmid: {"uid": pmid, "title": "Rest."} for pmid in pmids}}
    answer = Reply(body=json.dumps({"result": summaries}))
    registers.pubmed(",".join(pmids[:200]), answer)
    registers.pubmed("201", answer)
    assert registers.reported(*({"id": f"r{pmid}", "PMID": pmid} for pmid in pmids)) == []
    assert len(registers.server.asked) == 2


def test_both_registers_tell_of_one_notice_together(registers: Registers) -> None:
    registers.knows(WAKEFIELD["DOI"], case("crossref-wakefield.json"))
    registers.pubmed("9500320", case("esummary.json"))
    reported = registers.reported({**WAKEFIELD, "PMID": "9500320"})
    assert [line.lower() for line in reported] == [
        ":3: retracted " + RETRACTED.format("Crossref and PubMed").lower()
    ]


def test_a_pmid_of_another_work_is_reported_and_says_nothing_of_ours(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    registers.pubmed("9500320", case("esummary.json"))
    assert registers.reported({**FINUCANE, "PMID": "9500320"}) == [
        ':10: metadata-mismatch the PMID of "finucane2020redflags" must be that of its DOI, '
        '"10.2519/jospt.2020.9971"; PubMed has "9500320" for "10.1016/s0140-6736(97)11096-0"'
    ]


def test_pubmed_s_notice_of_retraction_is_not_the_work(registers: Registers) -> None:
    registers.pubmed("20137807", case("esummary.json"))
    assert registers.reported({"id": "lancet2010", "PMID": "20137807"}) == [
        ':2: retracted "lancet2010" is a notice of retraction of 10.1016/s0140-6736(97)11096-0, '
        "not the work (PubMed)"
    ]


CHANGED = (
    '"nice2016lowback" is of {}, but NICE changed NG59 on 2020-12-11; '
    "read it again, then say so with custom.checked: 2026-11-22"
)


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({}, "2016-11-30"),
        ({"accessed": {"date-parts": [[2020, 12, 10]]}}, "2020-12-10"),
        ({"accessed": {"date-parts": [[2020, 12, 11]]}}, None),
        ({"issued": {"date-parts": [[2020]]}}, None),
        ({"custom": {"checked": "2020-12-10"}}, "2020-12-10"),
        ({"custom": {"checked": "2020-12-11"}}, None),
        ({"URL": "https://www.nice.org.uk/guidance/NG59/chapter/Recommendations"}, "2016-11-30"),
    ],
)
def test_guidance_of_nice_must_be_read_again_when_it_has_changed(
    registers: Registers, fields: dict[str, Any], read: str | None
) -> None:
    registers.nice("ng59", case("nice-ng59.html"))
    reported = registers.reported({**NG59, **fields})
    assert reported == ([f":4: newer-guidance {CHANGED.format(read)}"] if read else [])


def test_guidance_that_was_replaced_is_reported_whatever_its_date(registers: Registers) -> None:
    registers.nice("cg88", case("nice-cg88.html"))
    old = {
        "id": "nice2009",
        "URL": "https://nice.org.uk/guidance/cg88",
        "custom": {"checked": "2026-11-22"},
    }
    assert registers.reported(old) == [
        ':2: newer-guidance "nice2009" cites CG88, which NICE says was updated and replaced by '
        "NICE guideline NG59"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>Published<dd><time>1 May 2009</time><dt>Last updated"
        '<dd><time datetime="2020-12-11T09:00">then</time></dl>',
        "<ul><li>Published: 1 May 2009<li>Last updated: 11 December 2020</ul>",
        '<meta property="article:modified_time" content="2020-12-11T10:00:00Z">',
        '<script type="application/ld+json">{"datePublished": "2009-05-01", '
        '"dateModified": "2020-12-11"}</script>',
    ],
)
def test_nice_s_dates_are_found_wherever_a_page_keeps_them(registers: Registers, page: str) -> None:
    registers.nice("ng59", Reply(body=f"<!doctype html><title>NG59</title>{page}"))
    reported = registers.reported({"id": "nice2016lowback", "URL": NG59["URL"]})
    assert reported == [
        f":2: newer-guidance {CHANGED.replace('is of {}', 'gives no date')}",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.nice.org.uk/about",
        "https://nice.example/guidance/ng59",
        "https://www.nice.org.uk/guidance/conditions-and-diseases",
        "https://[nice.org.uk/guidance/ng59",
    ],
)
def test_only_guidance_of_nice_is_asked_for(registers: Registers, url: str) -> None:
    assert registers.reported({"id": "other", "URL": url}) == [UNASKED]
    assert registers.server.asked == []


UNASKED = ":1: unasked-reference 1 reference could not be asked: it gives no DOI, PMID or PMCID"


def unreachable(count: str, register: str, reason: str) -> str:
    return f":1: unreachable-service {count} could not be checked with {register}: {reason}"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(500, "down"), "it answered 500"),
        (Reply(403, "no robots"), "it answered 403"),
        (Reply(429, "slow down", {"Retry-After": "3600"}), "it answered 429"),
        (Reply(body="<html>proxy</html>"), "its answer is not JSON"),
        (Reply(body="[" * 100_000), "its answer is not JSON"),
        (Reply(body="[1]"), "its answer is JSON, but no object"),
        (Reply(body='{"message": {}}'), "its answer holds no record of a work"),
        (Reply(body='{"message": ["DOI"]}'), "its answer holds no record of a work"),
    ],
)
def test_an_answer_that_tells_nothing_is_no_verdict(
    registers: Registers, answer: Reply, reason: str
) -> None:
    registers.knows(FINUCANE["DOI"], answer)
    assert registers.reported(FINUCANE) == [unreachable("1 of 1 reference", "Crossref", reason)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(body='{"responseCode": 2}'), "it answered with the code 2"),
        (Reply(404, "<title>Not found</title>"), "its answer is not JSON"),
        (Reply(502), "it answered 502"),
    ],
)
def test_only_the_handle_service_s_own_word_makes_a_doi_unknown(
    registers: Registers, answer: Reply, reason: str
) -> None:
    registers.handle(FINUCANE["DOI"], answer)
    registers.crossref(FINUCANE["DOI"], Reply(404))
    assert registers.reported(FINUCANE) == [unreachable("1 of 1 reference", "doi.org", reason)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(body='{"error": "API rate limit exceeded"}'), "its answer holds no summaries"),
        (Reply(body='{"result": {"uids": []}}'), "its answer holds no summaries"),
        (Reply(400), "it answered 400"),
    ],
)
def test_only_pubmed_s_own_word_makes_a_pmid_unknown(
    registers: Registers, answer: Reply, reason: str
) -> None:
    registers.pubmed("1,2", answer)
    reported = registers.reported({"id": "one", "PMID": "1"}, {"id": "two", "PMID": "2"})
    assert reported == [unreachable("2 of 2 references", "PubMed", reason)]


def test_a_page_of_nice_without_a_date_is_reported_in_a_note(registers: Registers) -> None:
    registers.nice("ng59", Reply(body="<title>Low back pain</title>"))
    assert registers.reported(NG59) == [
        unreachable("1 of 1 reference", "NICE", "its page tells no date")
    ]


def test_one_note_tells_of_all_references_that_a_service_left_out(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    registers.knows(HAYDEN["DOI"], Reply(500))
    registers.knows(WAKEFIELD["DOI"], Reply(502))
    reported = registers.reported(FINUCANE, HAYDEN, WAKEFIELD)
    assert reported == [unreachable("2 of 3 references", "Crossref", "it answered 500")]


def test_a_service_that_hangs_is_soon_left_alone(registers: Registers) -> None:
    registers.services = Services(
        handle=registers.services.handle,
        crossref=registers.services.crossref,
        timeout=0.5,
        interval=0,
    )
    references = [{"id": f"r{number}", "DOI": f"10.5555/{number}"} for number in range(20)]
    for reference in references:
        registers.knows(reference["DOI"], HANG)
    (note,) = registers.reported(*references)
    assert note.startswith(unreachable("20 of 20 references", "Crossref", ""))
    assert len([asked for asked in registers.server.asked if "/works/" in asked]) <= 4


def test_a_connection_that_breaks_is_no_verdict(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{",)))
    (note,) = registers.reported(FINUCANE)
    assert note.startswith(unreachable("1 of 1 reference", "Crossref", ""))


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_is_busy_is_asked_again_when_it_says(
    registers: Registers, status: int
) -> None:
    busy = Reply(status, headers={"Retry-After": "0"})
    registers.knows(FINUCANE["DOI"], busy, case("crossref-finucane.json"))
    assert registers.reported({**FINUCANE, "volume": "51"}) == [
        ':6: metadata-mismatch the volume of "finucane2020redflags" must be as Crossref has it: '
        'here "51", there "50"'
    ]


def test_a_service_that_is_busy_and_does_not_say_how_long_is_asked_once_more(
    registers: Registers,
) -> None:
    registers.knows(FINUCANE["DOI"], Reply(503), case("crossref-finucane.json"))
    assert registers.reported(FINUCANE) == []
    registers.knows(FINUCANE["DOI"], Reply(503))
    asked = len(registers.server.asked)
    assert registers.reported(FINUCANE) == [
        unreachable("1 of 1 reference", "Crossref", "it answered 503")
    ]
    assert len(registers.server.asked) == asked + 3


def test_a_redirect_is_followed(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], redirect("/works/new"))
    registers.server.on("/works/new", crossref("crossref-finucane.json", volume="51"))
    (reported,) = registers.reported(FINUCANE)
    assert 'here "50", there "51"' in reported


def test_answers_are_kept_for_the_next_run(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], crossref("crossref-finucane.json", volume="51"))
    registers.knows(HAYDEN["DOI"], Reply(500), case("crossref-hayden.json"))
    first = registers.reported(FINUCANE, HAYDEN, cache=True)
    assert [line.partition(" ")[2].partition(" ")[0] for line in first] == [
        "metadata-mismatch",
        "unreachable-service",
    ]
    asked = len(registers.server.asked)
    assert registers.reported(FINUCANE, HAYDEN, cache=True) == first[:1]
    assert registers.server.asked[asked:] == [f"GET /works/{HAYDEN['DOI']}"]


def test_answers_are_asked_for_anew_after_a_week(registers: Registers) -> None:
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    bibliography = registers.bibliography(FINUCANE)

    def asked_on(day: date) -> int:
        before = len(registers.server.asked)
        assert not list(check_references(bibliography, registers.services, day, registers.cache))
        return len(registers.server.asked) - before

    assert [asked_on(date(2026, 11, day)) for day in (1, 7, 8, 7)] == [2, 0, 2, 2]


def test_that_a_doi_is_unknown_is_kept_for_a_day_only(registers: Registers) -> None:
    registers.handle("10.5555/new", Reply(404, '{"responseCode": 100}'))
    bibliography = registers.bibliography({"id": "new", "DOI": "10.5555/new"})
    for day, asked in ((22, 2), (22, 2), (23, 4)):
        today = date(2026, 11, day)
        found = check_references(bibliography, registers.services, today, registers.cache)
        assert [problem.rule for problem in found] == ["unknown-doi"]
        assert len(registers.server.asked) == asked


@pytest.mark.parametrize("damage", [b"", b"not a database at all, but a letter" * 99])
def test_a_damaged_cache_is_put_aside(registers: Registers, damage: bytes) -> None:
    registers.cache.parent.mkdir()
    registers.cache.write_bytes(damage)
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    assert (
        registers.reported(FINUCANE, cache=True) == registers.reported(FINUCANE, cache=True) == []
    )
    assert len(registers.server.asked) == 2
    aside = registers.cache.with_name("references.sqlite.aside")
    assert aside.exists() == bool(damage)


def test_a_cache_that_cannot_be_written_does_not_stop_the_check(registers: Registers) -> None:
    registers.cache.mkdir(parents=True)
    registers.knows(FINUCANE["DOI"], case("crossref-finucane.json"))
    assert registers.reported(FINUCANE, cache=True) == []


def test_the_registers_are_told_who_asks(registers: Registers) -> None:
    mailto = "guide@clinic.example"
    services = registers.services
    registers.services = Services(
        services.handle, services.crossref, services.eutils, mailto=mailto, interval=0
    )
    registers.handle(FINUCANE["DOI"], case("handle-known.json"))
    registers.server.on(f"/works/{FINUCANE['DOI']}?mailto={mailto}", case("crossref-finucane.json"))
    summary = (
        f"/eutils/esummary.fcgi?db=pubmed&retmode=json&id=32438853&tool=linkaudit&email={mailto}"
    )
    registers.server.on(summary, case("esummary.json"))
    assert registers.reported({**FINUCANE, "PMID": "32438853"}) == []
    agents = {request.headers["user-agent"] for request in registers.server.requests}
    assert agents == {f"linkaudit/0.1.0 (link checker; mailto:{mailto})"}


def test_each_reference_that_is_done_is_counted(registers: Registers) -> None:
    done = []
    bibliography = registers.bibliography({"id": "one"}, {"id": "two"})
    found = check_references(bibliography, registers.services, TODAY, step=lambda: done.append(1))
    assert [problem.rule for problem in found] == ["unasked-reference"]
    assert len(done) == 2


def test_what_became_of_other_people_s_works_is_reported_and_no_more(registers: Registers) -> None:
    erratum = [update("erratum", "10.5555/erratum", 2024)]
    doubt = [update("expression_of_concern", "10.5555/doubt", 2024)]
    newer = [update("new_version", "10.5555/newer", 2024)]
    registers.crossref(WAKEFIELD["DOI"], case("crossref-wakefield.json"))
    for doi, updates in (("wrong", erratum), ("doubted", doubt), ("old", newer)):
        answer = crossref("crossref-finucane.json", updated_by=updates)
        registers.crossref(f"10.5555/{doi}", answer)
    registers.crossref("10.5555/down", Reply(500))
    registers.pubmed("9500320,99999999", case("esummary.json"))
    works = [
        CitedWork("wakefield1998", "paper.bib", 7, {"DOI": WAKEFIELD["DOI"]}),
        CitedWork("pmid:9500320", "paper.md", 3, {"PMID": "9500320"}),
        CitedWork("nobody", "paper.md", 4, {"DOI": "10.5555/unknown", "PMID": "99999999"}),
        CitedWork("wrong", "paper.md", 5, {"DOI": "10.5555/wrong"}),
        CitedWork("doubted", "paper.md", 6, {"DOI": "10.5555/doubted"}),
        CitedWork("old", "paper.md", 7, {"DOI": "10.5555/old"}),
        CitedWork("down", "paper.md", 8, {"DOI": "10.5555/down"}),
    ]
    found = list(check_retractions(works, "paper.bib", registers.services, TODAY))
    assert [(p.path, p.line, p.rule, p.target) for p in found] == [
        ("paper.bib", 7, "retracted", WAKEFIELD["DOI"]),
        ("paper.md", 3, "retracted", "9500320"),
        ("paper.md", 5, "corrected", "10.5555/wrong"),
        ("paper.md", 6, "expression-of-concern", "10.5555/doubted"),
        ("paper.bib", 1, "unreachable-service", "Crossref"),
        ("paper.md", 4, "unasked-reference", "10.5555/unknown"),
    ]
    assert found[5].message == (
        'neither Crossref nor PubMed has a record of "nobody", 10.5555/unknown: whether it was '
        "corrected or retracted is not known"
    )
    assert found[2].message == (
        '"wrong" was corrected, see 10.5555/erratum of 2024 (Crossref); read it, and see whether '
        "what rests on the work still holds"
    )
    assert not any(asked.startswith("GET /handles") for asked in registers.server.asked)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"URL": "https://pubmed.ncbi.nlm.nih.gov/9500320/"}, 2),
        ({"title": "Lymph", "note": "PMID: 9500320"}, 3),
    ],
)
def test_a_retraction_is_reported_wherever_a_reference_keeps_its_pmid(
    registers: Registers, fields: dict[str, Any], line: int
) -> None:
    registers.pubmed("9500320", case("esummary.json"))
    reported = registers.reported({"id": "wakefield1998", **fields})
    assert [problem for problem in reported if "retracted" in problem] == [
        f":{line}: retracted " + RETRACTED.replace("s0140", "S0140").format("PubMed")
    ]


def test_a_retraction_is_reported_where_only_the_address_holds_the_doi(
    registers: Registers,
) -> None:
    registers.knows(WAKEFIELD["DOI"], case("crossref-wakefield.json"))
    address = f"https://doi.org/{WAKEFIELD['DOI']}"
    assert registers.reported({**WAKEFIELD, "DOI": None, "URL": address}) == [
        ":4: retracted " + RETRACTED.format("Crossref")
    ]


def test_a_work_with_a_pmcid_only_is_asked_for_by_the_pmid_beside_it(
    registers: Registers,
) -> None:
    """PMC's summary has the other numbers of a work, and says nothing of retractions."""
    numbers = [{"idtype": "pmid", "value": "9500320"}, {"idtype": "pmcid", "value": "PMC77"}]
    none = [{"idtype": "pmid", "value": "0"}]
    summaries = {
        "uids": ["77", "78"],
        "77": {"uid": "77", "articleids": numbers},
        "78": {"uid": "78", "articleids": none},
    }
    asked = "/eutils/esummary.fcgi?db=pmc&retmode=json&id=77,78&tool=linkaudit"
    registers.server.on(asked, Reply(body=json.dumps({"result": summaries})))
    registers.pubmed("9500320", case("esummary.json"))
    reported = registers.reported(
        {"id": "wakefield1998", "PMCID": "PMC77"}, {"id": "b", "PMCID": "PMC78"}
    )
    assert reported == [
        ":2: retracted " + RETRACTED.replace("s0140", "S0140").format("PubMed"),
        unreachable("1 of 2 references", "PubMed Central", "it tells no DOI and no PMID"),
    ]


def test_references_that_no_register_can_be_asked_about_are_counted(registers: Registers) -> None:
    registers.nice("ng59", case("nice-ng59.html"))
    reported = registers.reported(
        {**NG59, "custom": {"checked": "2026-11-22"}},
        {"id": "one", "ISBN": "978-1-4731-4508-5"},
        {"id": "two", "URL": "https://www.nhs.uk/conditions/back-pain/"},
        {"id": "three", "note": "Comment in: PMID: 9500320"},
        {"id": "malformed", "PMID": "seven"},
    )
    assert reported == [
        ":1: unasked-reference 3 references could not be asked: they give no DOI, PMID or PMCID"
    ]


MARKED = [
    "RETRACTED - Rest",
    "RETRACTED ARTICLE Rest",
    "RETRACTED. Rest",
    "Retracted \u2013 Rest",
    "(Retracted) Rest",
    "(Retracted Article) Rest",
    "[RETRACTED]: Rest",
    "Rest (Retracted article. See vol. 375, pg. 445, 2010)",
    "Rest [RETRACTED]",
    "Rest \u2013 RETRACTED",
]
NOTICES = [
    'Retraction notice to "Rest"',
    "Retraction notice to \u201cRest\u201d [Spine 3 (1999) 1\u20139]",
    "Retraction Note to: Rest",
    "Retraction statement: Rest",
    'Retraction of "Rest"',
    "Retraction--Rest",
    "[Retraction] Rest",
    "Retraction for Wong et al., Rest",
    "Notice of retraction and replacement: Rest",
    "Statement of retraction. Rest",
    "Retraction notice",
    "Rest (Retraction of vol 351, pg 637, 1998)",
]
OTHERS = [
    "Retraction of the scapula: a trial",
    "Retraction and protraction: a trial",
    "Retraction for exposure in spine surgery",
    "Retracted shoulders: a trial",
    "RETRACTED SHOULDERS AND PAIN",
    "Shoulder position [retracted]",
    "Withdrawal: a review",
    "Withdrawal of opioids",
    "Withdrawn children - and pain",
    "Removed - rest",
    "Removal of discs",
]


@pytest.mark.parametrize("title", MARKED)
def test_every_mark_of_a_title_that_was_taken_back_is_heard(
    registers: Registers, title: str
) -> None:
    registers.knows("10.5555/r", crossref("crossref-finucane.json", title=[title]))
    assert registers.reported({"id": "rest", "title": "Rest", "DOI": "10.5555/r"}) == [
        ':3: retracted "rest" was retracted (Crossref); take it out, and every claim that rests '
        "on it"
    ]


@pytest.mark.parametrize("title", NOTICES)
def test_every_title_of_a_notice_is_reported(registers: Registers, title: str) -> None:
    answer = crossref("crossref-finucane.json", title=[title])
    registers.knows("10.5555/n", answer)
    assert registers.reported({"id": "rest", "DOI": "10.5555/n"}) == [
        ':2: retracted "rest" is a notice of retraction, not the work (Crossref)'
    ]


@pytest.mark.parametrize("title", OTHERS)
def test_words_of_medicine_are_no_marks(registers: Registers, title: str) -> None:
    registers.knows("10.5555/r", crossref("crossref-finucane.json", title=[title]))
    assert registers.reported({"id": "rest", "title": title, "DOI": "10.5555/r"}) == []


def test_a_reference_whose_own_title_says_so_is_retracted_whatever_registers_know(
    registers: Registers,
) -> None:
    title = "Rest (Retracted article. See vol. 375, pg. 445, 2010)"
    work = CitedWork("rest", "paper.bib", 7, {"title": title})
    found = check_retractions([work], "paper.bib", registers.services, TODAY)
    assert [str(problem) for problem in found] == [
        'paper.bib:7: retracted "rest" was retracted (its title here); take it out, and every '
        "claim that rests on it",
        "paper.bib" + UNASKED,
    ]
