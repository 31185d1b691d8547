"""The command `guide`: reads its arguments, calls, prints, exits.

Exit codes: 0 nothing found or only warnings, 1 the tool could not run, 2 problems found.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import threading
from collections.abc import Sequence

from linkaudit.core.clock import check_epoch
from linkaudit.core.failure import BuildProblemsError, CannotRunError
from linkaudit.core.formats import as_text
from linkaudit.core.problem import on_one_line

from guide.cli.arguments import options_of
from guide.cli.output import FAILED, PROBLEMS, count


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    _prepare()
    try:
        check_epoch()
        options = options_of(sys.argv[1:] if arguments is None else arguments)
        code = int(options.run(options))
        if sys.stdout:
            sys.stdout.flush()  # a full disk is told here, and not as Python ends
        return code
    except BuildProblemsError as error:
        print(as_text(error.problems, {}), end="")
        print(f"{count(error.problems)}; the last good site is untouched", file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # Who reads has seen enough, as `head` does. What is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except (CannotRunError, OSError) as error:
        for line in (_told(error) if isinstance(error, OSError) else str(error)).splitlines():
            print(f"guide: {on_one_line(line)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("guide: stopped; the last good site is untouched", file=sys.stderr)
        return FAILED


def _prepare() -> None:
    """Make streams and signals what all commands take them for."""
    if threading.current_thread() is threading.main_thread():
        # `timeout`, systemd and docker stop a build by SIGTERM, a terminal that is closed by
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


def _told(error: OSError) -> str:
    """What an error of the system says, without its number, and what to do about it."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        *_, said = error.args[0][0]  # of many files that could not be copied, the first
        return str(said)
    if not error.strerror:
        return str(error)
    told = f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{told}: make room, or name a folder with room in TMPDIR"
    if ".cache/" in told:
        return f"{told}; what is in .cache can be deleted"
    return told


if __name__ == "__main__":
    sys.exit(main())
