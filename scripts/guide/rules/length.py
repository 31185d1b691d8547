"""Length: how many words a page and the guide may have, and how often a sentence may stand."""

from __future__ import annotations

from collections.abc import Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content import length
from guide.content.guide import Guide
from guide.content.page_kinds import KINDS
from guide.content.readability import readable
from guide.content.reading_order import URGENT_PAGE
from guide.rules.families import CONTENT
from guide.rules.plain_english import explains

MOST_PAGES = 55
MOST_WORDS = 26_000
MOST_REPEATED = 0.05
MOST_PAGES_OF_A_SENTENCE = 2


@rule(family=CONTENT)
def page_length(guide: Guide) -> Iterator[Problem]:
    """The core of a page for patients must have no more words than _data/page_kinds.yml allows.

    The core is what stands outside of folds. Every page must be of a kind, and what a kind names
    must be there.
    """
    yield from _kinds_without_pages(guide)
    for page in guide.pages if guide.kinds.kinds else ():
        found = length.length_of(guide, page)
        if not found.kind and not guide.kinds.unreadable:
            message = f"must be of a kind: name it, or its folder, in {guide.name_of(KINDS)}"
            yield guide.problem(page, 1, message)
        if found.kind and found.is_over:
            message = (
                f"must have {found.most} words at most outside of folds ({found.kind.kind}), "
                f"has {found.core}"
            )
            yield guide.problem(page, 1, message)


def _kinds_without_pages(guide: Guide) -> Iterator[Problem]:
    folders = {f"{folder}/" for page in guide.pages for folder in page.path.parents}
    for kind in guide.kinds.kinds:
        for place, name in enumerate(kind.pages):
            known = folders if name.endswith("/") else guide.by_path.keys()
            if name not in known:
                what = "folder" if name.endswith("/") else "page"
                message = f'there is no {what} "{name}"{did_you_mean(name, known)}'
                yield kind.problem(message, name, ("pages", place))


@rule(family=CONTENT)
def guide_length(guide: Guide) -> Iterator[Problem]:
    """The guide must have 55 pages for patients at most, with 26,000 words, of which 5% may repeat.

    Folds, shared passages and routines count. Repeated are the words of sentences of 5 words or
    more in running text that stand on 3 of these pages or more, passages included.
    """
    if not guide.kinds.kinds:
        return
    found = length.guide_length(guide)
    where = guide.name_of(KINDS)
    if len(found.pages) > MOST_PAGES:
        message = f"the guide must have {MOST_PAGES} pages at most for patients"
        yield Problem(where, 1, f"{message}, has {len(found.pages)}")
    if found.words > MOST_WORDS:
        message = f"the pages for patients must have {MOST_WORDS:,} words at most"
        yield Problem(where, 1, f"{message}, have {found.words:,}")
    if found.share > MOST_REPEATED:
        message = (
            f"of the words for patients {MOST_REPEATED:.0%} at most may stand in sentences that "
            f"are on {length.MANY} pages or more, {found.share:.1%} do"
        )
        yield Problem(where, 1, message)


@rule(family=CONTENT)
def said_too_often(guide: Guide) -> Iterator[Problem]:
    """A sentence of 5 words or more must stand on two pages at most; more take it from _parts.

    The line that leads to urgent help is the same everywhere for good, and so is what a word means,
    which each page must say; what ends with a colon only leads on to a list.
    """
    texts = [(page, page.body) for page in guide.pages]
    for places in length.sentences(texts, lists=True).values():
        pages = list(dict.fromkeys(str(place.page.path) for place in places))
        page, line, text = places[0]
        leads = text.endswith(":") or any(URGENT_PAGE in place.text for place in places)
        if len(pages) > MOST_PAGES_OF_A_SENTENCE and not (leads or explains(guide, text)):
            place = page.line_of(line) if line else page.meta_lines["main_message"]
            message = (
                f"must stand on {MOST_PAGES_OF_A_SENTENCE} pages at most, or once in _parts: "
                f'"{" ".join(readable(text).split())}" is on {", ".join(pages)}'
            )
            yield guide.problem(page, place, message)
