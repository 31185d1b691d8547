"""One fault, one problem: what only follows from a file that cannot be read is not reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from guide_site import REVIEWED, ROOT

DATA = sorted(
    path.relative_to(ROOT / "docs").as_posix()
    for path in (ROOT / "docs/_data").glob("*.yml")
    if path.name != "link-exceptions.yml"  # only --online reads it
)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    # What the guide is stands beside its words.
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return Path(shutil.copytree(ROOT / "docs", tmp_path / "docs"))


def problems(docs: Path) -> list[str]:
    return [f"{p.path}: {p.rule}" for p in rules.check_content(Guide.load(docs), REVIEWED)]


# To check the whole guide takes seconds, so not each fault is tried in each file: once it is
# reported as unreadable, nobody asks why.
@pytest.mark.parametrize(
    ("name", "fault"), [*((name, "not YAML") for name in DATA), ("_data/references.yml", "UTF-16")]
)
def test_a_broken_data_file_is_the_only_problem(docs: Path, name: str, fault: str) -> None:
    text = (docs / name).read_text("utf-8")
    raw = text.encode("utf-16") if fault == "UTF-16" else f"{text}\n- [\n".encode()
    (docs / name).write_bytes(raw)
    assert problems(docs) == [f"docs/{name}: unreadable"]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("myths/posture.md", "not YAML"),
        ("myths/index.md", "not YAML"),
        ("what-helps/scans.md", "not YAML"),
        ("index.md", "not YAML"),
        ("myths/index.md", "UTF-16"),
        ("index.md", "Latin-1"),
        ("what-helps/painkillers.md", "too large"),
    ],
)
def test_a_broken_page_is_the_only_problem(docs: Path, name: str, fault: str) -> None:
    text = (docs / name).read_text("utf-8")
    if fault == "not YAML":
        raw = text.replace("title:", "title: [", 1).encode()
    elif fault == "UTF-16":
        raw = text.encode("utf-16")
    elif fault == "too large":
        raw = (text + "[" * 3000).encode()
    else:
        raw = (text + "\nA café.\n").encode("cp1252", "replace")
    (docs / name).write_bytes(raw)
    assert problems(docs) == [f"docs/{name}: unreadable"]


@pytest.mark.parametrize("name", ["stop-rules.md", "urgent.md"])
def test_a_passage_that_is_too_large_is_the_only_problem(docs: Path, name: str) -> None:
    with (docs / "_parts" / name).open("a", encoding="utf-8") as passage:
        passage.write("[" * 3000)
    assert problems(docs) == [f"docs/_parts/{name}: unreadable"]


def test_a_slip_in_one_entry_does_not_blame_what_the_entry_names(docs: Path) -> None:
    routines = docs / "_data/routines.yml"
    text = routines.read_text("utf-8")
    routines.write_text(text.replace("  exercises:", "  exercise:", 1), "utf-8")
    assert {line.split(" ")[0] for line in problems(docs)} == {"docs/_data/routines.yml:"}


def test_other_problems_are_reported_beside_an_unreadable_file(docs: Path) -> None:
    routines, page = docs / "_data/routines.yml", docs / "about.md"
    routines.write_text(routines.read_text("utf-8") + "\n- [\n", "utf-8")
    page.write_text(page.read_text("utf-8") + "\nThey don't [@nobody2020].\n", "utf-8")
    assert problems(docs) == [
        "docs/_data/routines.yml: unreadable",
        "docs/about.md: negative-contraction",
        "docs/about.md: unknown-citation",
    ]
