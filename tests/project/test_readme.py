"""What README shows is true: its example of a clinic's edition is checked as it is pasted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide.__main__ import main
from guide.edition.clinic import Clinic
from guide_site import REVIEWED, ROOT, copy_of_the_guide

README = (ROOT / "README.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(INHERIT.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("whole", [False, True], ids=["as pasted", "with all its lines"])
def test_the_example_of_an_edition_has_no_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], whole: bool
) -> None:
    folder = copy_of_the_guide(tmp_path)
    example = re.sub(r"# (?=site_url:|logo:)", "", EXAMPLE) if whole else EXAMPLE
    assert example.count("\n") == EXAMPLE.count("\n")
    (folder / "clinic.yml").write_text(example, "utf-8")
    logo = folder / "docs/assets/clinic/logo.svg"
    if whole:
        logo.parent.mkdir()
        logo.write_bytes((folder / "docs/assets/images/icon.svg").read_bytes())
    code = main(["check", "-f", str(folder / "clinic.yml"), "--today", str(REVIEWED)])
    assert (capsys.readouterr().out, code) == ("", 0)


@pytest.mark.parametrize("key", Clinic.model_fields)
def test_the_example_shows_every_setting_of_a_clinic(key: str) -> None:
    assert re.search(rf"^    (?:# )?{key}:", EXAMPLE, re.MULTILINE)
