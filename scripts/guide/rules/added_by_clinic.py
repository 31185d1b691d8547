"""What a clinic adds of its own: where its files may stand, and what its words are held to.

They are held to all that keeps readers safe and pages whole. How plain the guide's own words must
be, and what they must cite, is only told of a clinic's: it stops no build of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean
from linkaudit.core.rule import registered, rule

from guide.content.guide import PARTS, Guide
from guide.content.markdown_text import scan
from guide.content.picture_files import ENDINGS as PICTURES
from guide.core.own_files import own_files
from guide.edition.edition import Edition
from guide.edition.nations import LOCAL
from guide.edition.own_content import ASSETS, PAGES, local_passages, own
from guide.rules import house_style, plain_english
from guide.rules.families import CONTENT, EDITION, WAIVERS, CheckedGuide
from guide.rules.front_matter import waived
from guide.rules.passages import ROUTINE_SAFETY

# Besides the rules of these modules; a claim of a clinic is its own to prove.
_OF_STYLE = (house_style.__name__, plain_english.__name__)
_OF_CLAIMS = ("uncited-claim", "unread-claim", "unsaid-search-word")
_ENDINGS = {
    PAGES: (".md", *PICTURES),
    LOCAL: (".md",),
    ASSETS: (*PICTURES, ".pdf"),
}


@rule(family=EDITION)
def wrong_own_file(edition: Edition) -> Iterator[Problem]:
    """A clinic's file must be a page, local passage, picture or PDF, and take no other's place.

    local/ may replace the passages that _data/local_passages.yml lists, and no other.
    """
    if not edition.has_own_content:
        return
    passages = [one.passage for one in local_passages(edition.guides_docs)]
    for file in own(edition.folder):
        kind, _, inside = file.name.partition("/")
        endings = _ENDINGS[kind]
        if not inside.lower().endswith(endings):
            message = f"{kind}/ may hold files that end with {', '.join(endings)}, is {inside}"
            yield Problem(file.name, 1, message, target=file.name)
        elif kind == LOCAL and inside not in passages:
            is_ours = (edition.guides_docs / PARTS / inside).is_file()
            fault = "is the same for everybody, and no clinic may replace it" if is_ours else ""
            fault = fault or f"is no passage of the guide{did_you_mean(inside, passages)}"
            message = f'"{inside}" {fault}; {LOCAL}/ may hold {", ".join(passages)}'
            yield Problem(file.name, 1, message, target=file.name)
        elif kind != LOCAL and (edition.guides_docs / file.path).exists():
            message = "the guide has a file of this name: give yours another"
            yield Problem(file.name, 1, message, target=file.name)


@rule(family=CONTENT)
def wrong_local_passage(guide: Guide) -> Iterator[Problem]:
    """What a clinic may replace must be a passage of plain words, the same for all nations.

    A passage with a block, such as a care card, or with what keeps exercises safe is none.
    """
    for entry in local_passages(guide.docs):
        name, part = entry.passage, guide.parts.get(entry.passage)
        if part is None:
            message = f'there is no passage "{name}"{did_you_mean(name, guide.parts)}'
        elif name in ROUTINE_SAFETY or any(line.opens for line in scan(part.body)):
            message = f'"{name}" must be plain words: what has a block, or keeps people safe, stays'
        else:
            continue
        yield entry.problem(message, name, ("passage",))


@rule(family=WAIVERS, severity="warning")
def own_words(checked: CheckedGuide) -> Iterator[Problem]:
    """The words of a clinic's own should be as plain as the guide's, and say where claims are from.

    What the guide's own words must keep to is told of theirs, and stops nothing.
    """
    guide, found = checked
    excused = waived(guide)
    for problem in found:
        if is_of_own_words(guide, problem) and (problem.path, problem.rule) not in excused:
            yield replace(problem, rule="", message=f"{problem.message} ({problem.rule})")


def is_not_to_stop(guide: Guide, problem: Problem) -> bool:
    """Whether a problem is only of how a clinic's words are written, or of what the guide keeps.

    The lists of the guide were held to its own words when it was released: that a clinic's passage
    has others is no fault of them.
    """
    own = own_files(guide.docs)
    of_lists = problem.path.startswith(f"{guide.docs.name}/_data/") and problem.rule != UNREADABLE
    return (bool(own) and of_lists) or is_of_own_words(guide, problem)


def is_of_own_words(guide: Guide, problem: Problem) -> bool:
    """Whether a problem is one of how a clinic's own words are written."""
    return problem.rule in _of_words() and problem.path in own_files(guide.docs).values()


def _of_words() -> set[str]:
    style = {rule.name for rule in registered() if rule.check.__module__ in _OF_STYLE}
    return style | {*_OF_CLAIMS}
