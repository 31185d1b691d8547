"""What a page takes from other files: shared passages, routines, drawings, myths of other pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content import poses
from guide.content.guide import DRAWINGS, PARTS, Guide
from guide.content.markdown_text import lists
from guide.content.page import Page, Use
from guide.content.routines import ROUTINES
from guide.content.treatments import PARTS_OF_ONE, PARTS_OF_OVERVIEW, TREATMENTS
from guide.rules.families import CONTENT

Taken = Callable[[Page], Iterator[Use]]
# What keeps people safe in every exercise.
ROUTINE_SAFETY = ("stop-rules.md",)
# The keys of front matter that say that a page tells a myth.
TELLS_MYTHS = {"myth", "myths"}


@rule(family=CONTENT)
def missing_passage(guide: Guide) -> Iterator[Problem]:
    """A passage that a page includes must be a file in _parts, named on the line that takes it."""
    for page in guide.files:
        for line in page.unnamed_includes():
            message = 'must name the passage on the same line, like --8<-- "heat.md"'
            yield guide.problem(page, line, message)
    yield from _missing(guide, Page.includes, 'passage "{}"', PARTS, guide.parts)


@rule(family=CONTENT)
def unused_passage(guide: Guide) -> Iterator[Problem]:
    """Every file in _parts must be included by a page or another passage."""
    used = {name for page in guide.files for _, name in page.includes()}
    for name, part in guide.parts.items():
        if name not in used:
            message = f'no page includes "{name}"; include it or delete it'
            yield guide.problem(part, 1, message, name)


@rule(family=CONTENT)
def missing_drawing(guide: Guide) -> Iterator[Problem]:
    """What a page shows must be an SVG file in assets/images, a pose one in assets/drawings."""
    drawings = {path.stem for path in (guide.docs / DRAWINGS).glob("*.svg")}
    what = 'drawing "{}.svg"'
    yield from _missing(guide, Page.drawings, what, DRAWINGS, drawings)
    for name, pose in guide.poses.by_id.items():
        try:
            poses.drawing_of(pose, guide.docs)
        except poses.DrawingError as error:
            file, line = guide.name_of(poses.FILE), guide.poses.lines[name]
            yield Problem(file, line, str(error), target=name)


@rule(family=CONTENT)
def missing_routine(guide: Guide) -> Iterator[Problem]:
    """A routine that a page shows must stand in _data/routines.yml."""
    known = guide.routines.by_id
    unread = {problem.target for problem in guide.routines.unreadable}
    found = _missing(guide, Page.routines, 'routine "{}"', ROUTINES, known)
    yield from (problem for problem in found if problem.target not in unread)


@rule(family=CONTENT)
def unused_routine(guide: Guide) -> Iterator[Problem]:
    """Every routine must be shown by a page."""
    shown = {name for page in guide.files for _, name in page.routines()}
    for name, found in guide.routines.by_id.items():
        if name not in shown:
            message = f'no page shows the routine "{name}"; show it or delete it'
            yield found.routine.problem(message, name)


@rule(family=CONTENT)
def routine_without_safety(guide: Guide) -> Iterator[Problem]:
    """A page that shows a routine must say when to stop, by the passage stop-rules.md."""
    for page in guide.pages:
        passages = list(guide.passages_of(page))
        included = {name for text in (page, *passages) for _, name in text.includes()}
        shown = [line for line, _ in page.routines()]
        if shown or any(next(part.routines(), None) for part in passages):
            for name in ROUTINE_SAFETY:
                if name not in included:
                    line = shown[0] if shown else 1
                    message = f'a page with a routine must include it: --8<-- "{name}"'
                    yield guide.problem(page, line, message, name)


@rule(family=CONTENT)
def missing_treatment(guide: Guide) -> Iterator[Problem]:
    """A treatment that a page shows must stand in _data/treatments.yml, a list be one of a group.

    `/// treatment | heat` may have `brief: true`, and `part: core` or `part: rest`; a list none.
    """
    known = guide.treatments.by_id
    unread = {problem.target for problem in guide.treatments.unreadable}
    found = _missing(guide, Page.treatments, 'treatment "{}"', TREATMENTS, known)
    yield from (problem for problem in found if problem.target not in unread)
    for page in guide.files:
        for block in page.data_blocks("treatment", "treatments"):
            if block.name == "treatment" and not block.words:
                message = "must name a treatment, like /// treatment | heat"
                yield guide.problem(page, block.line, message)
            elif block.name == "treatments" and block.words not in ("", *PARTS_OF_OVERVIEW):
                hint = did_you_mean(block.words, PARTS_OF_OVERVIEW)
                parts = ", ".join(PARTS_OF_OVERVIEW)
                message = f'must list one of {parts}, is "{block.words}"{hint}'
                yield guide.problem(page, block.line, message, block.words)
            known_options = {"brief": ("true",), "part": PARTS_OF_ONE}
            known_options = known_options if block.name == "treatment" else {}
            for name, value in block.options.items():
                if value not in known_options.get(name, ()):
                    message = (
                        f'nothing reads "{name}: {value}"; there is brief: true for one, and '
                        "part: core or part: rest"
                    )
                    yield guide.problem(page, block.line, message, name)


@rule(family=CONTENT)
def unused_treatment(guide: Guide) -> Iterator[Problem]:
    """Every treatment must be shown by a page, by itself or in a list of all or of its group."""
    shown = {name for page in guide.files for _, name in page.treatments()}
    lists_shown = {b.words for page in guide.files for b in page.data_blocks("treatments")}
    for name, treatment in guide.treatments.by_id.items():
        if name not in shown and not lists_shown & {"", treatment.group}:
            message = f'no page shows the treatment "{name}"; show it or delete it'
            yield treatment.problem(message, name)


@rule(family=CONTENT)
def treatment_twice(guide: Guide) -> Iterator[Problem]:
    """A page may show one treatment whole, and only one page may list them.

    Of two whole ones the headings would be the same; the links of a list lead from its page.
    """
    for page in guide.pages:
        texts = (page, *(part for part in guide.passages_of(page) if part.path.parts[0] == PARTS))
        whole = [
            (text, block)
            for text in texts
            for block in text.data_blocks("treatment")
            if block.options.get("brief") != "true" and block.options.get("part") != "rest"
        ]
        for text, block in whole[1:]:
            message = f'must be brief: true, as the page shows "{whole[0][1].words}" whole'
            yield guide.problem(text, block.line, message, block.words)
    listing = [(page, block) for page in guide.files for block in page.data_blocks("treatments")]
    for page, block in listing:
        if page.path != listing[0][0].path:
            message = f"must stand on {listing[0][0].path}, as the list of treatments does"
            yield guide.problem(page, block.line, message)


@rule(family=CONTENT)
def treatment_page(guide: Guide) -> Iterator[Problem]:
    """The page that a treatment names must be a page of the guide."""
    for treatment in guide.treatments.by_id.values():
        if treatment.page not in guide.by_path:
            hint = did_you_mean(treatment.page, guide.by_path)
            message = f'"{treatment.id}" must name a page, is "{treatment.page}"{hint}'
            yield treatment.problem(message, treatment.page, ("page",))


@rule(family=CONTENT)
def missing_pose(guide: Guide) -> Iterator[Problem]:
    """A pose whose picture a page or a routine shows must stand in _data/poses.yml."""
    known = guide.poses.by_id
    yield from _missing(guide, Page.poses, 'pose "{}"', poses.FILE, known)


@rule(family=CONTENT)
def unused_pose(guide: Guide) -> Iterator[Problem]:
    """Every pose must be shown by a page or a routine."""
    shown = {name for page in guide.files for _, name in page.poses()}
    for name in guide.poses.by_id:
        if name not in shown:
            line = guide.poses.lines[name]
            message = f'nothing shows the pose "{name}"; show it or delete it'
            yield Problem(guide.name_of(poses.FILE), line, message, target=name)


@rule(family=CONTENT)
def unlisted_myth(guide: Guide) -> Iterator[Problem]:
    """Every page that tells a myth must stand in a myth-list, and nothing else may."""
    telling = [page for page in guide.pages if TELLS_MYTHS & page.meta.keys()]
    listed: set[str] = set()
    for page in guide.pages:
        for found in lists(page.body):
            if found.block != "myth-list":
                continue
            myths = {posixpath.relpath(other.path, page.path.parent) for other in telling}
            for name in found.items:
                path = posixpath.normpath(page.path.parent / name)
                listed.add(path)
                if name not in myths:
                    message = f'"{name}" must be a page with a myth{did_you_mean(name, myths)}'
                    line = page.line_of(found.line)
                    yield guide.problem(page, line, message, path)
    for page in telling:
        if str(page.path) not in listed:
            line = min(page.meta_lines.get(key, 1) for key in TELLS_MYTHS & page.meta.keys())
            yield guide.problem(page, line, "must stand in a myth-list")


def _missing(
    guide: Guide, taken: Taken, what: str, place: str, known: Collection[str]
) -> Iterator[Problem]:
    """A problem for each name that a page takes from a place which does not have it."""
    for page in guide.files:
        for line, name in taken(page):
            if name not in known:
                where = f"{guide.name_of(place)}{did_you_mean(name, known)}"
                message = f"there is no {what.format(name)} in {where}"
                yield guide.problem(page, line, message, name)
