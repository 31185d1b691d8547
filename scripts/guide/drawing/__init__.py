"""Draw a pose as one inline SVG: the same pose always gives the same text."""

from __future__ import annotations

from html import escape

from guide.drawing.curve import number
from guide.drawing.figure import from_the_side
from guide.drawing.front import from_the_front
from guide.drawing.marks import draw_arrow, draw_ghost
from guide.drawing.support import draw_thing
from guide.pose import Person, Pose

__all__ = ["draw"]

# The body presses on these: they are painted last, so that nothing sinks through them.
GROUND = ("floor", "mat")


def draw(pose: Pose) -> str:
    """The picture of a pose; its title is the alt text. It holds no ids: it may stand twice."""
    things: dict[str, str] = {"behind": "", "between": "", "before": ""}
    for thing in pose.things:
        things["before" if thing.kind in GROUND else thing.layer] += draw_thing(thing)
    layers = [things["behind"]]
    if pose.person:
        layers.append(_person(pose.person, things["between"]))
    layers.append(things["before"])
    if pose.ghost and pose.person:
        layers.append(draw_ghost(pose.ghost, pose.person))
    layers += [draw_arrow(arrow) for arrow in pose.arrows]
    view = " ".join(map(number, pose.view))
    return (
        f'<svg class="app-draw" xmlns="http://www.w3.org/2000/svg" viewBox="{view}" '
        f'role="img"><title>{escape(pose.alt, quote=False)}</title>{"".join(layers)}</svg>'
    )


def _person(person: Person, between: str) -> str:
    if person.seen == "side":
        return from_the_side(person, between)
    return from_the_front(person)
