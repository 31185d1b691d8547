"""What a work becomes that is added to the bibliography, and what stays as it was."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from guide.__main__ import main
from guide.references.add import (
    TO_FILL_IN,
    KnownWorkError,
    add,
    citekey_of,
    entry_text,
    fields_of,
    scalar,
    with_entry,
)
from linkaudit.citations.bibtex import BibtexEntry, read_bibtex
from linkaudit.citations.bibtex_csl import csl_of
from linkaudit.core import yaml_lines
from linkaudit.core.problem import CannotRunError
from linkaudit.references.bibliography import Bibliography, Reference
from linkaudit.registers.record import clean
from small_guide import HERE, TODAY, write_files

OURS = HERE.parent / "docs/_data/references.yml"
NUTS: dict[str, Any] = {
    "type": "article-journal",
    "title": "Nuts: a story",
    "author": [{"family": "Oak", "given": "Ann Beth"}, {"family": "Tulder", "given": "M W"}],
    "issued": {"date-parts": [[2020, 5, 3]]},
    "container-title": "Journal of Nuts",
    "volume": 12,
    "page": "1-9",
    "DOI": "10.1000/nuts",
}
NUTS_ENTRY = """\
- id: oak2020nuts
  type: article-journal
  title: 'Nuts: a story'
  author:
    - {family: Oak, given: A.B.}
    - {family: Tulder, given: M.W.}
  issued: {date-parts: [[2020, 5, 3]]}
  container-title: Journal of Nuts
  volume: '12'
  page: 1-9
  DOI: 10.1000/nuts
  custom:
    evidence: '?'
    seen: '?'
"""


# The style --------------------------------------------------------------------------------


def test_the_entries_that_we_have_are_in_the_style_that_new_ones_get() -> None:
    text = OURS.read_text("utf-8")
    references = list(Bibliography.load(OURS))
    lines = text.splitlines(keepends=True)
    ends = [reference.line - 1 for reference in references[1:]] + [len(lines)]
    for reference, end in zip(references, ends, strict=True):
        ours = "".join(lines[reference.line - 1 : end]).partition("  custom:\n")[0]
        assert entry_text(reference.key, fields_of(reference.fields)) == ours


def test_our_citekeys_are_in_order() -> None:
    keys = list(Bibliography.load(OURS).references)
    assert keys == sorted(keys)


def test_a_new_entry_claims_nothing_that_nobody_did() -> None:
    assert with_entry("", NUTS) == (NUTS_ENTRY, "oak2020nuts")
    assert dict(TO_FILL_IN) == {"evidence": "?", "seen": "?"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Nuts", "Nuts"),
        ("O'Neil's nuts", "O'Neil's nuts"),
        ("'Nuts'", "'''Nuts'''"),
        ("Nuts: a story", "'Nuts: a story'"),
        ("Nut #1", "'Nut #1'"),
        ("# 1", "'# 1'"),
        ("12", "'12'"),
        ("2020-05-03", "'2020-05-03'"),
        ("yes", "'yes'"),
        ("{x}", "'{x}'"),
        ("", "''"),
    ],
)
def test_a_text_has_quotes_only_if_yaml_needs_them(value: str, written: str) -> None:
    assert scalar(value) == written
    assert yaml_lines.load(f"a: {written}") == {"a": value}


def test_a_text_loses_what_no_file_of_yaml_may_hold() -> None:
    assert scalar("Nuts\x1b\x00 and oaks\ufffe") == "Nuts and oaks"


def test_a_name_within_braces_has_quotes_around_its_comma() -> None:
    fields = fields_of({"title": "x", "author": [{"literal": "Nuts, Oaks and Co"}]})
    assert "    - {literal: 'Nuts, Oaks and Co'}\n" in entry_text("x", fields)


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ({"family": "Oak", "given": "Ann Beth"}, {"family": "Oak", "given": "A.B."}),
        ({"family": "Oak", "given": "Jean-Pierre R."}, {"family": "Oak", "given": "J.-P.R."}),
        ({"family": "Oak", "given": "C.-W.C."}, {"family": "Oak", "given": "C.-W.C."}),
        ({"family": "Oak", "given": "GL"}, {"family": "Oak", "given": "G.L."}),
        ({"family": "Oak", "given": "Élodie"}, {"family": "Oak", "given": "É."}),
        ({"family": "Oak"}, {"family": "Oak"}),
        (
            {"family": "Tulder", "non-dropping-particle": "van", "given": "M"},
            {"family": "van Tulder", "given": "M."},
        ),
        (
            {"family": "Oak", "given": "Ann", "suffix": "III"},
            {"family": "Oak", "given": "A.", "suffix": "3rd"},
        ),
        ({"family": "Oak, Jr.", "given": "B"}, {"family": "Oak", "given": "B.", "suffix": "Jr"}),
        ({"family": "Lee", "given": "Jin (진)"}, {"family": "Lee", "given": "J."}),
        ({"family": "森", "given": "一郎"}, {"family": "森", "given": "一郎"}),
        ({"literal": "Nut  Board"}, {"literal": "Nut Board"}),
        ("Nut Board", {"literal": "Nut Board"}),
        ({}, None),
    ],
)
def test_a_name_becomes_family_and_initials_or_that_of_a_body(
    author: Any, written: dict[str, str] | None
) -> None:
    fields = fields_of({"title": "x", "author": [author]})
    assert fields.get("author") == ([written] if written else None)


@pytest.mark.parametrize(
    ("issued", "parts"),
    [
        ({"date-parts": [[2020, 5, 3]]}, [2020, 5, 3]),
        ({"date-parts": [["2020", "5"], ["2021"]]}, [2020, 5]),
        ({"date-parts": [[2020, None, None]]}, [2020]),
        ({"raw": "2020-05-03/2021"}, [2020, 5, 3]),
        ({"literal": "2020"}, [2020]),
        ([{"year": 2020, "month": 5}], [2020, 5]),
        ({"year": 2020}, [2020]),
        ("2020-05", [2020, 5]),
        (2020, [2020]),
        ({"date-parts": [["spring"]]}, None),
        ({"literal": "in press"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_date_is_read_in_every_form(issued: Any, parts: list[int] | None) -> None:
    fields = fields_of({"title": "x", "issued": issued})
    assert fields.get("issued") == ({"date-parts": [parts]} if parts else None)


def test_fields_that_say_the_same_or_that_nobody_prints_are_left_out() -> None:
    given = NUTS | {
        "type": "journal",
        "title": "<i>Nuts</i>:\n a story",
        "DOI": "https://doi.org/10.1000/nuts",
        "URL": "http://dx.doi.org/10.1000/nuts",
        "abstract": "Somebody's words",
        "note": ["x"],
        "ISSN": "0140-6736",
    }
    fields = fields_of(given)
    assert (fields["type"], fields["title"], fields["DOI"]) == (
        "document",
        "Nuts: a story",
        "10.1000/nuts",
    )
    assert fields.keys() & {"URL", "abstract", "note", "ISSN"} == set()
    assert "publisher" not in fields_of(NUTS | {"publisher": "Nut Press"})
    assert "publisher" in fields_of(given | {"publisher": "Nut Press"})


# The citekey ------------------------------------------------------------------------------


def key_of(known: Mapping[str, str] | None = None, **fields: Any) -> str:
    others = [
        Reference(key, 1, {"author": [{"literal": body}]}) for key, body in (known or {}).items()
    ]
    return citekey_of(Reference("", 0, fields), others)


ISSUED = {"date-parts": [[2020]]}


@pytest.mark.parametrize(
    ("known", "author", "title", "key"),
    [
        ({}, {"family": "Oak"}, "The nuts of trees", "oak2020nuts"),
        ({}, {"family": "van Tulder"}, "Nuts", "vantulder2020nuts"),
        ({}, {"family": "O'Sullivan"}, "Nuts", "osullivan2020nuts"),
        ({}, {"family": "Brooke-Wavell"}, "Nuts", "brookewavell2020nuts"),
        ({}, {"family": "Belavý"}, "Über-nuts", "belavy2020uber"),
        ({}, {"family": "Øster"}, "Straße", "oster2020strasse"),
        ({}, {"family": "李"}, "坚果", "anon2020work"),
        ({}, {"literal": "World Health Organization"}, "Nuts", "who2020nuts"),
        ({}, {"literal": "NHS"}, "Nuts", "nhs2020nuts"),
        ({"nice2016x": "National Nuts"}, {"literal": "National Nuts"}, "Nuts", "nice2020nuts"),
        ({"oak2020nuts": "x"}, {"family": "Oak"}, "Nuts of trees", "oak2020trees"),
        ({"oak2020nuts": "x"}, {"family": "Oak"}, "Nuts", "oak2020nuts2"),
        ({}, {}, "Nuts", "anon2020nuts"),
    ],
)
def test_a_citekey_is_name_year_and_word(
    known: dict[str, str], author: dict[str, str], title: str, key: str
) -> None:
    assert key_of(known, author=[author] if author else [], title=title, issued=ISSUED) == key


def test_a_name_and_a_title_without_a_blank_make_no_endless_key() -> None:
    fields = {"author": [{"family": "o" * 9_000}], "title": "z" * 9_000}
    assert citekey_of(Reference("", 0, fields), []) == "o" * 40 + "z" * 40


def test_the_year_of_an_undated_page_is_that_of_its_reading() -> None:
    day = {"date-parts": [[2026, 11, 22]]}
    assert key_of(author=[{"literal": "NHS"}], title="Nuts", accessed=day) == "nhs2026nuts"
    assert key_of(publisher="Nut Press", title="Nuts") == "npnuts"


# The place --------------------------------------------------------------------------------

FILE = """\
# The head of the file.

- id: ash2019x   # first
  title:   "Ashes"

# About pines: they
# are no oaks.
- id: pine2018x
  title: Pines
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FILE, FILE.replace("# About", f"{NUTS_ENTRY}\n# About")),
        ("- id: ash\n  title: x", f"- id: ash\n  title: x\n\n{NUTS_ENTRY}"),
        ("# Head\n- id: pine\n  title: x\n", f"# Head\n{NUTS_ENTRY}\n- id: pine\n  title: x\n"),
        ("", NUTS_ENTRY),
        ("[]\n", NUTS_ENTRY),
        ("# Nothing yet", f"# Nothing yet\n\n{NUTS_ENTRY}"),
        (
            "- id: ash\r\n  title: x\r\n",
            "- id: ash\r\n  title: x\r\n\r\n" + NUTS_ENTRY.replace("\n", "\r\n"),
        ),
        (
            "  - id: pine\n    title: x\n",
            "".join(f"  {line}\n" for line in NUTS_ENTRY.splitlines())
            + "\n  - id: pine\n    title: x\n",
        ),
    ],
)
def test_an_entry_stands_in_its_order_and_all_else_stays(before: str, after: str) -> None:
    assert with_entry(before, NUTS) == (after, "oak2020nuts")


@pytest.mark.parametrize(
    ("text", "csl", "reported"),
    [
        ("", {"DOI": "10.1000/x"}, "a new reference must have a title, has none"),
        ("- id: a: b\n", NUTS, "line 1 of the bibliography: mapping values are not allowed here; "
         "put quotes around a text that holds a colon and a space"),
        ("a: 1\n", NUTS, "the bibliography must be a list of references"),
        ("[{id: pine, title: x}]\n", NUTS, "the bibliography must be a list with an entry "
         "after each dash"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_reported(text: str, csl: dict[str, Any], reported: str) -> None:
    with pytest.raises(CannotRunError) as error:
        with_entry(text, csl)
    assert str(error.value) == reported


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ("DOI: 10.1000/NUTS", "the same DOI"),
        ("issued: {date-parts: [[2020]]}", "the same title and year"),
    ],
)
def test_a_work_that_is_there_already_is_refused_by_its_key(there: str, reason: str) -> None:
    with pytest.raises(KnownWorkError) as error:
        with_entry(f"- id: squirrel\n  title: 'Nuts: a story'\n  {there}\n", NUTS)
    assert str(error.value) == f'"Nuts: a story" is in the bibliography as "squirrel": {reason}'
    assert error.value.key == "squirrel"


# The file ---------------------------------------------------------------------------------


def test_a_file_is_replaced_in_one_step_and_keeps_its_rights(tmp_path: Path) -> None:
    write_files(tmp_path, {"real.yml": FILE})
    real, link = tmp_path / "real.yml", tmp_path / "link.yml"
    real.chmod(0o640)
    link.symlink_to(real)
    before = real.stat().st_ino
    done = add(link, [NUTS, NUTS, NUTS | {"title": "Acorns", "DOI": "10.1000/acorns"}])
    assert [(accession.key, bool(accession.refused)) for accession in done] == [
        ("oak2020nuts", False),
        ("oak2020nuts", True),
        ("oak2020acorns", False),
    ]
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.stat().st_ino != before
    assert list(Bibliography.load(real).references) == [
        "ash2019x",
        "oak2020acorns",
        "oak2020nuts",
        "pine2018x",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yml", "real.yml"]


def test_one_work_that_cannot_be_added_leaves_the_file_alone(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"a.yml": FILE}) / "a.yml"
    with pytest.raises(CannotRunError):
        add(path, [NUTS, {"type": "book"}])
    assert path.read_text("utf-8") == FILE


def test_a_file_that_cannot_be_replaced_stays_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError("no space left on device")

    path = write_files(tmp_path, {"a.yml": FILE}) / "a.yml"
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        add(path, [NUTS])
    assert path.read_text("utf-8") == FILE
    assert [file.name for file in tmp_path.iterdir()] == ["a.yml"]


# From BibTeX ------------------------------------------------------------------------------


def csl(text: str) -> dict[str, Any]:
    entry = next(iter(read_bibtex(text)))
    assert isinstance(entry, BibtexEntry)
    return csl_of(entry)


def test_an_article_of_bibtex_has_the_fields_of_csl() -> None:
    read = csl(r"""@Article{x,
      title = {{Nuts} \& {\'E}toiles: 50\% of \emph{Corylus} -- na{\"\i}ve},
      author = {M{\"u}ller, Ann B. and {World Nut Organization} and Maurits W. van Tulder
                and others},
      journal = "Journal of Nuts", volume = 12, number = {3}, pages = {1--9},
      year = 2020, month = may, doi = {10.1000/a\_b}, url = {\url{https://nuts.example/a_b}},
      abstract = {Not ours}
    }""")
    assert read == {
        "type": "article-journal",
        "title": "Nuts & Étoiles: 50% of Corylus – naïve",
        "author": [
            {"family": "Müller", "given": "Ann B."},
            {"literal": "World Nut Organization"},
            {"family": "van Tulder", "given": "Maurits W."},
            {"literal": "and others"},
        ],
        "container-title": "Journal of Nuts",
        "volume": "12",
        "issue": "3",
        "page": "1-9",
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1000/a_b",
        "URL": "https://nuts.example/a_b",
    }


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "@online{x, title={A}, subtitle={B}, date={2020-05-03/2020-06}, urldate={2026-11-22}}",
            {
                "type": "webpage",
                "title": "A: B",
                "issued": {"date-parts": [[2020, 5, 3]]},
                "accessed": {"date-parts": [[2026, 11, 22]]},
            },
        ),
        (
            "@misc{x, howpublished={\\url{https://nuts.example/}}}",
            {"type": "webpage", "URL": "https://nuts.example/"},
        ),
        ("@misc{x, year={c. 1999}}", {"type": "document", "issued": {"date-parts": [[1999]]}}),
        (
            "@techreport{x, institution={Nut Board}, number={7}, month={2}, year={2001}}",
            {
                "type": "report",
                "genre": "technical report",
                "publisher": "Nut Board",
                "number": "7",
                "issued": {"date-parts": [[2001, 2]]},
            },
        ),
        ("@thesis{x, type={mathesis}}", {"type": "thesis", "genre": "Master's thesis"}),
        ("@phdthesis{x}", {"type": "thesis", "genre": "PhD thesis"}),
        ("@phdthesis{x, type={Habilitation}}", {"type": "thesis", "genre": "Habilitation"}),
        ("@article{x, pubstate={inpress}}", {"type": "article-journal", "status": "in press"}),
        ("@incollection{x, booktitle={Trees}}", {"type": "chapter", "container-title": "Trees"}),
        ("@strange{x, title={{\\unknown{x}}}}", {"type": "document", "title": "x"}),
        ("@book{x, author={{{Nut}}}}", {"type": "book", "author": [{"literal": "Nut"}]}),
    ],
)  # fmt: skip
def test_other_kinds_of_bibtex_have_the_fields_of_csl(text: str, fields: dict[str, Any]) -> None:
    assert csl(text) == fields


# The command ------------------------------------------------------------------------------

BIB = """\
@article{one, title = {Nuts}, author = {Oak, Ann}, year = 2020, doi = {10.1000/nuts}}
@article{two, title = {Naps}, doi = {10.1234/NAPS.4}}
"""


def test_a_bibtex_file_is_added_and_a_person_is_told_what_to_do(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_files(tiny_guide, {"new.bib": BIB}))
    references = tiny_guide / "docs/_data/references.yml"
    before = references.read_text("utf-8")
    assert main(["references", "add", "new.bib"]) == 2
    assert capsys.readouterr().out == (
        "docs/_data/references.yml: oak2020nuts is new\n"
        '"Naps" is in the bibliography as "acorn2019": the same DOI\n'
        "\nNow a person must\n"
        "- compare each new entry with the work itself;\n"
        "- write in custom.evidence what it is: guideline, international-guideline, review, trial, "
        "follow-up, snapshot, experiment, advice, government, expert, service;\n"
        "- write in custom.seen what was seen of it: full, abstract, page, part, summary, listed,\n"
        "  and in custom.to_check what is still open;\n"
        "- cite it. Until then guide check tells what is missing.\n"
    )
    assert references.read_text("utf-8").startswith(before)
    assert main(["references", "--today", TODAY.isoformat(), "--format", "json"]) == 2
    rules = [problem["rule"] for problem in json.loads(capsys.readouterr().out)]
    assert rules == ["unused-reference", "unknown-evidence", "unknown-seen"]


def test_a_csl_file_is_added(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_files(tiny_guide, {"new.json": json.dumps([NUTS | {"id": "x"}])}))
    assert main(["references", "add", "new.json"]) == 0
    assert capsys.readouterr().out.startswith("docs/_data/references.yml: oak2020nuts is new\n")
    assert (tiny_guide / "docs/_data/references.yml").read_text("utf-8").endswith(NUTS_ENTRY)


def test_a_broken_entry_is_reported_and_not_added(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "@book{a, title = {Oaks}}\n@book{b, title = {Pines} year = 2020}\n"
    monkeypatch.chdir(write_files(tiny_guide, {"new.bib": broken}))
    assert main(["references", "add", "new.bib"]) == 2
    assert capsys.readouterr().out.split("\n\n")[0] == (
        "docs/_data/references.yml: anonoaks is new\n"
        "new.bib:2: unreadable \"b\" cannot be read to its end: '}' expected"
    )
    assert "Pines" not in (tiny_guide / "docs/_data/references.yml").read_text("utf-8")


def test_an_entry_that_may_be_meant_otherwise_is_added_and_reported(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unclear = (
        "@article{a, title = {The \\riverside{Oak}}, journal = nuts, year = 2020,\n"
        "  author = {Oak, A., Pine, B., Elm, C.}}\n"
    )
    monkeypatch.chdir(write_files(tiny_guide, {"new.bib": unclear}))
    assert main(["references", "add", "new.bib"]) == 0
    assert capsys.readouterr().out.split("\n\n")[0] == (
        "docs/_data/references.yml: oapbec2020oak is new\n"
        "new.bib:1: unclear-field a value without braces must be a number, a month or an @string, "
        '"nuts" is not\n'
        'new.bib:2: unclear-field the author of "a" must be names joined by "and", is '
        '"Oak, A., Pine, B., Elm, C."\n'
        'new.bib:1: unclear-field the title of "a" must have commands of LaTeX that stand for '
        "text, \\riverside is unknown"
    )
    added = (tiny_guide / "docs/_data/references.yml").read_text("utf-8").partition("oapbec")[2]
    assert "  author:\n    - {literal: 'Oak, A., Pine, B., Elm, C.'}\n" in added
    assert "  container-title: nuts\n" in added


def test_what_is_no_work_is_reported(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny_guide)
    assert main(["references", "add", "none.bib"]) == 1
    assert capsys.readouterr().err == (
        'guide: "none.bib" must be a DOI, a PMID, or a file ending with '
        ".bib, .bibtex, .json, .yaml, .yml\n"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Rest <<<b>i>script>steal()<</b>/script> and nuts",
        "Rest <scr<b>ipt>steal()</scr</b>ipt> and nuts",
        "Rest <<i></i>script>steal()</script> and nuts",
        f"Rest {'<' * 15}{'b>' * 15}steal() and nuts",
        "Rest <!-- <b> -->steal() and nuts",
    ],
)
def test_tags_of_a_title_are_taken_off_until_none_is_left(title: str) -> None:
    """Whatever comes of taking off one may be another: the file would hold a script."""
    fields = fields_of(NUTS | {"title": title, "author": [{"literal": title}]})
    assert fields["title"] == fields["author"][0]["literal"] == "Rest steal() and nuts"
    assert clean(title.replace("<", "&amp;lt;")) == "Rest steal() and nuts"


def test_tags_within_tags_without_end_take_no_time() -> None:
    title = fields_of(NUTS | {"title": f"Rest {'<' * 10**5}{'b>' * 10**5}"})["title"]
    assert "<" not in title


def test_a_script_in_bibtex_does_not_come_into_the_file(tmp_path: Path) -> None:
    bib = write_files(
        tmp_path,
        {"a.bib": "@article{a, title = {Nuts {<}<b>script>go()<</b>/script>}, year = 2024}"},
    )
    (entry,) = read_bibtex((bib / "a.bib").read_text("utf-8"))
    assert isinstance(entry, BibtexEntry)
    assert fields_of(csl_of(entry))["title"] == "Nuts go()"
