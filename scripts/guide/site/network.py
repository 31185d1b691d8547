"""Many editions in one run: the words are read, checked and laid out once for all of them.

Each edition is built by a process of its own, forked from one that knows the words, two at a time:
one that fails, or is killed, stops no other, and its memory goes with it. Each takes the place of
its last site whole, as a single build does, and leaves a note of what it was made from: a run that
was stopped goes on where it was.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import re
import signal
import tempfile
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from io import StringIO
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from linkaudit.core.files import read_cached, write_whole
from linkaudit.core.problem import CannotRunError, Problem, ProblemsError, in_order

from guide import rules
from guide.core.content_folder import content_folder
from guide.core.processes import end_with_parent
from guide.core.steps import Steps
from guide.edition import clinics_csv, settings
from guide.edition.edition import Edition, EditionError, SitePlace
from guide.edition.inputs import digest_of, digest_of_files
from guide.edition.settings import SettingsError
from guide.markdown.containers import known
from guide.print.beginnings import first_that_fits, of_the_least, to_fit
from guide.print.chapter import RenderedPages
from guide.print.editions import EDITIONS, chosen_by, prints_of
from guide.print.imprint import Source
from guide.print.rendering import PangoMissingError, need_pango
from guide.publish import site_folder
from guide.publish.offline import write_icons
from guide.publish.pages import deliver
from guide.site import overview
from guide.site.pipeline import EngineError, archive_of, build_alone, render
from guide.site.words import Words

# What keeps a file from being an edition. No registered rule: those are asked of an edition.
RULE = "wrong-network"
NOTES = ".editions"
BUILT, AS_BUILT, FAILED = "built", "as it was", "failed"
_TABLE = ".csv"
# What the words need on paper takes as long to find out as to print one edition.
_WORTH_A_LAYOUT = 3
# A folder that every web server and every file system takes, and no file of ours.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SHARD = re.compile(r"(?P<number>[1-9][0-9]{0,3})/(?P<of>[1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Shard:
    """One of several machines that share the editions of a network: number 2 of 8."""

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard of a text like `2/8`. Raises `ValueError`."""
        found = _SHARD.fullmatch(text)
        if not found or int(found["number"]) > int(found["of"]):
            raise ValueError(f'must be like 2/8, the second of eight, is "{text}"')
        return cls(int(found["number"]), int(found["of"]))

    def has(self, name: str) -> bool:
        """Whether it builds the edition of a name: one shard does, whatever others there are.

        Not by its place among the others: an edition more would send most to other machines,
        where nothing of them is kept.
        """
        digest = hashlib.sha256(name.encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


@dataclass(frozen=True)
class Member:
    """An edition of a network by its name; without an edition, what keeps it from being one."""

    name: str
    edition: Edition | None
    problems: Sequence[Problem] = ()
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: `built`, `as it was` or `failed`, on a day, in so many seconds.

    `problems` are lines to be read: what stopped it, or only warnings. `made` and `files` tell the
    next run whether it has to be built again.
    """

    name: str
    state: str
    title: str = ""
    address: str = ""
    day: str = ""
    pages: int = 0
    prints: int = 0
    seconds: float = 0.0
    problems: Sequence[str] = ()
    made: str = ""
    files: str = field(default="", repr=False)


def members(paths: Sequence[Path], base: Path, output: Path, address: str) -> list[Member]:
    """The editions of files and of tables of clinics, sorted by name.

    Raises `ProblemsError` for a table whose columns cannot be told, `OSError`, and
    `EditionError` if there is none.
    """
    found: list[Member] = []
    for path in paths:
        if path.suffix.lower() == _TABLE:
            found += _of_table(path, base, output, address)
        else:
            load = partial(Edition.load, path)
            found.append(_member(path.stem, load, SitePlace(path.stem, output, address), path))
    if not found:
        raise EditionError(f"there is no edition in {', '.join(map(str, paths))}")
    return sorted(_once(found), key=lambda member: member.name)


def _of_table(path: Path, base: Path, output: Path, address: str) -> Iterator[Member]:
    rows = clinics_csv.read(path, base)
    # A table whose editions are made of the release is in the folder of all that is their own.
    released = base == content_folder() / settings.BASE and not path.resolve().is_relative_to(
        base.parent
    )
    try:
        inherited = settings.read_all(base)
    except SettingsError as error:
        raise EditionError(str(error)) from error
    for row in rows:
        home = path.resolve().parent
        file = replace(row.file, released=True, folder=home) if released else row.file
        load = partial(Edition.of_files, path.resolve(), (file, *inherited))
        yield _member(row.name, load, SitePlace(row.name, output, address), path, row)


def _member(
    name: str,
    load: Callable[[SitePlace], Edition],
    place: SitePlace,
    path: Path,
    row: clinics_csv.ClinicRow | None = None,
) -> Member:
    problems = [*(row.problems if row else ())]
    if not _NAME.fullmatch(name) or name == overview.FILE:
        message = f'the name of an edition must be in a to z, 0 to 9, "-" and ".", is "{name}"'
        line = row.line if row else 1
        problems.append(Problem(path.name, line, message, target=name, rule=RULE))
        return Member(name, None, problems)
    try:
        return Member(name, load(place), problems)
    except CannotRunError as error:
        return Member(name, None, problems, str(error))


def _once(found: Iterable[Member]) -> Iterator[Member]:
    """The members; of those with a name, or an address, that another has, the later cannot be."""
    names: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for member in found:
        edition = member.edition
        place = _place_of(edition) if edition else member.name
        if member.name in names:
            message = f'"{member.name}" is also the name of {names[member.name]}'
            yield Member(f"{member.name} ({place})", None, (), f"{place}: {message}")
            continue
        names[member.name] = place
        address = (edition.config.site_url or "").rstrip("/").lower() if edition else ""
        if edition and address in addresses:
            message = f'"{address}/" is also the address of {addresses[address]}'
            problem = _problem(edition, "site_url", message)
            member = Member(member.name, edition, [*member.problems, problem])
        elif address:
            addresses[address] = member.name
        yield member


def _place_of(edition: Edition) -> str:
    file = edition.files[0]
    return f"{file.name}:{file.lines['site_name']}" if file.cells else file.name


def _problem(edition: Edition, key: str, message: str) -> Problem:
    return edition.files[0].problem(key, message, rule=RULE)


@dataclass(frozen=True)
class Network:
    """The editions that go into one folder, and what is known of each by its note there."""

    output: Path
    members: Sequence[Member]
    today: date
    shard: Shard = Shard()
    at_a_time: int = 2

    @property
    def mine(self) -> list[Member]:
        """The editions that this run builds."""
        return [member for member in self.members if self.shard.has(member.name)]

    def run(self, words: Words) -> Iterator[Outcome]:
        """Build what has to be built, and yield what becomes of each edition, as it is known.

        First what failed before it began, then what is as it was. The overview is written last.
        """
        (self.output / NOTES).mkdir(parents=True, exist_ok=True)
        ready: list[tuple[Edition, str]] = []
        for member in self.mine:
            if member.edition is None or member.problems:
                found = rules.check_edition(member.edition, words.today) if member.edition else []
                lines = [str(problem) for problem in in_order([*member.problems, *found])]
                lines += member.error.splitlines()
                yield self._noted(self._failed(member, lines))
                continue
            made = words.inputs(member.edition).of_edition(member.edition)
            before = self.note(member.name)
            if before and self._is_as_built(member.edition, made, before):
                yield Outcome(**{**asdict(before), "state": AS_BUILT})
            else:
                ready.append((member.edition, made))
        nations: dict[str, list[tuple[Edition, str]]] = {}
        for edition, made in ready:
            nations.setdefault(edition.nation.name, []).append((edition, made))
        for editions in nations.values():
            prepare(words, [edition for edition, _ in editions], self.at_a_time)
            for outcome in _built(editions, words, self.at_a_time):
                yield self._noted(outcome)
            gc.unfreeze()

    def note(self, name: str) -> Outcome | None:
        """What the last run noted of an edition."""
        with suppress(ValueError, TypeError):
            return Outcome(**json.loads(read_cached(self._note_of(name)) or ""))
        return None

    def known(self) -> Mapping[str, Outcome | None]:
        """All editions by name, with what is noted of each: nothing of those not built yet."""
        return {member.name: self.note(member.name) for member in self.members}

    def strangers(self) -> list[str]:
        """The folders of editions that were built here and are in the list no more."""
        names = {member.name for member in self.members}
        noted = {note.stem for note in (self.output / NOTES).glob("*.json")} - names
        return sorted(name for name in noted if (self.output / name).is_dir())

    def _noted(self, outcome: Outcome) -> Outcome:
        """Note an outcome. Of one that failed, the site of the last one that did not stays."""
        if _NAME.fullmatch(outcome.name):
            text = json.dumps(asdict(outcome), ensure_ascii=False, indent=1)
            write_whole(self._note_of(outcome.name), f"{text}\n".encode())
        return outcome

    def _note_of(self, name: str) -> Path:
        return self.output / NOTES / f"{name}.json"

    def _failed(self, member: Member, lines: Sequence[str]) -> Outcome:
        config = member.edition.config if member.edition else None
        title = str(config.site_name) if config else member.name
        return Outcome(member.name, FAILED, title, day=str(self.today), problems=lines)

    def _is_as_built(self, edition: Edition, made: str, before: Outcome) -> bool:
        if before.state == FAILED or before.made != made:
            return False
        try:
            return before.files == digest_of_files(edition.site, archive_of(edition))
        except OSError:
            return False


def prepare(words: Words, editions: Sequence[Edition], at_a_time: int) -> None:
    """Read, check and lay out the words of one nation, for all that are forked after.

    What is wrong with an edition, its own build tells.
    """
    edition, guide = editions[0], words.guide(editions[0])
    words.problems(edition)
    with tempfile.TemporaryDirectory(prefix="guide-network-") as name, known(guide):
        folder = Path(name)
        with suppress(EngineError):
            render(edition, folder, words)
            if len(editions) >= _WORTH_A_LAYOUT:
                pages = RenderedPages(folder)
                same = [one for one in editions if words.key(one) == words.key(edition)]
                sources = [Source(one, guide, pages, words.today) for one in same]
                with suppress(Exception):  # it only saves time: each edition can try all
                    _find_beginnings(words, sources, at_a_time)
            words.write_index(folder, edition)
            deliver(folder, edition.host, edition.templates, guide.ui)
            write_icons(folder, edition.clinic.colour)
    gc.collect()
    gc.freeze()  # what is shared stays so: the collector would write into each object


def _find_beginnings(words: Words, sources: Sequence[Source], at_a_time: int) -> None:
    """Find out what the least edition needs on paper, of all that the editions print."""
    names = {name for source in sources for name in chosen_by(source) if name in EDITIONS}
    least = of_the_least(sources)
    prints = list(to_fit(prints_of(least, sorted(names))))
    if not prints:
        return
    try:
        need_pango()
    except PangoMissingError:  # each edition says so
        return
    keys = {one.path: digest_of(["beginning", one.digest]) for one in prints}
    new = [one for one in prints if words.kept.get(keys[one.path]) is None]
    context = multiprocessing.get_context("fork")
    with (
        ProcessPoolExecutor(at_a_time, context, _begin_worker) as workers,
        no_warning_of_threads(),
    ):
        for one, begin in zip(new, workers.map(first_that_fits, new), strict=True):
            words.kept.put(keys[one.path], begin)
    found = {path: words.kept.get(key) for path, key in keys.items()}
    words.beginnings[words.key(sources[0].edition)] = found


@contextmanager
def no_warning_of_threads() -> Iterator[None]:
    """Python 3.12 warns who forks beside threads: those of the minifier, which no fork calls."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _built(
    editions: Iterable[tuple[Edition, str]], words: Words, at_a_time: int
) -> Iterator[Outcome]:
    """Build editions, each in a process of its own, and yield what becomes of them."""
    context = multiprocessing.get_context("fork")
    waiting = deque(editions)
    running: dict[Connection, tuple[Any, Edition, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_a_time:
                edition, made = waiting.popleft()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_child, args=(edition, made, words, sender))
                with no_warning_of_threads():
                    process.start()
                sender.close()
                running[receiver] = process, edition, time.perf_counter()
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                process, edition, _ = running.pop(ready)
                try:
                    outcome: Outcome = ready.recv()
                except EOFError:
                    process.join()
                    lines = [f"its process was ended from outside ({_ended_by(process.exitcode)})"]
                    outcome = _outcome(edition, FAILED, words.today, problems=lines)
                process.join()
                yield outcome
    finally:
        for process, _, _ in running.values():
            process.kill()
            process.join()


def _ended_by(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"{signal.Signals(-code).name}: perhaps there was too little memory"
    return f"exit code {code}"


def _child(edition: Edition, made: str, words: Words, sender: Connection) -> None:
    """Build one edition, and send what became of it."""
    _begin_worker()
    start = time.perf_counter()
    steps = _Quiet()
    try:
        site_folder.restore(edition.site)
        missing = build_alone(edition, words, steps, processes=1)
        outcome = _outcome(
            edition,
            BUILT,
            words.today,
            pages=len(words.guide(edition).pages),
            prints=sum(1 for _ in (edition.site / "pdf").rglob("*.pdf")),
            seconds=time.perf_counter() - start,
            problems=[*steps.warnings, *str(missing or "").splitlines()],
            # What has no PDF for want of Pango is to be built again.
            made="" if missing else made,
            files=digest_of_files(edition.site, archive_of(edition)),
        )
    except ProblemsError as error:
        lines = [str(problem) for problem in error.problems]
        outcome = _outcome(edition, FAILED, words.today, problems=lines)
    except (CannotRunError, OSError) as error:
        lines = str(error).splitlines()
        outcome = _outcome(edition, FAILED, words.today, problems=lines)
    except Exception:  # a fault of ours, in one edition: the others can be built all the same
        lines = traceback.format_exc().splitlines()
        outcome = _outcome(edition, FAILED, words.today, problems=lines)
    sender.send(outcome)


def _outcome(edition: Edition, state: str, today: date, **more: Any) -> Outcome:
    config = edition.config
    address = config.site_url or ""
    return Outcome(edition.name, state, str(config.site_name), address, str(today), **more)


class _Quiet(Steps):
    """Keeps warnings, and tells nothing of steps."""

    def __init__(self) -> None:
        super().__init__(StringIO())
        self.warnings: list[str] = []

    def say(self, line: str) -> None:
        """Pass over it."""

    def warn(self, line: str) -> None:
        """Keep it."""
        self.warnings.append(line)


def _begin_worker() -> None:
    """Let this process be ended by a signal, whatever the one that forked it does with that."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
