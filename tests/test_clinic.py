"""What a clinic may say about itself, and the exact words when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from guide import checks
from guide.clinic import Clinic, faults
from guide.edition import Edition
from small_guide import write_files

BASE = "site_name: Base\ntheme: {name: null, custom_dir: theme}\n"
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
        return [str(problem) for problem in checks.check_edition(edition)]

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
        {"email": "a.b+c@x.y.example"},
        {"colour": "#000000"},
    ],
)
def test_a_clinic_in_order(values: object) -> None:
    assert faults(values) == []


def test_blanks_around_a_value_do_not_count() -> None:
    assert Clinic.model_validate({"name": "  Riverside  "}).name == "Riverside"


PHONE = 'phone must be digits and spaces like "01632 960001", is'
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
        ({"phone": "01632-960001"}, (WRONG, "phone", f'{PHONE} "01632-960001"')),
        ({"phone": "1234567"}, (WRONG, "phone", f'{PHONE} "1234567"')),
        ({"email": "physio"}, (WRONG, "email", f'{EMAIL} "physio"')),
        ({"email": "a@b.example."}, (WRONG, "email", f'{EMAIL} "a@b.example."')),
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
        ({"fax": "1"}, ("unknown-clinic-key", "fax", 'nothing reads "fax"')),
    ],
)
def test_each_fault_in_its_words(values: object, fault: tuple[str, str, str]) -> None:
    assert faults(values) == [fault]


def test_all_faults_are_told_at_once() -> None:
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
        "extra: {clinic: {name: Riverside}}\n"
    )
    assert problems(lines) == []


def test_faults_are_told_at_their_lines(problems: Problems) -> None:
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


def test_a_clinics_file_must_inherit(tmp_path: Path) -> None:
    """Without it there are no pages, no words and no draft notice."""
    files = {"clinic.yml": BASE, "theme/main.html": "", "docs/index.md": ""}
    edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
    assert [str(problem) for problem in checks.check_edition(edition)] == [
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


def test_a_number_that_yaml_made_of_a_phone_number_is_not_told(problems: Problems) -> None:
    """To YAML, 01234567000 is octal."""
    assert problems("extra: {clinic: {phone: 01234567000}}\n") == [
        "clinic.yml:2: wrong-clinic-value phone must be text: put quotes around it"
    ]


def test_the_guide_itself_may_set_everything(tmp_path: Path) -> None:
    """Only a file that inherits is an edition; mkdocs.yml is the guide's own."""
    config = f"{BASE}nav: [index.md]\nextra_css: []\n"
    write_files(tmp_path, {"mkdocs.yml": config, "theme/main.html": "", "docs/index.md": ""})
    assert checks.check_edition(Edition.load(tmp_path / "mkdocs.yml")) == []
