"""The class names that Python knows are those of the components, and stand in one module."""

from __future__ import annotations

import ast
import re

from guide.core import html_class
from small_guide import HERE

ROOT = HERE.parent
PACKAGE = ROOT / "scripts/guide"
NAMES = {value for name, value in vars(html_class).items() if name.isupper()}
# Nothing styles them: one part of Python tells another, or a script, what a thing is.
WITHOUT_STYLE = {html_class.DRAWING, html_class.PROOF, html_class.ROUTINE}
CLASS = re.compile(r"app-[a-z][\w-]*")


def classes_of_components() -> set[str]:
    """All that a template gives or a rule of a style sheet is for, and the blocks around these."""
    found: set[str] = set()
    for template in (ROOT / "overrides").rglob("*.html"):
        given = re.findall(r'class="([^"]*)"', template.read_text("utf-8"))
        found |= set(CLASS.findall(" ".join(given)))
    folders = ("overrides", "docs/assets", "scripts/guide/print/styles")
    for sheet in (sheet for folder in folders for sheet in (ROOT / folder).rglob("*.css")):
        found |= set(re.findall(r"\.(app-[a-z][\w-]*)", sheet.read_text("utf-8")))
    return found | {re.split("__|--", name)[0] for name in found}


def test_each_name_is_one_of_a_component() -> None:
    assert NAMES - classes_of_components() == WITHOUT_STYLE


def test_a_name_says_what_it_stands_for() -> None:
    for name, value in vars(html_class).items():
        if name.isupper():
            assert name == re.sub(r"\W+|_+", "_", value.removeprefix("app-")).upper()


def test_no_other_module_spells_a_name() -> None:
    """A selector of a style sheet, such as `.app-header__logo`, is none, but a component has it."""
    known = classes_of_components()
    for module in PACKAGE.rglob("*.py"):
        tree = ast.parse(module.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        says = {
            ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)
        }
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
        for text in (t for t in texts if isinstance(t, str) and t not in says):
            assert set(re.findall(r"\.(app-[a-z][\w-]*)", text)) <= known, module
            if module != PACKAGE / "core/html_class.py":
                assert not re.search(r"(?<![-.\w])app-[a-z]", text), f"{module}: {text}"
