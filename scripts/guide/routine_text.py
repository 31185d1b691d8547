"""A routine as Markdown: each line with the line of the data file that its words are from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from guide.exercise import Dose, Exercise, Routine, Step

DOSES = {
    "time": "How long",
    "hold": "Hold",
    "repeat": "Repeat",
    "rest": "Rest",
    "often": "How often",
}
OURS = "(our suggestion)"
Line = tuple[str, int]
LineOf = Callable[..., int]


def markdown(routine: Routine) -> Iterator[Line]:
    """Yield the lines of a routine."""
    yield from _paragraph("/// start-routine", routine.line_of())
    yield "///", routine.line_of()
    for place, exercise in enumerate(routine.exercises):
        yield from _exercise(exercise, partial(routine.line_of, "exercises", place))


def _exercise(exercise: Exercise, at: LineOf) -> Iterator[Line]:
    yield from _paragraph(f"## {exercise.name}", at("name"))
    if exercise.about:
        yield from _paragraph(exercise.about, at("about"))
    if exercise.ask_first:
        yield from _list("ask-first", exercise.ask_first, partial(at, "ask_first"))
    yield from _steps(exercise.steps, partial(at, "steps"))
    yield from _list("dose", map(_dose, exercise.dose), partial(at, "dose"), _amounts(exercise))
    yield from _list("stop-if", exercise.stop_if, partial(at, "stop_if"))
    yield from _paragraph(f"- **Easier**: {exercise.easier}", at("easier"))
    yield f"- **Harder**: {exercise.harder}", at("harder")
    if exercise.instead:
        yield from _paragraph(f"### {exercise.instead.where}", at("instead", "where"))
        yield from _steps(exercise.instead.steps, partial(at, "instead", "steps"))
    yield "", at()


def _paragraph(text: str, line: int) -> Iterator[Line]:
    yield "", line
    yield text, line


def _steps(steps: Sequence[Step], at: LineOf) -> Iterator[Line]:
    yield from _paragraph("/// steps", at())
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


def _dose(dose: Dose) -> str:
    return f"**{DOSES[dose.kind]}**: {dose.words}{f' {OURS}' if dose.ours else ''}"
