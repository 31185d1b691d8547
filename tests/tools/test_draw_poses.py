"""What a picture is drawn from, as the file of poses gives it, and what is said about each slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from draw import draw, draw_movement, strays, write
from draw.__main__ import main
from draw.movement import people
from draw.poses import Arm, Thing, load
from guide.content.poses import DRAWINGS, FILE, MOVEMENTS
from small_guide import HERE, POSE, write_files

Write = Callable[[Mapping[str, str | bytes]], Path]
DOCS = HERE.parent / "docs"
OWL = "\n- {id: owl, like: squirrel-sits}\n"


def slips(write_docs: Write, text: str) -> list[str]:
    _, problems = load(write_docs({FILE: text}))
    return [str(problem).removeprefix(f"docs/{FILE}:") for problem in problems]


def test_the_drawings_of_the_guide_are_those_that_its_poses_give() -> None:
    """If this fails, run `make drawings`, look at what is new, and commit it."""
    poses, problems = load(DOCS)
    assert problems == ()
    files = {name: DOCS / DRAWINGS / f"{name}.svg" for name in poses}
    old = [n for n, p in poses.items() if files[n].read_text("utf-8") != draw(p)]
    moving = {name: pose for name, pose in poses.items() if pose.start}
    old += [
        f"{n} in motion"
        for n, p in moving.items()
        if (DOCS / MOVEMENTS / f"{n}.svg").read_text("utf-8") != draw_movement(p)
    ]
    assert (old, strays(DOCS)) == ([], [])
    assert len(moving) > 5


def test_a_pose_holds_what_the_file_says(write_docs: Write) -> None:
    pose = load(write_docs({FILE: POSE}))[0]["squirrel-sits"]
    assert pose.view == (0, 0, 300, 200)
    assert pose.things == (Thing(kind="floor", at=(10, 190)),)
    assert pose.person is not None
    assert pose.person.near_arm == Arm(hand=(120, 110))


def test_a_pose_may_be_like_another_limb_by_limb(write_docs: Write) -> None:
    other = """\
- id: squirrel-leans
  like: squirrel-sits
  caption: A squirrel leans
  person: {neck: 70}
  ghost: {head: 80}
"""
    pose = load(write_docs({FILE: POSE + other}))[0]["squirrel-leans"]
    assert pose.person is not None
    assert pose.ghost is not None
    assert [thing.kind for thing in pose.things] == ["floor"]
    assert (pose.person.neck, pose.person.head, pose.person.hip) == (70, 90, (100, 100))
    assert (pose.ghost.neck, pose.ghost.head) == (70, 80)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("view:", "veiw:", '4: unreadable squirrel-sits: nothing reads "veiw"; '
         'did you mean "view"?'),
        ("  view: [0, 0, 300, 200]\n", "", "1: unreadable squirrel-sits: view must be given"),
        ("hip:", "hips:", '8: unreadable squirrel-sits: nothing reads "person.hips"; '
         'did you mean "hip"?'),
        ("{hand:", "{hands:", "12: unreadable squirrel-sits: nothing reads "
         '"person.near_arm.hands"; did you mean "hand"?'),
        ("neck: 90", "neck: up", '10: unreadable squirrel-sits: person.neck must be a number, '
         'is "up"'),
        ("neck: 90", "neck: .inf", "10: unreadable squirrel-sits: person.neck must be a finite "
         'number, is "inf"'),
        ("hip: [100, 100]", "hip: 100", "8: unreadable squirrel-sits: person.hip must be a list in "
         'square brackets, is "100"'),
        ("at: [10, 190]", "at: [10]", "6: unreadable squirrel-sits: things.0.at.1 must be given"),
        ("near_arm: {hand: [120, 110]}", "near_arm: 3", "12: unreadable squirrel-sits: "
         'person.near_arm must hold keys and values, is "3"'),
        ("hand: [120, 110]", "elbow: upp", "12: unreadable squirrel-sits: person.near_arm.elbow "
         'must be one of up, down, left, right, is "upp"; did you mean "up"?'),
        ("hand: [120, 110]", "shorten: 2", "12: unreadable squirrel-sits: person.near_arm.shorten "
         'must be less than or equal to 1, is "2"'),
    ],
)  # fmt: skip
def test_a_slip_in_a_pose_is_reported(
    write_docs: Write, right: str, wrong: str, problem: str
) -> None:
    assert problem in slips(write_docs, POSE.replace(right, wrong))


def test_an_unknown_thing_is_reported_with_the_nearest_that_is_known(write_docs: Write) -> None:
    (found,) = slips(write_docs, POSE.replace("kind: floor", "kind: flor"))
    assert found.startswith("6: unreadable squirrel-sits: things.0.kind must be one of armchair,")
    assert found.endswith('is "flor"; did you mean "floor"?')


def test_a_slip_is_reported_once_where_it_stands_not_by_poses_that_are_like_it(
    write_docs: Write,
) -> None:
    text = POSE.replace("neck: 90", "neck: up") + "\n- {id: owl, like: squirrel-sits}\n"
    assert slips(write_docs, text) == [
        '10: unreadable squirrel-sits: person.neck must be a number, is "up"'
    ]


def test_drawings_are_written_when_they_change(
    write_docs: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = write_docs({FILE: POSE + OWL})
    file = docs / DRAWINGS / "squirrel-sits.svg"
    assert main([], docs) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 drawings, 2 of them new or changed"
    before = file.read_bytes()
    write_files(docs, {FILE: (POSE + OWL).replace("neck: 90", "neck: 80")})
    assert main(["owl"], docs) == 0
    assert capsys.readouterr().out == f"{docs / DRAWINGS / 'owl.svg'}\n"
    assert file.read_bytes() == before
    assert list(write(docs, load(docs)[0])) == [file]
    assert list(write(docs, load(docs)[0])) == []


def test_what_is_drawn_by_hand_stays_as_it_is(
    write_docs: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = write_docs({FILE: "- {id: owl, caption: An owl, alt: It is awake., by_hand: true}\n"})
    write_files(docs, {f"{DRAWINGS}/owl.svg": "<svg/>"})
    assert main([], docs) == 0
    assert (docs / DRAWINGS / "owl.svg").read_text("utf-8") == "<svg/>"
    assert main(["owl"], docs) == 1
    assert capsys.readouterr().err == f'no pose "owl" is drawn from docs/{FILE}\n'


def test_a_name_that_is_not_there_names_the_nearest(
    write_docs: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["squirel-sits"], write_docs({FILE: POSE})) == 1
    said = f'no pose "squirel-sits" is drawn from docs/{FILE}; did you mean "squirrel-sits"?'
    assert capsys.readouterr().err == f"{said}\n"


def test_nothing_is_drawn_from_a_file_with_slips(
    write_docs: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = write_docs({FILE: (POSE + OWL).replace("neck: 90", "neck: up")})
    assert main([], docs) == 2
    assert capsys.readouterr().err.startswith(f"docs/{FILE}:10: unreadable squirrel-sits:")
    assert not (docs / DRAWINGS).exists()


def test_a_drawing_without_a_pose_is_reported(
    write_docs: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = write_docs({FILE: POSE, f"{DRAWINGS}/owl.svg": "<svg/>"})
    assert main([], docs) == 2
    said = f"{docs / DRAWINGS / 'owl.svg'}: docs/{FILE} has no such pose; delete the drawing\n"
    assert capsys.readouterr().err == said


START = """\
- id: squirrel-leans
  like: squirrel-sits
  caption: A squirrel leans
  person: {neck: 70}
  start: {neck: 94}
"""


def test_a_movement_goes_from_the_start_to_the_person_part_by_part(write_docs: Write) -> None:
    pose = load(write_docs({FILE: POSE + START}))[0]["squirrel-leans"]
    assert pose.start is not None
    assert pose.person is not None
    on_the_way = people(pose.start, pose.person)
    assert [person.neck for person in on_the_way] == [94, 90, 86, 82, 78, 74, 70]
    assert {person.hip for person in on_the_way} == {(100, 100)}
    drawing = draw_movement(pose)
    assert [drawing.count(f'<g class="m m{step}">') for step in range(8)] == [1] * 7 + [0]
    assert "@media (prefers-reduced-motion:reduce){g.m{animation:none}g.m6{" in drawing


def test_a_movement_without_a_way_is_refused(write_docs: Write) -> None:
    other = START.replace("neck: 94", "near_arm: {upper: 10, lower: 20}")
    pose = load(write_docs({FILE: POSE + other}))[0]["squirrel-leans"]
    with pytest.raises(ValueError, match=r"^squirrel-leans: start must tell near_arm as person "):
        draw_movement(pose)


def test_a_movement_is_a_file_of_its_own_and_one_too_many_is_reported(write_docs: Write) -> None:
    docs = write_docs({FILE: POSE + START, f"{MOVEMENTS}/squirrel-sits.svg": "<svg/>"})
    written = write(docs, load(docs)[0])
    assert [file.relative_to(docs).as_posix() for file in written] == [
        f"{DRAWINGS}/squirrel-sits.svg",
        f"{DRAWINGS}/squirrel-leans.svg",
        f"{MOVEMENTS}/squirrel-leans.svg",
    ]
    assert strays(docs) == [docs / MOVEMENTS / "squirrel-sits.svg"]
