"""What a routine is made of: exercises with steps, a dose, and when to stop."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from guide.data_file import Entry, Part, Words

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Field(gt=0)]
SAID = {"once": 1, "twice": 2}
NUMBER = re.compile(rf"\b(?:\d+|{'|'.join(SAID)})\b")


class Step(Part):
    """One instruction and the picture of the position that it leads to.

    `timed` tells the guided view where the countdown of the dose may start, and in which later
    steps it may still run; `again`, after which step a turn (or one side of a turn) is done.
    """

    pose: Name
    say: Words
    timed: Literal["start", "still"] | None = None
    again: Literal["turn", "side"] | None = None


class Dose(Part):
    """How much: a claim of the sources gives it, or it is our suggestion and says so.

    `seconds` and `times` give the amount to the guided view: the least, and the most if the
    words name one. They only repeat what the words say.
    """

    kind: Literal["time", "hold", "repeat", "rest", "often"]
    words: Words
    claim: Words | None = None
    ours: bool = False
    seconds: tuple[Count, ...] = Field(default=(), max_length=2)
    times: tuple[Count, ...] = Field(default=(), max_length=2)

    @model_validator(mode="after")
    def _has_an_origin(self) -> Dose:
        if bool(self.claim) is self.ours:
            raise ValueError("must give the claim that it is from, or else ours: true")
        return self

    @model_validator(mode="after")
    def _counts_what_it_says(self) -> Dose:
        if self.seconds and self.kind not in ("time", "hold"):
            raise ValueError("must give seconds only to a time or a hold")
        if self.times and self.kind != "repeat":
            raise ValueError("must give times only to a repeat")
        said = {SAID.get(word) or int(word) for word in NUMBER.findall(self.words)}
        unit = 60 if "minute" in self.words else 1
        counts = (*self.seconds, *(time * unit for time in self.times))
        if not said.issuperset(count / unit for count in counts):
            raise ValueError("must give seconds and times that the words say")
        return self


class Instead(Part):
    """Another way to do an exercise, for whom the floor is too hard."""

    where: Words
    steps: list[Step] = Field(min_length=1)


class Exercise(Part):
    """A movement or a way to ease pain."""

    id: Name
    name: Words
    about: Words | None = None
    steps: list[Step] = Field(min_length=1)
    dose: list[Dose] = Field(min_length=1)
    stop_if: list[Words] = Field(min_length=1)
    ask_first: tuple[Words, ...] = ()
    easier: Words
    harder: Words
    instead: Instead | None = None


class Routine(Entry):
    """Exercises in the order in which to do them."""

    id: Name
    exercises: list[Exercise] = Field(min_length=1)
