"""The words of those who search: in the front matter of pages, and those of emergencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.page import Page
from guide.content.stems import stem, stems, stop_words, words
from guide.content.text_statistics import readable
from guide.content.word_lists import MEANINGS, SAME, QuestionExamples
from guide.edition.nations import BASE
from guide.markdown.anchors import anchors
from guide.rules.families import CONTENT
from guide.search.emergencies import EXAMPLES, NONE, WEIGHTS, Examples, Weights
from guide.search.questions import WEIGHTS as QUESTION_WEIGHTS
from guide.search.questions import QuestionWeights, digest

LONGEST = 40

# The name of a block, which no reader meets; what follows may be its heading.
_BLOCK = re.compile(r"^([ ]*)///+ [a-z-]+(?: \|)?", re.MULTILINE)


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
            elif (bare := _bare(word)) in seen:
                message = f'"{word}" stands there twice'
            else:
                seen[bare] = word
                continue
            yield guide.problem(page, line, message, str(word))


@rule(family=CONTENT)
def unsaid_search_word(guide: Guide) -> Iterator[Problem]:
    """A page must say the search words that lead to it, or what search_meanings.yml says they mean.

    Of a phrase one word is enough, if it is not on most pages. It is asked of the words for
    England: whoever looks for its law elsewhere is led to the page that has their own.
    """
    if guide.nation.name != BASE:
        return
    led_to = [page for page in guide.pages if page.search_words]
    said = {page.path: _said(guide, page) for page in led_to}
    pages = Counter(name for names in said.values() for name in names)
    weak = {stem(word) for word in stop_words()}
    weak |= {name for name, number in pages.items() if number > max(1, len(led_to) / 2)}
    forms = [[tuple(stems(form)) for form in group.root] for group in guide.search_words.same]
    meant: dict[str, list[str]] = {}
    for entry in guide.search_words.meanings:
        for form in entry.words:
            meant.setdefault(_bare(form), []).append(entry.means)
    needed: set[str] = set()
    for page in led_to:
        names = said[page.path]
        here = [group for group in forms if any(names.issuperset(form) for form in group)]
        same = {form for group in here for form in group}
        for word in {_bare(each): each for each in page.search_words[::-1]}.values():
            asked = stems(word)
            if not asked or names.intersection(set(asked) - weak or asked):
                continue
            if not same.isdisjoint(_phrases_in(asked)):
                continue
            needed.add(_bare(word))
            meanings = meant.get(_bare(word), [])
            if not any(names.issuperset(stems(each)) for each in meanings):
                unsaid = " nor ".join(f'"{each}"' for each in (word, *meanings))
                message = (
                    f"the page must say what leads to it, says no {unsaid}: leave it out of "
                    f"search_words, or add to {MEANINGS} what it means in words of the page"
                )
                yield guide.problem(page, page.meta_lines["search_words"], message, word)
    for entry in guide.search_words.meanings:
        for form in entry.words:
            if _bare(form) not in needed:
                message = f'no page that "{form}" leads to needs a meaning of it'
                yield entry.problem(message, form, ("words",))


def _bare(phrase: str) -> str:
    return " ".join(words(phrase))


def _said(guide: Guide, page: Page) -> set[str]:
    """The stems of all that a page says, its search words and the names of blocks left out."""
    body = _BLOCK.sub(r"\1", guide.text_of(page))
    front = (page.title, page.meta.get("main_message", ""), page.meta.get("description", ""))
    myths = (myth.said for myth in page.myths)
    return set(stems(" ".join([*map(str, front), *myths, readable(body)])))


def _phrases_in(asked: list[str]) -> Iterator[tuple[str, ...]]:
    """The stems of a phrase, and of all that follow one another in it."""
    places = range(len(asked))
    return (tuple(asked[start : end + 1]) for start in places for end in places[start:])


@rule(family=CONTENT)
def unsaid_same_words(guide: Guide) -> Iterator[Problem]:
    """Of words that mean the same, some page or its search words must say one."""
    everything = set(stems(" ".join(word for page in guide.pages for word in page.search_words)))
    everything.update(*(_said(guide, page) for page in guide.pages))
    for group in guide.search_words.same:
        if not any(everything.issuperset(stems(form)) for form in group.root):
            forms = ", ".join(group.root)
            yield group.problem(f'no page says any of "{forms}": they lead nowhere', forms)


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
def wrong_question(guide: Guide) -> Iterator[Problem]:
    """A question must lead to one page that the search finds, and be no emergency."""
    emergencies = {_bare(text): place for text, place in Examples.load(guide.docs).of}
    pages: dict[str, QuestionExamples] = {}
    asked: dict[str, int] = {}
    for entry in guide.search_words.questions:
        page = guide.by_path.get(entry.page)
        if page is None:
            message = f'there is no page "{entry.page}"{did_you_mean(entry.page, guide.by_path)}'
            yield entry.problem(message, entry.page, ("page",))
        elif not page.is_searched:
            message = f'the search must find the page "{entry.page}", which it leaves out'
            yield entry.problem(message, entry.page, ("page",))
        elif first := pages.get(entry.page):
            message = f'"{entry.page}" has questions in line {first.line_of()} too: put them there'
            yield entry.problem(message, entry.page, ("page",))
        pages.setdefault(entry.page, entry)
        for number, text in enumerate(entry.questions):
            bare, line = _bare(text), entry.line_of("questions", number)
            if not bare:
                message = f'must be words, is "{text}"'
            elif bare in asked:
                message = f'"{text}" stands in line {asked[bare]} too'
            elif (place := emergencies.get(bare, NONE)) != NONE:
                message = f'must be no emergency, "{text}" is {place} in {Path(EXAMPLES).name}'
            else:
                asked[bare] = line
                continue
            yield entry.problem(message, text, ("questions", number))


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


@rule(family=CONTENT)
def stale_question_weights(guide: Guide) -> Iterator[Problem]:
    """The weights of questions must be learned from the questions as they are."""
    words, weights = guide.search_words, QuestionWeights.load(guide.docs)
    yield from weights.problems
    if guide.name_of(SAME) in {problem.path for problem in words.unreadable}:
        return  # what they were learned with is not all there
    if weights.digest != (digest(words.questions, words.same) if words.questions else ""):
        file = f"{guide.docs.name}/{QUESTION_WEIGHTS}"
        message = 'must be learned from the questions as they are: run "make emergencies"'
        yield Problem(file, 1, message)
