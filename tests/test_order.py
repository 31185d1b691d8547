"""The order of the book: which pages of a nav are printed, and in which part."""

from __future__ import annotations

import pytest
from guide.pdf.order import chapters_of

NAV: list[object] = [
    "index.md",
    "help.md",
    {"Nuts": ["nuts/index.md", "nuts/acorn.md", {"By name": "nuts/beech.md"}]},
    {"Owls": ["owls/index.md", "owls/hoot.md"]},
    "references.md",
]
HELP = ("help/index.html", "")
NUTS = [(f"nuts/{page}index.html", "Nuts") for page in ("", "acorn/", "beech/")]
OWLS = [("owls/index.html", "Owls"), ("owls/hoot/index.html", "Owls")]


@pytest.mark.parametrize(
    ("taken", "printed"),
    [
        pytest.param(None, [HELP, *NUTS, *OWLS], id="all"),
        pytest.param(["Owls"], [HELP, *OWLS], id="a section"),
        pytest.param(["Nuts", "owls/hoot.md"], [HELP, *NUTS, OWLS[1]], id="a section and a page"),
        pytest.param([], [HELP], id="only what stands in no section"),
    ],
)
def test_the_book_takes_what_the_settings_name(
    taken: list[str] | None, printed: list[tuple[str, str]]
) -> None:
    assert list(chapters_of(NAV, taken)) == printed
