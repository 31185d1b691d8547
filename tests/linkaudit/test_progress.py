"""How far a run is: a line that is redrawn on a terminal, now and then a line in a log."""

from __future__ import annotations

import io

import pytest
from linkaudit.core.progress import Progress
from loopback import FakeTime


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO, steps: int, seconds: float, columns: int = 80, **options: bool) -> str:
    """What is written when a step is made every so many seconds."""
    time = FakeTime()
    progress = Progress(
        4, "nuts", stream=stream, clock=time.clock, columns=lambda: columns, **options
    )
    for _ in range(steps):
        time.seconds += seconds
        progress.step()
    assert progress.done == steps
    written = stream.getvalue()
    progress.finish()
    progress.finish()
    stream.write("after")
    return written


def test_a_bar_is_redrawn_on_a_terminal_and_cleared_at_the_end() -> None:
    stream = Terminal()
    assert run(stream, 4, 1.0) == (
        f"\r[{'#' * 10}{'.' * 30}] 1 of 4 nuts"
        f"\r[{'#' * 20}{'.' * 20}] 2 of 4 nuts"
        f"\r[{'#' * 30}{'.' * 10}] 3 of 4 nuts"
        f"\r[{'#' * 40}] 4 of 4 nuts"
    )
    assert stream.getvalue().endswith("4 of 4 nuts\r" + " " * 54 + "\rafter")


@pytest.mark.parametrize(
    ("columns", "line"),
    [(20, "[#....] 1 of 4 nuts"), (15, "1 of 4 nuts"), (6, "1 of "), (1, ""), (0, "")],
)
def test_the_line_is_shorter_than_the_terminal(columns: int, line: str) -> None:
    assert run(Terminal(), 1, 1.0, columns) == f"\r{line}"
    assert len(line) < max(columns, 1)


def test_a_terminal_that_shrinks_is_not_wrapped() -> None:
    widths = iter([60, 20])
    stream, time = Terminal(), FakeTime()
    progress = Progress(4, "nuts", stream=stream, clock=time.clock, columns=lambda: next(widths))
    for _ in range(2):
        time.seconds += 1
        progress.step()
    assert len(stream.getvalue().split("\r")[2]) == 19


def test_a_terminal_is_not_redrawn_more_often_than_eyes_can_follow() -> None:
    stream = Terminal()
    run(stream, 4, 0.06)
    assert stream.getvalue().count("of 4 nuts") == 2


def test_a_log_gets_a_line_every_ten_seconds() -> None:
    assert run(io.StringIO(), 4, 6.0) == "2 of 4 nuts\n4 of 4 nuts\n"
    assert run(io.StringIO(), 4, 2.0) == ""


def test_a_log_is_not_cleared() -> None:
    stream = io.StringIO()
    run(stream, 4, 10.0)
    assert stream.getvalue() == "1 of 4 nuts\n2 of 4 nuts\n3 of 4 nuts\n4 of 4 nuts\nafter"


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_nothing_is_reported_to_who_wants_quiet(stream: io.StringIO) -> None:
    assert run(stream, 4, 60.0, quiet=True) == ""
    assert stream.getvalue() == "after"


def test_nothing_to_do_is_nothing_to_tell() -> None:
    stream = Terminal()
    assert run(stream, 0, 0.0) == ""
    assert stream.getvalue() == "after"
