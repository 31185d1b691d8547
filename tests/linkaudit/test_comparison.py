"""Our references beside the records of registers: what is the same, and what is not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from linkaudit.references.bibliography import Reference
from linkaudit.registers.comparison import Mismatch, compare
from linkaudit.registers.record import Name, Record, clean, fold, squeeze

# Our field, what we wrote, what the register has: the same for a reader.
SAME = [
    ("title", "Exercise therapy for back pain", "EXERCISE THERAPY FOR BACK PAIN"),
    ("title", "Exercise therapy for back pain.", "Exercise therapy for back pain"),
    ("title", "Low-back pain: a review", "Low back pain — a review"),
    ("title", "Non-steroidal drugs", "Nonsteroidal drugs"),
    ("title", "To flex or not to flex? A review", "To Flex or Not to Flex?\n   A Review"),
    ("title", "The effect of rest", "Effect of rest"),
    ("title", "Pain “at rest”", "Pain 'at rest'"),
    ("title", "CO2 and H2O", "CO<sub>2</sub> and H<sub>2</sub>O"),
    ("title", "Pain in Homo sapiens", "<p>Pain in <i>Homo sapiens</i></p>"),
    ("title", "Discs & joints", "Discs &amp; joints"),
    ("title", "Discs and joints", "Discs &amp;amp; joints"),
    ("title", "Pain < 3 months and > 1", "Pain &lt; 3 months and &gt; 1"),
    ("title", "Role of TNF-α", "Role of TNF-alpha"),
    ("title", "σ of the loss", "sigma of the loss"),
    (
        "title",
        "Forces of α N",
        "Forces of <mml:math><mml:semantics><mml:mi>α</mml:mi><mml:annotation "
        'encoding="application/x-tex">\\alpha</mml:annotation></mml:semantics></mml:math> N',
    ),
    ("title", "Forces of x N", "Forces of $$x$$ N"),
    ("title", "Efﬁcacy of rest", "Efficacy of rest"),
    ("title", "Rückenschmerz", "Ru\u0308ckenschmerz"),
    ("title", "Ruckenschmerz", "Rückenschmerz"),
    ("title", "Back pain: a guide to recovery", "Back pain"),
    ("title", "Back pain", "Back pain: a guide to recovery"),
    ("title", "Is rest best? A trial", "Is rest best?"),
    ("title", "Rest for back pain", "RETRACTED: Rest for back pain"),
    ("title", "Rest for back pain", "RETRACTED ARTICLE: Rest for back pain"),
    ("title", "Rest for back pain", "WITHDRAWN: Rest for back pain"),
    ("author", {"family": "Belavý", "given": "D.L."}, "Belavy, Daniel"),
    ("author", {"family": "O'Sullivan", "given": "P."}, "O’Sullivan, Peter"),
    ("author", {"family": "Schütze", "given": "R."}, "Schuetze, Robert"),
    ("author", {"family": "Schuetze", "given": "R."}, "Schütze, R"),
    ("author", {"family": "Schutze", "given": "R."}, "Schütze, Robert"),
    ("author", {"family": "Søgaard", "given": "K."}, "Sogaard, Karen"),
    ("author", {"family": "van der Berg", "given": "A."}, "Berg, Anna van der"),
    (
        "author",
        {"family": "Berg", "non-dropping-particle": "van den", "given": "A"},
        "van den Berg",
    ),
    ("author", {"family": "Hartmann-Boyce", "given": "J."}, "Hartmann Boyce, Jamie"),
    ("author", {"family": "Menezes Costa", "given": "L.C."}, "Costa, Luciana Menezes"),
    ("author", {"family": "Moseley", "given": "G.L."}, "Moseley, Lorimer"),
    ("author", {"family": "Moseley", "given": "L."}, "Moseley, GL"),
    ("author", {"family": "Kuipers", "given": "J.-P."}, "Kuipers, Jean-Pierre"),
    ("author", {"family": "Zhang", "given": "W."}, "Wei, Zhang"),
    ("author", {"family": "King", "given": "M."}, "King Jr., Martin"),
    ("author", {"literal": "World Health Organization"}, "[World Health Organization]"),
    ("author", {"literal": "WHO"}, "[World Health Organization]"),
    ("author", {"literal": "RESTORE Trial Team"}, "[The RESTORE trial team, for Curtin]"),
    ("author", {"literal": "Hayden JA"}, "Hayden, J"),
    ("author", {"literal": "DH"}, "[The Department of Health]"),
    ("author", {"literal": "et al."}, "Hayden, Jill"),
    ("author", {"literal": "and others"}, "Hayden, Jill"),
    ("author", {"family": "Mc Donald", "given": "R."}, "McDonald, Ronald"),
    ("author", {"family": "Kuipers", "given": "J."}, "Kuipers, 俊"),
    ("issued", 2021, (2020, 2021)),
    ("container-title", "BMJ", "BMJ (Clinical research ed.)"),
    ("container-title", "The Lancet", "Lancet (London, England)"),
    ("container-title", "The Lancet Rheumatology", "The Lancet. Rheumatology"),
    ("container-title", "Womens Health", "Women’s Health"),
    ("container-title", "Canadian Medical Association Journal", "CMAJ"),
    ("container-title", "Spine", "Spine (Phila Pa 1976)"),
    ("container-title", "Pain Medicine", "Pain medicine : the journal of the Academy"),
    (
        "container-title",
        "Journal of Orthopaedic & Sports Physical Therapy",
        "J Orthop Sports Phys Ther",
    ),
    (
        "container-title",
        "J Orthop Sports Phys Ther",
        "Journal of Orthopaedic &amp; Sports Physical Therapy",
    ),
    ("container-title", "J. Natl. Cancer Inst.", "Journal of the National Cancer Institute"),
    (
        "container-title",
        "Cochrane Database Syst Rev",
        "The Cochrane database of systematic reviews",
    ),
    (
        "container-title",
        "American Journal of Neuroradiology",
        "AJNR. American journal of neuroradiology",
    ),
    ("container-title", "AJNR Am J Neuroradiol", "American Journal of Neuroradiology"),
    ("container-title", "CMAJ", "Canadian Medical Association Journal"),
    ("container-title", "JAMA", "Journal of the American Medical Association"),
    ("volume", "07", "7"),
    ("volume", "Vol. 12", "12"),
    ("issue", "Suppl 1", "S1"),
    ("issue", "3 Supplement", "Suppl_3"),
    ("issue", "1-2", "1–2"),
    ("page", "698-9", "698-699"),
    ("page", "698–699", "698-9"),
    ("page", "698-9 ", "698-699"),
    ("page", "e114-e126", "e114-26"),
    ("page", "87.e7-35", "87.e7-87.e35"),
    ("page", "121-130", "121"),
    ("page", "837", "837-846"),
    ("page", "S12-S15", "S12-5"),
    ("page", "pp. 12-15", "12-15; discussion 16"),
    ("page", "0012-0015", "12-15"),
    ("page", "n895", "N895"),
    ("page", " 12 – 15 ", "12-15"),
    ("page", "CD009790", "CD009790.pub2"),
    ("page", "45975", "1-10"),
]

# The same, and what we are reported of it.
DIFFERENT = [
    ("title", "Exercise for neck pain", "Exercise for back pain"),
    ("title", "Back pain: a trial", "Back pain: a protocol"),
    ("title", "Rest for back pain", "RETRACTED: Rest for knee pain"),
    ("title", "Role of TNF-α", "Role of TNF-β"),
    ("title", "Pain", "Painful"),
    ("author", {"family": "Hayden", "given": "J.A."}, "Ellis, Jo"),
    ("author", {"family": "Smith", "given": "J."}, "Smith, Anne"),
    ("author", {"family": "Berg", "given": "A."}, "van Bergen, A."),
    ("author", {"family": "Du", "given": "W."}, "Li, Wei"),
    ("author", {"family": "Wei", "given": "A."}, "Zhang, Wei"),
    ("author", {"literal": "WHO"}, "[World Heart Federation]"),
    ("author", {"family": "Hayden", "given": "E."}, "Ellis"),
    ("author", {"family": "Heart", "given": "A."}, "[World Heart Federation]"),
    ("author", {"literal": "Pain"}, "[Painkillers of Derby]"),
    ("issued", 2019, (2020, 2021)),
    ("container-title", "Pain", "The Journal of Pain"),
    ("container-title", "Spine", "Spine Journal"),
    ("container-title", "J Pain Res", "Journal of Pain"),
    ("container-title", "The Lancet", "The Lancet Rheumatology"),
    ("container-title", "Physiotherapy", "Physiology"),
    ("container-title", "Pain", "Spain"),
    ("container-title", "CMAJ Open", "Canadian Medical Association Journal"),
    ("container-title", "Psychiatry", "JAMA Psychiatry"),
    ("volume", "12", "21"),
    ("volume", "12", "S12"),
    ("issue", "1", "Suppl 1"),
    ("issue", "12", "1-2"),
    ("page", "698-9", "698-709"),
    ("page", "121-130", "122-130"),
    ("page", "e114", "114"),
    ("page", "120", "121-130"),
    ("page", "n895", "n896"),
    ("page", "1-9", "1-10"),
]


def record(field: str, theirs: Any) -> Record:
    """A record that tells one field only."""
    if field == "author":
        family, _, given = theirs.partition(", ")
        is_body = theirs.startswith("[")
        name = Name(theirs.strip("[]"), is_body=True) if is_body else Name(family, given)
        return Record("Crossref", authors=(name,))
    if field == "issued":
        return Record("Crossref", years=theirs)
    name_of = {"title": "titles", "container-title": "journals", "page": "pages"}
    if field in name_of:
        one: dict[str, Any] = {name_of[field]: (theirs,)}
        return Record("Crossref", **one)
    return Record("Crossref", **{field: theirs})


def reference(field: str, ours: Any) -> Reference:
    """A reference that gives one field only."""
    value = {"author": [ours], "issued": {"date-parts": [[ours]]}}.get(field, ours)
    return Reference("nuts", 1, {field: value})


@pytest.mark.parametrize(("field", "ours", "theirs"), SAME)
def test_what_differs_only_in_form_is_the_same(field: str, ours: Any, theirs: Any) -> None:
    assert list(compare(reference(field, ours), record(field, theirs))) == []


@pytest.mark.parametrize(("field", "ours", "theirs"), DIFFERENT)
def test_what_a_reader_would_call_another_work_is_reported(
    field: str, ours: Any, theirs: Any
) -> None:
    found = list(compare(reference(field, ours), record(field, theirs)))
    assert [mismatch.field for mismatch in found] == [field]


def test_both_sides_are_shown_as_a_reader_sees_them() -> None:
    ours = Reference("nuts", 1, {"title": "Rest &amp; <i>nuts</i>", "volume": 12})
    theirs = Record("Crossref", titles=("<b>Work</b>\n and  nuts",), volume="13")
    assert list(compare(ours, theirs)) == [
        Mismatch("title", "Rest & nuts", "Work and nuts"),
        Mismatch("volume", "12", "13"),
    ]


@pytest.mark.parametrize(
    "field", ["title", "author", "issued", "container-title", "volume", "page"]
)
def test_what_one_side_does_not_tell_is_no_mismatch(field: str) -> None:
    reported = {"author": "Oak, A", "issued": (2020,)}.get(field, "12")
    ours: Any = {"author": {"family": "Elm"}, "issued": 2021}.get(field, "13")
    assert list(compare(reference(field, ours), Record("Crossref"))) == []
    assert list(compare(Reference("nuts", 1, {}), record(field, reported))) == []
    assert len(list(compare(reference(field, ours), record(field, reported)))) == 1


def test_any_of_several_titles_journals_and_pages_may_be_ours() -> None:
    ours = Reference("nuts", 1, {"title": "Nüsse", "container-title": "J Nuts", "page": "e12"})
    theirs = Record(
        "Crossref", titles=("Nuts", "Nüsse"), journals=("N", "J Nuts"), pages=("1-9", "e12")
    )
    assert list(compare(ours, theirs)) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([{"literal": "and others"}, {"family": "Elm"}], [Name("Elm")]),
        ([{"family": "Elm"}], [Name("Nut Study Group", is_body=True), Name("Elm")]),
        ([{"literal": "Nut Study Group"}], [Name("Elm"), Name("Nut Study Group", is_body=True)]),
    ],
)
def test_a_group_may_stand_before_or_behind_its_people(ours: Any, theirs: list[Name]) -> None:
    found = compare(
        Reference("nuts", 1, {"author": ours}), Record("Crossref", authors=tuple(theirs))
    )
    assert list(found) == []


def test_a_body_is_not_the_second_person() -> None:
    ours = Reference("nuts", 1, {"author": [{"literal": "Elm"}]})
    theirs = Record("Crossref", authors=(Name("Oak"), Name("Elm")))
    assert list(compare(ours, theirs)) == [Mismatch("author", "Elm", "Oak")]


@pytest.mark.parametrize("field", ["container-title-short", "journalAbbreviation"])
def test_a_journal_may_be_given_by_its_short_name_only(field: str) -> None:
    theirs = Record("Crossref", journals=("Journal of Nuts",))
    assert list(compare(Reference("nuts", 1, {field: "J Nuts"}), theirs)) == []
    assert list(compare(Reference("nuts", 1, {field: "J Oaks"}), theirs)) == [
        Mismatch("container-title", "J Oaks", "Journal of Nuts")
    ]


def test_the_second_author_is_not_the_first() -> None:
    ours = Reference("nuts", 1, {"author": [{"family": "Elm", "given": "B."}]})
    theirs = Record("Crossref", authors=(Name("Oak", "Anna"), Name("Elm", "Bea")))
    assert list(compare(ours, theirs)) == [Mismatch("author", "Elm, B.", "Oak, Anna")]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a &lt; b and c &gt; d", "a < b and c > d"),
        ("H<sub>2</sub>O", "H2O"),
        ("<!-- note -->Rest", "Rest"),
        ("a<br/>b", "ab"),
        (" two\n  lines ", "two lines"),
        ("&amp;lt;i&amp;gt;nuts&amp;lt;/i&amp;gt;", "nuts"),
    ],
)
def test_markup_and_entities_are_taken_off(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_texts_are_compared_by_their_letters() -> None:
    assert fold("The Łódź–São  Paulo “Study” of β₂") == "lodz sao paulo study of beta2"
    assert squeeze("An X-ray") == "xray"
    assert fold("The") == "the"


@pytest.mark.parametrize(
    "sign", ["<!--", "<annotation ", "<a:annotation>", "</annotation", "<a ", "&", "$", "\\a"]
)
def test_a_long_title_is_cleaned_in_no_time(sign: str) -> None:
    started = time.process_time()
    squeeze(f"Rest {sign * 50_000}")
    assert time.process_time() - started < 4
