"""The link checks, held against small built sites: each file in cases/links is one site.

`files` are those of the site, `base` the path that it is served under (else /), `problems` the
whole list of what must be found: the rule and its target, as a browser reads it from the page.
Most sites have one fault, which is in their name; those named valid-… have none, and look as if.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check
from linkaudit.crawl.link_rules import LINKS
from small_guide import HERE, write_files

PATHS = sorted((HERE / "cases/links").glob("*.yml"))
CASES: dict[str, dict[str, Any]] = {p.stem: yaml.safe_load(p.read_text("utf-8")) for p in PATHS}


@pytest.mark.parametrize("name", CASES)
def test_a_site_has_the_problems_that_its_case_lists_and_no_other(
    name: str, tmp_path: Path
) -> None:
    case = CASES[name]
    folder = write_files(tmp_path / "site", case["files"])
    found = check(Site.load(folder, base=case.get("base", "/")), LINKS).problems
    assert sorted(f"{p.rule} {p.target or ''}".strip() for p in found) == sorted(case["problems"])


def test_the_name_of_a_case_is_true() -> None:
    """It begins with the rule that the site breaks, or with `valid` or `many-faults`."""
    for name, case in CASES.items():
        rules = [problem.split(" ")[0] for problem in case["problems"]]
        if name.startswith("many-faults-"):
            assert len(rules) > 1, name
        elif name.startswith("valid-"):
            assert rules == [], name
        else:
            assert [name.startswith(f"{rule}-") for rule in rules] == [True], name


def test_there_are_enough_cases_of_every_kind() -> None:
    """With fewer, a rule could be wrong on either side and nobody would see it."""
    sizes = Counter(len(case["problems"]) for case in CASES.values())
    assert sizes[1] >= 150
    assert sizes[0] >= 60
    rules = Counter(
        problem.split(" ")[0]
        for case in CASES.values()
        if len(case["problems"]) == 1
        for problem in case["problems"]
    )
    checked = {rule.name for rule in LINKS}
    assert {rule: rules[rule] for rule in checked if rules[rule] < 3} == {}
    assert set(rules) - checked == set()
