"""The command `guide`: reads its arguments, calls, prints, exits.

Exit codes: 0 nothing found, 1 the tool could not run, 2 problems found.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence

from guide.arguments import options_of
from guide.commands.telling import FAILED, PROBLEMS, count
from guide.failures import BuildProblemsError, CannotRunError
from guide.formats import as_text
from guide.problems import on_one_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    if threading.current_thread() is threading.main_thread():
        # `timeout`, systemd and docker stop a build by SIGTERM: it cleans up as after Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A file's name may hold what no terminal can show.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = options_of(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(options.run(options))
    except BuildProblemsError as error:
        print(as_text(error.problems, {}), end="")
        print(f"{count(error.problems)}; the last good site is untouched", file=sys.stderr)
        return PROBLEMS
    except (CannotRunError, OSError) as error:
        for line in str(error).splitlines():
            print(f"guide: {on_one_line(line)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("guide: stopped; the last good site is untouched", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
