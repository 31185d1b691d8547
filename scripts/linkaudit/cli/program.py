"""A program of several commands: it reads its arguments, calls one, and ends in order."""

from __future__ import annotations

import argparse
import errno
import os
import re
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from linkaudit.core.clock import FIRST, LAST, can_be_today, check_epoch
from linkaudit.core.formats import FORMATS, as_text
from linkaudit.core.problem import CannotRunError, Problem, ProblemsError, on_one_line
from linkaudit.core.rule import Rule, severity_of

OK, FAILED, PROBLEMS = 0, 1, 2


def report(
    problems: Sequence[Problem],
    options: argparse.Namespace,
    rules: Mapping[str, str],
    *,
    strict: bool = False,
) -> int:
    """Print problems in the format of the options; return the exit code.

    Notes do not count for it, warnings only if it is strict.
    """
    print(FORMATS[options.format](problems, rules, options.program), end="")
    if options.format == "text":
        print(count(problems), file=sys.stderr)
    counted = ("error", "warning") if strict else ("error",)
    return PROBLEMS if any(severity_of(problem) in counted for problem in problems) else OK


def count(problems: Sequence[Problem]) -> str:
    """The number of problems in words, with those of the warnings and notes if there are any."""
    number = Counter(map(severity_of, problems))
    words = [_number(number["error"], "problem")]
    words += [_number(number[kind], kind) for kind in ("warning", "note") if number[kind]]
    return ", ".join(words)


def shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def table_of_rules() -> Iterator[str]:
    """Yield the lines of a table in Markdown: each rule, its level, and what must be."""
    # Most commands need few of these, and they take time to load.
    from linkaudit.citations.citation_rules import CITATIONS
    from linkaudit.crawl.link_rules import LINKS
    from linkaudit.probe.exceptions import EXCEPTIONS
    from linkaudit.probe.verdict import EXTERNAL_LINKS
    from linkaudit.registers.lookup import ENQUIRIES, REGISTERS

    commands: Mapping[str, Iterable[Rule[Any]]] = {
        "links": LINKS,
        "links --external": (*EXTERNAL_LINKS, *EXCEPTIONS),
        "references": CITATIONS,
        "references --online": (*REGISTERS, *ENQUIRIES),
    }
    yield "| Command | Rule | Level | What must be |"
    yield "|:--|:--|:--|:--|"
    for command, rules in commands.items():
        for rule in rules:
            words = rule.documentation.split("\n\n")[0]
            first = " ".join(words.split()).replace("|", "\\|")
            yield f"| `{command}` | {rule.name} | {rule.severity} | {first} |"


_LONGEST_WAIT = 86_400  # seconds
_MOST_DAYS = 366
SERVICES = {
    "handle": "the handle service of doi.org",
    "crossref": "Crossref's works",
    "eutils": "PubMed's E-utilities",
    "nice": "NICE",
}


def add_today(parser: argparse.ArgumentParser) -> None:
    """The day that counts as today."""
    parser.add_argument("--today", type=_day, metavar="DATE", help="check as if today")


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form in which problems are reported."""
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")


def add_cache(parser: argparse.ArgumentParser) -> None:
    """Where to keep the answers of other hosts for the next run."""
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=Path(".cache"),
        help="where to keep the answers of other hosts for the next run (default: .cache)",
    )
    parser.add_argument("--no-cache", action="store_true", help="keep no answers: ask all anew")


def add_asking(parser: argparse.ArgumentParser, *, links: bool) -> None:
    """How hosts are asked, also for links."""
    asking = parser.add_argument_group("asking other hosts")
    asking.add_argument("--mailto", metavar="ADDRESS", help="yours, so that they can reach you")
    asking.add_argument(
        "--timeout",
        type=_seconds,
        default=20.0,
        metavar="SECONDS",
        help="how long to wait for an answer (default: 20)",
    )
    asking.add_argument("--quiet", action="store_true", help="do not report how far it is")
    if links:
        asking.add_argument(
            "--fail-after",
            type=_days,
            default=3,
            metavar="DAYS",
            help="days on which an address must have failed to be called broken, if its answer "
            "may pass (default: 3)",
        )


def add_services(parser: argparse.ArgumentParser, *names: str) -> None:
    """The addresses of services, which another one may stand in for."""
    services = parser.add_argument_group("who is asked")
    for name in names or SERVICES:
        services.add_argument(f"--{name}", metavar="URL", help=f"the address of {SERVICES[name]}")


def _day(text: str) -> date:
    """A date as people type it. Raises what argparse shows."""
    try:
        return can_be_today(date.fromisoformat(text))
    except ValueError:
        message = f'must be a day like 2026-11-22, from {FIRST} to {LAST}, is "{text}"'
        raise argparse.ArgumentTypeError(message) from None


def _seconds(text: str) -> float:
    """Seconds, above 0 and up to those of a day. Raises what argparse shows."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number <= _LONGEST_WAIT:
        message = f'must be a number above 0 and up to {_LONGEST_WAIT}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return number


def _days(text: str) -> int:
    """A number of days from 1 to a year's. Raises what argparse shows."""
    number = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    if not 1 <= number <= _MOST_DAYS:
        message = f'must be a whole number from 1 to {_MOST_DAYS}, is "{text}"'
        raise argparse.ArgumentTypeError(message)
    return number


class Command(NamedTuple):
    """A subcommand: its module, which is loaded when it is called, and its line in the help.

    The module has `add_arguments(parser)` and `run(options)`, which returns the exit code.
    `stopped` is what it says if somebody stops it; `undone` what problems keep it from doing.
    """

    module: str
    words: str
    stopped: str = "stopped"
    undone: str = ""


class _Parser(argparse.ArgumentParser):
    """argparse exits with 2, which is ours for problems found."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(FAILED, f"{self.prog}: {message}\n")


def parser_of(
    program: str, words: str, commands: Mapping[str, Command], arguments: Sequence[str]
) -> argparse.ArgumentParser:
    """The parser of a program, with the arguments of the command that is called.

    It sets `run` to the function of that command, and `program` to the name of the program.
    """
    parser = _Parser(prog=program, description=words)
    parser.set_defaults(program=program)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    called = next((word for word in arguments if not word.startswith("-")), None)
    for name, command in commands.items():
        subparser = subparsers.add_parser(name, help=command.words, description=command.words)
        if name == called:
            module = import_module(command.module)
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run, stopped=command.stopped, undone=command.undone)
    return parser


def run_program(
    program: str,
    options_of: Callable[[Sequence[str]], argparse.Namespace],
    arguments: Sequence[str] | None = None,
) -> int:
    """Run the command that the arguments name (else those of the process); return the exit code.

    What keeps it from running is written to stderr; problems are listed, as a check lists them.
    """
    _prepare()
    stopped, undone = "stopped", ""
    try:
        check_epoch()
        options = options_of(sys.argv[1:] if arguments is None else arguments)
        stopped, undone = options.stopped, options.undone
        code = int(options.run(options))
        if sys.stdout:
            sys.stdout.flush()  # a full disk is reported here, and not as Python ends
        return code
    except BrokenPipeError:
        # Who reads has seen enough, as `head` does. What is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except ProblemsError as error:
        print(as_text(error.problems, {}), end="")
        print("; ".join(filter(None, (count(error.problems), undone))), file=sys.stderr)
        return PROBLEMS
    except (CannotRunError, OSError) as error:
        words = _words_of(error) if isinstance(error, OSError) else str(error)
        for line in words.splitlines():
            print(f"{program}: {on_one_line(line)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"{program}: {stopped}", file=sys.stderr)
        return FAILED


def _prepare() -> None:
    """Make streams and signals what all commands take them for."""
    if threading.current_thread() is threading.main_thread():
        # `timeout`, systemd and docker stop a program by SIGTERM, a terminal that is closed by
        # SIGHUP: it cleans up as after Ctrl-C. Under `nohup` the latter is ignored, and stays so.
        for sent in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(sent) is signal.SIG_DFL:
                signal.signal(sent, signal.default_int_handler)
    # Where a standard stream is closed, the first file that is opened would get its number, and
    # whatever a library prints would be written into that file.
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(opened, True)
    os.close(opened)
    # A file's name may hold what no terminal can show.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _words_of(error: OSError) -> str:
    """What an error of the system says, without its number, and what to do about it."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        *_, said = error.args[0][0]  # of many files that could not be copied, the first
        return str(said)
    if not error.strerror:
        return str(error)
    words = f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{words}: make room, or name a folder with room in TMPDIR"
    if ".cache/" in words:
        return f"{words}; what is in .cache can be deleted"
    return words
