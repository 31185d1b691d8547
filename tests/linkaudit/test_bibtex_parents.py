"""What entries of BibTeX and BibLaTeX take from each other, and from strings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from linkaudit.citations.library import Library
from small_guide import write_files


def library(folder: Path, *files: str) -> Library:
    """The library of some BibTeX files, 1.bib, 2.bib …"""
    named = {f"{number}.bib": text for number, text in enumerate(files, start=1)}
    write_files(folder, named)
    return Library.load([folder / name for name in named])


def csl(folder: Path, *files: str) -> Mapping[str, Any]:
    """The fields of the entry `child`."""
    return library(folder, *files).by_key["child"].csl()


def test_a_chapter_takes_from_its_book_what_it_lacks(tmp_path: Path) -> None:
    assert csl(
        tmp_path,
        """@incollection{child, author = {Oak, Ann}, title = {Nuts}, pages = {12--15}, volume = 3,
             crossref = {trees}}
           @book{trees, title = {Trees}, subtitle = {All of them}, booktitle = {The Trees},
             editor = {Elm, Ben}, publisher = {Nut Press}, address = {Riverside}, year = 2019,
             volume = 2, doi = {10.5555/trees}, note = {PMID: 1}, isbn = {978-1-4731-4508-5}}""",
    ) == {
        "type": "chapter",
        "title": "Nuts",
        "author": [{"family": "Oak", "given": "Ann"}],
        "container-title": "The Trees",
        "editor": [{"family": "Elm", "given": "Ben"}],
        "volume": "3",
        "page": "12-15",
        "publisher": "Nut Press",
        "publisher-place": "Riverside",
        "ISBN": "978-1-4731-4508-5",
        "issued": {"date-parts": [[2019]]},
    }


@pytest.mark.parametrize(
    ("files", "field", "value"),
    [
        # The title of the other is that of the whole.
        ("@inproceedings{child, crossref={p}} @proceedings{p, title={Oaks 2019}}",
         "container-title", "Oaks 2019"),
        ("@article{child, crossref={p}} @periodical{p, title={Journal of Nuts}}",
         "container-title", "Journal of Nuts"),
        ("@book{child, title={Oaks}, crossref={p}} @mvbook{p, title={Trees}}",
         "container-title", "Trees"),
        ("@book{child, title={Oaks}, crossref={p}} @book{p, title={Trees}}",
         "container-title", None),
        ("@misc{child, crossref={p}} @misc{p, title={Trees}}", "title", None),
        # Who wrote a book wrote its chapters; who wrote a collection is not known.
        ("@inbook{child, crossref={p}} @book{p, author={Oak, Ann}}", "author",
         [{"family": "Oak", "given": "Ann"}]),
        ("@incollection{child, crossref={p}} @collection{p, author={Oak, Ann}}", "author", None),
        # From parent to parent, and a bag of fields in between.
        ("@inbook{child, crossref={b}} @book{b, crossref={c}} @mvbook{c, publisher={Nut Press}}",
         "publisher", "Nut Press"),
        ("@book{child, xdata={x, y}} @xdata{x, year=2019} @xdata{y, publisher={Nut Press}, "
         "doi={10.5555/y}, xdata={x}}", "DOI", "10.5555/y"),
        ("@inbook{child, crossref={b}} @book{b, xdata={x}} @xdata{x, year=2019}", "issued",
         {"date-parts": [[2019]]}),
        # What may be far away, or leads nowhere, or round in a circle.
        ("@book{b, year=2019} @inbook{child, crossref={b}}", "issued", {"date-parts": [[2019]]}),
        ("@inbook{child, title={Nuts}, crossref={none}}", "title", "Nuts"),
        ("@book{child, title={Nuts}, crossref={b}} @book{b, year=2019, crossref={child}}", "issued",
         {"date-parts": [[2019]]}),
        ("@book{child, title={Nuts}, xdata={child}}", "title", "Nuts"),
        ("@inbook{child, xref={b}} @book{b, year=2019}", "issued", None),
    ],
)  # fmt: skip
def test_each_relation_passes_on_what_is_its_own(
    tmp_path: Path, files: str, field: str, value: object
) -> None:
    assert csl(tmp_path, files).get(field) == value


def test_parents_and_strings_may_stand_in_another_file(tmp_path: Path) -> None:
    first = "@string{press = {Nut Press}}\n@incollection{child, crossref = {trees}}"
    second = "@book{trees, publisher = press, title = {Trees}}"
    read = library(tmp_path, first, second)
    assert (read.unreadable, read.unclear) == ((), ())
    assert csl(tmp_path, first, second) == {
        "type": "chapter",
        "container-title": "Trees",
        "publisher": "Nut Press",
    }


def test_a_string_that_is_not_defined_is_its_name_and_is_reported_with_its_line(
    tmp_path: Path,
) -> None:
    text = '@string{nuts = {Journal of Nuts}}\n@article{child,\n  journal = nut # ", B",\n}\n'
    assert csl(tmp_path, text)["container-title"] == "nut, B"
    (told,) = library(tmp_path, text).unclear
    assert str(told) == (
        f"{(tmp_path / '1.bib').as_posix()}:3: unclear-field a value without braces must be a "
        'number, a month or an @string, "nut" is not; did you mean "nuts"?'
    )


def test_a_parent_that_is_nowhere_is_reported_with_its_line(tmp_path: Path) -> None:
    (told,) = library(tmp_path, "@inbook{child,\n  crossref = {Trees}}\n@book{trees}").unclear
    assert str(told) == (
        f'{(tmp_path / "1.bib").as_posix()}:2: unclear-field the crossref of "child" must be the '
        'key of an entry, "Trees" is not; did you mean "trees"?'
    )


@pytest.mark.parametrize("month", ["sep", "SEP", "September", "sept", "{September}", "9"])
def test_months_are_known_by_all_their_names(tmp_path: Path, month: str) -> None:
    text = f"@misc{{child, year = 2019, month = {month}}}"
    assert csl(tmp_path, text)["issued"] == {"date-parts": [[2019, 9]]}
    assert library(tmp_path, text).unclear == ()
