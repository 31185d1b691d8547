"""A release by tag: its notes are what the changelog says of it, and the version is one."""

from __future__ import annotations

import re

import pytest
import yaml
from guide import __version__
from guide_site import ROOT
from release_notes import notes

CHANGELOG = """\
# Changelog

## 1.1.0, not released yet

- Owls can be printed.

## 1.0.0, 2026-12-01

- **Owls** by night.
- Nests.

## 0.1.0, 2026-11-22

- Eggs.
"""


def test_the_notes_are_the_lines_of_the_version() -> None:
    assert notes("v1.0.0", CHANGELOG, "1.0.0") == "- **Owls** by night.\n- Nests."
    assert notes("v0.1.0", CHANGELOG, "0.1.0") == "- Eggs."


@pytest.mark.parametrize(
    ("tag", "version", "reported"),
    [
        ("v1.0.1", "1.0.0", 'the tag must be v1.0.0, the version of the package, is "v1.0.1"'),
        ("v2.0.0", "2.0.0", 'CHANGELOG.md must have the heading "## 2.0.0, " and a day, has not'),
        (
            "v1.1.0",
            "1.1.0",
            'the day of 1.1.0 in CHANGELOG.md must be a date, is "not released yet"',
        ),
    ],
)
def test_a_tag_that_is_not_ready_is_refused(tag: str, version: str, reported: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reported)}$"):
        notes(tag, CHANGELOG, version)


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    headings = re.findall(r"(?m)^## (\S+), ", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert headings[0] == __version__


def test_before_a_commit_runs_what_make_lint_runs() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    [hook] = [hook for repo in settings["repos"] for hook in repo["hooks"]]
    assert hook["entry"] == "make lint"


@pytest.mark.parametrize("name", ["words.yml", "fault.yml"])
def test_a_form_for_issues_asks_for_what_it_names(name: str) -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / name).read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(set(ids)) == len(ids)
    assert all(f["attributes"]["label"] for f in form["body"] if f["type"] != "markdown")
