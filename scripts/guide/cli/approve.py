"""`guide approve`: sign the words of pages, after they were read and found right."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from linkaudit.cli.program import OK
from linkaudit.core.clock import today
from linkaudit.core.files import write_whole
from linkaudit.core.problem import CannotRunError, did_you_mean

from guide import rules
from guide.cli import add_edition
from guide.content.approvals import FILE, Approvals, choices, digest_of, seal
from guide.content.guide import Guide
from guide.content.page import Page
from guide.content.text_statistics import words
from guide.edition.edition import edition_of
from guide.rules.configuration import unsigned_nation
from guide.site.pipeline import stop_at

WHOLE = "whole guide"
_ASKED = {
    "name": "Your name",
    "profession": "Your profession, such as physiotherapist",
    "body": "The body that you are registered with, such as HCPC",
    "number": "Your number there",
}


class NotSignedError(CannotRunError):
    """Nothing was written."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide approve`."""
    parser.epilog = (
        f"Writes {FILE} beside the settings. The draft notice leaves the pages that are named, "
        "until one of their words changes."
    )
    add_edition(parser)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="such as what-helps/scans.md")
    parser.add_argument("--all", action="store_true", help="the whole guide")
    for key, question in _ASKED.items():
        parser.add_argument(
            f"--{key}", metavar="TEXT", help=f"{question.lower()} (asked if left out)"
        )


def run(options: argparse.Namespace) -> int:
    """Show what is signed, ask for the name, write the record; return the exit code."""
    edition, day = edition_of(options.config_file), options.today or today()
    guide = Guide.of(edition)
    # That a signature is missing stops no signature.
    found = [p for p in rules.check_edition(edition, day) if p.rule != unsigned_nation.name]
    stop_at([*found, *rules.check_content(guide, day)])
    pages = _chosen(guide, options)
    print(*_shown(guide, pages), sep="\n")
    given = {key: _answer(getattr(options, key), said) for key, said in _ASKED.items()}
    print(
        f"\nYou sign that you have read these words as {given['profession']}, registered with "
        f"{given['body']} as {given['number']}, and that they may be given to patients of "
        f"{guide.nation.name}."
    )
    typed = _answer(None, "Type your name to sign, or nothing to stop", needed=False)
    if typed != given["name"]:
        raise NotSignedError(f'nothing is signed: the name typed must be "{given["name"]}"')
    _write(edition.folder / FILE, _record(guide, pages, given, day, whole=options.all))
    signed = Approvals.load(edition.folder, guide)
    stop_at(signed.problems)
    print(f"\n{FILE} now has your signature for {len(pages)} pages. Keep it with the guide.")
    return OK


def _chosen(guide: Guide, options: argparse.Namespace) -> Sequence[Page]:
    if options.all == bool(options.pages):
        raise NotSignedError("name the pages that you have checked, or say --all")
    unknown = [name for name in options.pages if name not in guide.by_path]
    if unknown:
        hint = did_you_mean(unknown[0], guide.by_path)
        raise NotSignedError(f'there is no page "{unknown[0]}"{hint}')
    return guide.pages if options.all else [guide.by_path[name] for name in options.pages]


def _shown(guide: Guide, pages: Sequence[Page]) -> Iterator[str]:
    yield f"Words for {guide.nation.name}:"
    for page in pages:
        count = len(words(guide.text_of(page)))
        yield f"  {page.path}: {page.title} ({count:,} words, {digest_of(guide, page)[:12]})"
    found = choices(guide, pages)
    if found:
        yield "\nThey rest on these choices in open decisions (docs/_data/decisions.yml):"
        asked = {decision.id: decision.question for decision in guide.proof.decisions}
        for choice in found:
            yield f"  {choice.decision}: {asked[choice.decision]}\n      {choice.printed}"


def _answer(given: str | None, question: str, *, needed: bool = True) -> str:
    """What was given or, if nothing was, is typed; on one line, as a record is read again."""
    try:
        said = " ".join((input(f"{question}: ") if given is None else given).split())
    except EOFError:
        said = ""
        needed = True
    if needed and not said:
        raise NotSignedError(f'nothing is signed: "{question}" has no answer')
    return said


def _record(
    guide: Guide, pages: Sequence[Page], given: dict[str, str], day: date, *, whole: bool
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": given["name"],
        "profession": given["profession"],
        "registration": {"body": given["body"], "number": given["number"]},
        "signed": day.isoformat(),
        "nation": guide.nation.name,
        "scope": WHOLE if whole else "pages",
        "pages": {str(page.path): digest_of(guide, page) for page in pages},
        "decisions": [choice.model_dump() for choice in choices(guide, pages)],
    }
    return {**record, "digest": seal(record)}


def _write(file: Path, record: dict[str, Any]) -> None:
    head = "# Who has checked which words: written by guide approve. A change by hand is refused.\n"
    before = file.read_text("utf-8") if file.is_file() else head
    if not yaml.safe_load(before):  # an empty list, perhaps, which nothing may be added to
        before = "".join(line for line in before.splitlines(True) if line.startswith("#")) or head
    record = {**record, "signed": date.fromisoformat(record["signed"])}
    entry = yaml.safe_dump([record], sort_keys=False, allow_unicode=True, width=100)
    write_whole(file, f"{before.rstrip()}\n\n{entry}".encode())
