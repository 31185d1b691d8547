"""linkaudit for others: its own wheel, its action on GitHub, its hooks of pre-commit."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import linkaudit
import pytest
import wheels
import yaml
from guide_site import ROOT
from linkaudit.__main__ import main
from small_guide import write_files

FOLDER = ROOT / "scripts/linkaudit"
ALONE = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
SCRIPTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
ACTION: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github/actions/linkaudit/action.yml").read_text("utf-8")
)
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_its_wheel_has_all_of_it_and_the_command(tmp_path: Path) -> None:
    """What it asks for is compared with what it imports in test_packaging."""
    wheel = wheels.built(FOLDER, tmp_path)
    assert wheel.name == f"linkaudit-{linkaudit.__version__}-py3-none-any.whl"
    assert wheel.packed == wheels.files_of([FOLDER])
    assert "linkaudit = linkaudit.__main__:main" in wheel.about["entry_points.txt"]


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"linkaudit {linkaudit.__version__}\n"


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ({"SITE": "_site"}, ["links", "--format", "github", "--", "_site"]),
        (
            {"SITE": "-my site", "BASE_URL": "https://o.example/$(x)/", "EXTERNAL": "true"},
            [
                *("links", "--format", "github", "--base-url", "https://o.example/$(x)/"),
                *("--external", "--", "-my site"),
            ],
        ),
    ],
)
def test_the_action_gives_the_command_what_it_was_given(
    tmp_path: Path, given: dict[str, str], called: list[str]
) -> None:
    install, check = ACTION["runs"]["steps"]
    assert '"$HERE/../../../scripts/linkaudit"' in install["run"]
    assert (ROOT / ".github/actions/linkaudit/../../../scripts/linkaudit").is_dir()
    assert "${{" not in install["run"] + check["run"]
    stub = '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\nexit 2\n'
    write_files(tmp_path, {"linkaudit/bin/linkaudit": stub})
    (tmp_path / "linkaudit/bin/linkaudit").chmod(0o755)
    nothing = dict.fromkeys(check["env"], "")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]],
        env={**nothing, **given, "RUNNER_TEMP": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == called
    assert done.returncode == 2


def test_the_hooks_run_as_the_readme_shows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(
        tmp_path,
        {
            "_site/index.html": '<a href="/repo/nest/">Owls</a>',
            "refs.bib": "@book{owl2020,\n  title = {Owls}\n}\n",
            "chapters/one.md": "Owls hoot [@owl2021].\n",
        },
    )
    blocks = re.findall(r"```yaml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.DOTALL)
    (shown,) = [yaml.safe_load(block) for block in blocks if "hooks:" in block]
    entries = {hook["id"]: hook["entry"] for hook in HOOKS}
    assert not any(hook["pass_filenames"] for hook in HOOKS)
    assert {hook["id"] for hook in shown[0]["hooks"]} == set(entries)
    for hook in shown[0]["hooks"]:
        words = shlex.split(entries[hook["id"]]) + hook["args"]
        assert SCRIPTS[words[0]] == ALONE["scripts"][words[0]]
        assert main(words[1:]) == 2
    assert capsys.readouterr().out == (
        'index.html:1: missing-page the link "/repo/nest/" leads nowhere\n'
        'chapters/one.md:1: undefined "@owl2021" must be in the bibliography, is not; '
        'did you mean "owl2020"?\n'
        'refs.bib:1: unused no text cites "owl2020"; cite it or delete it\n'
    )


def test_the_readme_shows_what_the_action_takes() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.DOTALL)
    (shown,) = [yaml.safe_load(block) for block in blocks if "uses:" in block]
    assert set(shown[0]["with"]) == set(ACTION["inputs"])
