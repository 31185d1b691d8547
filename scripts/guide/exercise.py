"""What a routine is made of: exercises with steps, a dose, and when to stop."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Part):
    """One instruction and the picture of the position that it leads to."""

    pose: Name
    say: Words


class Dose(_Part):
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


class Instead(_Part):
    """Another way to do an exercise, for whom the floor is too hard."""

    where: Words
    steps: list[Step] = Field(min_length=1)


class Exercise(_Part):
    """A movement or a way to ease pain."""

    id: Name
    name: Words
    about: Words | None = None
    steps: list[Step] = Field(min_length=1)
    dose: list[Dose] = Field(min_length=1)
    stop_if: list[Words] = Field(min_length=1)
    ask_first: list[Words] = []
    easier: Words
    harder: Words
    instead: Instead | None = None


class Routine(_Part):
    """Exercises in the order in which to do them."""

    id: Name
    exercises: list[Exercise] = Field(min_length=1)
