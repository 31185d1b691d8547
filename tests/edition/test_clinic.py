"""What a clinic may say about itself, and the exact words when it is wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from guide import rules
from guide.edition.clinic import CONTACT, SAID, Clinic, OwnNumbers, faults
from guide.edition.edition import Edition
from guide.print.editions import EDITIONS
from small_guide import HERE, write_files

BASE = """\
site_name: Base
theme: {name: null, custom_dir: theme}
extra: {clinic: {name: Base, nation: england}}
"""
HEAD = "INHERIT: mkdocs.yml\n"


@pytest.fixture
def problems(tmp_path: Path) -> Callable[[str], list[str]]:
    """The problems of a clinic.yml with these lines after its INHERIT."""

    def check(lines: str) -> list[str]:
        files = {
            "mkdocs.yml": BASE,
            "clinic.yml": HEAD + lines,
            "theme/main.html": "",
            "docs/index.md": "",
            "docs/assets/images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        }
        edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
        return [str(problem) for problem in rules.check_edition(edition)]

    return check


Problems = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "values",
    [
        None,
        {},
        {"name": "Riverside Physiotherapy"},
        {
            "name": "Riverside Physiotherapy",
            "department": "Outpatients",
            "phone": "01632 960001",
            "phones": [{"title": "Ward 3", "phone": "01632 960002 ext 3"}],
            "email": "physio@riverside.example",
            "address": ["1 Mill Lane", "Riverside"],
            "opening_hours": ["Monday to Friday, 9am to 5pm"],
            "colour": "#7a1f5c",
            "logo": "assets/images/logo.svg",
            "self_referral": "https://riverside.example/refer",
            "links": [{"title": "Walks", "url": "https://riverside.example/walks?day=1"}],
        },
        {"phone": "+44 1632 960001"},
        {"phone": "01632960001"},
        {"phone": "01632-960001"},
        {"phone": "(01632) 960001"},
        {"phone": "01632\u00a0960001"},
        {"phone": "01632 960001 ext 2"},
        {"phone": "+44 (0)1632 960001"},
        {"phone": "111"},
        {"phone": "116 123"},
        {"phone": "0800 1111"},
        {"email": "siobhan.o'brien@riverside.example"},
        {"email": "a&b/c~d!e@x.example"},
        {"leaflet_code": "PT-{name}"},
        {"leaflet_code": {"myths/posture.md": "PT-1", "booklet": "PT-2"}},
        {"email": "a.b+c@x.y.example"},
        {"colour": "#000000"},
        {"print_colours": "grey", "print_bleed": "3mm"},
        {"print_colours": "colour", "print_bleed": "2.5 mm"},
    ],
)
def test_a_clinic_in_order(values: object) -> None:
    assert faults(values) == []


def test_blanks_around_a_value_do_not_count() -> None:
    assert Clinic.model_validate({"name": "  Riverside  "}).name == "Riverside"


PHONE = 'phone must be one number like "01632 960001" or "01632 960001 ext 2", is'
EMAIL = 'email must be an address like "physio@riverside.example", is'
ADDRESS = 'must be an address like "https://riverside.example/refer", is'
COLOUR = 'colour must be like "#7a1f5c", in quotes, is'
LIST = "must be a list: one line each, after a dash, is"
WRONG = "wrong-clinic-value"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"name": " "}, (WRONG, "name", 'name must have at least 1 character, is " "')),
        (
            {"name": "n" * 201},
            (WRONG, "name", f'name must have at most 200 characters, is "{"n" * 201}"'),
        ),
        ({"name": 3}, (WRONG, "name", "name must be text: put quotes around it")),
        ({"phone": "call us"}, (WRONG, "phone", f'{PHONE} "call us"')),
        *(
            ({"phone": phone}, (WRONG, "phone", f'{PHONE} "{phone}"'))
            for phone in (
                *("01632 960001 or 01632 960002", "01632 960001 / 2", "01632 960001 ext"),
                *("(01632 960001", "01632) 960001", "+44", "12", "0" * 16),
            )
        ),
        ({"phone": "1234567"}, (WRONG, "phone", f'{PHONE} "1234567"')),
        ({"email": "physio"}, (WRONG, "email", f'{EMAIL} "physio"')),
        ({"email": "a@b.example."}, (WRONG, "email", f'{EMAIL} "a@b.example."')),
        ({"email": "a..b@c.example"}, (WRONG, "email", f'{EMAIL} "a..b@c.example"')),
        ({"email": "a@b"}, (WRONG, "email", f'{EMAIL} "a@b"')),
        ({"email": "a b@c.example"}, (WRONG, "email", f'{EMAIL} "a b@c.example"')),
        ({"address": "Mill Lane"}, (WRONG, "address", f'address {LIST} "Mill Lane"')),
        (
            {"opening_hours": "always"},
            (WRONG, "opening_hours", f'opening_hours {LIST} "always"'),
        ),
        (
            {"address": ["Mill Lane", ""]},
            (WRONG, "address.1", 'address.1 must have at least 1 character, is ""'),
        ),
        ({"colour": "plum"}, (WRONG, "colour", f'{COLOUR} "plum"')),
        ({"colour": "#abc"}, (WRONG, "colour", f'{COLOUR} "#abc"')),
        (
            {"self_referral": "riverside.example"},
            (WRONG, "self_referral", f'self_referral {ADDRESS} "riverside.example"'),
        ),
        (
            {"links": [{"title": "Walks", "url": "/walks"}]},
            (WRONG, "links.0.url", f'links.0.url {ADDRESS} "/walks"'),
        ),
        (
            {"links": [{"url": "https://a.example/"}]},
            (WRONG, "links.0.title", "links.0.title must be given"),
        ),
        (
            {"links": [{"title": "Walks", "url": "https://a.example/", "name": "x"}]},
            ("unknown-clinic-key", "links.0.name", 'nothing reads "links.0.name"'),
        ),
        (
            {"color": "#7a1f5c"},
            ("unknown-clinic-key", "color", 'nothing reads "color"; did you mean "colour"?'),
        ),
        (
            {"COLOUR": "#7a1f5c"},
            ("unknown-clinic-key", "COLOUR", 'nothing reads "COLOUR"; did you mean "colour"?'),
        ),
        (
            {"department": ["Pain", "Physio"]},
            (
                WRONG,
                "department",
                "department must be one line of text, not a list: the most important one, "
                'or "Pain, Physio"',
            ),
        ),
        (
            {"phone": ["01632 960001", "01632 960002"]},
            (
                WRONG,
                "phone",
                "phone must be one number: the one that patients call first; the others belong "
                'below phones, such as {title: To change an appointment, phone: "01632 960002"}',
            ),
        ),
        (
            {"phones": [{"title": "Desk", "phone": "01632 960002"}, {"title": "Ward"}]},
            (WRONG, "phones.1.phone", "phones.1.phone must be given"),
        ),
        (
            {"phones": [{"titel": "Desk", "title": "Desk", "phone": "01632 960002"}]},
            (
                "unknown-clinic-key",
                "phones.0.titel",
                'nothing reads "phones.0.titel"; did you mean "title"?',
            ),
        ),
        (
            {"links": ["https://a.example/"]},
            (
                WRONG,
                "links.0",
                "links.0 must hold keys and values, such as {title: Riverside walking group, "
                'url: "https://riverside.example/walks"}, is "https://a.example/"',
            ),
        ),
        (
            {"leaflet_code": "PT-214"},
            (
                WRONG,
                "leaflet_code",
                "leaflet_code must hold {name}, which differs from leaflet to leaflet, like "
                '"PT-{name}", or give each its own, like {myths/posture.md: "PT-214"}, '
                'is "PT-214"',
            ),
        ),
        (
            {"print_colours": "gray"},
            (
                WRONG,
                "print_colours",
                'print_colours must be colour or grey, is "gray"; did you mean "grey"?',
            ),
        ),
        *(
            (
                {"print_bleed": bleed},
                (
                    WRONG,
                    "print_bleed",
                    f'print_bleed must be millimetres, 10 at most, like "3mm", is "{bleed}"',
                ),
            )
            for bleed in ("3", "1/8in", "11mm", "-3mm", "3,5mm")
        ),
        (
            {"print_bleed": 3},
            (WRONG, "print_bleed", "print_bleed must be text: put quotes around it"),
        ),
        ({"fax": "1"}, ("unknown-clinic-key", "fax", 'nothing reads "fax"')),
    ],
)
def test_each_fault_in_its_words(values: object, fault: tuple[str, str, str]) -> None:
    assert faults(values) == [fault]


def test_each_leaflet_has_its_own_code() -> None:
    pattern = Clinic(leaflet_code="PT-{name}")
    assert pattern.code_of("myths-posture", ["myths/posture.md"]) == "PT-myths-posture"
    listed = Clinic(leaflet_code={"myths/posture.md": "PT-1", "booklet": "PT-2"})
    assert listed.code_of("myths-posture", ["myths/posture.md"]) == "PT-1"
    assert listed.code_of("booklet", ["index.md", "about.md"]) == "PT-2"
    assert listed.code_of("poster", ["index.md"]) == ""
    assert Clinic().code_of("poster", ["index.md"]) == ""


@pytest.mark.parametrize(
    ("phone", "dials"),
    [
        ("01632 960001", "01632960001"),
        ("(01632) 960001", "01632960001"),
        ("01632\u00a0960\u2011001", "01632960001"),
        ("01632 960001 ext. 22", "01632960001,22"),
        ("01632 960001x2", "01632960001,2"),
        ("+44 (0)1632 960001 extension 2", "+441632960001,2"),
        ("0044 (0)1632 960001", "00441632960001"),
        ("111", "111"),
    ],
)
def test_what_a_phone_dials(phone: str, dials: str) -> None:
    assert list(Clinic(phone=phone).dials.values()) == [dials]


def test_all_faults_are_reported_at_once() -> None:
    found = faults({"phone": "x", "email": "y", "colour": "z"})
    assert [key for _, key, _ in found] == ["phone", "email", "colour"]


@pytest.mark.parametrize(
    ("colour", "surface", "measured", "darker"),
    [
        ("#ffffff", "card colour #ffffff", "1.00", "#6b6b6b"),
        ("#ffd700", "tint colour #f3ede1", "1.20", "#7d6900"),
        ("#757575", "tint colour #f3ede1", "3.95", "#6c6c6c"),
    ],
)
def test_a_pale_colour_is_refused_with_its_ratio_and_a_darker_tone_that_will_do(
    colour: str, surface: str, measured: str, darker: str
) -> None:
    ((rule, key, message),) = faults({"colour": colour})
    assert (rule, key) == ("low-contrast-colour", "colour")
    assert message.startswith(
        f"colour must have a contrast of 4.5 to 1 with the {surface}, "
        f'has {measured} to 1; the nearest darker tone that has it is "{darker}"'
    )
    assert faults({"colour": darker}) == []


def test_a_clinic_edition_in_order(problems: Problems) -> None:
    lines = (
        "site_name: Riverside\nsite_url: https://riverside.example/back/\nsite_description: Ours\n"
        "site_dir: riverside\ntheme: {logo: assets/images/logo.svg}\n"
        "extra: {clinic: {name: Riverside, nation: england}}\n"
    )
    assert problems(lines) == []


def test_faults_are_reported_at_their_lines(problems: Problems) -> None:
    lines = """\
extra:
  clinic:
    name: Riverside
    phone: call us
    address:
      - Mill Lane
      - ''
    links:
      - title: Walks
        url: https://a.example/
      - title: Runs
        uri: https://b.example/
"""
    assert [line.split(" ")[0:3] for line in problems(lines)] == [
        ["clinic.yml:5:", "wrong-clinic-value", "phone"],
        ["clinic.yml:8:", "wrong-clinic-value", "address.1"],
        ["clinic.yml:12:", "wrong-clinic-value", "links.1.url"],
        ["clinic.yml:13:", "unknown-clinic-key", "nothing"],
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "nav: []",
            "every edition has all pages: a missing page could be the one that a reader needs",
        ),
        ("hooks: []", "the successor of MkDocs ignores hooks without a word"),
        ("plugins: []", "the successor of MkDocs ignores unknown plugins without a word"),
        ("markdown_extensions: []", "citations and care cards depend on the guide's own list"),
        (
            "extra_css: []",
            "contrast, large type and print are tested with the guide's own style sheet",
        ),
        ("extra_javascript: []", "the guide runs no script that it has not been tested with"),
        ("docs_dir: docs", "an edition has the guide's own words"),
        (
            "copyright: mine",
            "it may set site_name, site_url, site_description, site_dir, theme, extra",
        ),
    ],
)
def test_what_an_edition_must_not_set_is_refused_with_the_reason(
    problems: Problems, line: str, reason: str
) -> None:
    key = line.partition(":")[0]
    assert problems(f"site_name: X\n{line}\n") == [
        f'clinic.yml:3: refused-edition-setting an edition must not set "{key}": {reason}'
    ]


def test_an_edition_may_set_of_the_theme_only_logo_and_favicon(problems: Problems) -> None:
    lines = "theme:\n  custom_dir: theme\n  favicon: assets/images/logo.svg\n"
    assert problems(lines) == [
        'clinic.yml:3: refused-edition-setting an edition must not set "theme.custom_dir": '
        "it may set theme.logo and theme.favicon"
    ]


def test_an_edition_may_not_bring_another_theme(problems: Problems) -> None:
    """`theme: readthedocs` would drop the care cards and the draft notice without a word."""
    assert problems("theme: readthedocs\n") == [
        'clinic.yml:2: refused-edition-setting an edition must not set "theme": '
        "it may set theme.logo and theme.favicon"
    ]


def test_an_edition_may_not_silence_the_draft_notice(problems: Problems) -> None:
    assert problems("extra:\n  strings: {draft: ''}\n") == [
        'clinic.yml:3: refused-edition-setting an edition must not set "extra.strings": '
        "it may set extra.clinic and extra.print"
    ]


def test_a_colour_without_quotes_is_not_lost_without_a_word(problems: Problems) -> None:
    """To YAML, what follows # is a comment."""
    assert problems("extra:\n  clinic:\n    colour: #7a1f5c\n") == [
        "clinic.yml:4: wrong-clinic-value colour must have a value or be left out; "
        "put quotes around a value that begins with #"
    ]


def test_a_clinic_must_hold_keys_and_values(problems: Problems) -> None:
    assert problems("extra:\n  clinic: hello\n") == [
        "clinic.yml:3: wrong-clinic-value clinic must hold keys and values, "
        'such as name: Riverside Physiotherapy, is "hello"'
    ]


def test_a_logo_must_be_there(problems: Problems) -> None:
    lines = "theme: {logo: assets/images/lgo.svg}\nextra: {clinic: {logo: assets/elsewhere.png}}\n"
    assert problems(lines) == [
        'clinic.yml:2: missing-logo there is no file "assets/images/lgo.svg" in docs/; '
        'did you mean "assets/images/logo.svg"?',
        'clinic.yml:3: missing-logo there is no file "assets/elsewhere.png" in docs/',
    ]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (
            "assets/images/lgo.svg",
            'there is no file "assets/images/lgo.svg" in docs/; '
            'did you mean "assets/images/logo.svg"?',
        ),
        ("../x.svg", 'must be like assets/clinic/logo.svg (or .png, .jpg, .webp), is "../x.svg"'),
    ],
)
def test_an_icon_must_be_there_as_a_logo_must(problems: Problems, name: str, fault: str) -> None:
    assert problems(f"theme: {{favicon: {name}}}\n") == [f"clinic.yml:2: missing-logo {fault}"]


def test_a_clinics_file_must_inherit(tmp_path: Path) -> None:
    """Without it there are no pages, no words and no draft notice of the guide beside it."""
    files = {"clinic.yml": "site_name: Riverside\n", "theme/main.html": "", "docs/index.md": ""}
    files["mkdocs.yml"] = "site_name: Owls\ntheme: {name: null, custom_dir: theme}\n"
    edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
    assert [str(p) for p in rules.check_edition(edition)] == [
        "clinic.yml:1: missing-inherit the first line must be INHERIT: mkdocs.yml"
    ]


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../mkdocs.yml", "_data/references.yml", "assets/../x.svg", "assets/x.md"],
)
def test_a_logo_is_a_picture_of_the_site(problems: Problems, name: str) -> None:
    assert problems(f"extra: {{clinic: {{logo: {name}}}}}\n") == [
        "clinic.yml:2: missing-logo must be like assets/clinic/logo.svg (or .png, .jpg, .webp), "
        f'is "{name}"'
    ]


def test_a_number_that_yaml_made_of_a_phone_number_is_not_reported(problems: Problems) -> None:
    """To YAML, 01234567000 is octal."""
    assert problems("extra: {clinic: {phone: 01234567000}}\n") == [
        "clinic.yml:2: wrong-clinic-value phone must be text: put quotes around it"
    ]


def test_many_wrong_keys_take_no_time(problems: Problems) -> None:
    began = time.monotonic()
    assert len(problems("".join(f"nut{number}: 1\n" for number in range(5000)))) == 5000
    assert time.monotonic() - began < 10


def test_the_guide_itself_may_set_everything(tmp_path: Path) -> None:
    """Only a file that inherits is an edition; mkdocs.yml is the guide's own."""
    config = f"{BASE}nav: [index.md]\nextra_css: []\n"
    write_files(tmp_path, {"mkdocs.yml": config, "theme/main.html": "", "docs/index.md": ""})
    assert rules.check_edition(Edition.load(tmp_path / "mkdocs.yml")) == []


# Each setting that went wrong once, with its neighbours ----------------------------------

PRINT = "unknown-print-edition"
ALONE = f"{PRINT} must be a name alone, such as whole-guide, without brackets"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("extra: {print: all}", []),
        ("extra: {print: [all]}",
         [f'2: {PRINT} "all" is no edition that can be printed; there are {", ".join(EDITIONS)}']),
        ("extra: {print: [[booklet]]}", [f"2: {ALONE}"]),
        ("extra:\n  print:\n    - booklet\n    - {leaflets: yes}", [f"5: {ALONE}"]),
        ("extra: {print: {a: b}}",
         [f"2: {PRINT} must be a list: one line each, after a dash; is \"{{'a': 'b'}}\""]),
        ("extra: {print: 7}",
         [f'2: {PRINT} must be a list: one line each, after a dash; is "7"']),
        ("site_name: no", ["2: wrong-setting site_name must be text: put quotes around it"]),
        ("site_name: 2026", ["2: wrong-setting site_name must be text: put quotes around it"]),
        ('site_name: "A\\n::error::B"',
         ['2: wrong-setting site_name must stand on one line, is "A\\n::error::B"']),
        ('site_dir: "out\\n::error::B"',
         ['2: wrong-setting site_dir must stand on one line, is "out\\n::error::B"']),
        (f"site_name: {'A' * 9000}",
         [f'2: wrong-setting site_name must have at most 200 characters, is "{"A" * 79}…"']),
        ("site_name: [A, B]",
         ["2: wrong-setting site_name must be one line of text, not a list: the most important "
          'one, or "A, B"']),
        ("site_name:", ["2: wrong-setting site_name must have a value or be left out; put quotes "
                        "around a value that begins with #"]),
        ("site_description: {a: b}",
         ["2: wrong-setting site_description must be text: put quotes around it"]),
        ("site_dir: [x]", ['2: wrong-setting site_dir must be one line of text, not a list: the '
                           'most important one, or "x"']),
        ("extra:", ["2: wrong-setting extra must have a value or be left out; put quotes around a "
                    "value that begins with #"]),
        ("extra: [clinic]",
         ["2: wrong-setting extra must hold keys and values, or be left out, is \"['clinic']\""]),
        ("theme: [logo]",
         ["2: wrong-setting theme must hold keys and values, or be left out, is \"['logo']\""]),
        ("nav: [index.md]\nhooks: [run.py]",
         ['2: refused-edition-setting an edition must not set "nav": every edition has all pages: '
          "a missing page could be the one that a reader needs",
          '3: refused-edition-setting an edition must not set "hooks": the successor of MkDocs '
          "ignores hooks without a word"]),
        ("extra: {clinic: {leaflet_code: {indx.md: A}}}",
         ['2: unknown-leaflet there is no page "indx.md"; did you mean "index.md"?']),
    ],
)  # fmt: skip
def test_each_setting_is_reported_once_at_its_line(
    problems: Problems, lines: str, found: list[str]
) -> None:
    assert problems(f"{lines}\n") == [f"clinic.yml:{line}" for line in found]


def test_faults_of_all_settings_are_reported_at_once(problems: Problems) -> None:
    lines = (
        "site_name: no\nsite_url: hillview.example/backs\ntheme: {logo: x.txt}\n"
        "extra: {print: [[1]], clinic: {phone: x}}\n"
    )
    assert [line.split(" ")[:2] for line in problems(lines)] == [
        ["clinic.yml:2:", "wrong-setting"],
        ["clinic.yml:3:", "wrong-setting"],
        ["clinic.yml:4:", "missing-logo"],
        ["clinic.yml:5:", "unknown-print-edition"],
        ["clinic.yml:5:", "wrong-clinic-value"],
    ]


FOLDER = (
    "site_url must be the folder where patients will find the guide, like "
    '"https://riverside.example/back-pain/", is'
)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("hillview.example/backs", "https://hillview.example/backs/"),
        ("https://a.example/b/index.html", "https://a.example/b/"),
        ("https://a.example/Index.HTM", "https://a.example/"),
        ("https://a.example/b/?x=1", "https://a.example/b/"),
        ("https://a.example/b?", "https://a.example/b/"),
        ("https://a.example/b/#top", "https://a.example/b/"),
        ("ftp://a.example/b/", "https://a.example/b/"),
        ("https://me:secret@a.example/b", "https://a.example/b/"),
        ("https://a.example/my backs/", "https://a.example/my-backs/"),
        ("mailto:a@a.example", "https://a.example/"),
        ("https://", ""),
        ("https://a.example:port/", ""),
        ("here", ""),
        ('https://a.example/"x', ""),
    ],
)
def test_the_address_of_the_site_is_a_folder(problems: Problems, address: str, near: str) -> None:
    hint = f'; did you mean "{near}"?' if near else ""
    assert problems(f"site_url: '{address}'\n") == [
        f'clinic.yml:2: wrong-setting {FOLDER} "{address}"{hint}'
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://riverside.example/back-pain",
        "https://RIVERSIDE.example/Back/",
        "http://intranet/backs/",
        "https://localhost:8000/",
        "https://rückenschmerz.example/v1.2/",
        "https://a.github.io/repo/",
        "''",
    ],
)
def test_these_addresses_are_folders(problems: Problems, address: str) -> None:
    assert problems(f"site_url: {address}\n") == []


def test_a_contact_without_a_name_is_reported(tmp_path: Path) -> None:
    """The card that holds them would be missing without a word."""
    clinic = f"{HEAD}extra:\n  clinic:\n    nation: england\n    opening_hours: [always]\n"
    files = {"mkdocs.yml": "site_name: B\n", "clinic.yml": clinic, "docs/index.md": ""}
    edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
    assert [str(problem) for problem in rules.check_edition(edition)] == [
        "clinic.yml:3: wrong-clinic-value name must be given: without it no patient is told your "
        "opening hours"
    ]


# Nations ---------------------------------------------------------------------------------


@pytest.fixture
def of_nation(tmp_path: Path) -> Callable[[str], list[str]]:
    """What is reported of a clinic with these lines below its name."""

    def check(line: str) -> list[str]:
        files = {
            "mkdocs.yml": "site_name: Base\n",
            "clinic.yml": f"{HEAD}extra:\n  clinic:\n    name: Riverside\n{line}\n",
            "docs/index.md": "",
        }
        edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
        return [str(problem) for problem in rules.check_edition(edition)]

    return check


NAMES = "england, scotland, wales, northern-ireland, ireland, other"


def test_a_clinic_must_name_the_nation_of_its_patients(of_nation: Problems) -> None:
    assert of_nation("") == [
        "clinic.yml:3: missing-nation nation must be given, as patients get its numbers and law: "
        f"{NAMES}"
    ]
    assert rules.configuration.missing_nation.severity == "error"


def test_the_guide_itself_names_no_nation(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: Base\n", "docs/index.md": ""}
    assert rules.check_edition(Edition.load(write_files(tmp_path, files) / "mkdocs.yml")) == []


@pytest.mark.parametrize(
    "name",
    [
        *("england", "England", " ENGLAND ", "scotland", "wales", "northern-ireland", "ireland"),
        *("Northern Ireland", "NI", "Éire", "Republic of Ireland", "Cymru"),
    ],
)
def test_every_nation_has_verified_numbers(of_nation: Problems, name: str) -> None:
    assert of_nation(f"    nation: '{name}'") == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("englnd", '; did you mean "england"?'),
        ("irland", '; did you mean "ireland"?'),
        ("UK", "; name the nation in which your patients live"),
        ("Great Britain", "; name the nation in which your patients live"),
        ("france", ""),
    ],
)
def test_what_is_no_nation_is_reported_with_the_nearest(
    of_nation: Problems, name: str, hint: str
) -> None:
    assert of_nation(f"    nation: {name}") == [
        f'clinic.yml:5: wrong-clinic-value nation must be one of {NAMES}, is "{name}"{hint}'
    ]


OWN = '    numbers: {emergency: "911", urgent: "811", crisis: "988"}'


def test_another_nation_gives_its_own_numbers(of_nation: Problems) -> None:
    assert of_nation("    nation: other") == [
        "clinic.yml:3: missing-nation numbers must be given with nation: other, like "
        '{emergency: "911", urgent: "811", crisis: "988"}'
    ]
    assert of_nation(f"    nation: wales\n{OWN}") == [
        "clinic.yml:6: missing-nation numbers may be given only with nation: other: the guide has "
        "those of a nation"
    ]


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (
            '{emergency: "abc", urgent: "811", crisis: "988"}',
            'wrong-clinic-value numbers.emergency must be a number like "911", is "abc"',
        ),
        ('{emergency: "911", crisis: "988"}', "wrong-clinic-value numbers.urgent must be given"),
        (
            '{emergency: "911", urgent: "811", crisis: "988", urgnt: "1"}',
            'unknown-clinic-key nothing reads "numbers.urgnt"; did you mean "urgent"?',
        ),
        *(
            (
                f'{{emergency: "911", urgent: \'{said}\', crisis: "988"}}',
                'wrong-clinic-value numbers.urgent must be a number like "811", or plain words '
                f'like "your doctor", is "{said}"',
            )
            for said in ("<b>811", "[811](javascript:alert)", "/// more", "_811_")
        ),
    ],
)
def test_numbers_that_cannot_be_read_are_reported_and_stop_nothing_else(
    of_nation: Problems, own: str, problem: str
) -> None:
    assert of_nation(f"    nation: other\n    numbers: {own}") == [f"clinic.yml:6: {problem}"]


def test_only_a_number_is_dialled() -> None:
    own = OwnNumbers(emergency="911", urgent="your GP before 8", crisis="+1 800 555-0100")
    assert {key: fact.linked for key, fact in own.facts.items()} == {
        "emergency": "[911](tel:911)",
        "urgent": "your GP before 8",
        "crisis": "[+1 800 555-0100](tel:+1800555-0100)",
    }


def test_an_unverified_number_stops_the_build_with_its_line(tmp_path: Path) -> None:
    text = (HERE.parent / "docs/_data/nations.yml").read_text("utf-8")
    number = '        says: "50808"\n'
    line = text[: text.index(number)].count("\n")
    part = text.index("verified: full", text.index(number))
    text = f"{text[:part]}verified: part{text[part + len('verified: full') :]}"
    files = {
        "mkdocs.yml": "site_name: Base\n",
        "clinic.yml": f"{HEAD}extra: {{clinic: {{name: Riverside, nation: ireland}}}}\n",
        "docs/index.md": "",
        "docs/_data/nations.yml": text,
    }
    edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
    assert [str(problem) for problem in rules.check_edition(edition)] == [
        f"docs/_data/nations.yml:{line}: unverified-fact ireland.text_line must be verified before "
        'patients are told "50808", is only in part'
    ]


# Where it is published --------------------------------------------------------------------


def test_the_address_of_the_workflow_wins_and_is_reported(
    problems: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://owner.github.io/repo/")
    assert problems("site_url: https://riverside.example/back-pain/\n") == [
        'clinic.yml:2: overridden-site-url "https://riverside.example/back-pain/" is not where '
        'this is published: SITE_URL says "https://owner.github.io/repo/", which is used; delete '
        "site_url, or make its host your own domain in Settings, Pages"
    ]
    assert Edition.load(tmp_path / "clinic.yml").config.site_url == "https://owner.github.io/repo/"
    assert rules.configuration.overridden_site_url.severity == "warning"


def test_the_same_address_in_both_is_not_reported(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://riverside.example/back-pain/")
    assert problems("site_url: https://Riverside.example/back-pain\n") == []


# What prints a key by another name.
READ_BY = {"leaflet_code": "code_of", "print_bleed": "bleed", "print_colours": "in_grey"}
READ_BY |= dict.fromkeys(SAID, "said")


@pytest.mark.parametrize("key", Clinic.model_fields)
def test_every_key_of_a_clinic_is_used_somewhere(key: str) -> None:
    """What a clinic fills in and nobody ever reads would be a promise that is not kept."""
    root = HERE.parent
    files = [*root.glob("overrides/**/*.html"), *root.glob("scripts/guide/**/*.html")]
    files += [path for path in root.glob("scripts/guide/**/*.py") if path.name != "clinic.py"]
    used = re.compile(rf"clinic\.{READ_BY.get(key, key)}\b")
    assert any(used.search(path.read_text("utf-8")) for path in files)


# A leaflet has no room for them.
NOT_ON_A_LEAFLET = {"self_referral", "links"}


@pytest.mark.parametrize("key", CONTACT)
def test_how_to_reach_a_clinic_stands_on_the_page_the_booklet_and_the_leaflet(key: str) -> None:
    on_paper = HERE.parent / "scripts/guide/print/templates"
    places = [HERE.parent / "overrides/components/footer/contact.html", on_paper / "parts.html"]
    places += [] if key in NOT_ON_A_LEAFLET else [on_paper / "leaflet.html"]
    shown = "contact.said" if key in SAID else f"clinic.{key}"
    lacking = [path.name for path in places if shown not in path.read_text("utf-8")]
    assert lacking == []
