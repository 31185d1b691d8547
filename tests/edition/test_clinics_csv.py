"""A table of clinics: what spreadsheets save of it, and every fault with its cell, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.edition.clinics_csv import COLUMNS, read
from guide.edition.edition import Edition
from guide.rules import check_edition
from linkaudit.core.problem import ProblemsError

HEAD = "name,nation,phone,address\n"


def rows(folder: Path, content: str | bytes) -> list[tuple[str, int, dict[str, object]]]:
    """Each row of a table by the name of its folder, with its line and what it says."""
    path = folder / "clinics.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = read(path, folder / "mkdocs.yml")
    assert [problem for row in found for problem in row.problems] == []
    return [(row.name, row.line, dict(row.file.said["extra"]["clinic"])) for row in found]


def faults(folder: Path, content: str | bytes) -> list[str]:
    """What is wrong with the columns, or with the rows."""
    path = folder / "clinics.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        found = read(path, folder / "mkdocs.yml")
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return [str(problem) for row in found for problem in row.problems]


def test_a_row_is_a_clinic(tmp_path: Path) -> None:
    table = (
        "folder,name,nation,phone,address,links,numbers.emergency\n"
        'river,"Riverside, the clinic",england,01632 960001,"1 Mill Lane\nRiverside",'
        '"Walks https://riverside.example/walks | Swims https://riverside.example/swims",\n'
        "\n"
        ",St George's,other,,,,911\n"
    )
    assert rows(tmp_path, table) == [
        (
            "river", 2,
            {
                "name": "Riverside, the clinic",
                "nation": "england",
                "phone": "01632 960001",
                "address": ["1 Mill Lane", "Riverside"],
                "links": [
                    {"title": "Walks", "url": "https://riverside.example/walks"},
                    {"title": "Swims", "url": "https://riverside.example/swims"},
                ],
            },
        ),
        (
            "st-georges", 5,
            {"name": "St George's", "nation": "other", "numbers": {"emergency": "911"}},
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "name;phone\r\nLlys Môn;01632 960001\r\n".encode("utf-8-sig"), id="semicolons"
        ),
        pytest.param("name\tphone\nLlys Môn\t01632 960001\n".encode("utf-16"), id="Unicode text"),
        pytest.param("name,phone\r\nLlys Môn,01632 960001\r\n".encode("cp1252"), id="plain CSV"),
        pytest.param("name,phone\rLlys Môn,01632 960001\r".encode(), id="an old Mac"),
        pytest.param(
            "sep=|\r\nName|Phone\r\nLlys Môn|01632 960001\r\n".encode(), id="its mark told"
        ),
    ],
)
def test_what_excel_saves_is_read(tmp_path: Path, content: bytes) -> None:
    (row,) = rows(tmp_path, content)
    assert (row[0], row[2]) == ("llys-mon", {"name": "Llys Môn", "phone": "01632 960001"})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "name,fone,nation,,nation\n",
            [
                'clinics.csv:1: wrong-table cell B1: nothing reads the column "fone"; did you mean '
                '"phone"?',
                'clinics.csv:1: wrong-table cell E1: the column "nation" is there twice',
            ],
            id="columns",
        ),
        pytest.param(
            "phone\n01632 960001\n",
            ['clinics.csv:1: wrong-table there must be a column "name", or "site_name"'],
            id="no name",
        ),
        pytest.param(
            "",
            [
                "clinics.csv:1: wrong-table the first line must name the columns, such as "
                f"{', '.join(COLUMNS[1:6])}"
            ],
            id="nothing",
        ),
        pytest.param(
            f'{HEAD}Riverside,england,01632 960001,"1 Mill Lane\nHillside,wales,,\n',
            [
                "clinics.csv:2: wrong-table the row that begins here cannot be read (unexpected "
                "end of data): look at its quotes"
            ],
            id="a quote that does not end",
        ),
        pytest.param(
            f"{HEAD}Riverside,england,1632960001,\n,wales,,\nHill,wales,,1 Hill Road,Hilltown\n",
            [
                "clinics.csv:2: wrong-table cell C2: phone must be as people dial it, is "
                '"1632960001": the spreadsheet took it for a number; make the column text, and '
                "type it again",
                "clinics.csv:3: wrong-table row 3: a clinic must have a name",
                'clinics.csv:4: wrong-table cell E4: "Hilltown" stands in no column; put quotes '
                "around a text with commas",
            ],
            id="rows",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_at_once(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    assert faults(tmp_path, content) == expected


def test_a_wrong_value_stands_in_its_cell(tiny_guide: Path) -> None:
    """The model of a clinic says what is wrong; line and cell say where."""
    table = (
        "name,nation,phone,address,colour,site_url\n"
        '"Riverside","england","01632 960001","1 Mill Lane\nRiverside",,\n'
        "Hillside,walles,ask us,,#ffd700,hillside.example\n"
    )
    (tiny_guide / "clinics.csv").write_text(table, "utf-8")
    base = tiny_guide / "mkdocs.yml"
    good, wrong = read(tiny_guide / "clinics.csv", base)
    inherited = Edition.load(base).files
    assert check_edition(Edition.of_files(base, (good.file, *inherited))) == []
    found = check_edition(Edition.of_files(base, (wrong.file, *inherited)))
    assert [str(problem) for problem in found] == [
        "clinics.csv:4: low-contrast-colour cell E3: colour must have a contrast of 4.5 to 1 with "
        'the tint colour #f3ede1, has 1.20 to 1; the nearest darker tone that has it is "#7d6900"',
        "clinics.csv:4: wrong-clinic-value cell B3: nation must be one of england, scotland, "
        'wales, northern-ireland, ireland, other, is "walles"; did you mean "wales"?',
        'clinics.csv:4: wrong-clinic-value cell C3: phone must be one number like "01632 960001" '
        'or "01632 960001 ext 2", is "ask us"',
        "clinics.csv:4: wrong-setting cell F3: site_url must be the folder where patients will "
        'find the guide, like "https://riverside.example/back-pain/", is "hillside.example"; did '
        'you mean "https://hillside.example/"?',
    ]
