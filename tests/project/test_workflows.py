"""The workflows of GitHub: what they may, when they run, and what a fork makes of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide import __version__
from guide.__main__ import main
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


def run_step(title: str, folder: Path, workflow: str = "links", **environment: str) -> str:
    """Run the lines of a step with a `gh` that writes down what it is told.

    Return what it prints. Raises `CalledProcessError` if it fails.
    """
    (step,) = [s for name, s in steps() if name == workflow and s.get("name") == title]
    files = {"bin/gh": '#!/bin/sh\necho "$@" >> gh.txt\n', "told.txt": "told\n", "summary.txt": ""}
    write_files(folder, files)
    (folder / "bin/gh").chmod(0o755)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment |= {"PATH": path, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    environment |= {"GITHUB_OUTPUT": str(folder / "output.txt"), "HOME": str(folder)}
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


# The workflows of a clinic's own repository, and those of ours that they call by a tag.

REPOSITORY = "owl/back-pain-guide"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic's folder, as `guide new` makes it."""
    name = ["--name", "Riverside", "--nation", "england", "--repository", REPOSITORY]
    assert main(["new", str(tmp_path / "clinic"), *name]) == 0
    return tmp_path / "clinic"


def of_clinic(clinic: Path) -> dict[str, dict[Any, Any]]:
    files = sorted((clinic / ".github/workflows").glob("*.yml"))
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}


def test_a_clinics_workflows_call_ours_by_the_tag_of_the_release(clinic: Path) -> None:
    called = {
        name: [job["uses"] for job in workflow["jobs"].values()]
        for name, workflow in of_clinic(clinic).items()
    }
    ours = f"{REPOSITORY}/.github/workflows"
    assert called == {
        "publish": [f"{ours}/edition.yml@v{__version__}"],
        "clinic": [f"{ours}/clinic.yml@v{__version__}"],
        "weekly": ["./.github/workflows/publish.yml"],
    }


def test_a_clinics_workflows_may_what_ours_ask_for_and_no_more(clinic: Path) -> None:
    for name, ours in (("publish", "edition"), ("clinic", "clinic"), ("weekly", "edition")):
        (calling,) = of_clinic(clinic)[name]["jobs"].values()
        asked: dict[str, str] = {}
        for job in WORKFLOWS[ours]["jobs"].values():
            for key, right in job["permissions"].items():
                asked[key] = max(asked.get(key, ""), right)  # "write" is after "read"
        assert calling["permissions"] == asked, name
        assert of_clinic(clinic)[name]["permissions"] == {}
    assert WORKFLOWS["edition"][True] == WORKFLOWS["clinic"][True] == {"workflow_call": None}


def test_what_a_clinic_publishes_with_has_no_schedule(clinic: Path) -> None:
    workflows = of_clinic(clinic)
    assert {name for name, one in workflows.items() if "schedule" in one[True]} == {"weekly"}
    assert "workflow_call" in workflows["publish"][True]
    readme = (clinic / "README.md").read_text("utf-8")
    (step,) = [line for line in readme.splitlines() if "Enable workflow" in line]
    assert "*weekly*" in step
    updates = yaml.safe_load((clinic / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert [update["package-ecosystem"] for update in updates] == ["github-actions"]


def test_a_release_brings_the_folder_for_the_template() -> None:
    commands = " ".join(step.get("run", "") for name, step in steps() if name == "release")
    assert 'guide new template --template --repository "$GITHUB_REPOSITORY"' in commands
    assert "dist/*.whl site.zip template.zip" in commands


def test_only_who_belongs_to_a_repository_can_make_a_change_by_an_issue(clinic: Path) -> None:
    (job,) = of_clinic(clinic)["clinic"]["jobs"].values()
    assert '["OWNER", "MEMBER", "COLLABORATOR"]' in job["if"]


def test_what_others_typed_is_never_part_of_a_script() -> None:
    for name, step in steps():
        assert "${{" not in step.get("run", ""), (name, step.get("name"))


def test_no_job_that_reads_what_was_typed_may_write() -> None:
    jobs = WORKFLOWS["clinic"]["jobs"]
    assert jobs["read"]["permissions"] == {"contents": "read"}
    assert "guide" not in str([step.get("run") for step in jobs["propose"]["steps"]])


def found_release(clinic: Path, base: str = "") -> dict[str, str]:
    (clinic / "output.txt").unlink(missing_ok=True)
    run_step("Find the release of the guide", clinic, "edition", BASE=base)
    lines = (clinic / "output.txt").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_release_is_the_one_that_the_clinic_names(clinic: Path) -> None:
    assert found_release(clinic) == {
        "repository": REPOSITORY, "tag": f"v{__version__}", "before": f"v{__version__}"
    }  # fmt: skip


def test_a_pull_request_is_told_from_the_release_before(clinic: Path) -> None:
    def git(*command: str) -> None:
        who = ["-c", "user.name=owl", "-c", "user.email=owl@owl.example"]
        subprocess.run(["git", *who, *command], cwd=clinic, check=True, capture_output=True)

    git("init", "--initial-branch", "main")
    git("add", ".github")
    git("commit", "--message", "first")
    publish = clinic / ".github/workflows/publish.yml"
    publish.write_text(publish.read_text("utf-8").replace(f"@v{__version__}", "@v9.0.0"), "utf-8")
    found = found_release(clinic, base="main")
    assert (found["before"], found["tag"]) == (f"v{__version__}", "v9.0.0")


@pytest.mark.parametrize("tags", [[], ["v1.0.0", "v2.0.0"]])
def test_a_clinic_names_one_release(clinic: Path, tags: list[str]) -> None:
    for path in (clinic / ".github/workflows").iterdir():
        path.unlink()
    for tag in tags:
        uses = f"    uses: {REPOSITORY}/.github/workflows/edition.yml@{tag}\n"
        (clinic / f".github/workflows/{tag}.yml").write_text(uses, "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        found_release(clinic)
    assert "must name one release of the guide" in stopped.value.stdout


LOGO = "https://github.com/user-attachments/assets/0123abcd-0123-4567-89ab-0123456789ab"
CURL = """#!/bin/sh
echo "$@" >> curl.txt
while [ "$1" != --output ]; do shift; done
cp icon.svg "$2"
"""


def read_issue(folder: Path, body: str) -> list[str]:
    """What the first job of clinic.yml leaves for the second one of the body of an issue."""
    guide = f'#!/bin/sh\nPYTHONPATH={ROOT}/scripts exec {sys.executable} -m guide "$@"\n'
    icon = (ROOT / "docs/assets/images/icon.svg").read_bytes()
    write_files(folder, {".guide/.venv/bin/guide": guide, "bin/curl": CURL, "icon.svg": icon})
    for name in (".guide/.venv/bin/guide", "bin/curl"):
        (folder / name).chmod(0o755)
    run_step("Read the form", folder, "clinic", BODY=body)
    return sorted(path.name for path in (folder / "form").iterdir())


def test_an_issue_becomes_settings_and_a_logo(tmp_path: Path) -> None:
    said = {"Name of the clinic": "River", "Nation of your patients": "wales"}
    typed = {**said, "Logo": f"![x]({LOGO})"}
    body = "".join(f"### {label}\n\n{value}\n\n" for label, value in typed.items())
    assert read_issue(tmp_path, body) == ["clinic.yml", "logo.svg", "told.txt"]
    made = yaml.safe_load((tmp_path / "form/clinic.yml").read_text("utf-8"))
    assert made["extra"]["clinic"] == {
        "name": "River",
        "nation": "wales",
        "logo": "assets/logo.svg",
    }
    asked = (tmp_path / "curl.txt").read_text("utf-8")
    assert "--proto =https --proto-redir =https" in asked
    assert asked.rstrip().endswith(f"--url {LOGO}")


def test_a_hostile_issue_runs_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    body = (
        "### Name of the clinic\n\n$(touch ran) `touch ran` ; touch ran\n\n"
        '### Nation of your patients\n\nwales"; touch ran\n\n'
        "### Logo\n\n![x](https://spy.example/$(touch ran).png)\n"
    )
    assert read_issue(tmp_path, body) == ["told.txt"]
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "curl.txt").exists()
    told = (tmp_path / "form/told.txt").read_text("utf-8").splitlines()
    assert told[0] == "guide: logo must be one picture, dropped into its field"
    assert told[1].startswith("guide: nation must be one of england,")


def test_what_is_wrong_is_told_below_the_issue(tmp_path: Path) -> None:
    write_files(tmp_path, {"form/told.txt": "guide: name must be given\n"})
    run_step("Propose the change, or tell what is wrong", tmp_path, "clinic", NUMBER="7")
    comment = (tmp_path / "comment.md").read_text("utf-8")
    assert comment.endswith("\n\n    guide: name must be given\n")
    asked = (tmp_path / "gh.txt").read_text("utf-8")
    assert asked == "issue comment 7 --body-file comment.md\n"


def test_what_is_right_is_put_on_a_branch(tmp_path: Path) -> None:
    write_files(tmp_path, {"form/clinic.yml": "new\n", "form/logo.svg": "", "clinic.yml": "old\n"})
    write_files(tmp_path, {"bin/git": '#!/bin/sh\necho "$@" >> git.txt\n'})
    (tmp_path / "bin/git").chmod(0o755)
    of_issue = {"NUMBER": "7", "GH_REPO": "river/guide", "MAIN": "main"}
    run_step("Propose the change, or tell what is wrong", tmp_path, "clinic", **of_issue)
    assert (tmp_path / "clinic.yml").read_text("utf-8") == "new\n"
    assert (tmp_path / "assets/logo.svg").is_file()
    git = (tmp_path / "git.txt").read_text("utf-8").splitlines()
    assert git[1] == "add clinic.yml assets"
    assert git[-1] == "push --quiet --force https://github.com/river/guide clinic-7"
    comment = (tmp_path / "comment.md").read_text("utf-8")
    assert "(https://github.com/river/guide/compare/main...clinic-7?expand=1)" in comment


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
