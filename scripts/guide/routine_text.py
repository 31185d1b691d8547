"""A routine as Markdown: each line with the line of the data file that its words are from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
    for place, exercise in enumerate(routine.exercises):
        yield from _exercise(exercise, partial(routine.line_of, "exercises", place))


def _exercise(exercise: Exercise, at: LineOf) -> Iterator[Line]:
    yield from _paragraph(f"## {exercise.name}", at("name"))
    if exercise.about:
        yield from _paragraph(exercise.about, at("about"))
    if exercise.ask_first:
        yield from _list("ask-first", exercise.ask_first, partial(at, "ask_first"))
    yield from _steps(exercise.steps, partial(at, "steps"))
    yield from _list("dose", map(_dose, exercise.dose), partial(at, "dose"))
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


def _steps(steps: Iterable[Step], at: LineOf) -> Iterator[Line]:
    yield from _paragraph("/// steps", at())
    for place, step in enumerate(steps):
        yield f"{place + 1}. {step.say}", at(place, "say")
        yield from _paragraph(f"    /// pose | {step.pose}", at(place, "pose"))
        yield "    ///", at(place)
        yield "", at(place)
    yield "///", at()


def _list(block: str, items: Iterable[str], at: LineOf) -> Iterator[Line]:
    yield from _paragraph(f"/// {block}", at())
    for place, item in enumerate(items):
        yield f"- {item}", at(place)
    yield "///", at()


def _dose(dose: Dose) -> str:
    return f"**{DOSES[dose.kind]}**: {dose.words}{f' {OURS}' if dose.ours else ''}"
