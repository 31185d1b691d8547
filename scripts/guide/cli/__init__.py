"""The subcommands of `guide`, a module each.

Each has `add_arguments(parser)` and `run(options)`, which returns the exit code. A module is
loaded when its command is called: to check links needs nothing of what prints a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "build": "check, render and print the guide, and keep it if all is well",
    "pdf": "print the pages of the built site as one A4 PDF",
    "serve": "show the guide while you write; it is made anew after each change",
    "preview": "show the site that was built last",
    "check": "find problems in the words and in the built site",
    "links": "find broken links in any built site",
    "references": "find problems in references and citations, the guide's or your own",
}
