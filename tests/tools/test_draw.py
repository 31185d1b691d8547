"""The drawings of poses: bodies that could be ours, on paper that holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import dist

import pytest
from draw import draw
from draw.body import BODIES, BodyName
from draw.curve import number, numbers, smooth
from draw.figure import from_the_side
from draw.geometry import Point, bend, direction, middle, place, turn
from draw.poses import Arm, Arrow, DrawnPose, Leg, Person, load, mirrored
from draw.skeleton import FOREARM, PALM, SHIN, THIGH, UPPER_ARM, arm_joints, leg_joints
from draw.trunk import Spine, back_line, front_line
from lxml import etree
from small_guide import HERE

DOCS = HERE.parent / "docs"
POSES, _ = load(DOCS)
STYLE_SHEET = (HERE.parent / "overrides/components/drawing/drawing.css").read_text("utf-8")
OBJECTS = {"tennis-balls-taped", "heat-wrap-bottle"}
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 5800  # of a person and what is around
each_pose = pytest.mark.parametrize("pose", POSES.values(), ids=POSES)
each_person = pytest.mark.parametrize(
    "pose", [pose for pose in POSES.values() if pose.person], ids=lambda pose: pose.id
)


def person_of(pose: DrawnPose) -> Person:
    assert pose.person is not None
    return pose.person


def people_of(pose: DrawnPose) -> list[Person]:
    """The one or two people of a picture; who faces left is given as if mirrored."""
    both = [person for person in (pose.person, pose.other) if person]
    return [mirrored(person) if person.faces_left else person for person in both]


def landmarks(data: str) -> Iterator[Point]:
    """Where the pieces of a path end; the curves between them swing out very little."""
    at: Point = (0, 0)
    for letter, text in re.findall(r"([McsLz])([^McsLz]*)", data):
        values = [float(value) for value in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        size = {"M": 2, "L": 2, "c": 6, "s": 4, "z": 1}[letter]
        for n in range(0, len(values), size):
            x, y = values[n + size - 2 : n + size]
            at = (x, y) if letter.isupper() else (at[0] + x, at[1] + y)
            yield at


def outline(svg: str, tones: str) -> list[Point]:
    """The landmarks of all paths of some tones, but for things, which are moved to their place.

    A tone stands for those of each body: skin for skin-deep, hair for hair-grey.
    """
    paths = [
        path.get("d", "")
        for path in etree.fromstring(svg).iter(f"{SVG}path")
        if not path.xpath("ancestor::*[@transform]")
        and re.fullmatch(f"app-draw__(?:{tones})(?:-deep|-grey)?(?:-far)?", path.get("class", ""))
    ]
    return [point for data in paths for point in landmarks(data)]


def arms_and_legs(person: Person) -> Iterator[tuple[Arm | Leg, tuple[Point, ...]]]:
    """The limbs of a person who is seen from the side, with their joints."""
    spine = Spine.of(person.hip, person.back, person.neck, person.head)
    for arm in (person.near_arm, person.far_arm):
        if arm:
            yield arm, arm_joints(spine.shoulder, arm)
    for leg in (person.near_leg, person.far_leg):
        if leg:
            yield leg, leg_joints(person.hip, leg)


@each_pose
def test_a_picture_holds_no_words_and_no_ids(pose: DrawnPose) -> None:
    svg = draw(pose)
    assert etree.fromstring(svg).find(f"{SVG}title") is None
    assert not re.search(r"\s(?:id|style)=|url\(|<style", svg)
    assert len(svg.encode()) <= MOST_BYTES * (2 if pose.other else 1)


@each_pose
def test_paper_and_screen_know_every_tone(pose: DrawnPose) -> None:
    for shape in etree.fromstring(draw(pose)).iter():
        name = shape.tag.removeprefix(SVG)
        if name in ("path", "rect", "circle"):
            assert shape.get("fill"), shape.attrib
            assert re.search(rf"\.{shape.get('class')}\b[^-]", STYLE_SHEET), shape.attrib


@each_pose
def test_a_picture_is_drawn_within_its_paper(pose: DrawnPose) -> None:
    left, top, width, height = pose.view
    points = outline(draw(pose), "skin|hair|shirt|trousers|shoe|move|move-head")
    if pose.person:
        assert points
    for x, y in points:
        assert left + 2 <= x <= left + width - 2, (x, y)
        assert top + 2 <= y <= top + height - 2, (x, y)


def test_only_pictures_of_objects_show_nobody() -> None:
    assert {pose.id for pose in POSES.values() if not pose.person} == OBJECTS


@each_person
def test_hands_and_feet_get_where_they_go(pose: DrawnPose) -> None:
    limbs = (both for one in people_of(pose) if one.seen != "front" for both in arms_and_legs(one))
    for limb, joints in limbs:
        if isinstance(limb, Leg) and limb.foot:
            assert dist(joints[3], limb.foot) < 1.5, limb
        if isinstance(limb, Arm) and limb.hand:
            way = direction(joints[2], joints[3])
            assert dist(place(joints[2], way, (PALM, 0)), limb.hand) < 1.5, limb


@each_person
def test_bones_keep_their_lengths_and_joints_bend_as_ours_do(pose: DrawnPose) -> None:
    limbs = (both for one in people_of(pose) if one.seen != "front" for both in arms_and_legs(one))
    for limb, (start, joint, end, _) in limbs:
        first, second = direction(start, joint), direction(joint, end)
        if isinstance(limb, Leg):
            lengths = (THIGH, SHIN)
            assert -150 <= turn(first, second) <= 1, limb
        else:
            lengths = (UPPER_ARM * limb.shorten, FOREARM * limb.shorten)
            assert abs(turn(first, second)) <= 150, limb
        assert (dist(start, joint), dist(joint, end)) == pytest.approx(lengths)


@each_person
def test_a_spine_bends_a_little_at_a_time(pose: DrawnPose) -> None:
    for person in people_of(pose):
        ways = (*person.back, person.neck, person.head)
        assert all(abs(turn(ways[n], ways[n + 1])) <= 45 for n in range(5)), ways


@each_person
def test_nobody_sinks_through_the_floor(pose: DrawnPose) -> None:
    floors = [thing.at[1] for thing in pose.things if thing.kind == "floor"]
    lowest = max(y for _, y in outline(draw(pose), "skin|hair|shirt|trousers|shoe"))
    assert all(lowest <= floor + 2 for floor in floors), lowest


@each_person
def test_nobody_floats_over_the_ground(pose: DrawnPose) -> None:
    below = {"floor": 0, "mat": 0, "bed": 0, "car": 42}
    ground = [thing.at[1] + below[thing.kind] for thing in pose.things if thing.kind in below]
    lowest = max(y for _, y in outline(draw(pose), "skin|hair|shirt|trousers|shoe"))
    assert not ground or lowest >= min(ground) - 2, lowest


@each_person
def test_arrows_keep_their_distance_from_the_body(pose: DrawnPose) -> None:
    svg = draw(pose)
    body = outline(svg, "skin|hair|shirt|trousers|shoe")
    for arrow in (arrow for arrow in pose.arrows if not arrow.over):
        ends = (arrow.through[0], arrow.through[-1])
        assert min(dist(end, point) for end in ends for point in body) >= 5, arrow


def test_round_flat_and_dipped_backs_are_far_apart() -> None:
    """The highest point of the waist, against a straight line from hip to neck."""

    def hollow(name: str) -> float:
        person = person_of(POSES[name])
        spine = Spine.of(person.hip, person.back, person.neck, person.head)
        return middle(spine.joints[0], spine.joints[-1])[1] - spine.joints[2][1]

    assert hollow("cat-round") > 10
    assert abs(hollow("hands-and-knees")) < 3
    assert hollow("cow-dip") < -10


def test_hands_of_somebody_else_lie_on_the_body_that_they_touch() -> None:
    svg = draw(POSES["massage"])
    grey, dark = svg.index("app-draw__hair-grey"), svg.index('app-draw__hair"')
    assert grey < dark < svg.rindex("app-draw__skin")
    near_arm = draw(replace(POSES["massage"], other=None)).rindex("app-draw__skin")
    assert svg.rindex("app-draw__skin") > near_arm + grey


def test_who_faces_left_is_the_mirror_of_who_faces_right() -> None:
    pose = POSES["appointment-sheet"]
    assert pose.other is not None
    (before, after) = draw(replace(pose, person=None)).split(
        '<g transform="matrix(-1 0 0 1 556 0)">'
    )[:2]
    right = replace(pose.other, faces_left=False)
    assert mirrored(mirrored(right)) == right
    body, _ = from_the_side(mirrored(right))
    assert after.startswith(f"{body}</g>")
    assert "app-draw__shirt" not in before


def test_the_same_pose_is_the_same_text() -> None:
    pose = POSES["cat-round"]
    assert draw(pose) == draw(pose)


def test_an_arrow_may_have_two_heads() -> None:
    def heads(both: bool) -> int:
        arrow = Arrow(through=((10, 10), (10, 90)), both=both)
        pose = DrawnPose(id="a", caption="A", alt="A.", view=(0, 0, 100, 100), arrows=(arrow,))
        return draw(pose).count("Z")

    assert (heads(False), heads(True)) == (1, 2)


def test_an_arrow_over_the_body_gets_a_rim_of_paper() -> None:
    svg = draw(POSES["pelvis-tilt-tiny"])
    assert svg.rindex("app-draw__trousers") < svg.rindex("app-draw__halo") < svg.index("__move")


@pytest.mark.parametrize(
    ("name", "part"), [("pelvis-tilt-larger", "back"), ("breathe-in-sitting", "tummy")]
)
def test_a_dotted_line_shows_where_a_ghost_was(name: str, part: str) -> None:
    pose = POSES[name]
    assert pose.ghost is not None
    then, now = (
        Spine.of(who.hip, who.back, who.neck, who.head, who.tummy)
        for who in (pose.ghost, person_of(pose))
    )
    line = back_line if part == "back" else front_line
    for before, after in list(zip(line(then), line(now), strict=True))[1:3]:
        assert dist(before, after) > 5
    svg = draw(pose)
    (dots,) = re.findall(r'stroke-dasharray="0 5.5" d="([^"]*)', svg)
    found = list(landmarks(dots))
    for point in line(then)[:3]:
        assert min(dist(point, landmark) for landmark in found) < 1, point
    assert "shirt-far" not in svg


@each_person
def test_pale_is_only_what_lies_on_the_far_side(pose: DrawnPose) -> None:
    people, svg = people_of(pose), draw(pose)
    if any(person.shirt_up for person in people):  # whose folds are shaded
        return
    for tone, limb in {"trousers": "far_leg", "shirt": "far_arm"}.items():
        far = sum(getattr(person, limb) is not None for person in people)
        assert svg.count(f"app-draw__{tone}-far") == far


def test_a_hand_that_lifts_a_shirt_gathers_it() -> None:
    pose = POSES["heat-check-skin"]
    plain = draw(replace(pose, person=replace(person_of(pose), shirt_up=False)))
    assert "shirt-far" in draw(pose)
    assert "shirt-far" not in plain


def test_a_bone_that_is_too_short_points_to_its_end() -> None:
    joint, end = bend((0, 0), (100, 0), 30, 20, left=True)
    assert joint == pytest.approx((30, 0), abs=0.9)
    assert end == pytest.approx((50, 0), abs=0.1)


@pytest.mark.parametrize(("left", "y"), [(True, -30.0), (False, 30.0)])
def test_a_joint_lies_on_the_side_that_is_asked_for(left: bool, y: float) -> None:
    joint, _ = bend((0, 0), (80, 0), 50, 50, left)
    assert joint == pytest.approx((40, y))


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.04, "1"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (10.25, "10.2"), (100, "100")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_numbers_are_parted_by_a_space_or_a_sign() -> None:
    assert numbers((1, -2, 0.5, -0.5)) == "1-2 .5-.5"


def test_a_curve_goes_through_its_points() -> None:
    points = [(0.0, 0.0), (10.0, 4.0), (20.0, 0.0), (10.0, -8.0)]
    found = list(landmarks(smooth(points)))
    assert found == [pytest.approx(point) for point in (*points, points[0])]


def test_three_bodies_take_turns() -> None:
    seen = Counter(person_of(pose).body for pose in POSES.values() if pose.person)
    assert set(seen) == set(BODIES)
    assert min(seen.values()) >= seen.total() / 5


@pytest.mark.parametrize(("seen", "limb"), [("side", "near_leg"), ("front", "left_leg")])
def test_a_larger_body_has_more_flesh_around_the_same_bones(seen: str, limb: str) -> None:
    pose = POSES["stand-tall" if seen == "side" else "stand-side-bend"]

    def width(body: BodyName) -> float:
        person = replace(person_of(pose), body=body)
        xs = [x for x, _ in outline(draw(replace(pose, person=person)), "shirt|trousers")]
        return max(xs) - min(xs)

    assert getattr(person_of(pose), limb)
    assert width("older") == width("usual") < width("larger") - 5


def test_who_is_older_has_grey_hair_pinned_up_from_each_side() -> None:
    side, front = (
        draw(replace(pose, person=replace(person_of(pose), body="older")))
        for pose in (POSES["stand-tall"], POSES["stand-side-bend"])
    )
    assert len(outline(side, "hair")) == len(BODIES["older"].hair) + 1
    assert '<circle class="app-draw__hair-grey"' in front
    assert 'app-draw__hair"' not in side + front
