"""The file of poses: what it gives, and what is said about each slip, with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide.content.poses import FILE, Arm, Poses, Thing
from guide.content.word_lists import WordLists
from small_guide import HERE, NOT_UTF8

Write = Callable[[Mapping[str, str | bytes]], Path]
DOCS = HERE.parent / "docs"
GOOD = """\
- id: squirrel-sits
  caption: A squirrel sits
  alt: It sits on a branch. Its tail is up.
  view: [0, 0, 300, 200]
  things:
    - {kind: floor, at: [10, 190]}
  person:
    hip: [100, 100]
    back: [90, 90, 90, 90]
    neck: 90
    head: 90
    near_arm: {hand: [120, 110]}
"""
BAD = "must be up to 12 words without a full stop"
LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"


def slips(write_docs: Write, text: str | bytes) -> list[str]:
    found = Poses.load(write_docs({FILE: text})).unreadable
    return [str(problem).removeprefix(f"docs/{FILE}:") for problem in found]


def test_a_pose_holds_what_the_file_says(write_docs: Write) -> None:
    poses = Poses.load(write_docs({FILE: GOOD}))
    pose = poses.by_id["squirrel-sits"]
    assert (pose.caption, pose.view, poses.unreadable) == ("A squirrel sits", (0, 0, 300, 200), ())
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
    pose = Poses.load(write_docs({FILE: GOOD + other})).by_id["squirrel-leans"]
    assert pose.person is not None
    assert pose.ghost is not None
    assert [thing.kind for thing in pose.things] == ["floor"]
    assert (pose.person.neck, pose.person.head, pose.person.hip) == (70, 90, (100, 100))
    assert (pose.ghost.neck, pose.ghost.head) == (70, 80)


def test_a_guide_without_poses_has_none(write_docs: Write) -> None:
    poses = Poses.load(write_docs({"index.md": ""}))
    assert (dict(poses.by_id), poses.unreadable) == ({}, ())


def test_a_file_that_has_changed_is_read_again(write_docs: Write) -> None:
    docs = write_docs({FILE: GOOD})
    assert list(Poses.load(docs).by_id) == ["squirrel-sits"]
    write_docs({FILE: GOOD.replace("squirrel-sits", "owl-sits")})
    assert list(Poses.load(docs).by_id) == ["owl-sits"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {id: [x", "1: unreadable expected ',' or ']', but got '<stream end>'"),
        (b"- \xff", f"1: unreadable {NOT_UTF8}"),
        ("id: cat\n", "1: unreadable must be a list, is a Mapping"),
        (
            "- cat\n",
            "1: unreadable entry 1 must hold keys and values, such as id: cat-round, is 'cat'",
        ),
        (GOOD + "\n- id: squirrel-sits\n", '14: unreadable "squirrel-sits" is given twice'),
        (
            GOOD + "\n- id: owl\n  like: squirel-sits\n",
            '15: unreadable owl: like must be a pose further up, is "squirel-sits"'
            '; did you mean "squirrel-sits"?',
        ),
        (
            GOOD + "\n- id: owl\n  like: [squirrel-sits]\n",
            "15: unreadable owl: like must be a pose further up, is \"['squirrel-sits']\""
            '; did you mean "squirrel-sits"?',
        ),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_told(write_docs: Write, text: str | bytes, problem: str) -> None:
    assert slips(write_docs, text) == [problem]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("id: squirrel-sits", "id: Squirrel", "1: unreadable Squirrel: id must match pattern "
         "'^[a-z]+(-[a-z]+)*$', is \"Squirrel\""),
        ("A squirrel sits", "It sits.", f"2: unreadable squirrel-sits: caption {BAD}, "
         'is "It sits."'),
        ("A squirrel sits", LONG, f'2: unreadable squirrel-sits: caption {BAD}, is "{LONG}"'),
        ("  caption: A squirrel sits\n", "", "1: unreadable squirrel-sits: caption must be given"),
        ("Its tail is up.", "Up", "3: unreadable squirrel-sits: alt must be 1 to 3 sentences, each "
         'with a full stop, is "It sits on a branch. Up"'),
        ("caption:", "captoin:", '2: unreadable squirrel-sits: nothing reads "captoin"; '
         'did you mean "caption"?'),
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
def test_a_slip_in_a_pose_is_told(write_docs: Write, right: str, wrong: str, problem: str) -> None:
    found = slips(write_docs, GOOD.replace(right, wrong))
    assert problem in found


def test_a_sentence_for_the_ear_is_short(write_docs: Write) -> None:
    words = " ".join(["nut"] * 21)
    (found,) = slips(write_docs, GOOD.replace("It sits on a branch", words))
    message = f'alt must have up to 20 words a sentence, not "{words}."'
    assert found.startswith(f"3: unreadable squirrel-sits: {message}")


def test_an_unknown_thing_is_told_with_the_nearest_that_is_known(write_docs: Write) -> None:
    (found,) = slips(write_docs, GOOD.replace("kind: floor", "kind: flor"))
    assert found.startswith("6: unreadable squirrel-sits: things.0.kind must be one of armchair,")
    assert found.endswith('is "flor"; did you mean "floor"?')


def test_a_slip_is_told_once_where_it_stands_not_by_poses_that_are_like_it(
    write_docs: Write,
) -> None:
    text = GOOD.replace("neck: 90", "neck: up") + "\n- {id: owl, like: squirrel-sits}\n"
    assert slips(write_docs, text) == [
        '10: unreadable squirrel-sits: person.neck must be a number, is "up"'
    ]


def test_the_guide_has_all_poses_and_no_slips() -> None:
    poses = Poses.load(DOCS)
    assert poses.unreadable == ()
    assert len(poses.by_id) >= 47


def test_the_words_of_the_pictures_are_plain() -> None:
    lists = WordLists.load(DOCS)
    for pose in Poses.load(DOCS).by_id.values():
        text = f"{pose.caption}. {pose.alt}"
        found = [word.pattern.search(text) for word in lists.avoided if not word.only_links]
        assert not [match for match in found if match and match[1]], pose.id
