"""What a cached print depends on: whatever changes how it looks has it printed anew."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from guide.content.interface import Interface
from guide.print import prints
from guide.print.prints import A4, A5, PdfPrint, Setting

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
    for known in (prints._made_with, prints._style_sheet):
        known.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what makes prints."""
    copy = shutil.copytree(prints.HERE, tmp_path / "print")
    monkeypatch.setattr(prints, "HERE", copy)
    forget()
    yield copy
    forget()


def test_each_file_that_makes_a_print_counts(folder: Path) -> None:
    known, files = {digest()}, [path for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if path.suffix != ".pyc"]
    for file in files:
        with file.open("ab") as out:
            out.write(b"\n")
        forget()
        known.add(digest())
    assert len(known) == 1 + len(files)
    assert {".py", ".html", ".css", ".woff2", ".xmp"} <= {path.suffix for path in files}


def test_a_new_file_counts_and_one_that_python_made_of_the_code_does_not(folder: Path) -> None:
    before = digest()
    (folder / "tree.cpython-399.pyc").write_bytes(b"x")
    forget()
    assert digest() == before
    (folder / "templates/owls.html").write_bytes(b"")
    forget()
    assert digest() != before


@pytest.mark.parametrize(
    "tool", ["weasyprint", "pikepdf", "pydyf", "tinycss2", "pillow", "fonttools", "jinja2"]
)
def test_another_version_of_what_writes_pdfs_counts(
    monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    before = digest()
    usual = importlib.metadata.version
    monkeypatch.setattr(
        prints, "version", lambda name: "99" if name.lower() == tool else usual(name)
    )
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


def test_of_the_catalogue_only_the_words_that_it_takes_count() -> None:
    ui = Interface.load()

    def changed(group: str, **words: str) -> Interface:
        return Interface("en", {**ui.words, group: {**ui.words[group], **words}})

    assert digest(ui=changed("leaflet", page="{page}/{pages}")) != digest()
    assert digest(ui=changed("fold", title="Fold the owl")) == digest()
    folded = digest(ui=changed("fold", title="Fold the owl"), folded=True)
    assert folded != digest(folded=True)


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
