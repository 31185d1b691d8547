"""The order of the book: which pages of a nav are printed, and in which part."""

from __future__ import annotations

import pytest
from guide.content.navigation import chapters_of

NAV: list[object] = [
    "index.md",
    "help.md",
    {"Nuts": ["nuts/index.md", "nuts/acorn.md", {"By name": "nuts/beech.md"}]},
    {"Owls": ["owls/index.md", "owls/hoot.md"]},
    "references.md",
]
HELP = ("help.md", "")
NUTS = [(f"nuts/{page}.md", "Nuts") for page in ("index", "acorn", "beech")]
OWLS = [("owls/index.md", "Owls"), ("owls/hoot.md", "Owls")]


@pytest.mark.parametrize(
    ("taken", "printed"),
    [
        pytest.param(None, [HELP, *NUTS, *OWLS], id="all"),
        pytest.param(["Owls"], OWLS, id="a section"),
        pytest.param(["owls/hoot.md", "help.md"], [OWLS[1], HELP], id="pages in an order of ours"),
        pytest.param(["nuts/beech.md", "Nuts"], [NUTS[2], *NUTS[:2]], id="a page first, and once"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_the_book_takes_what_the_settings_name(
    taken: list[str] | None, printed: list[tuple[str, str]]
) -> None:
    assert list(chapters_of(NAV, taken)) == printed
