"""The editions on paper: what can be printed, what each is for, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linkaudit.core.problem import did_you_mean

from guide.print import booklets, handouts, leaflets, plain_text
from guide.print.imprint import PrintEdition, Source
from guide.print.prints import Print

# In the order in which they are listed.
EDITIONS: Mapping[str, PrintEdition] = {
    **booklets.EDITIONS,
    **leaflets.EDITIONS,
    **handouts.EDITIONS,
    **plain_text.EDITIONS,
}
# What is made if an edition does not choose: mkdocs.yml of the guide itself chooses all.
USUAL = ("booklet",)


def prints_of(source: Source, names: Sequence[str]) -> list[Print]:
    """The prints of the editions of these names, in the order of `EDITIONS`."""
    chosen = [name for name in EDITIONS if name in names]
    return [one for name in chosen for one in EDITIONS[name](source, name)]


def no_edition(name: str) -> str:
    """The message for a name that no edition has."""
    hint = did_you_mean(name, EDITIONS) or f"; there are {', '.join(EDITIONS)}"
    return f'"{name}" is no edition that can be printed{hint}'


def chosen_by(source: Source) -> Sequence[str]:
    """The names of the editions that the configuration chooses in `extra.print`."""
    names: Sequence[str] = source.edition.config.extra.get("print", USUAL)
    return names
