"""Names of people and bodies in BibTeX and BibLaTeX, in every way in which people write them."""

from __future__ import annotations

import pytest
from linkaudit.citations.bibtex_names import read_names


def person(family: str, given: str = "", suffix: str = "") -> dict[str, str]:
    named = {"family": family, "given": given, "suffix": suffix}
    return {part: text for part, text in named.items() if text}


def body(name: str) -> dict[str, str]:
    return {"literal": name}


OTHERS = body("and others")

CLEAR = [
    ("Oak, Ann and Ben Elm", [person("Oak", "Ann"), person("Elm", "Ben")]),
    ("van Dam, J. and de la Cruz, M.", [person("van Dam", "J."), person("de la Cruz", "M.")]),
    ("Carla van Dam", [person("van Dam", "Carla")]),
    ("Garc{\\'\\i}a Oak, Jos{\\'e}", [person("García Oak", "José")]),
    ("{\\\"O}stby, {\\AA}.", [person("Östby", "Å.")]),
    ("Oak, Ann and others", [person("Oak", "Ann"), OTHERS]),
    ("Betal, Ann and Al, Bo", [person("Betal", "Ann"), person("Al", "Bo")]),
    # Bodies
    ("{Nut and Oak Board, Inc.}", [body("Nut and Oak Board, Inc.")]),
    ("{{Nut Board} of {Oaks}}", [body("Nut Board of Oaks")]),
    ("{Oak \\& Elm}", [body("Oak & Elm")]),
    ("{U.S. Department of Nuts and Oaks}", [body("U.S. Department of Nuts and Oaks")]),
    # Generations, wherever people put them
    ("Oak, Jr., Ben", [person("Oak", "Ben", "Jr.")]),
    ("Oak, Ben, Jr.", [person("Oak", "Ben", "Jr.")]),
    ("Oak Jr., Ben", [person("Oak", "Ben", "Jr.")]),
    ("Oak, Ben Jr.", [person("Oak", "Ben", "Jr.")]),
    ("Ben Oak III", [person("Oak", "Ben", "III")]),
    ("Oak, B., 2nd", [person("Oak", "B.", "2nd")]),
    # BibLaTeX's form
    ("family=Dam, given=J., prefix=van, useprefix=true", [person("van Dam", "J.")]),
    ("family=Oak, given={Ann, Beth}, suffix=Jr., juniorcomma=true",
     [person("Oak", "Ann, Beth", "Jr.")]),
    ("given-i=A, family=Oak and Elm, Ben", [person("Oak", "A"), person("Elm", "Ben")]),
    ('"family={Nut and Oak Board, Inc.}" and family={Nut Board}',
     [body("Nut and Oak Board, Inc."), body("Nut Board")]),
    # East Asia: without a comma the family name is first
    ("森 一郎 and 李小明 and 森, 一郎 and 김 철수",
     [person("森", "一郎"), person("李小明"), person("森", "一郎"), person("김", "철수")]),
    ("Lee, Jin (진) and Jin Lee (이진)", [person("Lee", "Jin (진)"), person("Lee", "Jin (이진)")]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "names"), CLEAR)
def test_names_are_read_as_they_are_meant(written: str, names: list[dict[str, str]]) -> None:
    read = list(read_names(written))
    assert [name.csl for name in read] == names
    assert [name.unclear for name in read] == [""] * len(names)


JOINED = 'must be names joined by "and"'
UNBRACED = "must be names without braces around them"

UNCLEAR = [
    ("Oak, A., Elm, B., Ash, C.", body("Oak, A., Elm, B., Ash, C."), JOINED),
    ("Oak A, Elm B", body("Oak A, Elm B"), JOINED),
    ("Oak A, Elm B, Ash C", body("Oak A, Elm B, Ash C"), JOINED),
    ("Oak, A.; Elm, B.", body("Oak, A.; Elm, B."), JOINED),
    ("Oak, A. \\& Elm, B.", body("Oak, A. & Elm, B."), JOINED),
    ("{Oak, A. and Elm, B.}", body("Oak, A. and Elm, B."), UNBRACED),
    ("{{Oak, Ann and Elm, Ben}}", body("Oak, Ann and Elm, Ben"), UNBRACED),
    ("{A. Oak and B. Elm}", body("A. Oak and B. Elm"), UNBRACED),
    ("{Oak, A.}", body("Oak, A."), UNBRACED),
    ("van Dam JR", person("van Dam", "JR"),
     'must have a comma behind the family name, like "van Dam, JR"'),
    ("World Nut Organisation", body("World Nut Organisation"),
     "must have a body in braces, like {World Nut Organisation}"),
    ("given=Ann, suffix=Jr", body("given=Ann, suffix=Jr"), "must have a part family"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "csl", "must"), UNCLEAR)
def test_names_that_no_program_parts_are_kept_whole_and_reported(
    written: str, csl: dict[str, str], must: str
) -> None:
    (read,) = read_names(written)
    assert (read.csl, read.unclear) == (csl, must)
    assert read.written == (csl.get("literal") or "van Dam JR")


AND_OTHERS = 'must have "and others" in the place of those left out'
OAK = person("Oak", "Ann")


@pytest.mark.parametrize(
    ("written", "names", "told"),
    [
        ("Ann et al.", [person("Ann")], "Ann et al."),
        ("Ann Oak et al", [OAK], "Ann Oak et al"),
        ("Oak, Ann et. al.", [OAK], "Oak, Ann et. al."),
        ("Oak, Ann, etal.", [OAK], "Oak, Ann, etal."),
        ("Oak, Ann; et alii", [OAK], "Oak, Ann; et alii"),
        ("Oak, Ann \\& others", [OAK], "Oak, Ann & others"),
        ("Oak, Ann and et al.", [OAK], "et al."),
        ("Oak, Ann and {et al.}", [OAK], "et al."),
        ("Oak, Ann and others.", [OAK], "others."),
        ("Oak, Ann and {others}", [OAK], "others"),
        ("Oak, Ann \\emph{et al.}", [OAK], "Oak, Ann et al."),
        ("Oak, Ann {\\em et al.}", [OAK], "Oak, Ann et al."),
        ("Oak, Ann~et~al.", [OAK], "Oak, Ann et al."),
        ("{Nut Board et al.}", [body("Nut Board")], "Nut Board et al."),
    ],
)
def test_others_that_bibtex_takes_for_a_name_are_told_and_kept(
    written: str, names: list[dict[str, str]], told: str
) -> None:
    read = list(read_names(written))
    assert [name.csl for name in read] == [*names, OTHERS]
    assert [name.unclear for name in read] == [*[""] * len(names), AND_OTHERS]
    assert " ".join(read[-1].written.split()) == told


def test_names_that_no_program_parts_leave_those_left_out_alone() -> None:
    first, others = read_names("Oak A, Elm B, et al.")
    assert (first.unclear, first.written) == (JOINED, "Oak A, Elm B")
    assert (others.csl, others.written) == (OTHERS, "Oak A, Elm B, et al.")


def test_a_brace_that_nobody_closed_is_read_all_the_same() -> None:
    (read,) = read_names("{Oak")
    assert read.csl == person("Oak")


def test_a_long_list_is_cut_where_it_is_reported() -> None:
    (read,) = read_names("Oak, A., " * 100)
    assert read.written == "Oak, A., Oak, A., Oak, A., Oak, A., Oak, A., Oak, A., Oak, …"
