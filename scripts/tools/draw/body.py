"""The people in the pictures: who takes part is not always young and slim.

A pose tells the same bones and directions for all of them; a body tells the flesh around them, the
hair and the tones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# A shape of the head, from the top of the neck: (towards the crown, towards the back), in units.
Shape = tuple[tuple[float, float], ...]
# The flesh around a bone: at a share (0 to 1) of its length, how far it reaches to the left
# and to the right of the bone, in units. Left is the front of whoever stands and looks right.
Flesh = Sequence[tuple[float, float, float]]
BodyName = Literal["usual", "older", "larger"]

_SHORT: Shape = (
    (37.5, 2), (35, -8), (28, -14.6), (27, -8), (21, -4.5), (13, -2), (9.5, 3), (2, 9.5),
    (6, 14.5), (15, 17.5), (26, 16.5), (34, 11),
)  # fmt: skip
# Pinned up behind: the knot makes the outline, so that it is seen in grey too.
_PINNED_UP: Shape = (
    (37.5, 2), (35, -8), (28.5, -14.6), (27, -8), (21, -3), (13, 0), (9.5, 4.5), (6, 12),
    (10, 14), (11.5, 21), (18.5, 25.5), (26, 23.5), (28.5, 16.5), (34, 11),
)  # fmt: skip
_SHORT_CORNERS = (2, 3, 5, 7)
_PINNED_UP_CORNERS = (2, 3, 5, 7, 8, 12)


@dataclass(frozen=True)
class Body:
    """The flesh, hair and tones of a person.

    `knot` says that hair is pinned up, seen from the front or from behind too.
    `round_` is how many times as thick arms and legs are as those of the usual one; `front`,
    `back` and `seat` are how many units the tummy, the back and the hips reach out further.
    """

    hair: Shape = _SHORT
    hair_corners: tuple[int, ...] = _SHORT_CORNERS
    knot: bool = False
    hair_tone: str = "hair"
    skin_tone: str = "skin"
    round_: float = 1
    front: float = 0
    back: float = 0
    seat: float = 0

    def around(self, *bones: Flesh) -> list[Flesh]:
        """The flesh around each of some bones."""
        return [
            [(share, left * self.round_, right * self.round_) for share, left, right in flesh]
            for flesh in bones
        ]


BODIES: dict[BodyName, Body] = {
    "usual": Body(),
    "older": Body(
        hair=_PINNED_UP, hair_corners=_PINNED_UP_CORNERS, knot=True, hair_tone="hair-grey"
    ),
    "larger": Body(skin_tone="skin-deep", round_=1.32, front=14, back=3, seat=6),
}
