"""Markdown in, HTML out: each file in cases/markdown is one case, and its name says which.

`text` is what a writer writes, `html` what must come of it; `error` is the message that stops
the build instead. `docs` are files of the docs folder; without them there is the bibliography
cases/references.yml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.content.interface import Interface, keys
from guide.markdown.blocks import BLOCKS
from guide.markdown.containers import Section
from guide.markdown.figures import TREATMENTS
from markdown import Markdown
from small_guide import BIBLIOGRAPHY, EXTENSIONS, HERE, write_files

ROOT = HERE.parent
COMPONENTS = ROOT / "overrides/components"
CASES = sorted((HERE / "cases/markdown").glob("*.yml"))


def render(text: str, docs: Path) -> str:
    options = {"guide.markdown": {"docs_dir": str(docs)}}
    return Markdown(extensions=EXTENSIONS, extension_configs=options).convert(text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_comes_out_as_its_file_says(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    docs = write_files(tmp_path / "docs", {**BIBLIOGRAPHY, **case.get("docs", {})})
    if "error" in case:
        with pytest.raises(ValueError) as stopped:  # noqa: PT011  the whole message is compared
            render(case["text"], docs)
        assert str(stopped.value) == case["error"].strip()
    else:
        assert render(case["text"], docs) == case["html"].rstrip("\n")


def test_the_bibliography_is_listed_anew_when_a_page_changes(tmp_path: Path) -> None:
    """A writer sees it under live reload, where one process renders again and again."""
    docs = write_files(tmp_path / "docs", {**BIBLIOGRAPHY, "naps.md": "Nap [@acorn2019]."})
    assert "naps.md" in render("/// bibliography\n///", docs)
    (docs / "naps.md").unlink()
    write_files(docs, {"tea.md": "Pour [@teapot2020]."})
    again = render("/// bibliography\n///", docs)
    assert ("naps.md" in again, "tea.md" in again) == (False, True)


# What we do not know is styled to differ from it.
PLAIN_OF_ITS_KIND = {"what-we-know"}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.NAME)
def test_a_block_has_its_words_its_style_its_case_and_its_line_for_writers(block: Any) -> None:
    """Or else the first page that uses it tells, and what has no style tells nobody."""
    name, lacks = block.NAME, []
    made = "--".join(filter(None, (getattr(block, key, "") for key in ("CLASS", "MODIFIER"))))
    if issubclass(block, Section):
        if f"blocks.{name}" not in keys(Interface.load()):
            lacks.append(f"its words, blocks.{name} in docs/_data/interface.yml")
        sheets = [sheet.read_text("utf-8") for sheet in COMPONENTS.glob("*/*.css")]
        if name not in PLAIN_OF_ITS_KIND and not any(f".{made}" in sheet for sheet in sheets):
            lacks.append(f"its rules, .{made} in overrides/components")
    cases = [case.read_text("utf-8") for case in CASES]
    # test_charts.py tells what becomes of those that are made of treatments.yml.
    is_shown = block in TREATMENTS or any(
        f"/// {name}" in case or (made and made in case) for case in cases
    )
    if not is_shown:
        lacks.append("a case in tests/cases/markdown")
    if f"`{name}`" not in (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8"):
        lacks.append("its line in the table of .github/CONTRIBUTING.md")
    assert "\n".join(lacks) == ""
