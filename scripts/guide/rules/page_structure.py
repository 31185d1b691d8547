"""Blocks: each known, closed and in its place; care cards, lists of do and do not, callouts."""

from __future__ import annotations

from collections.abc import Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.markdown_text import (
    FOLD,
    FOLD_LEVEL,
    LineKind,
    MarkdownLine,
    headings,
    lists,
    scan,
)
from guide.content.page import Page
from guide.markdown import BLOCK_NAMES
from guide.markdown.blocks import CARE_CARDS
from guide.rules.families import CONTENT

# Blocks: each must be known, closed, and stand beside the others, not in them.


@rule(family=CONTENT)
def unknown_block(guide: Guide) -> Iterator[Problem]:
    """A block must have one of the names that CONTRIBUTING lists."""
    for page in guide.files:
        for line, name in _fences(page):
            if name and name not in BLOCK_NAMES:
                message = f'there is no block "{name}"{did_you_mean(name, BLOCK_NAMES)}'
                yield guide.problem(page, line, message, name)


@rule(family=CONTENT)
def unclosed_block(guide: Guide) -> Iterator[Problem]:
    """A block must be closed by a line /// before the next begins.

    Left open, a list of what to do would take in the list of what not to do.
    """
    for page in guide.files:
        yield from _open_folds(guide, page)
        opened: tuple[int, str] | None = None
        for line, name in [*_fences(page), (0, "end")]:
            if name and opened:
                message = f'"/// {opened[1]}" must be closed by a line ///'
                yield guide.problem(page, opened[0], message, opened[1])
            if not name and not opened:
                message = "this line /// closes no block"
                yield guide.problem(page, line, message)
            opened = (line, name) if name else None


def _open_folds(guide: Guide, page: Page) -> Iterator[Problem]:
    """A fold must be closed, and have more slashes than the blocks in it."""
    opened: MarkdownLine | None = None
    for line in scan(page.body):
        if line.opens_fold:
            opened = line
        elif line.kind is LineKind.FOLD_END:
            opened = None
        elif opened and line.opens and line.text.strip().startswith(opened.fold):
            message = f'"{opened.fold} {FOLD}" must have a slash more than the blocks in it'
            yield guide.problem(page, page.line_of(opened.number), message, FOLD)
            opened = None
    if opened:
        message = f'"{opened.fold} {FOLD}" must be closed by a line {opened.fold}'
        yield guide.problem(page, page.line_of(opened.number), message, FOLD)


def _fences(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each fence of a block; one that closes has no name."""
    for line in scan(page.body):
        if line.is_fence:
            yield page.line_of(line.number), line.name


@rule(family=CONTENT)
def list_without_space(guide: Guide) -> Iterator[Problem]:
    """An empty line must stand between a text and a list below it.

    Else the engine makes no list of it: the items run on as one paragraph.
    """
    for page in guide.files:
        first: MarkdownLine | None = None  # of the lines since the last empty line or mark
        for line in scan(page.body):
            if line.kind is LineKind.ITEM and first and _takes_in(first, line):
                words = line.written.strip()[:30]
                message = f'must have an empty line above it, or it is no list: "{words}"'
                yield guide.problem(page, page.line_of(line.number), message)
                first = line
            elif line.kind not in (LineKind.TEXT, LineKind.ROW, LineKind.ITEM, LineKind.INCLUDE):
                first = None
            else:
                first = first or line


def _takes_in(first: MarkdownLine, item: MarkdownLine) -> bool:
    """Whether text that begins with a line would take in a list that begins with an item.

    A number may be one of the text, at which its lines are broken: as in CommonMark, only 1 begins
    a list below a text. In a list item another goes on with the list.
    """
    number = item.written.strip().partition(".")[0]
    is_list = number == "1" or not number.isdecimal() or first.indent > 0
    return is_list and first.kind in (LineKind.TEXT, LineKind.ROW)


MOST_CALLOUTS_ON_A_PAGE = 2
_CALLOUTS = ("important", "danger")
_CARDS = (*CARE_CARDS, "do", "do-not", *_CALLOUTS)


@rule(family=CONTENT)
def text_after_fold(guide: Guide) -> Iterator[Problem]:
    """Folds stand at the end of a page, with headings of ### in them: what to do is never folded.

    Between two of them, and behind the last, there is nothing.
    """
    for page in guide.pages:
        body, seen = guide.text_of(page), False
        for line in scan(body):
            if line.fold:
                seen = True
                if line.is_heading and not line.opens_fold and line.level <= FOLD_LEVEL:
                    message = f'a heading in a fold must have three signs, is "{line.words}"'
                    yield guide.problem(page, _line_in(page, line), message)
            elif seen and line.kind is not LineKind.BLANK:
                message = f'must stand above the folds, is "{line.text.strip()[:40]}"'
                yield guide.problem(page, _line_in(page, line), message)
                break


def _line_in(page: Page, line: MarkdownLine) -> int:
    """The line of the file that holds a line of the page with its passages in their places."""
    own = (each.number for each in scan(page.body) if each.written == line.written)
    return page.line_of(next(own, 1))


@rule(family=CONTENT)
def care_card_form(guide: Guide) -> Iterator[Problem]:
    """CA-3, CA-5. A care card's heading must end with a colon; one card of a kind to a page."""
    for page in guide.files:
        for heading in headings(page.body):
            if heading.block in CARE_CARDS and not heading.words.endswith(":"):
                message = f'the heading of a care card must end with a colon, is "{heading.words}"'
                yield guide.problem(page, page.line_of(heading.line), message)
    for page in guide.pages:
        blocks = _blocks_of(guide, page)
        for kind in CARE_CARDS:
            if blocks.count(kind) > 1:
                message = f"a page must have one {kind} at most, has {blocks.count(kind)}"
                yield guide.problem(page, page.line_of(1), message)


@rule(family=CONTENT)
def do_list_form(guide: Guide) -> Iterator[Problem]:
    """DD-1 to DD-3, DD-7. Do stands before do not; each item of the second says "do not".

    No item of the first begins with "do", and neither list has a single item.
    """
    for page in guide.files:
        before = ""
        for found in lists(page.body):
            if found.block not in ("do", "do-not"):
                continue
            line = page.line_of(found.line)
            if found.block == "do" and before == "do-not":
                yield guide.problem(page, line, "do must stand before do-not")
            if len(found.items) == 1:
                message = f"a {found.block} list must have two items or more"
                yield guide.problem(page, line, message)
            for item in found.items:
                says_not = item.lower().startswith("do not ")
                if says_not is not (found.block == "do-not"):
                    message = f'an item of a {found.block} list must not begin like "{item[:30]}"'
                    yield guide.problem(page, line, message)
            before = found.block


@rule(family=CONTENT, waivable=True)
def too_many_callouts(guide: Guide) -> Iterator[Problem]:
    """WC-1. A page must have 2 callouts at most, those of shared passages included."""
    for page in guide.pages:
        count = sum(block in _CALLOUTS for block in _blocks_of(guide, page))
        if count > MOST_CALLOUTS_ON_A_PAGE:
            message = f"a page must have {MOST_CALLOUTS_ON_A_PAGE} callouts at most, has {count}"
            yield guide.problem(page, page.line_of(1), message)


@rule(family=CONTENT)
def heading_after_card(guide: Guide) -> Iterator[Problem]:
    """CA-8, DD-6. Text after a care card, a do or do not list or a callout begins with a heading.

    Else it reads as part of the card. Another block, or a passage that begins with one, may follow.
    """
    for page in guide.files:
        card = ""
        for number, is_text, ends_with in _pieces(guide, page.body):
            if card and is_text:
                message = f"must begin with a heading: it stands behind a block {card}"
                yield guide.problem(page, page.line_of(number), message)
            card = ends_with


def _pieces(
    guide: Guide, text: str, around: tuple[str, ...] = ()
) -> Iterator[tuple[int, bool, str]]:
    """Yield the line of each piece outside of blocks, if it is text, and the card it ends with."""
    for line in scan(text):
        part = guide.parts.get(line.name) if line.kind is LineKind.INCLUDE else None
        if line.is_fence:
            ends = not line.name and line.block in _CARDS
            yield line.number, False, line.block if ends else ""
        elif line.block or line.kind in (LineKind.BLANK, LineKind.FOLD_END):
            continue
        elif part and line.name not in around:
            pieces = list(_pieces(guide, part.body, (*around, line.name)))
            if pieces:
                yield line.number, pieces[0][1], pieces[-1][2]
        else:
            yield line.number, not line.is_heading, ""


def _blocks_of(guide: Guide, page: Page) -> list[str]:
    texts = (page, *guide.passages_of(page))
    return [h.block for text in texts for h in headings(text.body) if h.block]
