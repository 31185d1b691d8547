"""The checks of manuscripts, held against small ones: each file in cases/manuscript is one.

`text` is the manuscript's one file, text.md; or `texts` are those of a folder, text/. It cites
from refs.bib, refs.json or refs.yml, given as `bib`, `json` or `yml`; or `keys` stands for a
BibTeX file with an entry for each, a line long. `problems` is the whole list of what must be
found: rule, file and line, and the target, if it is another than the file.
"""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from linkaudit.citations.bibtex import SyntaxFault, read_bibtex
from linkaudit.citations.citation_rules import CITATIONS, Spelling, check_manuscript
from linkaudit.citations.csl_file import read_json, read_yaml
from linkaudit.citations.library import Library
from linkaudit.citations.mentions import citations_of
from linkaudit.citations.texts import Manuscript
from linkaudit.core.problem import CannotRunError
from linkaudit.references.identifiers import KnownBy, known_by
from linkaudit.references.name_parts import without_own_letters
from small_guide import HERE, NOT_UTF8, write_files

PATHS = sorted((HERE / "cases/manuscript").glob("*.yml"))
CASES: dict[str, dict[str, Any]] = {p.stem: yaml.safe_load(p.read_text("utf-8")) for p in PATHS}


def files_of(case: dict[str, Any]) -> dict[str, str]:
    """The files of a case by their names."""
    files = {f"refs.{kind}": case[kind] for kind in ("bib", "json", "yml") if kind in case}
    if "keys" in case:
        files["refs.bib"] = "".join(f"@misc{{{key}, title = {{Nuts}}}}\n" for key in case["keys"])
    texts = {f"text/{name}": text for name, text in case.get("texts", {}).items()}
    return files | texts | ({"text.md": case["text"]} if "text" in case else {})


@pytest.mark.parametrize("name", CASES)
def test_a_manuscript_has_the_problems_that_its_case_lists_and_no_other(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_of(CASES[name])
    monkeypatch.chdir(write_files(tmp_path, files))
    library = Path(next(name for name in files if name.startswith("refs.")))
    texts = Path("text.md" if "text.md" in files else "text")
    found = check_manuscript(Manuscript.load([library], [texts]))
    assert sorted(f"{p.rule} {p.page}:{p.line} {p.target}" for p in found) == sorted(
        CASES[name]["problems"]
    )
    assert [problem.path for problem in found] == [problem.page for problem in found]


def test_the_name_of_a_case_is_true() -> None:
    """It begins with the rule that the manuscript breaks, or with `valid`."""
    for name, case in CASES.items():
        broken = {problem.split(" ")[0] for problem in case["problems"]}
        if name.startswith("valid-"):
            assert broken == set(), name
        else:
            assert [rule for rule in broken if name.startswith(f"{rule}-")], name


def test_there_are_enough_cases_of_every_kind() -> None:
    valid = sum(name.startswith("valid-") for name in CASES)
    assert valid >= 50
    assert len(CASES) - valid >= 60
    faults = Counter(rule for case in CASES.values() for rule in _rules_of(case))
    assert set(faults) == {rule.name for rule in CITATIONS}
    assert {rule: count for rule, count in faults.items() if count < 6} == {}


def _rules_of(case: dict[str, Any]) -> set[str]:
    return {problem.split(" ")[0] for problem in case["problems"]}


def messages(
    tmp_path: Path, files: Mapping[str, str | bytes], library: str = "refs.bib"
) -> list[str]:
    """What is reported of a manuscript, as `file:line: rule message`, without its folder."""
    write_files(tmp_path, files)
    texts = [tmp_path / name for name in files if name.endswith(".md")]
    found = check_manuscript(Manuscript.load([tmp_path / library], texts))
    return [str(problem).replace(f"{tmp_path.as_posix()}/", "") for problem in found]


def test_each_rule_tells_what_must_be_and_what_is(tmp_path: Path) -> None:
    library = (
        "@misc{smith2020, doi = {10.1000/nuts}}\n"
        "@misc{smith2020, doi = {10.1000/acorns}}\n"
        "@misc{jones2019, doi = {10.1000/NUTS}}\n"
        "@misc{walnut1999, doi = {doi:10.1000/walnut}}\n"
        "@misc{broken2018, title = {x} year = 2018}\n"
        "@misc{open2017, title = {x}\n"
    )
    text = "[@smiht2020; @jones2019] [@zzz] and @doi:10.1000/nuts, [@broken2018; @open2017].\n"
    assert messages(tmp_path, {"refs.bib": library, "text.md": text}) == [
        'refs.bib:1: unused no text cites "smith2020"; cite it or delete it',
        'refs.bib:2: duplicate-key "smith2020" is the key of the entry in line 1 too',
        'refs.bib:2: unused no text cites "smith2020"; cite it or delete it',
        'refs.bib:3: duplicate-doi "jones2019" has the DOI of "smith2020" in line 1: keep one',
        'refs.bib:4: malformed-doi DOI must be like 10.1136/bmj.i6748, is "doi:10.1000/walnut"; '
        'did you mean "10.1000/walnut"?',
        'refs.bib:4: unused no text cites "walnut1999"; cite it or delete it',
        "refs.bib:5: unreadable \"broken2018\" cannot be read to its end: '}' expected",
        'refs.bib:6: unreadable "open2017" must end with a closing brace',
        'text.md:1: undefined "@smiht2020" must be in the bibliography, is not; '
        'did you mean "smith2020"?',
        'text.md:1: undefined "@zzz" must be in the bibliography, is not',
    ]


def test_a_work_cited_by_key_and_by_doi_names_the_key(tmp_path: Path) -> None:
    files = {
        "refs.bib": "@misc{smith2020, doi = {10.1000/nuts}}\n",
        "text.md": "[@smith2020] [@doi:10.1000/nuts]\n",
    }
    assert messages(tmp_path, files) == [
        'text.md:1: duplicate-doi this work is cited as "@smith2020" too: keep one of the two'
    ]


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("refs.bib", "@misc{, title = {x}}", "@misc must have a key and a comma, like "
         "@misc{smith2020,"),
        ("refs.json", "[{]", "must be JSON: Expecting property name enclosed in double quotes"),
        ("refs.json", "[3]", 'an item must be keys and values, like {"id": "smith2020"}'),
        ("refs.json", "{}", 'must be a list of items, or have one in "references"'),
        ("refs.json", "[" * 100_000, "must be JSON that a computer can read: too deep, or a number "
         "too long"),
        ("refs.json", '[{"title": "x"}]', "an item must have an id"),
        ("refs.yml", "- 3", "an item must be keys and values, like id: smith2020"),
        ("refs.yml", "smith2020", 'must be a list of items, or have one in "references"'),
        ("refs.yml", "[{" * 100_000, "too many lists within lists"),
        ("refs.yml", "- " * 100_000, "too many lists within lists"),
        ("refs.yaml", "- id: a\n  id: b", '"id" is given twice'),
        ("refs.bib", b"@misc{a}\n\xff", NOT_UTF8),
        ("refs.bib", "@misc{a}".encode("utf-16"), NOT_UTF8.replace("is not;", "is UTF-16;")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_reported_in_plain_words(
    tmp_path: Path, name: str, content: str | bytes, reported: str
) -> None:
    problems = messages(tmp_path, {name: content, "text.md": "[@a]\n"}, name)
    (found,) = [problem for problem in problems if " unreadable " in problem]
    assert found.partition(" unreadable ")[2] == reported


def test_a_text_that_is_no_utf_8_is_reported_and_read_all_the_same(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"refs.bib": "", "text.md": b"Nuts.\n\xff [@nobody]\n"}
    assert messages(tmp_path, files) == [
        'text.md:2: undefined "@nobody" must be in the bibliography, is not',
        f"text.md:2: unreadable {NOT_UTF8}",
    ]


def test_files_of_windows_have_the_same_lines(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "refs.bib": b"\xef\xbb\xbf@misc{a,\r\n  doi = {x}}\r\n@misc{b}\r\n",
        "text.md": b"\xef\xbb\xbf---\r\nnocite: '@nobody'\r\n---\r\n\r\n[@a]\r\n\r\n[@c]\r\n",
    }
    assert [problem.split(" ")[:2] for problem in messages(tmp_path, files)] == [
        ["refs.bib:2:", "malformed-doi"],
        ["refs.bib:3:", "unused"],
        ["text.md:2:", "undefined"],
        ["text.md:7:", "undefined"],
    ]


def test_a_bare_name_is_a_citation_if_that_is_asked_for(tmp_path: Path) -> None:
    """Pandoc prints `@alice` as a citation that it cannot find; on GitHub she is a person."""
    text = "Thanks to @alice, bob@oak.example and [@carla](https://oak.example): @smith2020.\n"
    write_files(tmp_path, {"refs.bib": "@misc{smith2020}\n", "text.md": text})
    files = [tmp_path / "refs.bib"], [tmp_path / "text.md"]
    assert check_manuscript(Manuscript.load(*files)) == []
    (problem,) = check_manuscript(Manuscript.load(*files, bare=True))
    assert problem.message == '"@alice" must be in the bibliography, is not'


def test_several_bibliographies_are_one_library(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "a.bib": "@misc{smith2020, doi = {10.1000/a}}\n",
            "b.json": '[{"id": "smith2020"}, {"id": "jones2019", "DOI": "10.1000/A"}]',
            "text.md": "[@smith2020; @jones2019]\n",
        },
    )
    libraries = [tmp_path / "a.bib", tmp_path / "b.json"]
    found = check_manuscript(Manuscript.load(libraries, [tmp_path / "text.md"]))
    first = (tmp_path / "a.bib").as_posix()
    assert [problem.message for problem in found] == [
        f'"jones2019" has the DOI of "smith2020" in {first}:1: keep one',
        f'"smith2020" is the key of the entry in {first}:1 too',
    ]


def test_a_folder_that_leads_back_to_itself_is_read_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"refs.bib": "", "text/a.md": "[@nobody]\n", "text/x.md": ""})
    (tmp_path / "text/again").symlink_to(tmp_path / "text")
    (tmp_path / "text/gone.md").symlink_to(tmp_path / "nowhere.md")
    texts = [tmp_path / "text", tmp_path / "text/a.md"]
    (problem,) = check_manuscript(Manuscript.load([tmp_path / "refs.bib"], texts))
    assert problem.page == (tmp_path / "text/a.md").as_posix()


@pytest.mark.parametrize(
    ("library", "text", "reported"),
    [
        ("refs.txt", "text.md", "a bibliography must end with one of .bib, .bibtex, .json, .yaml, "
         ".yml, refs.txt does not"),
        ("refs.bib", "texts", "there is no file or folder texts"),
    ],
)  # fmt: skip
def test_what_is_not_there_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, text: str, reported: str
) -> None:
    monkeypatch.chdir(write_files(tmp_path, {"refs.bib": "", "refs.txt": "", "text.md": ""}))
    with pytest.raises(CannotRunError) as error:
        Manuscript.load([Path(library)], [Path(text)])
    assert str(error.value) == reported


def test_the_works_to_ask_registers_about_are_all_entries_and_what_texts_name(
    tmp_path: Path,
) -> None:
    write_files(
        tmp_path,
        {
            "refs.bib": "@misc{a, doi = {https://doi.org/10.1000/A}}\n@misc{b}\n"
            "@misc{c,\n  pmid = 123}\n@misc{pmid:77}\n@xdata{x, doi = {10.1000/x}}\n",
            "text.md": "[@a; @b; @c]\n\n@doi:10.1000/a, [@doi:10.1000/b], [@d], @pmid:123.\n\n"
            "[@d]: doi:10.1000/d\n\n[@pmcid:PMC5; @pubmed:9; @isbn:1; @url:https://doi.org/10.1000/e]\n",
        },
    )
    manuscript = Manuscript.load([tmp_path / "refs.bib"], [tmp_path / "text.md"])
    refs, text = (tmp_path / "refs.bib").as_posix(), (tmp_path / "text.md").as_posix()
    assert [
        (work.key, work.path, work.line, known_by(work.fields)) for work in manuscript.works()
    ] == [
        ("a", refs, 1, KnownBy("10.1000/A")),
        ("b", refs, 2, KnownBy()),
        ("c", refs, 3, KnownBy(pmid="123")),
        ("pmid:77", refs, 5, KnownBy(pmid="77")),
        ("10.1000/b", text, 3, KnownBy("10.1000/b")),
        ("10.1000/d", text, 5, KnownBy("10.1000/d")),
        ("pmcid:PMC5", text, 7, KnownBy(pmcid="PMC5")),
        ("pubmed:9", text, 7, KnownBy(pmid="9")),
        ("url:https://doi.org/10.1000/e", text, 7, KnownBy("10.1000/e")),
    ]


def test_manubot_s_note_says_by_what_a_work_is_known(tmp_path: Path) -> None:
    items = (
        '[{"id": "mXBz1Qcd", "note": "standard_id: pmid:123"},\n'
        '{"id": "https://nuts.example/x", "title": "Nuts"}]'
    )
    text = "[@tag:a; @https://nuts.example/x]\n\n[@tag:a]: pmid:123\n"
    write_files(tmp_path, {"refs.json": items, "text.md": text})
    manuscript = Manuscript.load([tmp_path / "refs.json"], [tmp_path / "text.md"])
    assert [(work.key, work.line, known_by(work.fields)) for work in manuscript.works()] == [
        ("mXBz1Qcd", 1, KnownBy(pmid="123")),
        ("https://nuts.example/x", 2, KnownBy()),
    ]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("smiht2020", "smith2020"),
        ("Smith2020", "smith2020"),
        ("smith2021", "smith2020"),
        ("walnut", None),
        ("smith" + "h" * 500, None),
    ],
)
def test_the_nearest_key_is_found_among_thousands(wrong: str, near: str | None) -> None:
    keys = [f"author{number}of{1990 + number % 30}" for number in range(5000)]
    assert Spelling(["smith2020", *keys]).nearest(wrong) == near


HOSTILE = {
    "marks of code": "".join("`" * size + "a" for size in range(1, 600)),
    "brackets that nothing closes": "[@a2020 " * 20_000 + "](" * 20_000,
    "brackets within brackets": "[" * 20_000 + "@a2020 " * 20_000 + "]" * 20_000,
    "comments that nothing ends": "<!-- " * 50_000 + "<pre>" * 50_000,
    "fences that nothing closes": "```a\n~~~~b\n" * 20_000,
    "rules": "---\na: b\n" * 20_000,
    "dollars": "$a " * 50_000 + "$1@" * 50_000,
    "one long key": "@" + "a:2020" * 200_000,
    "braces": "@{" * 50_000 + "{" * 50_000,
    "hosts": "a.bc/@x2020 " * 20_000,
    "lists": " - " * 50_000 + "\n" + "> " * 50_000,
    "metadata": "---\n" + "[{" * 50_000 + "\n---\n\n---\na: " + "[{" * 50_000 + "\n---\n",
    "nothing": "\0" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_seconds(name: str) -> None:
    started = time.process_time()
    citations_of(HOSTILE[name])
    assert time.process_time() - started < 8


HOSTILE_BIBTEX = {
    "open braces": "@misc{a, title={{{\n" * 5_000,
    "open quotes": '@misc(b, "' * 20_000,
    "deep braces": "@misc{a, title={" + "{" * 50_000,
    "starts": "@misc{" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE_BIBTEX)
def test_hostile_bibtex_is_read_in_seconds(name: str) -> None:
    started = time.process_time()
    assert any(isinstance(found, SyntaxFault) for found in read_bibtex(HOSTILE_BIBTEX[name]))
    assert time.process_time() - started < 8


HOSTILE_WORKS = {
    "parents of parents": "".join(
        f"@xdata{{a{n}{twin}, xdata={{a{n + 1}x, a{n + 1}y}}}}\n"
        for n in range(60)
        for twin in "xy"
    )
    + "@book{work, xdata={a0x}}",
    "a long line of parents": "".join(
        f"@book{{a{n}, crossref={{a{n + 1}}}}}\n" for n in range(5_000)
    )
    + "@book{work, crossref={a0}}",
    "a name of one word": "@book{work, author={" + "a" * 100_000 + "}}",
    "a name of commas": "@book{work, author={a" + "," * 100_000 + "b}}",
    "a name of dots": "@book{work, author={" + "진・" * 200 + "x}}",
    "a name in many braces": "@book{work, author={" + "{" * 5_000 + "a" + "}" * 5_000 + "}}",
}


@pytest.mark.parametrize("name", HOSTILE_WORKS)
def test_hostile_works_are_made_in_seconds(tmp_path: Path, name: str) -> None:
    started = time.process_time()
    write_files(tmp_path, {"refs.bib": HOSTILE_WORKS[name]})
    entries = Library.load([tmp_path / "refs.bib"]).entries
    assert [entry.csl()["type"] for entry in entries][-1] == "book"
    assert time.process_time() - started < 8


def test_a_name_with_many_blanks_is_read_in_seconds() -> None:
    started = time.process_time()
    assert without_own_letters(f"Jin{' ' * 50_000}(x") == (f"Jin{' ' * 50_000}(x", "")
    assert without_own_letters(f"Jin{' ' * 9}(진)") == ("Jin", "진")
    assert time.process_time() - started < 4


HOSTILE_CSL = {
    "lists within lists": '[{"id": "a", "x": ' + "[" * 50_000 + "]" * 50_000 + "}]",
    "items within items": '[{"id": "a", "x": ' * 50_000,
    "objects that nothing closes": '{"a":' * 50_000,
    "quotes": '["' * 50_000,
    "a long number": '[{"id": "a", "x": ' + "9" * 50_000 + "}]",
}


@pytest.mark.parametrize("name", HOSTILE_CSL)
def test_hostile_csl_is_read_in_seconds(name: str) -> None:
    started = time.process_time()
    faults = [fault for fault in read_json(HOSTILE_CSL[name]) if isinstance(fault, SyntaxFault)]
    assert len(faults) == 1
    assert time.process_time() - started < 4


def test_an_alias_of_another_item_hides_no_fault_and_is_none() -> None:
    text = "- &a {id: a, title: x}\n- id: b\n  author: [*a]\n- id: c\n  title: x: y\n"
    assert [str(found) for found in read_yaml(text)] == [
        "CslItem(keys=('a',), line=1, doi_line=1)",
        "CslItem(keys=('b',), line=2, doi_line=2)",
        "SyntaxFault(line=5, message='mapping values are not allowed here; put quotes around a "
        "text that holds a colon and a space', key='')",
        "CslItem(keys=('c',), line=4, doi_line=4)",
    ]


def test_an_item_as_deep_as_may_be_can_be_used(tmp_path: Path) -> None:
    deep = '[{"id": "a2020", "title": ' + "[" * 98 + "]" * 98 + "}]"
    write_files(tmp_path, {"refs.json": deep, "text.md": "[@a2020]\n"})
    manuscript = Manuscript.load([tmp_path / "refs.json"], [tmp_path / "text.md"])
    assert check_manuscript(manuscript) == []
    assert [known_by(work.fields) for work in manuscript.works()] == [KnownBy()]


def test_strings_that_double_do_not_fill_the_memory() -> None:
    """30 of them took 6.3 GB."""
    doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    text = (
        f"@string{{s0 = {{x}}}}\n{doubled}@misc{{a, title = s60}}\n@misc{{b, title = {{Nuts}}}}\n"
    )
    tracemalloc.start()
    found = list(read_bibtex(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20
    assert [str(entry) for entry in found] == [
        "SyntaxFault(line=20, message='the strings up to here stand for more than 1,000,000 "
        "letters and 10 times the file: write less', key='')",
        "BibtexEntry(kind='misc', key='a', line=62, doi_line=62)",
        "BibtexEntry(kind='misc', key='b', line=63, doi_line=63)",
    ]


@pytest.mark.parametrize("title", ['"{}"'.format('"#"' * 50_000), "#".join(['"a"'] * 50_000)])
def test_a_value_of_many_pieces_takes_no_time(title: str) -> None:
    """100,000 took 20 s: pybtex looked for a brace, which stood nowhere, at each."""
    began = time.process_time()
    (entry,) = read_bibtex(f"@misc{{a, title = {title}}}")
    assert str(entry) == "BibtexEntry(kind='misc', key='a', line=1, doi_line=1)"
    assert time.process_time() - began < 3


def test_strings_of_json_that_nothing_ends_take_no_time() -> None:
    """2 MB took minutes: each mark began a string that went to the end."""
    began = time.process_time()
    (fault,) = read_json('"\\' * 1_000_000)
    assert str(fault).startswith("SyntaxFault(line=1, message='must be JSON: ")
    assert time.process_time() - began < 5


def test_a_journal_that_is_a_string_may_be_used_in_thousands_of_entries() -> None:
    journal = "Journal of " + "nuts and " * 20
    entries = "".join(f"@misc{{a{n}, journal = j}}\n" for n in range(10_000))
    found = list(read_bibtex(f"@string{{j = {{{journal}}}}}\n{entries}"))
    assert len(found) == 10_000
    assert not any(isinstance(entry, SyntaxFault) for entry in found)


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "@",
                "a1",
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                ";",
                ":",
                "\n",
                "\n\n",
                "    ",
                "`",
                "```\n",
            ),
            *("$", "<!--", "-->", "---\n", "nocite: ", "@*", "\\", "^[", "_", "doi:10.1/x", "<b>"),
            *("@misc{a,", "title = ", '"', "#", "%", "@string{", "@comment{", "- id: a\n", "|"),
            '{"id":',
        ]
    ),
    max_size=30,
).map("".join)


@given(PIECES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_whatever_a_file_holds_nothing_is_raised(text: str) -> None:
    lines = text.count("\n") + 1
    for mention in citations_of(text).mentions:
        assert mention.key
        assert 1 <= mention.line <= lines
        assert "@" in text.split("\n")[mention.line - 1]
    for read in (read_bibtex, read_json, read_yaml):
        assert all(1 <= found.line <= lines for found in read(text))
