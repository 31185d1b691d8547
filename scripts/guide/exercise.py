"""What a routine is made of: exercises with steps, a dose, and when to stop."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from guide.data_file import Entry, Part, Words

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Step(Part):
    """One instruction and the picture of the position that it leads to."""

    pose: Name
    say: Words


class Dose(Part):
    """How much: a claim of the sources gives it, or it is our suggestion and says so."""

    kind: Literal["time", "hold", "repeat", "rest", "often"]
    words: Words
    claim: Words | None = None
    ours: bool = False

    @model_validator(mode="after")
    def _has_an_origin(self) -> Dose:
        if bool(self.claim) is self.ours:
            raise ValueError("must give the claim that it is from, or else ours: true")
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
