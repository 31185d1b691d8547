"""A name means one thing: no two modules, and no two public classes, of both packages share one."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from guide_site import ROOT

PACKAGES = ("guide", "linkaudit")


def named(scripts: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of each module and public class of the packages, with its file."""
    for package in PACKAGES:
        for path in sorted((scripts / package).rglob("*.py")):
            file = path.relative_to(scripts).as_posix()
            if not path.stem.startswith("__"):
                yield path.stem, file
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name, file


def shared(scripts: Path) -> dict[str, list[str]]:
    """The names that stand for more than one thing, with their files."""
    files = defaultdict(list)
    for name, file in named(scripts):
        files[name].append(file)
    return {name: found for name, found in files.items() if len(found) > 1}


def test_no_two_modules_or_public_classes_share_a_name() -> None:
    assert shared(ROOT / "scripts") == {}


def test_a_name_that_is_shared_is_found(tmp_path: Path) -> None:
    """Also within one package; what begins with an underscore is a module's own matter."""
    files = ("guide/birds/owl.py", "guide/nests/owl.py", "linkaudit/nests/twig.py")
    for file in (*files, "guide/birds/__init__.py", "guide/nests/__init__.py"):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("class _Own:\n    pass\n", "utf-8")
    (tmp_path / "guide/birds/egg.py").write_text("class Nest:\n    pass\n", "utf-8")
    (tmp_path / "linkaudit/nests/twig.py").write_text("class Nest:\n    pass\n", "utf-8")
    assert shared(tmp_path) == {
        "owl": ["guide/birds/owl.py", "guide/nests/owl.py"],
        "Nest": ["guide/birds/egg.py", "linkaudit/nests/twig.py"],
    }
