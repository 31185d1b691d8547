"""What README and its neighbours show is true: the example of an edition, links, folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide.__main__ import main
from guide.edition.clinic import Clinic
from guide_site import REVIEWED, ROOT, copy_of_the_guide

README = (ROOT / "README.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(INHERIT.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("whole", [False, True], ids=["as pasted", "with all its lines"])
def test_the_example_of_an_edition_has_no_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], whole: bool
) -> None:
    folder = copy_of_the_guide(tmp_path)
    example = re.sub(r"# (?=site_url:|logo:)", "", EXAMPLE) if whole else EXAMPLE
    assert example.count("\n") == EXAMPLE.count("\n")
    (folder / "clinic.yml").write_text(example, "utf-8")
    logo = folder / "docs/assets/clinic/logo.svg"
    if whole:
        logo.parent.mkdir()
        logo.write_bytes((folder / "docs/assets/images/icon.svg").read_bytes())
    code = main(["check", "-f", str(folder / "clinic.yml"), "--today", str(REVIEWED)])
    assert (capsys.readouterr().out, code) == ("", 0)


@pytest.mark.parametrize("key", Clinic.model_fields)
def test_the_example_shows_every_setting_of_a_clinic(key: str) -> None:
    assert re.search(rf"^    (?:# )?{key}:", EXAMPLE, re.MULTILINE)


PAGES = [ROOT / "README.md", ROOT / "tests/README.md", *sorted((ROOT / ".github").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_for_developers_links_to_is_there(page: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", page.read_text("utf-8"))  # examples
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("package", ["guide", "linkaudit"])
def test_the_architecture_shows_every_package(package: str) -> None:
    text = (ROOT / ".github/ARCHITECTURE.md").read_text("utf-8")
    tree = text.partition(f"scripts/{package}/")[2].partition("\nscripts/")[0]
    shown = set(re.findall(r"(?m)^  (\w+)/", tree))
    folders = (ROOT / "scripts" / package).iterdir()
    assert shown >= {path.name for path in folders if (path / "__init__.py").exists()}


def test_the_readme_of_the_tests_names_every_folder_and_helper() -> None:
    text = (ROOT / "tests/README.md").read_text("utf-8")
    for path in (ROOT / "tests").iterdir():
        if path.is_dir() and any(path.glob("test_*.py")):
            assert f"`{path.name}`" in text, path.name
        elif path.suffix == ".py":
            assert f"**{path.name}**" in text, path.name
