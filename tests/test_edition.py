"""An edition: what is read from mkdocs.yml and clinic.yml, and what is told when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.edition import Edition, EditionError
from small_guide import COLON, write_files

MKDOCS = "site_name: Base\ntheme: {name: null, custom_dir: theme}\nextra: {strings: {hi: Hi}}\n"


def load(folder: Path, files: dict[str, str | bytes], name: str = "mkdocs.yml") -> Edition:
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
    assert [edition.problem("a-rule", key, "words").line for key in keys] == [3, 4, 4, 4, 1]
    problem = edition.problem("a-rule", "plugins", "words")
    assert (str(problem), problem.target) == ("mkdocs.yml:3: a-rule words", "plugins")


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
            "mkdocs.yml must hold settings like mkdocs.yml, holds none", id="empty",
        ),
        pytest.param(
            {"mkdocs.yml": "- a\n- list\n"}, "mkdocs.yml",
            "mkdocs.yml must hold settings like mkdocs.yml, holds none", id="a list",
        ),
        pytest.param(
            {"clinic.yml": "INHERIT: base.yml\n"}, "clinic.yml",
            "clinic.yml: Inherited config file 'base.yml' does not exist at '{folder}/base.yml'.",
            id="nothing to inherit from",
        ),
        pytest.param(
            {"mkdocs.yml": "theme: {name: null, custom_dir: theme}\n"}, "mkdocs.yml",
            "mkdocs.yml: Config value 'site_name': Required configuration not provided.",
            id="no name",
        ),
        pytest.param(
            {"mkdocs.yml": f"{MKDOCS}docs_dir: words\n"}, "mkdocs.yml",
            "mkdocs.yml: Config value 'docs_dir': The path '{folder}/words' isn't an existing",
            id="no docs folder",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    tmp_path: Path, files: dict[str, str | bytes], name: str, message: str
) -> None:
    with pytest.raises(EditionError) as error:
        load(tmp_path, files, name)
    assert str(error.value).startswith(message.format(folder=tmp_path))


def test_a_setting_that_stands_twice_is_told(tmp_path: Path) -> None:
    """YAML would take the last one without a word."""
    text = "site_name: Owls\nextra:\n  clinic:\n    phone: 1\n    phone: 2\n"
    with pytest.raises(EditionError) as error:
        load(tmp_path, {"mkdocs.yml": text, "docs/index.md": ""})
    expected = 'mkdocs.yml, line 5: "extra.clinic.phone" stands in line 4 already'
    assert str(error.value) == expected


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"^mkdocs\.yml is not YAML in UTF-8: "):
        load(tmp_path, {"mkdocs.yml": b"site_name: \xff", "docs/index.md": ""})


@pytest.mark.parametrize(
    ("inherit", "expected"),
    [
        ("clinic.yml", "clinic.yml must not inherit from itself; write INHERIT: mkdocs.yml"),
        (
            "../mkdocs.yml",
            "clinic.yml must stand in the folder of the file that it inherits from, {parent}",
        ),
    ],
)
def test_an_edition_inherits_from_the_file_beside_it(
    tmp_path: Path, inherit: str, expected: str
) -> None:
    folder = tmp_path / "editions"
    with pytest.raises(EditionError) as error:
        load(folder, {"clinic.yml": f"INHERIT: {inherit}\n", "docs/index.md": ""}, "clinic.yml")
    assert str(error.value) == expected.format(parent=tmp_path)
