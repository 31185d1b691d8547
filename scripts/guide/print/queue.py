"""The print queue: prints made on all cores and reported one by one, and faults as problems."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pikepdf
from linkaudit.core.files import make_way, read_cached, write_cached
from linkaudit.core.problem import CannotRunError, Problem
from linkaudit.core.rule import Family, rule

from guide.core.processes import end_with_parent
from guide.core.steps import Steps, size_of
from guide.edition.edition import Edition
from guide.edition.nations import BASE
from guide.print.imprint import Source
from guide.print.prints import Fault, PdfPrint, Print, TextPrint
from guide.print.rendering import need_pango


@dataclass(frozen=True)
class Printed:
    """A print that was made: its file, its pages (None for a text), seconds (0 if cached)."""

    print: Print
    file: Path
    pages: int | None
    seconds: float
    faults: Sequence[Fault] = ()

    @property
    def fresh(self) -> bool:
        return self.seconds > 0


@dataclass(frozen=True)
class PrintQueue:
    """Makes prints below a folder; `cache` holds each until what it is made from changes.

    With one of `processes` they are made in this one.
    """

    folder: Path
    cache: Path
    processes: int = os.cpu_count() or 1

    def run(self, prints: Sequence[Print], steps: Steps | None = None) -> Iterator[Printed]:
        """Make the files and yield them as they get ready: cached ones and texts first.

        Each that took time is reported. Raises `PangoMissingError` before any PDF is laid out.
        """
        for one in self._run(prints):
            if steps and one.seconds:
                steps.say(line_of(one))
            yield one

    def _run(self, prints: Sequence[Print]) -> Iterator[Printed]:
        self.cache.mkdir(parents=True, exist_ok=True)
        waiting = []
        for one in prints:
            if _is_whole(self._cached(one)):
                yield self._put(one)
            elif isinstance(one, TextPrint):
                _make(one, self._cached(one))
                yield self._put(one)
            else:
                waiting.append(one)
        if waiting:
            need_pango()
            yield from self._make_all(waiting)

    def evict_others(self, prints: Sequence[Print]) -> None:
        """Delete the cached files that none of these prints needs any more."""
        wanted = {path.name for one in prints for path in _with_checksum(self._cached(one))}
        for file in self.cache.glob("*"):
            if file.is_file() and file.name not in wanted:
                file.unlink()

    def _make_all(self, prints: Sequence[Print]) -> Iterator[Printed]:
        if min(len(prints), self.processes) == 1:  # another one would only cost its start
            for one in prints:
                faults, seconds = _make(one, self._cached(one))
                yield self._put(one, seconds, faults)
            return
        # The long ones first, so that no core waits for the last.
        prints = sorted(prints, key=_length, reverse=True)
        others = set(multiprocessing.active_children())
        with ProcessPoolExecutor(
            min(len(prints), self.processes),
            # A fork would take the threads of others along: Playwright's in the tests.
            multiprocessing.get_context("spawn"),
            end_with_parent,
        ) as workers:
            try:
                running: dict[Future[tuple[Sequence[Fault], float]], Print] = {
                    workers.submit(_make, one, self._cached(one)): one for one in prints
                }
                # The pool starts a worker after it has told its own thread of the work, which
                # so may not watch the last worker: another piece of work makes it look again.
                workers.submit(int)
                for done in as_completed(running):
                    faults, seconds = done.result()
                    yield self._put(running[done], seconds, faults)
            except BaseException as error:
                # A long print takes half a minute: whoever stops the build does not wait for it.
                workers.shutdown(wait=False, cancel_futures=True)
                for worker in set(multiprocessing.active_children()) - others:
                    worker.kill()
                if isinstance(error, BrokenProcessPool):
                    raise CannotRunError(
                        "a process that prints was ended from outside: perhaps there was too "
                        "little memory; run it again, what was printed is kept"
                    ) from None
                raise

    def _cached(self, one: Print) -> Path:
        name = one.path.removeprefix("pdf/").replace("/", "-")
        stem, _, ending = name.rpartition(".")
        return self.cache / f"{stem}-{one.digest[:16]}.{ending}"

    def _put(self, one: Print, seconds: float = 0, faults: Sequence[Fault] = ()) -> Printed:
        file = self.folder / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.part")
        shutil.copyfile(self._cached(one), unfinished)
        unfinished.replace(file)  # whole or not at all
        if faults:
            for path in _with_checksum(self._cached(one)):
                path.unlink()  # so that its faults are reported the next time too
        return Printed(one, file, _pages_of(file), seconds, faults)


def _length(one: Print) -> int:
    return len(one.settings[-1].markup) if isinstance(one, PdfPrint) else 0


def _make(one: Print, cached: Path) -> tuple[Sequence[Fault], float]:
    start = time.perf_counter()
    unfinished = make_way(cached.with_name(f"{cached.name}.part"))
    faults = one.make(unfinished)
    unfinished.replace(make_way(cached))
    write_cached(_checksum(cached), _digest(cached))
    return faults, time.perf_counter() - start


def _checksum(cached: Path) -> Path:
    """The file with the digest of a cached file: what does not match it is made anew."""
    return cached.with_name(f"{cached.name}.sha256")


def _with_checksum(cached: Path) -> tuple[Path, Path]:
    return cached, _checksum(cached)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_whole(cached: Path) -> bool:
    """Whether a cached file is there as it was made: a disk may damage it, or a person."""
    return cached.is_file() and read_cached(_checksum(cached)) == _digest(cached)


def _pages_of(file: Path) -> int | None:
    if file.suffix != ".pdf":
        return None
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


CACHE = ".cache/pdf"


def shop_queue(edition: Edition, folder: Path) -> PrintQueue:
    """The queue that puts prints for a print shop into a folder; a build leaves its cache alone."""
    return PrintQueue(folder, edition.folder / CACHE / f"{edition.path.stem}-print-shop")


def queue_of(edition: Edition, folder: Path, processes: int | None = None) -> PrintQueue:
    """The queue that puts the prints of an edition below `folder` and caches them beside it."""
    cache = edition.folder / CACHE / edition.name
    return PrintQueue(folder, cache, processes or os.cpu_count() or 1)


def line_of(one: Printed) -> str:
    """A print in a report of progress: file, pages, size, seconds."""
    pages = f"{one.pages:>4} pages" if one.pages else " " * 10
    return f"{one.print.path:<44}{pages}{size_of(one.file):>8}{one.seconds:>7.1f} s"


def problems_of(source: Source, printed: Sequence[Printed]) -> Iterator[Problem]:
    """What is wrong with how prints look, each at the page, or the configuration, it comes from."""
    yield from PRINTED.check(Printing(source, printed))
    for one in printed:
        for fault in one.faults:
            if fault.rule not in (longer_leaflet.name, print_too_long.name):
                yield _problem_of(source, one, fault)


def _problem_of(source: Source, one: Printed, fault: Fault) -> Problem:
    """A fault of a print, at the page or the configuration that it comes from."""
    page = one.print.page
    path = source.guide.name_of(page) if page else source.edition.path.name
    message = f"{one.print.path}: {fault.message}"
    return Problem(path, 1, message, target=one.print.path, rule=fault.rule)


class Printing(NamedTuple):
    """What prints are made of, and those that were made."""

    source: Source
    printed: Sequence[Printed]


PRINTED = Family[Printing]("layout")


def _of_another_nation(printing: Printing) -> bool:
    return printing.source.guide.nation.name != BASE


@rule(family=PRINTED)
def print_too_long(printing: Printing) -> Iterator[Problem]:
    """A leaflet, or a plan sheet, must be one sheet: nobody prints more, or reads it.

    The words for England are held to it; those of another nation are reported as what its clinic
    says, which stops no build: a number to call that has more words must be printed all the same.
    """
    if _of_another_nation(printing):
        return
    for one in printing.printed:
        for fault in one.faults:
            if fault.rule == print_too_long.name:
                yield _problem_of(printing.source, one, fault)


@rule(family=PRINTED, severity="warning")
def longer_leaflet(printing: Printing) -> Iterator[Problem]:
    """What a clinic says should make no leaflet longer than its sheet. It stops no build."""
    rules = {longer_leaflet.name}
    if _of_another_nation(printing):
        rules.add(print_too_long.name)
    longer = [
        f"{one.print.path} ({fault.message.partition(':')[0]})"
        for one in printing.printed
        for fault in one.faults
        if fault.rule in rules
    ]
    if longer:
        what = "a leaflet" if len(longer) == 1 else f"{len(longer)} leaflets"
        message = (
            f"what the clinic says makes {what} longer than a sheet: {', '.join(longer)}; shorten "
            "its name, address, opening hours or complaints, or give fewer links"
        )
        yield printing.source.edition.problem("extra.clinic", message)
