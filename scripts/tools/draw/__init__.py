"""Draws the exercise pictures of `docs/_data/poses.yml` into `docs/assets/drawings/`.

Those that tell where the movement starts are drawn in motion too, in `docs/assets/movements/`.

The drawings are kept with the words: a build reads them, and knows nothing of how they are made.
`make drawings` renews all of them, `make drawing NAME=cat-round` one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.content.poses import DRAWINGS, MOVEMENTS, Poses
from guide.core import html_class

from draw import movement
from draw.curve import number
from draw.figure import from_the_side
from draw.front import from_the_front
from draw.marks import draw_arrow
from draw.poses import DrawnPose, Person, mirrored
from draw.support import draw_thing

# The body presses on these: they are painted last, so that nothing sinks through them.
GROUND = ("floor", "mat")


def draw(pose: DrawnPose) -> str:
    """The picture of a pose: the same pose always gives the same text.

    It holds no ids, as it may stand twice on a page, and no words: a page takes the alt text
    from the pose.
    """
    things = _things(pose)
    layers = [things["behind"]]
    behind, hands = _person(pose.other) if pose.other else ("", "")
    layers.append(behind)
    if pose.person:
        layers += _person(pose.person, things["between"], pose.ghost)
    layers += [things["before"], hands]
    layers += [draw_arrow(arrow) for arrow in pose.arrows]
    return f"<svg {_sheet(pose)}>{''.join(layers)}</svg>\n"


def draw_movement(pose: DrawnPose) -> str:
    """The picture of a pose that moves: from `start` to the person, and back, again and again.

    It has no arrow and no dotted line, as the movement shows what they tell.
    """
    if not pose.start or not pose.person:
        raise ValueError(f"{pose.id}: a movement needs start and person")
    things = _things(pose)
    try:
        people = movement.people(pose.start, pose.person)
    except movement.NoWayError as error:
        raise ValueError(f"{pose.id}: start must tell {error} as person does") from error
    on_the_way = "".join(
        f'<g class="m m{step}">{"".join(_person(person, things["between"]))}</g>'
        for step, person in enumerate(people)
    )
    style = f"<style>{movement.style()}</style>"
    shapes = f"{style}{things['behind']}{on_the_way}{things['before']}"
    return f'<svg class="{html_class.DRAW}" {_sheet(pose)}>{shapes}</svg>\n'


def _things(pose: DrawnPose) -> dict[str, str]:
    things = {"behind": "", "between": "", "before": ""}
    for thing in pose.things:
        things["before" if thing.kind in GROUND else thing.layer] += draw_thing(thing)
    return things


def _person(person: Person, between: str = "", ghost: Person | None = None) -> tuple[str, str]:
    """The body of a person, and the arms that are nearer to us."""
    if person.seen != "side":
        return from_the_front(person)
    if not person.faces_left:
        return from_the_side(person, between, ghost)
    middle = person.hip[0]
    turned = f'<g transform="matrix(-1 0 0 1 {number(2 * middle)} 0)">'
    body, arm = from_the_side(mirrored(person))
    return f"{turned}{body}</g>", f"{turned}{arm}</g>" if arm else ""


def _sheet(pose: DrawnPose) -> str:
    view = " ".join(map(number, pose.view))
    return f'xmlns="http://www.w3.org/2000/svg" viewBox="{view}"'


def write(docs: Path, poses: Mapping[str, DrawnPose]) -> Iterator[Path]:
    """Write the drawings of these poses; yield the files that are new or changed."""
    for name, pose in poses.items():
        texts = {docs / DRAWINGS / f"{name}.svg": draw(pose)}
        if pose.start:
            texts[docs / MOVEMENTS / f"{name}.svg"] = draw_movement(pose)
        for file, text in texts.items():
            if not file.is_file() or file.read_bytes() != text.encode():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8", newline="\n")
                yield file


def strays(docs: Path) -> list[Path]:
    """The files beside the drawings that belong to no pose."""
    poses = Poses.load(docs).by_id
    known = {docs / DRAWINGS / f"{name}.svg" for name in poses}
    known |= {docs / MOVEMENTS / f"{name}.svg" for name, pose in poses.items() if pose.moves}
    files = [file for folder in (DRAWINGS, MOVEMENTS) for file in (docs / folder).glob("*")]
    return sorted(file for file in files if file not in known)
