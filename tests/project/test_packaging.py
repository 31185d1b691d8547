"""What is imported is declared, and the wheel has both packages with their types."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import wheels
from guide import __version__
from guide_site import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEVELOPMENT = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", line)[0].lower().replace("_", "-") for line in requirements}


def imported(*folders: str) -> dict[str, str]:
    """The distribution of each module that is imported below the folders, and a file that does."""
    loose = [
        path for folder in ("scripts/tools", "tests") for path in (ROOT / folder).rglob("*.py")
    ]
    packages = {path.parent.name for path in loose if path.name == "__init__.py"}
    ours = {"guide", "linkaudit", *packages, *(path.stem for path in loose)}
    distributions = packages_distributions()
    found = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            else:
                continue
            for top in {module.split(".")[0] for module in modules}:
                if top not in ours | sys.stdlib_module_names:
                    found[distributions[top][0].lower().replace("_", "-")] = path.name
    return found


@pytest.mark.parametrize(
    ("folders", "requirements"),
    [
        (("scripts/guide", "scripts/linkaudit"), PROJECT["dependencies"]),
        (("scripts/tools", "tests"), DEVELOPMENT),
    ],
    ids=["by the guide", "by tools and tests"],
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], requirements: list[str]) -> None:
    undeclared = {n: file for n, file in imported(*folders).items() if n not in names(requirements)}
    assert undeclared == {}


def test_linkaudit_by_itself_asks_for_what_it_imports_and_for_nothing_else() -> None:
    alone = tomllib.loads((ROOT / "scripts/linkaudit/pyproject.toml").read_text("utf-8"))["project"]
    assert names(alone["dependencies"]) == set(imported("scripts/linkaudit"))
    assert set(alone["dependencies"]) <= set(PROJECT["dependencies"])


def test_the_wheel_has_both_packages_with_their_types_and_files(tmp_path: Path) -> None:
    wheel = wheels.built(ROOT, tmp_path)
    assert wheel.name == f"back_pain_guide-{__version__}-py3-none-any.whl"
    packages = wheels.files_of(ROOT / "scripts" / n for n in ("guide", "linkaudit"))
    release = {
        f"guide/release/{name}" for name in wheels.files_of((ROOT / "docs", ROOT / "overrides"))
    }
    assert wheel.packed == packages | release | {"guide/release/mkdocs.yml"}
    assert {"guide/py.typed", "linkaudit/py.typed"} <= wheel.packed
    needed = re.findall(r"(?m)^Requires-Dist: ([\w.-]+)", wheel.about["METADATA"])
    assert "hatchling" not in needed
