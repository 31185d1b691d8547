"""`guide references` with --online, and a DOI or PMID to add, as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from guide.__main__ import main
from linkaudit.references.bibliography import Bibliography
from loopback import Loopback, Reply
from registers import TODAY, Registers, case, crossref
from small_guide import write_files

DOI = "10.1016/S0140-6736(97)11096-0"
CLEAN = "10.2519/jospt.2020.9971"
RETRACTED = (
    '"wakefield1998" was retracted, see 10.1016/s0140-6736(10)60175-4 of 2010-02-06 (Crossref); '
    "take it out, and every claim that rests on it"
)


@pytest.fixture
def here(tiny_guide: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a guide in order, in which the command is run."""
    monkeypatch.chdir(tiny_guide)
    return tiny_guide


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[Registers]:
    with Loopback() as server:
        yield Registers(server, tmp_path)


def references(registers: Registers, *arguments: str) -> int:
    """Run `guide references` with the services on this machine; return the exit code."""
    services = registers.services
    asked = [f"--{name}={getattr(services, name)}" for name in ("handle", "crossref", "eutils")]
    return main(["references", *arguments, *asked, f"--nice={services.nice}", f"--today={TODAY}"])


def test_a_retracted_reference_of_the_guide_is_a_problem(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    registers.knows("10.1234/naps.4", crossref("crossref-wakefield.json", DOI="10.1234/naps.4"))
    assert references(registers, "--online", "--format", "json") == 2
    reported = json.loads(capsys.readouterr().out)
    assert [(problem["rule"], problem["line"], problem["target"]) for problem in reported] == [
        ("metadata-mismatch", 3, "10.1234/naps.4"),
        ("metadata-mismatch", 4, "10.1234/naps.4"),
        ("retracted", 5, "10.1234/naps.4"),
    ]
    assert (here / ".cache/references/answers.sqlite").is_file()


def test_rules_of_registers_are_explained_in_sarif(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    registers.knows("10.1234/naps.4", crossref("crossref-wakefield.json", DOI="10.1234/naps.4"))
    assert references(registers, "--online", "--format", "sarif") == 2
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    help_of = {rule["id"]: rule["help"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert help_of["retracted"] == (
        "A work that was retracted, withdrawn or removed must not be cited, nor its notice."
    )
    assert help_of["unreachable-service"].startswith("Every reference should be checked")


def test_a_service_that_is_down_is_no_problem(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    registers.knows("10.1234/naps.4", Reply(500))
    assert references(registers, "--online") == 0
    reported = capsys.readouterr()
    assert reported.out == (
        "docs/_data/references.yml:1: unreachable-service 1 of 1 reference could not be checked "
        "with Crossref: it answered 500\n"
    )
    assert reported.err == "0 problems, 1 note\n"


def test_nobody_is_asked_without_being_told_to(here: Path, registers: Registers) -> None:
    assert references(registers) == 0
    assert registers.server.asked == []


def test_a_retracted_work_in_somebody_s_manuscript_is_a_problem(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    registers.crossref(DOI, case("crossref-wakefield.json"))
    registers.crossref(CLEAN, case("crossref-finucane.json"))
    write_files(
        here,
        {
            "paper.bib": f"@article{{wakefield1998,\n  title = {{Lymph}},\n  doi = {{{DOI}}}\n}}\n",
            "paper.md": f"One [@wakefield1998], two [@doi:{CLEAN}].\n",
        },
    )
    asked = ("--bibliography", "paper.bib", "paper.md", "--online", "--format", "json")
    assert references(registers, *asked) == 2
    (reported,) = json.loads(capsys.readouterr().out)
    assert reported == {
        "path": "paper.bib",
        "line": 1,
        "rule": "retracted",
        "message": RETRACTED,
        "page": "paper.bib",
        "target": DOI,
    }


@pytest.mark.parametrize(
    ("fields", "others"),
    [
        ("pmid = {9500320}", ""),
        ("eprint = {9500320}, eprinttype = {pubmed}", ""),
        ("note = {PMID: 9500320}", ""),
        ("url = {https://pubmed.ncbi.nlm.nih.gov/9500320/}", ""),
        ("title = {RETRACTED: Lymph}", "1 note"),
    ],
)
def test_a_retraction_is_reported_wherever_a_manuscript_s_entry_says_which_work_it_is(
    here: Path,
    registers: Registers,
    capsys: pytest.CaptureFixture[str],
    fields: str,
    others: str,
) -> None:
    registers.pubmed("9500320", case("esummary.json"))
    files = {"paper.bib": f"@article{{a, {fields}}}\n", "paper.md": "One [@a].\n"}
    write_files(here, files)
    assert references(registers, "--bibliography", "paper.bib", "paper.md", "--online") == 2
    reported = capsys.readouterr()
    assert 'paper.bib:1: retracted "a" was retracted' in reported.out
    assert reported.err.endswith(f"1 problem, {others}\n" if others else "1 problem\n")


def test_a_doi_and_a_pmid_become_entries_of_the_bibliography(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    registers.crossref(CLEAN, case("crossref-finucane.json"))
    registers.pubmed("20137807", case("esummary.json"))
    assert references(registers, "add", CLEAN, "20137807") == 0
    bibliography = Bibliography.load(here / "docs/_data/references.yml")
    found = {reference.text("DOI"): reference for reference in bibliography}
    finucane = found[CLEAN]
    assert [*finucane.fields][1:-1] == [
        *("type", "title", "author", "issued", "container-title"),
        *("volume", "issue", "page", "DOI"),
    ]
    assert finucane.authors == [
        {"family": "Finucane", "given": "L.M."},
        {"family": "Downie", "given": "A."},
    ]
    assert found["10.1016/S0140-6736(10)60175-4"].text("PMID") == "20137807"
    assert f"{finucane.key} is new" in capsys.readouterr().out


def test_a_doi_that_is_not_found_is_not_added(
    here: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (here / "docs/_data/references.yml").read_bytes()
    assert references(registers, "add", "10.5555/unknown") == 1
    assert capsys.readouterr().err == (
        "guide: 10.5555/unknown was not added: Crossref has no record of 10.5555/unknown; "
        "give a BibTeX or CSL file instead\n"
    )
    assert (here / "docs/_data/references.yml").read_bytes() == before
