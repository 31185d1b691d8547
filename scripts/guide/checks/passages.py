"""What a page takes from another file: passages that pages share, and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guide.content import DRAWINGS, PARTS, Guide
from guide.problems import Problem, did_you_mean


def missing_passage(guide: Guide, today: date) -> Iterator[Problem]:
    """A passage that a page includes must be a file in _parts, named on the line that takes it."""
    for page in guide.files:
        for line in page.unnamed_includes():
            message = 'must name the passage on the same line, like --8<-- "heat.md"'
            yield guide.problem(page, line, "missing-passage", message)
        for line, name in page.includes():
            if name not in guide.parts:
                hint = did_you_mean(name, guide.parts)
                message = f'there is no passage "{name}" in {guide.docs.name}/{PARTS}{hint}'
                yield guide.problem(page, line, "missing-passage", message, name)


def unused_passage(guide: Guide, today: date) -> Iterator[Problem]:
    """Every file in _parts must be included by a page or another passage."""
    used = {name for page in guide.files for _, name in page.includes()}
    for name, part in guide.parts.items():
        if name not in used:
            message = f'no page includes "{name}"; include it or delete it'
            yield guide.problem(part, 1, "unused-passage", message, name)


def missing_drawing(guide: Guide, today: date) -> Iterator[Problem]:
    """A drawing that a page shows must be an SVG file in assets/images."""
    drawings = {path.stem for path in (guide.docs / DRAWINGS).glob("*.svg")}
    for page in guide.files:
        for line, name in page.drawings():
            if name not in drawings:
                hint = did_you_mean(name, drawings)
                message = f'there is no drawing "{name}.svg" in {guide.docs.name}/{DRAWINGS}{hint}'
                yield guide.problem(page, line, "missing-drawing", message, name)
