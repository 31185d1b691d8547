"""A program of several commands: it reads its arguments, calls one, and ends in order."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn

from linkaudit.cli.output import FAILED
from linkaudit.core.clock import check_epoch
from linkaudit.core.failure import CannotRunError
from linkaudit.core.problem import on_one_line


class Command(NamedTuple):
    """A subcommand: its module, which is loaded when it is called, and its line in the help.

    The module has `add_arguments(parser)` and `run(options)`, which returns the exit code.
    """

    module: str
    words: str


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
            subparser.set_defaults(run=module.run)
    return parser


def run_program(
    program: str,
    options_of: Callable[[Sequence[str]], argparse.Namespace],
    arguments: Sequence[str] | None = None,
    stopped: str = "stopped",
) -> int:
    """Run the command that the arguments name (else those of the process); return the exit code.

    What keeps it from running is written to stderr, `stopped` if somebody stops it.
    """
    _prepare()
    try:
        check_epoch()
        options = options_of(sys.argv[1:] if arguments is None else arguments)
        code = int(options.run(options))
        if sys.stdout:
            sys.stdout.flush()  # a full disk is reported here, and not as Python ends
        return code
    except BrokenPipeError:
        # Who reads has seen enough, as `head` does. What is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
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
