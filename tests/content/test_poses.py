"""The file of poses: what it gives, and what is said about each slip, with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide.content.poses import DRAWINGS, FILE, Poses
from guide.content.word_lists import WordLists
from small_guide import FRONT_MATTER, HERE, NOT_UTF8, POSE, problems_of

Write = Callable[[Mapping[str, str | bytes]], Path]
DOCS = HERE.parent / "docs"
BAD = "must be up to 12 words without a full stop"
LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"


def slips(write_docs: Write, text: str | bytes) -> list[str]:
    found = Poses.load(write_docs({FILE: text})).unreadable
    return [str(problem).removeprefix(f"docs/{FILE}:") for problem in found]


def test_a_pose_holds_what_the_file_says(write_docs: Write) -> None:
    poses = Poses.load(write_docs({FILE: POSE}))
    pose = poses.by_id["squirrel-sits"]
    assert (pose.caption, pose.by_hand, poses.unreadable) == ("A squirrel sits", False, ())
    assert pose.alt == "It sits on a branch. Its tail is up."


def test_a_pose_that_is_like_another_has_its_words_but_for_its_own(write_docs: Write) -> None:
    drawn = POSE.replace("  view:", "  by_hand: true\n  view:")
    other = "- {id: squirrel-leans, like: squirrel-sits, caption: A squirrel leans}\n"
    pose = Poses.load(write_docs({FILE: drawn + other})).by_id["squirrel-leans"]
    assert (pose.caption, pose.alt[:9], pose.by_hand) == ("A squirrel leans", "It sits o", False)


def test_a_guide_without_poses_has_none(write_docs: Write) -> None:
    poses = Poses.load(write_docs({"index.md": ""}))
    assert (dict(poses.by_id), poses.unreadable) == ({}, ())


def test_a_file_that_has_changed_is_read_again(write_docs: Write) -> None:
    docs = write_docs({FILE: POSE})
    assert list(Poses.load(docs).by_id) == ["squirrel-sits"]
    write_docs({FILE: POSE.replace("squirrel-sits", "owl-sits")})
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
        (POSE + "\n- id: squirrel-sits\n", '14: unreadable "squirrel-sits" is given twice'),
        (
            POSE + "\n- id: owl\n  like: squirel-sits\n",
            '15: unreadable owl: like must be a pose further up, is "squirel-sits"'
            '; did you mean "squirrel-sits"?',
        ),
        (
            POSE + "\n- id: owl\n  like: [squirrel-sits]\n",
            "15: unreadable owl: like must be a pose further up, is \"['squirrel-sits']\""
            '; did you mean "squirrel-sits"?',
        ),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_reported(write_docs: Write, text: str | bytes, problem: str) -> None:
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
        ("caption:", "date-parts: a\n  caption:",
         '2: unreadable squirrel-sits: nothing reads "date-parts"'),
        ("  view:", "  by_hand: perhaps\n  view:", "4: unreadable squirrel-sits: by_hand must be "
         'a valid boolean, is "perhaps"'),
    ],
)  # fmt: skip
def test_a_slip_in_a_pose_is_reported(
    write_docs: Write, right: str, wrong: str, problem: str
) -> None:
    found = slips(write_docs, POSE.replace(right, wrong))
    assert problem in found


def test_a_sentence_for_the_ear_is_short(write_docs: Write) -> None:
    words = " ".join(["nut"] * 21)
    (found,) = slips(write_docs, POSE.replace("It sits on a branch", words))
    message = f'alt must have up to 20 words a sentence, not "{words}."'
    assert found.startswith(f"3: unreadable squirrel-sits: {message}")


def test_what_a_picture_is_drawn_from_is_read_by_who_draws_it(write_docs: Write) -> None:
    assert slips(write_docs, POSE.replace("hip: [100, 100]", "hips: everywhere")) == []


def test_a_slip_in_words_is_reported_once_not_by_poses_that_are_like_it(write_docs: Write) -> None:
    text = POSE.replace("Its tail is up.", "Up") + "\n- {id: owl, like: squirrel-sits}\n"
    assert len(slips(write_docs, text)) == 1


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


@pytest.mark.parametrize(
    ("by_hand", "svg", "fault"),
    [
        (False, None, 'there is no drawing "{}"; make it: make drawings'),
        (True, None, 'there is no drawing "{}"; put it there'),
        (True, "<svg width='9'></svg>", 'the drawing "{}" must be an SVG with a viewBox'),
        (True, b"\xff<svg>", 'the drawing "{}" must be an SVG with a viewBox'),
    ],
)
def test_a_pose_needs_a_drawing(
    write_docs: Write, by_hand: bool, svg: str | bytes | None, fault: str
) -> None:
    words = "{id: owl, caption: An owl, alt: It naps.}"
    files = {FILE: f"- {words.replace('}', f', by_hand: {str(by_hand).lower()}' + '}')}\n"}
    files["index.md"] = f"{FRONT_MATTER}\n/// pose | owl\n///\n"
    docs = write_docs(files if svg is None else {**files, f"{DRAWINGS}/owl.svg": svg})
    found = [problem for problem in problems_of(docs) if "missing-drawing" in problem]
    assert found == [f"1: missing-drawing {fault.format(f'{DRAWINGS}/owl.svg')}"]
