"""The workflows of GitHub: what they may, when they run, and what a fork makes of them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide_site import ROOT
from small_guide import write_files

FOLDER = ROOT / ".github/workflows"
# YAML reads the key `on` as true.
WORKFLOWS: dict[str, dict[Any, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, step)
        for name, workflow in WORKFLOWS.items()
        for job in workflow["jobs"].values()
        for step in job.get("steps", [])
    ]


def test_what_publishes_has_no_schedule_and_so_stays_on_in_a_fork() -> None:
    """GitHub switches off the whole of a workflow with a schedule in every fork."""
    scheduled = {name for name, workflow in WORKFLOWS.items() if "schedule" in workflow[True]}
    pushed = {name for name, workflow in WORKFLOWS.items() if "push" in workflow[True]}
    assert scheduled == {"weekly", "links"}
    assert pushed == {"ci", "publish", "release"}
    assert WORKFLOWS["release"][True] == {"push": {"tags": ["v[0-9]*"]}}
    (weekly,) = WORKFLOWS["weekly"]["jobs"].values()
    assert weekly["uses"] == "./.github/workflows/publish.yml"
    assert "workflow_call" in WORKFLOWS["publish"][True]
    assert "concurrency" not in WORKFLOWS["weekly"], "it would wait for the workflow that it calls"
    asked = [job["permissions"] for job in WORKFLOWS["publish"]["jobs"].values()]
    assert weekly["permissions"] == {key: right for job in asked for key, right in job.items()}


def test_readme_tells_how_to_switch_on_what_has_a_schedule() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (step,) = [line for line in readme.splitlines() if "Enable workflow" in line]
    assert "*weekly*" in step
    assert "*links*" in step


def test_a_token_stands_only_in_the_steps_that_need_it() -> None:
    for name, workflow in WORKFLOWS.items():
        around = {**workflow.get("env", {})}
        for job in workflow["jobs"].values():
            around |= job.get("env", {})
        assert "token" not in str(around).lower(), name
    for name, step in steps():
        has = "GH_TOKEN" in step.get("env", {})
        needs = bool(re.search(r"\bgh (?:api|issue|release)\b", step.get("run", "")))
        assert has == needs, (name, step.get("name"))


def test_what_others_wrote_is_taken_at_a_commit() -> None:
    for name, step in steps():
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"]), (name, step["uses"])
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, name


def test_rights_are_given_one_by_one() -> None:
    for name, workflow in WORKFLOWS.items():
        assert workflow["permissions"] in ({}, {"contents": "read"}), name


def run_step(title: str, folder: Path, **environment: str) -> str:
    """Run the lines of a step of links.yml with a `gh` that writes down what it is told."""
    (step,) = [s for name, s in steps() if name == "links" and s.get("name") == title]
    files = {"bin/gh": '#!/bin/sh\necho "$@" >> gh.txt\n', "told.txt": "told\n", "summary.txt": ""}
    write_files(folder, files)
    (folder / "bin/gh").chmod(0o755)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment |= {"PATH": path, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(
        bash, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_where_issues_are_off_the_summary_of_the_run_tells(tmp_path: Path) -> None:
    reported = run_step("Tell where Issues are off", tmp_path)
    assert reported.startswith("::notice::Issues are off here")
    assert "told\n" in (tmp_path / "summary.md").read_text("utf-8")
    assert not (tmp_path / "gh.txt").exists()


def test_only_one_of_the_two_tells() -> None:
    found = {s.get("name"): s.get("if", "") for name, s in steps() if name == "links"}
    assert found["Tell where Issues are off"].endswith("steps.here.outputs.issues != 'true'")
    issue = found["Open, update or close the issue"]
    assert issue.endswith("steps.here.outputs.issues == 'true'")


def test_where_issues_are_on_one_is_opened(tmp_path: Path) -> None:
    run_step("Open, update or close the issue", tmp_path, CODE="2", TITLE="Links")
    assert "issue create --title Links" in (tmp_path / "gh.txt").read_text("utf-8")


def test_python_packages_are_kept_up_to_date_and_looked_after() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "npm", "pip"}
    commands = " ".join(step.get("run", "") for name, step in steps() if name == "ci")
    assert "pip_audit --strict --require-hashes" in commands
    assert "cyclonedx_py requirements requirements.txt" in commands


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


BUILD = "scripts/tools/requirements-build.txt"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", BUILD])
def test_the_lock_files_agree(name: str) -> None:
    used, tested, building = pins("requirements.txt"), pins("requirements-dev.txt"), pins(BUILD)
    assert used.items() <= tested.items()
    assert all(tested.get(name, pin) == pin for name, pin in building.items())
    text = (ROOT / name).read_text("utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
