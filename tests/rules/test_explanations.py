"""Hard words, abbreviations and pictures of speech: what explains them, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_guide import FRONT_MATTER, problems_of

DATA = {
    "_data/references.yml": "",
    "_data/known_abbreviations.yml": "- UK\n- A&E\n",
    "_data/metaphors.yml": "- {picture: [alarm, alarms], except: [phone alarm]}\n",
}
Problems = Callable[[str], list[str]]


@pytest.fixture
def problems(write_docs: Callable[[Mapping[str, str | bytes]], Path]) -> Problems:
    """The problems of a page with these words, as `line: rule message`; its text is line 9 on."""

    return lambda text: problems_of(write_docs({**DATA, "nuts.md": FRONT_MATTER + text}))


@pytest.mark.parametrize(
    "text",
    [
        "In the UK, go to A&E.",
        "The Owl Health Service (OHS) naps.",
        "The OHS (the Owl Health Service) naps.",
        "OHS advises owls. The OHS naps.",
        "The OHS, which advises owls, naps.",
        "Ask the OHS.\nOHS is a club of owls.",
        "Its book OB12, is about naps.",
        "We aim at OCAG 2.2 AB, the standard for nests.",
        "The club is called OHS.",
        "It has the short name OHS.",
        "Read [what the OHS says](nuts.md).",
        "Take B12, 3D, an X-ray and an A-B-C book.",
        "I nap.",
        "`OHS` and <!-- OHS -->",
        "## The OHS naps\n\nOHS is a club of owls.",
    ],
)
def test_an_abbreviation_that_is_known_or_explained(problems: Problems, text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("The OHS naps.", 9, "OHS"),
        ("OHSs nap.", 9, "OHS"),
        ("Nap.\nThe OHS says so.\n\nOHS is a club of owls.", 10, "OHS"),
        ("Read OB12 (soon).\n\nThe O&B naps.", 11, "O&B"),
        ("- nap\n- ask the OHS", 10, "OHS"),
        ("| Who |\n| --- |\n| OHS |", 11, "OHS"),
    ],
)
def test_an_abbreviation_that_is_not_explained_where_it_first_stands(
    problems: Problems, text: str, line: int, name: str
) -> None:
    message = f'{line}: abbreviation "{name}" must be explained where it is first used'
    assert problems(text) == [message]


WORDS = {**DATA, "_data/medical_words.yml": "- [nut rot]\n"}
NOT_EXPLAINED = '"{}" must be explained where it is first used'


@pytest.mark.parametrize(
    ("message", "title", "body", "found"),
    [
        (
            "Above all, fear nut rot.",
            "Nuts",
            "Nut rot is far.",
            [f"4: unexplained-word {NOT_EXPLAINED}"],
        ),
        ("Above all, fear nut rot (soft nuts).", "Nuts", "Nut rot spreads.", []),
        ("Above all, fear nut rot.", "Nut rot is in soft nuts", "Nut rot spreads.", []),
        ("Of owls, ask the OHS.", "Nuts", "OHS is a club.", [f"4: abbreviation {NOT_EXPLAINED}"]),
        ("Ask the owl club (OHS).", "Nuts", "The OHS naps.", []),
    ],
)
def test_the_main_message_is_read_first(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
    message: str,
    title: str,
    body: str,
    found: list[str],
) -> None:
    head = FRONT_MATTER.replace("The care of squirrels", title)
    head = head.replace("Squirrels need nuts, trees and some peace.", message)
    word = "OHS" if "OHS" in message else "nut rot"
    docs = write_docs({**WORDS, "nuts.md": head + body})
    assert problems_of(docs) == [line.format(word) for line in found]


@pytest.mark.parametrize(
    ("nuts", "part", "found"),
    [
        ('--8<-- "rot.md"\nFear nut rot.', "Nut rot is far.", []),
        ('--8<-- "rot.md"\nIt has nut rot, and nut rot is bad.', "Fear soft nuts.", []),
        (
            'Nap.\n--8<-- "rot.md"',
            "Fear soft nuts.\nFear nut rot.",
            [f"2: unexplained-word {NOT_EXPLAINED}"],
        ),
        (
            'Fear nut rot.\n\n--8<-- "rot.md"',
            "Nut rot is far.",
            [f"9: unexplained-word {NOT_EXPLAINED}"],
        ),
    ],
)
def test_passages_are_read_where_they_stand(
    write_docs: Callable[[Mapping[str, str | bytes]], Path], nuts: str, part: str, found: list[str]
) -> None:
    docs = write_docs({**WORDS, "nuts.md": FRONT_MATTER + nuts, "_parts/rot.md": part})
    assert problems_of(docs) == [line.format("nut rot") for line in found]


@pytest.mark.parametrize(
    "text",
    [
        "One way to picture it: an alarm that rings too soon.",
        "Pain comes too soon.\nOne way to picture it: an alarm.\n\nThe alarm may calm down.",
        "Think of it as an alarm. The alarm may calm down.",
        "A nap is like an alarm.",
        "Picture an alarm.",
        "Set a phone alarm.",
        "That is alarming.",
        "Read [about the alarm](nuts.md).",
        "## The alarm\n\nPain comes too soon.",
    ],
)
def test_a_picture_of_speech_that_is_marked(problems: Problems, text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("Nap.\nYour Alarm rings.", 10, "Alarm"),
        ("An alarm rings.\n\nOne way to picture it: an alarm.", 9, "alarm"),
        ("- nap\n- calm the alarms", 10, "alarms"),
        ("Squirrels like naps.\nThink of nuts, imagine a nap, calm the alarm.", 10, "alarm"),
    ],
)
def test_a_picture_of_speech_that_is_not_marked(
    problems: Problems, text: str, line: int, word: str
) -> None:
    message = f'"{word}" is a picture: say so before, like "Think of it as" or "It is like"'
    assert problems(text) == [f"{line}: metaphor-unmarked {message}"]
