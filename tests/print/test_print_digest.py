"""What a kept print depends on: whatever changes how it looks has it printed anew."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from guide.print import prints
from guide.print.paper import A4, A5
from guide.print.prints import PACKAGE, PdfPrint, Setting

OWLS = PdfPrint(
    edition="owls",
    path="print/owls.pdf",
    title="Owls",
    settings=(Setting("<p>Owls nap.", A4),),
    styles=("base",),
)


def digest(**changed: object) -> str:
    return replace(OWLS, **changed).digest  # type: ignore[arg-type]


def forget() -> None:
    for known in (prints._own_code, prints._tools, prints._style_sheet):
        known.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what makes prints."""
    shutil.copytree(PACKAGE / "print", tmp_path / "print")
    monkeypatch.setattr(prints, "PACKAGE", tmp_path)
    monkeypatch.setattr(prints, "STYLES", tmp_path / "print/styles")
    forget()
    yield tmp_path
    forget()


@pytest.mark.parametrize(
    "name",
    [
        "print/rendering.py",
        "print/fetching.py",
        "print/chapter.py",
        "print/paper.py",
        "print/templates/fold.html",
        "print/templates/standards.xmp",
        "print/styles/wall.css",
        "print/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2",
    ],
)
def test_each_file_that_makes_a_print_counts(package: Path, name: str) -> None:
    before = digest()
    with (package / name).open("ab") as file:
        file.write(b"\n")
    forget()
    assert digest() != before


def test_a_file_that_python_made_of_the_code_does_not_count(package: Path) -> None:
    before = digest()
    (package / "print/tree.cpython-399.pyc").write_bytes(b"x")
    forget()
    assert digest() == before


@pytest.mark.parametrize("tool", ["weasyprint", "pikepdf", "pydyf", "pillow", "fonttools"])
def test_another_version_of_what_writes_pdfs_counts(
    monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    before = digest()
    usual = importlib.metadata.version
    monkeypatch.setattr(prints, "version", lambda name: "99" if name == tool else usual(name))
    forget()
    assert digest() != before
    monkeypatch.undo()
    forget()
    assert digest() == before


@pytest.mark.parametrize(
    "changed",
    [
        {"settings": (Setting("<p>Owls fly.", A4),)},
        {"settings": (Setting("<p>Owls nap.", A5),)},
        {"unbranded": (Setting("<p>Owls nap.", A4),)},
        {"title": "Mice"},
        {"styles": ("base", "wall")},
        {"components": ".owl { color: grey }"},
        {"colour": "#7a1f5c"},
        {"most": 2},
        {"multiple": 4},
        {"notes": "<p>Notes"},
        {"folded": True},
        {"fields": True},
    ],
    ids=str,
)
def test_each_part_of_a_print_counts(changed: dict[str, object]) -> None:
    assert digest(**changed) != digest()


def test_a_picture_counts_by_what_it_shows_and_not_by_where_it_is(tmp_path: Path) -> None:
    found = set()
    for folder, content in (("one", b"owl"), ("two", b"owl"), ("three", b"mouse"), ("four", None)):
        site = tmp_path / folder
        site.mkdir()
        if content is not None:
            (site / "an owl.png").write_bytes(content)
        markup = f'<p style="background: url({(site / "an owl.png").as_uri()})">'
        settings = (Setting(markup, A4),)
        found.add(digest(settings=settings, folder=site.as_uri()))
    assert len(found) == 3
