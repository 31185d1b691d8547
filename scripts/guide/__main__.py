"""The command `guide`: reads its arguments, calls, prints, exits.

Exit codes: 0 nothing found, 1 the tool could not run, 2 problems found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guide import checks, finish
from guide.arguments import FAILED, OK, PROBLEMS, parser_of
from guide.build import BuildProblemsError, build, stop_at
from guide.built import is_current
from guide.checks.site import Site
from guide.content import Guide
from guide.edition import Edition, EditionError
from guide.engine import EngineError, render
from guide.formats import FORMATS, as_text
from guide.pdf.booklet import BOOKLET, INSTALL_PANGO, Booklet, PangoMissingError, today
from guide.problems import Problem
from guide.report import report
from guide.steps import Steps, size_of

CONFIG_FILES = ("clinic.yml", "mkdocs.yml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    runs = {"build": _build, "pdf": _pdf, "check": _check, "links": _links}
    options = parser_of(runs).parse_args(arguments)
    try:
        return int(options.run(options))
    except BuildProblemsError as error:
        print(as_text(error.problems, {}), end="")
        print(f"{_count(error.problems)}; the last good site is untouched", file=sys.stderr)
        return PROBLEMS
    except PangoMissingError as error:
        print(f"guide: no PDF was made: Pango is missing ({error})", file=sys.stderr)
        print(f"guide: install it with: {INSTALL_PANGO}", file=sys.stderr)
        return FAILED
    except (EditionError, EngineError, OSError) as error:
        print(f"guide: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("guide: stopped; the last good site is untouched", file=sys.stderr)
        return FAILED


def _build(options: argparse.Namespace) -> int:
    edition = _edition(options)
    missing = build(edition, options.today or today(), Steps())
    if missing:
        raise missing
    print(f"\nThe guide is in {_shown(edition.site)}/. To read it: make preview, then open")
    print("http://127.0.0.1:8000/")
    if not edition.config.site_url:
        print(f"No site_url in {edition.path.name}: the PDF cannot tell where the website is.")
    return OK


def _pdf(options: argparse.Namespace) -> int:
    edition = _edition(options)
    stop_at(checks.check_edition(edition))
    if not (edition.site / "index.html").is_file():
        raise EditionError(f"there is no site in {_shown(edition.site)}/; run guide build first")
    if not is_current(edition):
        raise EditionError(
            f"{_shown(edition.site)}/ is of another edition or older than the words; "
            "run guide build first"
        )
    output = options.output or edition.site / BOOKLET
    booklet = Booklet(edition, Guide.load(edition.docs), edition.site, options.today or today())
    booklet.write(output, edition.folder / ".cache/pdf")
    finish.link_pdf(edition.site)
    print(f"{_shown(output)} ({size_of(output)})")
    return OK


def _check(options: argparse.Namespace) -> int:
    if options.list:
        for rule, words in checks.rules().items():
            print(f"{rule}\n    " + words.replace("\n", "\n    ") + "\n")
        return OK
    edition = _edition(options)
    guide = Guide.load(edition.docs)
    if options.report:
        print(*report(guide, options.today or today()), sep="\n")
        return OK
    problems = [
        *checks.check_edition(edition),
        *checks.check_content(guide, options.today or today()),
    ]
    problems += _site_problems(edition, options.site, can_render=not problems)
    return _tell(problems, options.format)


def _links(options: argparse.Namespace) -> int:
    if not options.site.is_dir():
        raise EditionError(f"there is no folder {_shown(options.site)}")
    base = unquote(urlsplit(options.base_url).path) or "/"
    return _tell(checks.check_links(Site.load(options.site, base=base)), options.format)


def _tell(problems: Sequence[Problem], form: str) -> int:
    """Print problems in a format; return the exit code."""
    print(FORMATS[form](problems, checks.rules()), end="")
    if form == "text":
        print(_count(problems), file=sys.stderr)
    return PROBLEMS if problems else OK


def _site_problems(edition: Edition, folder: Path | None, can_render: bool) -> list[Problem]:
    """Check the given site, or the built one if it is current, or one made for the purpose."""
    if folder or is_current(edition):
        site = folder or edition.site
        if not site.is_dir():
            raise EditionError(f"there is no folder {_shown(site)}")
        return checks.check_site(Site.load(site, edition.docs, edition.base))
    with tempfile.TemporaryDirectory(prefix="guide-check-") as fresh:
        try:
            warnings = checks.check_engine(edition, render(edition, Path(fresh)))
        except EngineError:
            if can_render:
                raise
            return []  # the problems of the words are why it cannot be rendered
        return [*warnings, *checks.check_site(Site.load(Path(fresh), edition.docs, edition.base))]


def _edition(options: argparse.Namespace) -> Edition:
    if options.config_file:
        return Edition.load(options.config_file)
    found = next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    if found is None:
        raise EditionError(f"there is no mkdocs.yml in {Path.cwd()}; go to the guide's folder")
    return Edition.load(found)


def _count(problems: Sequence[Problem]) -> str:
    return f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"


def _shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    sys.exit(main())
