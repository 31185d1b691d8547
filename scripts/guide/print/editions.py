"""The editions on paper: what can be printed, what each is for, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from linkaudit.core.problem import did_you_mean

from guide.print import booklets, handouts, leaflets, plain_text
from guide.print.imprint import Source
from guide.print.prints import Print

# By their names, in the order in which they are listed. Their titles and what each is for are words
# of the catalogue: `editions.NAME.title`, `editions.NAME.purpose`.
EDITIONS: Mapping[str, Callable[[Source, str], Iterator[Print]]] = {
    "booklet": booklets.booklet,
    "large-print": booklets.large_print,
    "booklet-a5": booklets.booklet_a5,
    "booklet-a5-to-fold": booklets.booklet_a5_to_fold,
    "leaflets": leaflets.leaflets,
    "plan-sheets": handouts.sheets,
    "plan-sheets-to-fill-in": handouts.sheets_to_fill_in,
    "myth-cards": handouts.myth_cards,
    "poster": handouts.poster,
    "plain-text": plain_text.texts,
}
# What is made if an edition does not choose: mkdocs.yml of the guide itself chooses all.
USUAL = ("booklet",)


def prints_of(source: Source, names: Sequence[str]) -> list[Print]:
    """The prints of the editions of these names, in the order of `EDITIONS`."""
    chosen = [name for name in EDITIONS if name in names]
    return [one for name in chosen for one in EDITIONS[name](source, name)]


def no_edition(name: str) -> str:
    """What to tell of a name that no edition has."""
    hint = did_you_mean(name, EDITIONS) or f"; there are {', '.join(EDITIONS)}"
    return f'"{name}" is no edition that can be printed{hint}'


def chosen_by(source: Source) -> Sequence[str]:
    """The names of the editions that the configuration chooses in `extra.print`."""
    names: Sequence[str] = source.edition.config.extra.get("print", USUAL)
    return names
