"""The editions on paper: what can be printed, what each is for, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from linkaudit.core.problem import did_you_mean

from guide.print import booklets, handouts, leaflets, plain_text
from guide.print.imprint import Source
from guide.print.prints import Print


@dataclass(frozen=True)
class PrintEdition:
    """One edition: its title and purpose stand on the page of the site that lists the prints."""

    title: str
    purpose: str
    prints: Callable[[Source, str], Iterator[Print]]


# In the order in which they are listed.
EDITIONS = {
    "booklet": PrintEdition(
        "Booklet",
        "The guide on A4, in clear print. To read from start to end, or to keep.",
        booklets.booklet,
    ),
    "large-print": PrintEdition(
        "Booklet in large print",
        "The same booklet in large type (18 point), for people who see less well.",
        booklets.large_print,
    ),
    "booklet-a5": PrintEdition(
        "Booklet in A5",
        "The same booklet in a small size, for a print shop.",
        booklets.booklet_a5,
    ),
    "booklet-a5-to-fold": PrintEdition(
        "Booklet in A5, to fold yourself",
        "For an office printer: A4 sheets, printed on both sides, to fold in the middle.",
        booklets.booklet_a5_to_fold,
    ),
    "leaflets": PrintEdition(
        "Leaflets",
        "One page of the guide to hand out, with the signs that need urgent help.",
        leaflets.leaflets,
    ),
    "plan-sheets": PrintEdition(
        "Plan sheets",
        "To write on: a plan for bad days, a week, a night, an appointment.",
        handouts.sheets,
    ),
    "plan-sheets-to-fill-in": PrintEdition(
        "Plan sheets to fill in on a computer",
        "The same sheets with fields to type in. What you type stays in your own file.",
        handouts.sheets_to_fill_in,
    ),
    "myth-cards": PrintEdition(
        "Myth cards",
        "One myth on each page, in large type, for the wall of a waiting room.",
        handouts.myth_cards,
    ),
    "poster": PrintEdition(
        "Poster",
        "For a wall: what the guide is, and the way to it by phone.",
        handouts.poster,
    ),
    "plain-text": PrintEdition(
        "Plain text",
        "The words alone, for people who make braille or audio.",
        plain_text.texts,
    ),
}
# What is made if an edition does not choose: mkdocs.yml of the guide itself chooses all.
USUAL = ("booklet",)


def prints_of(source: Source, names: Sequence[str]) -> list[Print]:
    """The prints of the editions of these names, in the order of `EDITIONS`."""
    chosen = [name for name in EDITIONS if name in names]
    return [one for name in chosen for one in EDITIONS[name].prints(source, name)]


def no_edition(name: str) -> str:
    """What to tell of a name that no edition has."""
    hint = did_you_mean(name, EDITIONS) or f"; there are {', '.join(EDITIONS)}"
    return f'"{name}" is no edition that can be printed{hint}'


def chosen_by(source: Source) -> Sequence[str]:
    """The names of the editions that the configuration chooses in `extra.print`."""
    names: Sequence[str] = source.edition.config.extra.get("print", USUAL)
    return names
