"""An edition: what is read from mkdocs.yml and clinic.yml, and what is reported if it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from guide import rules as checks
from guide.edition.edition import Edition, EditionError, SitePlace
from guide.edition.identity import Identity
from linkaudit.core.problem import Problem
from small_guide import COLON, write_files

MKDOCS = "site_name: Base\ntheme: {name: null, custom_dir: theme}\nextra: {strings: {hi: Hi}}\n"


def load(folder: Path, files: Mapping[str, str | bytes], name: str = "mkdocs.yml") -> Edition:
    skeleton = {"docs/index.md": "", "theme/main.html": ""}
    return Edition.load(write_files(folder, {**skeleton, **files}) / name)


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://owl.example/", "/"),
        ("https://owl.example", "/"),
        ("https://owl.github.io/repo/", "/repo/"),
        ("https://owl.github.io/repo/deep/", "/repo/deep/"),
    ],
)
def test_the_path_below_which_the_site_is_hosted(tmp_path: Path, address: str, base: str) -> None:
    assert load(tmp_path, {"mkdocs.yml": f"{MKDOCS}site_url: {address}\n"}).base == base


def test_without_an_address_the_site_is_at_the_top(tmp_path: Path) -> None:
    assert load(tmp_path, {"mkdocs.yml": MKDOCS}).base == "/"


def test_folders_are_found_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path / "guide", {"mkdocs.yml": MKDOCS})
    monkeypatch.chdir(tmp_path)
    edition = Edition.load(Path("guide/mkdocs.yml"))
    folder = tmp_path / "guide"
    assert (edition.folder, edition.docs, edition.site) == (
        folder,
        folder / "docs",
        folder / "site",
    )


def test_a_clinics_file_inherits_what_it_does_not_set(tmp_path: Path) -> None:
    clinic = "INHERIT: mkdocs.yml\nsite_name: Riverside\nextra: {clinic: {name: River Clinic}}\n"
    edition = load(tmp_path, {"mkdocs.yml": MKDOCS, "clinic.yml": clinic}, "clinic.yml")
    assert edition.config.site_name == "Riverside"
    assert edition.config.extra["strings"] == {"hi": "Hi"}
    assert edition.clinic.name == "River Clinic"
    assert "INHERIT" in edition.raw
    assert edition.lines == {
        "INHERIT": 1, "site_name": 2, "extra": 3, "extra.clinic": 3, "extra.clinic.name": 3
    }  # fmt: skip


@pytest.mark.parametrize("extra", ["", "extra: {clinic: {}}\n", "extra: {clinic: }\n"])
def test_without_a_clinic_the_guide_speaks_for_none(tmp_path: Path, extra: str) -> None:
    mkdocs = "site_name: Base\ntheme: {name: null, custom_dir: theme}\n" + extra
    assert load(tmp_path, {"mkdocs.yml": mkdocs}).clinic.name is None


def test_a_value_from_the_environment_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://owl.example/nest/")
    config = f'{MKDOCS}site_url: !ENV [SITE_URL, "https://base.example/"]\n'
    assert load(tmp_path, {"mkdocs.yml": config}).base == "/nest/"


def test_a_problem_stands_at_its_key_or_at_what_is_nearest_around_it(tmp_path: Path) -> None:
    config = f"{MKDOCS.replace('extra:', 'plugins: []' + chr(10) + 'extra:')}"
    edition = load(tmp_path, {"mkdocs.yml": config})
    keys = ["plugins", "extra.strings.hi", "extra.strings.ho", "extra.clinic.phone", "nav"]
    assert [edition.problem(key, "words").line for key in keys] == [3, 4, 4, 4, 1]
    problem = edition.problem("plugins", "words")
    assert problem == Problem("mkdocs.yml", 3, "words", target="plugins")


@pytest.mark.parametrize(
    ("files", "name", "message"),
    [
        pytest.param(
            {"mkdocs.yml": MKDOCS}, "mkdoc.yml",
            'there is no file {folder}/mkdoc.yml; did you mean "mkdocs.yml"?', id="a slip",
        ),
        pytest.param({}, "mkdocs.yml", "there is no file {folder}/mkdocs.yml", id="no file"),
        pytest.param(
            {"mkdocs.yml": "site_name: Owl: a guide\n"}, "mkdocs.yml",
            f"mkdocs.yml:1: {COLON}", id="not YAML",
        ),
        pytest.param(
            {"mkdocs.yml": "# nothing\n"}, "mkdocs.yml",
            "mkdocs.yml:1: must hold settings like mkdocs.yml, holds none", id="empty",
        ),
        pytest.param(
            {"mkdocs.yml": "- a\n- list\n"}, "mkdocs.yml",
            "mkdocs.yml:1: must hold settings like mkdocs.yml, holds none", id="a list",
        ),
        pytest.param(
            {"clinic.yml": "INHERIT: base.yml\n"}, "clinic.yml",
            'clinic.yml:1: there is no file "base.yml" to inherit from',
            id="nothing to inherit from",
        ),
        pytest.param(
            {"mkdocs.yml": MKDOCS, "clinic.yml": "INHERIT: mkdoc.yml\n"}, "clinic.yml",
            'clinic.yml:1: there is no file "mkdoc.yml" to inherit from; did you mean '
            '"mkdocs.yml"?', id="a slip in what it inherits from",
        ),
        pytest.param(
            {"mkdocs.yml": MKDOCS, "clinic.yml": "# ours\nINHERIT: [mkdocs.yml]\n"}, "clinic.yml",
            "clinic.yml:2: INHERIT must name one file, mkdocs.yml, is \"['mkdocs.yml']\"",
            id="a list to inherit from",
        ),
        pytest.param(
            {"a.yml": "INHERIT: b.yml\n", "b.yml": "INHERIT: a.yml\n"}, "a.yml",
            "b.yml:1: a.yml and b.yml must not inherit from each other", id="a circle",
        ),
        pytest.param(
            {"clinic.yml": "INHERIT: mkdocs.yml\n".encode("utf-16")}, "clinic.yml",
            "clinic.yml:1: must be UTF-8 text, is UTF-16; save it again, with the encoding UTF-8",
            id="UTF-16",
        ),
        pytest.param(
            {"clinic.yml": "INHERIT: mkdocs.yml\nsite_name: Rückenschule\n".encode("latin-1")},
            "clinic.yml",
            "clinic.yml:2: must be UTF-8 text, is not; save it again, with the encoding UTF-8",
            id="Latin-1",
        ),
        pytest.param(
            {"mkdocs.yml": MKDOCS, "clinic.yml": "INHERIT: mkdocs.yml\nsite_name: Owl: a guide\n"},
            "clinic.yml", f"clinic.yml:2: {COLON}", id="an edition that is not YAML",
        ),
        pytest.param(
            {"mkdocs.yml": f"{MKDOCS}copyright: &a [*a]\n"}, "mkdocs.yml",
            "mkdocs.yml:4: a value must not hold itself", id="a value that holds itself",
        ),
        pytest.param(
            {"mkdocs.yml": f"{MKDOCS}docs_dir: words\n"}, "mkdocs.yml",
            "mkdocs.yml:4: docs_dir: The path '{folder}/words' isn't an existing",
            id="no docs folder",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_reported(
    tmp_path: Path, files: dict[str, str | bytes], name: str, message: str
) -> None:
    with pytest.raises(EditionError) as error:
        load(tmp_path, files, name)
    assert str(error.value).startswith(message.format(folder=tmp_path))


def test_a_setting_that_stands_twice_is_reported(tmp_path: Path) -> None:
    """YAML would take the last one without a word."""
    text = "site_name: Owls\nextra:\n  clinic:\n    phone: 1\n    phone: 2\n"
    with pytest.raises(EditionError) as error:
        load(tmp_path, {"mkdocs.yml": text, "docs/index.md": ""})
    assert str(error.value) == 'mkdocs.yml:5: "phone" is given twice'


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Notepad writes one."""
    assert load(tmp_path, {"mkdocs.yml": b"\xef\xbb\xbf" + MKDOCS.encode()}).lines["site_name"] == 1


@pytest.mark.parametrize(
    ("inherit", "expected"),
    [
        ("clinic.yml", "clinic.yml:1: must not inherit from itself; write INHERIT: mkdocs.yml"),
        (
            "../../mkdocs.yml",
            "clinic.yml:1: must stand in the folder of the file that it inherits from, {parent}, "
            "or in a folder there",
        ),
    ],
)
def test_an_edition_inherits_from_the_file_beside_it(
    tmp_path: Path, inherit: str, expected: str
) -> None:
    folder = tmp_path / "guide" / "editions"
    with pytest.raises(EditionError) as error:
        load(folder, {"clinic.yml": f"INHERIT: {inherit}\n", "docs/index.md": ""}, "clinic.yml")
    assert str(error.value) == expected.format(parent=tmp_path)


def test_one_of_many_editions_stands_in_a_folder_of_the_guide(tmp_path: Path) -> None:
    """Its words, and what a build keeps, are the guide's; its site has a place of its own."""
    clinic = "INHERIT: ../mkdocs.yml\nsite_name: Riverside\n"
    path = write_files(
        tmp_path,
        {
            "mkdocs.yml": MKDOCS,
            "editions/riverside.yml": clinic,
            "docs/a.md": "",
            "theme/m.html": "",
        },
    )
    place = SitePlace("riverside", tmp_path / "sites", "https://network.example/guides")
    edition = Edition.load(path / "editions/riverside.yml", place)
    assert (edition.name, edition.folder, edition.docs, edition.site) == (
        "riverside", tmp_path, tmp_path / "docs", tmp_path / "sites/riverside",
    )  # fmt: skip
    assert edition.config.site_url == "https://network.example/guides/riverside/"
    assert (edition.config.site_name, edition.config.extra["strings"]) == (
        "Riverside", {"hi": "Hi"},
    )  # fmt: skip


def test_a_guide_without_a_name_is_reported(tmp_path: Path) -> None:
    config = "theme: {name: null, custom_dir: theme}\n"
    edition = load(tmp_path, {"mkdocs.yml": config})
    assert [str(problem) for problem in checks.check_edition(edition)] == [
        "mkdocs.yml:1: wrong-setting site_name must be given"
    ]


# What no file may do ----------------------------------------------------------------------

HEAD = "INHERIT: mkdocs.yml\n"
RUN = "!!python/object/apply:os.system ['touch {ran}']"
REFUSED = "the tag !!python/object/apply:os.system is refused: write the plain value"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"clinic.yml": f"{HEAD}site_name: {RUN}\n"}, ["clinic.yml:2"]),
        (
            {"clinic.yml": f"{HEAD}site_description: {RUN}\nextra:\n  clinic:\n    name: {RUN}\n"},
            ["clinic.yml:2", "clinic.yml:5"],
        ),
        ({"clinic.yml": f"{HEAD}extra: {{print: [{RUN}]}}\n"}, ["clinic.yml:2"]),
        ({"clinic.yml": f"{HEAD}? {RUN}\n: Riverside\n"}, ["clinic.yml:2"]),
        (
            {"clinic.yml": "INHERIT: group.yml\n", "group.yml": f"{HEAD}site_name: {RUN}\n"},
            ["group.yml:2"],
        ),
        (
            {"clinic.yml": HEAD, "mkdocs.yml": f"{MKDOCS}copyright: {RUN}\n"},
            ["mkdocs.yml:4"],
        ),
    ],
    ids=["edition", "twice", "list", "key", "parent", "base"],
)
def test_no_file_of_settings_runs_code(
    tmp_path: Path, files: dict[str, str], found: list[str]
) -> None:
    ran = tmp_path / "ran"
    files = {name: text.replace("{ran}", str(ran)) for name, text in files.items()}
    edition = load(tmp_path, {"mkdocs.yml": MKDOCS, **files}, "clinic.yml")
    reported = [str(p) for p in checks.check_edition(edition) if p.rule == "refused-tag"]
    assert reported == [f"{place}: refused-tag {REFUSED}" for place in found]
    assert not ran.exists()


@pytest.mark.parametrize(
    "setting",
    [
        "hooks: [run.py]",
        "plugins: [run]",
        "markdown_extensions: [run]",
        "theme: {name: null, custom_dir: evil}",
        "theme: run",
    ],
)
@pytest.mark.parametrize("name", ["clinic.yml", "group.yml"])
def test_what_an_edition_must_not_set_never_reaches_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, setting: str
) -> None:
    """The engine would import the module before any check could refuse it."""
    monkeypatch.syspath_prepend(tmp_path)
    code = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n"
    files = {"mkdocs.yml": MKDOCS, "run.py": code, "clinic.yml": HEAD, "group.yml": HEAD}
    if name == "group.yml":
        files["clinic.yml"] = "INHERIT: group.yml\n"
    files[name] += f"{setting}\n"
    edition = load(tmp_path, {**files, "evil/main.html": ""}, "clinic.yml")
    rules = {(p.path, p.rule) for p in checks.check_edition(edition)}
    assert rules == {(name, "refused-edition-setting")}
    assert [Path(folder).name for folder in edition.config.theme.dirs[:1]] == ["theme"]
    assert not (tmp_path / "ran").exists()


def test_a_file_that_does_not_inherit_may_not_set_more(tmp_path: Path) -> None:
    files = {"mkdocs.yml": MKDOCS, "clinic.yml": "site_name: Owls\nhooks: [run.py]\n"}
    assert [str(p) for p in checks.check_edition(load(tmp_path, files, "clinic.yml"))][:1] == [
        "clinic.yml:1: missing-inherit the first line must be INHERIT: mkdocs.yml",
    ]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"clinic.yml": f"{HEAD}extra: {{clinic: {{name: !ENV [GITHUB_TOKEN]}}}}\n"},
            "clinic.yml:2: refused-tag !ENV may stand in mkdocs.yml only: write the value itself",
        ),
        (
            {"clinic.yml": f"{HEAD}site_url: !ENV SITE_URL\n"},
            "clinic.yml:2: refused-tag !ENV may stand in mkdocs.yml only: write the value itself",
        ),
        (
            {"mkdocs.yml": f"{MKDOCS}copyright: !ENV GITHUB_TOKEN\n", "clinic.yml": HEAD},
            "mkdocs.yml:4: refused-tag !ENV may take only SITE_URL from the environment, is "
            "'GITHUB_TOKEN'",
        ),
        (
            {
                "mkdocs.yml": f"{MKDOCS}copyright: !ENV [SITE_URL, GITHUB_TOKEN, x]\n",
                "clinic.yml": HEAD,
            },
            "mkdocs.yml:4: refused-tag !ENV may take only SITE_URL from the environment, is "
            "'GITHUB_TOKEN'",
        ),
        (
            {"mkdocs.yml": f"{MKDOCS}copyright: !ENV {{a: b}}\n", "clinic.yml": HEAD},
            "mkdocs.yml:4: refused-tag !ENV may take only SITE_URL from the environment",
        ),
        (
            {"mkdocs.yml": f"{MKDOCS}copyright: !relative x\n", "clinic.yml": HEAD},
            "mkdocs.yml:4: refused-tag the tag !relative is refused: write the plain value",
        ),
    ],
)
def test_what_stands_in_the_environment_is_nobodys_business(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], problem: str
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    edition = load(tmp_path, {"mkdocs.yml": MKDOCS, **files}, "clinic.yml")
    assert problem in [str(p) for p in checks.check_edition(edition)]
    assert "secret" not in str(edition.config.data)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("!ENV SITE_URL", None),
        ("!ENV [SITE_URL]", None),
        ('!ENV [SITE_URL, "https://owl.example/"]', "https://owl.example/"),
    ],
)
def test_without_the_variable_the_default_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, address: str | None
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    edition = load(tmp_path, {"mkdocs.yml": f"{MKDOCS}site_url: {written}\n"})
    assert edition.config.site_url == address


@pytest.mark.parametrize("draft", ["''", "false", "null", "Checked by all", "[]", "Draft"])
@pytest.mark.parametrize("name", ["mkdocs.yml", "clinic.yml"])
def test_nothing_silences_or_changes_the_draft_notice(
    tmp_path: Path, name: str, draft: str
) -> None:
    files = {"mkdocs.yml": "site_name: Owls\n", "clinic.yml": HEAD}
    files[name] += f"extra:\n  interface: {{en: {{notice: {{draft: {draft}}}}}}}\n"
    edition = load(tmp_path, files, name)
    reported = [
        p.target for p in checks.check_edition(edition) if p.rule == "refused-edition-setting"
    ]
    assert reported == ["extra.interface"]
    assert "interface" not in edition.config.extra


@pytest.mark.parametrize("given", ["../README.md", "_parts/help.md", "assets/help.svg", "[a]", "5"])
def test_only_a_page_is_the_urgent_one(tmp_path: Path, given: str) -> None:
    files = {
        "mkdocs.yml": f"site_name: Owls\nextra: {{urgent_page: {given}}}\n",
        "README.md": "",
        **dict.fromkeys(("docs/help.md", "docs/_parts/help.md", "docs/assets/help.svg"), ""),
    }
    edition = Edition.load(write_files(tmp_path, files) / "mkdocs.yml")
    rules = ("wrong-setting", "unknown-urgent-page")
    [problem] = [p for p in checks.check_edition(edition) if p.rule in rules]
    said = "urgent_page must be" if given in ("[a]", "5") else "is no page of the guide"
    assert said in problem.message


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        (
            "slug: Back Pain",
            'slug must be small letters and hyphens, 40 at most, like "neck-pain", is "Back Pain"',
        ),
        (
            "slug: ../neck",
            'slug must be small letters and hyphens, 40 at most, like "neck-pain", is "../neck"',
        ),
        (
            f"slug: {'neck' * 11}",
            'slug must be small letters and hyphens, 40 at most, like "neck-pain", is '
            f'"{"neck" * 11}"',
        ),
        ("slug:", "slug must have a value or be left out; put quotes around a value that begins "
         "with #"),
        ("code: npg", 'code must be 2 to 12 capital letters or digits, like "NPG", is "npg"'),
        ("code: 42", "code must be text: put quotes around it"),
        ("condition: [neck]", 'condition must be one line of text, not a list: the most important '
         'one, or "neck"'),
        ("audience: 5", "audience must be text: put quotes around it"),
    ],
)  # fmt: skip
def test_what_a_guide_is_has_a_form(tmp_path: Path, extra: str, problem: str) -> None:
    files = {"mkdocs.yml": f"site_name: Owls\nextra:\n  {extra}\n", "docs/index.md": ""}
    edition = Edition.load(write_files(tmp_path, files) / "mkdocs.yml")
    assert [str(p) for p in checks.check_edition(edition)] == [
        f"mkdocs.yml:3: wrong-setting {problem}"
    ]
    assert edition.identity == Identity() == Identity.load(tmp_path / "docs")


def test_what_a_guide_is_stands_beside_its_words_and_no_edition_changes_it(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: Owls\nextra: {slug: owls, code: OW, urgent_page: help.md}\n",
        "clinic.yml": "INHERIT: mkdocs.yml\nextra: {slug: ours, print: [booklet]}\n",
        "docs/help.md": "",
    }
    edition = Edition.load(write_files(tmp_path, files) / "clinic.yml")
    assert [str(p) for p in checks.check_edition(edition)] == [
        'clinic.yml:2: refused-edition-setting an edition must not set "extra.slug": it may set '
        "extra.clinic and extra.print"
    ]
    assert edition.identity == Identity(slug="owls", code="OW", urgent_page="help.md")
    assert edition.identity == Identity.load(edition.docs)
