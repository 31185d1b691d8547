"""Draws the exercise pictures of `docs/_data/poses.yml` into `docs/assets/drawings/`.

The drawings are kept with the words: a build reads them, and knows nothing of how they are made.
`make drawings` renews all of them, `make drawing NAME=cat-round` one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.content.poses import DRAWINGS, Poses

from draw.curve import number
from draw.figure import from_the_side
from draw.front import from_the_front
from draw.marks import draw_arrow
from draw.poses import DrawnPose
from draw.support import draw_thing

# The body presses on these: they are painted last, so that nothing sinks through them.
GROUND = ("floor", "mat")


def draw(pose: DrawnPose) -> str:
    """The picture of a pose: the same pose always gives the same text.

    It holds no ids, as it may stand twice on a page, and no words: a page takes the alt text
    from the pose.
    """
    things: dict[str, str] = {"behind": "", "between": "", "before": ""}
    for thing in pose.things:
        things["before" if thing.kind in GROUND else thing.layer] += draw_thing(thing)
    layers = [things["behind"]]
    if pose.person:
        if pose.person.seen == "side":
            layers.append(from_the_side(pose.person, things["between"], pose.ghost))
        else:
            layers.append(from_the_front(pose.person))
    layers.append(things["before"])
    layers += [draw_arrow(arrow) for arrow in pose.arrows]
    view = " ".join(map(number, pose.view))
    shapes = "".join(layers)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{shapes}</svg>\n'


def write(docs: Path, poses: Mapping[str, DrawnPose]) -> Iterator[Path]:
    """Write the drawings of these poses; yield the files that are new or changed."""
    for name, pose in poses.items():
        file, text = docs / DRAWINGS / f"{name}.svg", draw(pose)
        if not file.is_file() or file.read_bytes() != text.encode():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
            yield file


def strays(docs: Path) -> list[Path]:
    """The files beside the drawings that belong to no pose."""
    known = {f"{name}.svg" for name in Poses.load(docs).by_id}
    return sorted(file for file in (docs / DRAWINGS).glob("*") if file.name not in known)
