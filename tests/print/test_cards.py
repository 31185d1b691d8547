"""Cards: what may stand behind one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_guide import FRONT_MATTER, problems_of

DO = "/// do\n- nap\n- snore\n///\n"
DO_NOT = "/// do-not\n- do not run\n- do not sing\n///\n"
CARD = "/// urgent-card | Call the owl if:\n- it rains\n///\n"
PARTS = {
    "_data/references.yml": "",
    "_parts/card.md": CARD,
    "_parts/text.md": "Nap.\n",
    "_parts/both.md": 'Nap.\n\n--8<-- "card.md"\n',
    "_parts/self.md": '## Nap\n\nNap.\n\n--8<-- "self.md"\n',
    "all.md": f'{FRONT_MATTER.replace("care", "list")}--8<-- "text.md"\n\n--8<-- "both.md"\n\n'
    '--8<-- "self.md"\n',
}


@pytest.fixture
def problems(write_docs: Callable[[Mapping[str, str | bytes]], Path]) -> Callable[[str], list[str]]:
    """The problems of a page with these words, as `line: rule message`; its text is line 9 on."""

    return lambda text: problems_of(write_docs({**PARTS, "nuts.md": FRONT_MATTER + text}))


@pytest.mark.parametrize(
    "text",
    [
        DO,
        f"{DO}\n{DO_NOT}\n## Why\n\nNap.",
        f"{DO}\n{DO_NOT}\n/// what-we-know\nNap.\n///\n\nNap.",
        f'{DO}\n--8<-- "card.md"\n\n## Why',
        f"{DO}\n<!-- Nap. -->\n\n### Why\n\nNap.",
        "/// resources\n- nap\n///\n\nNap.",
        f"Nap.\n\n{CARD}",
    ],
)
def test_a_heading_or_a_block_stands_behind_a_card(
    problems: Callable[[str], list[str]], text: str
) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "line", "block"),
    [
        (f"{DO}\nNap.", 14, "do"),
        (f"{DO}\n{DO_NOT}\nNap.\n\nNap again.", 19, "do-not"),
        (f"{CARD}\n- nap", 13, "urgent-card"),
        ("/// important | Nap\nNap.\n///\nNap.", 12, "important"),
        ('--8<-- "card.md"\n\nNap.', 11, "urgent-card"),
        ('--8<-- "both.md"\n\nNap.', 11, "urgent-card"),
        (f'{DO}\n--8<-- "text.md"', 14, "do"),
    ],
)
def test_text_behind_a_card_reads_as_part_of_it(
    problems: Callable[[str], list[str]], text: str, line: int, block: str
) -> None:
    message = f"must begin with a heading: it stands behind a block {block}"
    assert problems(text) == [f"{line}: heading-after-card {message}"]
