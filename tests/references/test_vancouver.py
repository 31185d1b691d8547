"""A reference as readers see it: each file in cases/vancouver is one, and its name says which.

`reference` holds CSL fields as the bibliography does, `text` is the line that must come of them,
and `address` what stands after it; a work that is only on paper has none.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from guide.references.vancouver import address_label, address_text, format_reference
from linkaudit.references.bibliography import Reference
from small_guide import HERE

CASES = sorted((HERE / "cases/vancouver").glob("*.yml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_reference_is_printed_as_its_file_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    reference = Reference(path.stem, 1, case["reference"])
    assert format_reference(reference) == case["text"]
    printed = f"{address_label(reference)} {address_text(reference)}" if reference.url else None
    assert printed == case.get("address")
