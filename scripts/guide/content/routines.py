"""The routines: exercises in order, each with its steps, pictures, dose and when to stop.

A routine becomes Markdown, as if an editor had written it into the page. So its words obey the
rules of all words, its headings are in the contents, and its citations are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, StrictModel, Words
from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean
from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from guide.content.interface import Interface

# What a routine is made of: exercises with steps, a dose, and when to stop.

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Field(gt=0)]
# How the body is supported, for who may choose: see `routine.positions` of the interface.
Position = Literal["lying", "side", "bed", "floor", "chair"]
SAID = {"once": 1, "twice": 2}
NUMBER = re.compile(rf"\b(?:\d+|{'|'.join(SAID)})\b")


class Step(StrictModel):
    """One instruction and the picture of the position that it leads to.

    `timed` tells the guided view where the countdown of the dose may start, and in which later
    steps it may still run; `again`, after which step a turn (or one side of a turn) is done.
    """

    pose: Name
    say: Words
    timed: Literal["start", "still"] | None = None
    again: Literal["turn", "side"] | None = None


class Dose(StrictModel):
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


class Instead(StrictModel):
    """Another way to do an exercise, for whom the floor is too hard. It is folded."""

    where: Words
    position: Position
    steps: list[Step] = Field(min_length=1)


class Exercise(StrictModel):
    """A movement or a way to ease pain."""

    id: Name
    name: Words
    about: Words | None = None
    position: Position | None = None
    steps: list[Step] = Field(min_length=1)
    dose: list[Dose] = Field(min_length=1)
    stop_if: list[Words] = Field(min_length=1)
    easier: Words
    harder: Words | None = None
    instead: Instead | None = None

    @model_validator(mode="after")
    def _tells_its_ways_apart(self) -> Exercise:
        if self.instead and self.position in (None, self.instead.position):
            raise ValueError("must give a position of its own beside that of instead")
        return self


class Routine(DataEntry):
    """Exercises in the order in which to do them."""

    id: Name
    exercises: list[Exercise] = Field(min_length=1)
    # For the card at the head of its page.
    now: list[Words] | None = Field(default=None, min_length=3, max_length=3)

    @field_validator("now")
    @classmethod
    def _are_own_words(cls, now: list[str] | None, info: ValidationInfo) -> list[str] | None:
        exercises: list[Exercise] = info.data.get("exercises", [])
        known = [s for one in exercises for step in one.steps for s in _sentences(step)]
        for said in now or () if known else ():
            if said not in known:
                hint = did_you_mean(said, known)
                message = f'must be sentences of its steps: "{said}" is none{hint}'
                raise ValueError(message)
        return now

    @property
    def steps(self) -> list[Step]:
        """The steps of all exercises, without the other ways to do them."""
        return [step for exercise in self.exercises for step in exercise.steps]

    @property
    def pose_now(self) -> str:
        """The picture of the step that the second sentence of `now` is from; "" without any."""
        second = self.now[1] if self.now else ""
        return next((step.pose for step in self.steps if second in _sentences(step)), "")


def _sentences(step: Step) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", step.say)


# A routine as Markdown: each line with the line of the data file that its words are from.

Line = tuple[str, int]
LineOf = Callable[..., int]


def markdown(routine: Routine, ui: Interface) -> Iterator[Line]:
    """Yield the lines of a routine."""
    yield from _paragraph("/// start-routine", routine.line_of())
    yield "///", routine.line_of()
    for place, exercise in enumerate(routine.exercises):
        yield from _exercise(exercise, ui, partial(routine.line_of, "exercises", place))


def _exercise(exercise: Exercise, ui: Interface, at: LineOf) -> Iterator[Line]:
    yield from _paragraph(f"## {exercise.name}", at("name"))
    if exercise.about:
        yield from _paragraph(exercise.about, at("about"))
    yield from _steps(exercise.steps, partial(at, "steps"), exercise.position)
    yield from _list("dose", _doses(exercise, ui), partial(at, "dose"), _amounts(exercise))
    yield from _list("stop-if", exercise.stop_if, partial(at, "stop_if"))
    yield from _paragraph(f"- **{ui.text('exercise.easier')}**: {exercise.easier}", at("easier"))
    if exercise.harder:
        yield f"- **{ui.text('exercise.harder')}**: {exercise.harder}", at("harder")
    if exercise.instead:
        instead = exercise.instead
        yield from _steps(
            instead.steps, partial(at, "instead", "steps"), instead.position, instead.where
        )
    yield "", at()


def _paragraph(text: str, line: int) -> Iterator[Line]:
    yield "", line
    yield text, line


def _steps(
    steps: Sequence[Step], at: LineOf, position: Position | None, where: str = ""
) -> Iterator[Line]:
    yield from _paragraph(f"/// steps | {where}" if where else "/// steps", at())
    if position:
        yield f"    position: {position}", at()
    for mark in ("timed", "again"):
        marks = [getattr(step, mark) or "not" for step in steps]
        if set(marks) != {"not"}:
            yield f"    {mark}: {' '.join(marks)}", at()
    yield "", at()
    for place, step in enumerate(steps):
        yield f"{place + 1}. {step.say}", at(place, "say")
        yield from _paragraph(f"    /// pose | {step.pose}", at(place, "pose"))
        yield "    ///", at(place)
        yield "", at(place)
    yield "///", at()


def _list(
    block: str, items: Iterable[str], at: LineOf, options: Sequence[str] = ()
) -> Iterator[Line]:
    yield from _paragraph(f"/// {block}", at())
    for option in options:
        yield f"    {option}", at()
    if options:
        yield "", at()
    for place, item in enumerate(items):
        yield f"- {item}", at(place)
    yield "///", at()


def _amounts(exercise: Exercise) -> list[str]:
    """What the guided view counts, as options of the block: `seconds: 60 120`."""
    return [
        f"{name}: {' '.join(map(str, counts))}"
        for dose in exercise.dose
        for name, counts in (("seconds", dose.seconds), ("times", dose.times))
        if counts
    ]


def _doses(exercise: Exercise, ui: Interface) -> Iterator[str]:
    """Each amount says that it is our suggestion; if all are, the last one says so for them."""
    *_, last = exercise.dose
    all_ours = len(exercise.dose) > 1 and all(dose.ours for dose in exercise.dose)
    for dose in exercise.dose:
        ours = ""
        if dose.ours and not (all_ours and dose is not last):
            ours = f" {ui.text('exercise.all_ours' if all_ours else 'exercise.ours')}"
        yield f"**{ui.text(f'exercise.{dose.kind}')}**: {dose.words}{ours}"


ROUTINES = "_data/routines.yml"


@dataclass(frozen=True)
class WrittenRoutine:
    """A routine and its Markdown; `lines` gives for each line of it that of the data file."""

    routine: Routine
    markdown: str = field(repr=False)
    lines: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True)
class Routines:
    """Every routine by its id. `unreadable` is what could not be read."""

    by_id: Mapping[str, WrittenRoutine] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Routines:
        """Read the routines below the docs folder. Never raises for what the file holds."""
        path = docs / ROUTINES
        changed = path.stat().st_mtime_ns if path.is_file() else 0
        return _load(docs, changed, Interface.load(docs))


@lru_cache(maxsize=4)
def _load(docs: Path, changed: int, ui: Interface) -> Routines:
    problems: list[Problem] = []
    found: dict[str, WrittenRoutine] = {}
    for routine in data_file.read(docs, ROUTINES, Routine, problems):
        if routine.id in found:
            message = f'"{routine.id}" stands in line {found[routine.id].routine.line_of()} too'
            problems.append(routine.problem(message, rule=UNREADABLE))
            continue
        texts, lines = zip(*markdown(routine, ui), strict=True)
        found[routine.id] = WrittenRoutine(routine, "\n".join(texts), lines)
    return Routines(MappingProxyType(found), tuple(problems))
