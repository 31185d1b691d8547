"""Manuscripts as people write them, each clean, and forty faults to plant into each.

A file of cases/seeded has the `files` of a manuscript, in which nothing is wrong. Each of its
`faults` puts what `is` wrong in the place of what `was` there, once, on as many lines; then
`found` is the whole list of what must be found: rule, file and line, and the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from linkaudit.citations.citation_rules import check_manuscript
from linkaudit.citations.texts import Manuscript
from small_guide import HERE, write_files

SETS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((HERE / "cases/seeded").glob("*.yml"))
}
FAULTS = [(name, fault) for name, case in SETS.items() for fault in case["faults"]]


def planted(files: Mapping[str, str], faults: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The files with the faults in them."""
    wrong = dict(files)
    for fault in faults:
        name, was, now = fault["in"], fault["was"], fault["is"]
        assert wrong[name].count(was) == 1, f"{name} must hold once what was: {was}"
        assert was.count("\n") == now.count("\n"), f"the lines of {name} must stay: {now}"
        wrong[name] = wrong[name].replace(was, now)
    return wrong


def found(files: Mapping[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(write_files(folder, dict(files)))
    libraries = [Path(name) for name in files if not name.endswith(".md")]
    problems = check_manuscript(Manuscript.load(libraries, [Path("text")]))
    return sorted(f"{p.rule} {p.path}:{p.line} {p.target}" for p in problems)


@pytest.mark.parametrize("name", SETS)
def test_a_manuscript_in_order_has_no_problem(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(SETS[name]["files"], tmp_path, monkeypatch) == []


@pytest.mark.parametrize(
    ("name", "fault"), FAULTS, ids=[f"{name}: {fault['what']}" for name, fault in FAULTS]
)
def test_a_fault_is_found_and_nothing_else(
    name: str, fault: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = planted(SETS[name]["files"], [fault])
    assert found(files, tmp_path, monkeypatch) == sorted(fault["found"])


@pytest.mark.parametrize("name", SETS)
def test_all_faults_together_are_all_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for those that leave nothing of a file for the others: they are tried alone."""
    faults = [fault for fault in SETS[name]["faults"] if not fault.get("alone")]
    files = planted(SETS[name]["files"], faults)
    expected = sorted({line for fault in faults for line in fault["found"]})
    assert found(files, tmp_path, monkeypatch) == expected


@pytest.mark.parametrize("name", SETS)
def test_there_are_forty_faults(name: str) -> None:
    assert len(SETS[name]["faults"]) == 40
