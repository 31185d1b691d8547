"""Markdown in, HTML out: each file in cases/markdown is one case, and its name says which.

`text` is what a writer writes, `html` what must come of it; `error` is the message that stops
the build instead. `docs` are files of the docs folder; without them there is the bibliography
cases/references.yml.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from markdown import Markdown
from small_guide import BIBLIOGRAPHY, EXTENSIONS, HERE, write_files

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
