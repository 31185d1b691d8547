"""With which of its settings a print begins: those too small for its words alone are not tried.

What a clinic says of itself only makes a print longer. So what its words need is found once, for
all editions that have the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace

from guide.print.imprint import Source
from guide.print.prints import PdfPrint, Print
from guide.print.rendering import is_hopeless, is_on_a_wall, pages_of


def of_words_alone(source: Source) -> Source:
    """The same without anything of a clinic, without a name of the site, and without an address."""
    bare = source.unbranded
    config = copy(bare.edition.config)
    config.site_name, config.site_url = "", None
    return replace(bare, edition=replace(bare.edition, config=config))


def to_fit(prints: Sequence[Print]) -> Iterator[PdfPrint]:
    """The prints that have several settings, of which the first that is short enough is taken.

    On a wall more than length decides.
    """
    for one in prints:
        if isinstance(one, PdfPrint) and one.most is not None and not is_on_a_wall(one):
            yield one


def first_that_fits(print_: PdfPrint) -> int:
    """How many of its first settings are too long; one in its last form is always tried."""
    forms = [setting.markup for setting in print_.settings]
    most, too_long = print_.most or 0, ""
    for number, form in enumerate(forms[: forms.index(forms[-1])]):
        if form == too_long:
            continue
        pages = pages_of(print_, number)
        if pages <= most:
            return number
        too_long = form if is_hopeless(pages, most) else too_long
    return forms.index(forms[-1])


def with_beginnings(prints: Sequence[Print], known: Mapping[str, int]) -> list[Print]:
    """The prints, each with how many of its settings are known to be too long, by its path."""
    return [
        replace(one, begin=known.get(one.path, 0)) if isinstance(one, PdfPrint) else one
        for one in prints
    ]
