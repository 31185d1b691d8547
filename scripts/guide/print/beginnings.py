"""With which of its settings a print begins: those too small for all editions are not tried.

What a clinic says of itself only makes a print longer. So what the least of them needs is found
once, for all editions that have the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace

from guide.print.imprint import Source
from guide.print.prints import PdfPrint, Print
from guide.print.rendering import is_hopeless, is_on_a_wall, pages_of

# What a clinic says that makes a print longer, in the fewest letters that it can be said in.
_LEAST = {
    "name": "i",
    "department": "i",
    "phone": "111",
    "email": "i@i.ie",
    "address": ["i"],
    "opening_hours": ["i"],
    "complaints": "i",
}
_LEAST_ADDRESS = "https://i.ie"


def of_the_least(sources: Sequence[Source]) -> Source:
    """The first of sources with what all of them say, each thing as short as it can be said."""
    clinics = [source.edition.clinic for source in sources]
    least = sources[0].unbranded
    config = copy(least.edition.config)
    config.extra["clinic"] = {
        key: said for key, said in _LEAST.items() if all(getattr(one, key) for one in clinics)
    }
    have_address = all(source.edition.config.site_url for source in sources)
    config.site_name, config.site_url = "", _LEAST_ADDRESS if have_address else None
    return replace(least, edition=replace(least.edition, config=config))


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
