"""Draws any thing of a pose by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from draw import furniture, objects
from draw.poses import Thing
from draw.strokes import turned

# What stands on the floor is drawn in place; a size that is not given is this one.
_FURNITURE: Mapping[str, tuple[Callable[[float, float, float, float], str], float, float]] = {
    "armchair": (furniture.armchair, 70, 66),
    "armrest": (furniture.armrest, 64, 18),
    "bed": (furniture.bed, 320, 60),
    "bed-from-above": (furniture.bed_from_above, 190, 290),
    "bench": (furniture.bench, 220, 77),
    "blanket": (furniture.blanket, 100, 40),
    "bush": (furniture.bush, 120, 70),
    "car": (furniture.car, 120, 80),
    "chair": (furniture.chair, 66, 76),
    "chair-from-front": (furniture.chair_from_front, 92, 76),
    "desk": (furniture.desk, 130, 112),
    "floor": (furniture.floor, 320, 0),
    "mat": (furniture.mat, 290, 7),
    "stool": (furniture.stool, 46, 40),
    "table": (furniture.table, 100, 150),
    "wall": (furniture.wall, 0, 250),
}
# What can be turned is drawn around its middle.
_OBJECTS: Mapping[str, tuple[Callable[[float, float], str], float, float]] = {
    "ball": (objects.ball, 26, 26),
    "balls": (objects.balls, 52, 26),
    "bones": (objects.bones, 96, 15),
    "bottle": (objects.bottle, 90, 150),
    "cloud": (objects.cloud, 92, 62),
    "cushion": (objects.pillow, 50, 13),
    "heat-pack": (objects.heat_pack, 40, 16),
    "kettle": (objects.kettle, 44, 40),
    "muscle": (objects.muscle, 120, 20),
    "paper": (objects.paper, 34, 44),
    "pillow": (objects.pillow, 66, 24),
    "rug": (objects.rug, 320, 120),
    "flap": (objects.flap, 90, 156),
    "strong-pillow": (objects.strong_pillow, 66, 24),
    "toaster": (objects.toaster, 44, 40),
    "towel": (objects.towel, 220, 120),
}


def draw_thing(thing: Thing) -> str:
    """The SVG of a thing."""
    if thing.kind in _FURNITURE:
        draw, width, height = _FURNITURE[thing.kind]
        return draw(*thing.at, *(thing.size or (width, height)))
    shape, width, height = _OBJECTS[thing.kind]
    return turned(shape(*(thing.size or (width, height))), *thing.at, thing.turn)
