"""The words of those who search: in the front matter of pages, and those of emergencies."""

from __future__ import annotations

from collections.abc import Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.stems import words
from guide.markdown.anchors import anchors
from guide.rules.families import CONTENT
from guide.search.emergencies import WEIGHTS, Examples, Weights

LONGEST = 40


@rule(family=CONTENT)
def wrong_search_words(guide: Guide) -> Iterator[Problem]:
    """search_words must be a list of what patients call it, each once, at most 40 characters."""
    for page in guide.pages:
        if "search_words" not in page.meta:
            continue
        given = page.meta["search_words"]
        line = page.meta_lines["search_words"]
        if not isinstance(given, list) or not given:
            message = f"search_words must be a list like [slipped disc, bad disc], is {given!r}"
            yield guide.problem(page, line, message)
            continue
        seen: dict[str, str] = {}
        for word in given:
            if not isinstance(word, str) or not words(word) or len(word) > LONGEST:
                message = f"must be words of at most {LONGEST} characters, is {word!r}"
            elif (bare := " ".join(words(word))) in seen:
                message = f'"{word}" stands there twice'
            else:
                seen[bare] = word
                continue
            yield guide.problem(page, line, message, str(word))


@rule(family=CONTENT)
def wrong_search_setting(guide: Guide) -> Iterator[Problem]:
    """search must be {exclude: true}, or {boost: 0.5} with a number above 0 and not above 2."""
    for page in guide.pages:
        given = page.meta.get("search", {"exclude": True})
        if isinstance(given, dict) and len(given) == 1:
            boost = given.get("boost")
            right = isinstance(boost, int | float) and 0 < boost <= 2
            if right or given.get("exclude") is True:
                continue
        message = f"search must be {{exclude: true}} or {{boost: 0.5}}, is {given!r}"
        yield guide.problem(page, page.meta_lines["search"], message)


@rule(family=CONTENT)
def urgent_place(guide: Guide) -> Iterator[Problem]:
    """The place of urgent words must be a page of the guide, or a heading of one."""
    for entry in guide.search_words.urgent:
        path, _, anchor = entry.page.partition("#")
        page = guide.by_path.get(path)
        if page is None:
            hint = did_you_mean(path, guide.by_path)
            message = f'there is no page "{path}"{hint}'
        elif anchor and anchor not in (found := anchors(guide.text_of(page), guide.ui)):
            message = f'there is no heading "#{anchor}" on {path}{did_you_mean(anchor, found)}'
        else:
            continue
        yield entry.problem(message, entry.page, ("page",))


@rule(family=CONTENT)
def emergency_example(guide: Guide) -> Iterator[Problem]:
    """A line of emergency_examples.txt must be a place, a colon and what is typed, each once."""
    yield from Examples.load(guide.docs).problems


@rule(family=CONTENT)
def stale_emergency_weights(guide: Guide) -> Iterator[Problem]:
    """The weights of emergencies must be learned from the examples as they are."""
    examples, weights = Examples.load(guide.docs), Weights.load(guide.docs)
    yield from weights.problems
    if weights.digest != (examples.digest if examples.of else ""):
        file = f"{guide.docs.name}/{WEIGHTS}"
        message = 'must be learned from the examples as they are: run "make emergencies"'
        yield Problem(file, 1, message)
