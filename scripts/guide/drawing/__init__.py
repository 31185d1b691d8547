"""Draw a pose as one inline SVG: the same pose always gives the same text."""

from __future__ import annotations

from html import escape

from guide.content.poses import Pose
from guide.drawing.curve import number
from guide.drawing.figure import from_the_side
from guide.drawing.front import from_the_front
from guide.drawing.marks import draw_arrow
from guide.drawing.support import draw_thing

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
        if pose.person.seen == "side":
            layers.append(from_the_side(pose.person, things["between"], pose.ghost))
        else:
            layers.append(from_the_front(pose.person))
    layers.append(things["before"])
    layers += [draw_arrow(arrow) for arrow in pose.arrows]
    view = " ".join(map(number, pose.view))
    return (
        f'<svg class="app-draw" xmlns="http://www.w3.org/2000/svg" viewBox="{view}" '
        f'role="img"><title>{escape(pose.alt, quote=False)}</title>{"".join(layers)}</svg>'
    )
