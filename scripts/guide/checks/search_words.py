"""The words of those who search: in the front matter of pages, and those that are urgent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from guide.content import Guide
from guide.data_file import Entry
from guide.markdown.anchors import anchors
from guide.problems import Problem, did_you_mean
from guide.search.stems import words
from guide.search.urgent import groups_in
from guide.search.words import UrgentWords

LONGEST = 40


def wrong_search_words(guide: Guide, today: date) -> Iterator[Problem]:
    """search_words must be a list of what patients call it, each once, at most 40 characters."""
    for page in guide.pages:
        if "search_words" not in page.meta:
            continue
        given = page.meta["search_words"]
        line = page.meta_lines["search_words"]
        if not isinstance(given, list) or not given:
            message = f"search_words must be a list like [slipped disc, bad disc], is {given!r}"
            yield guide.problem(page, line, "wrong-search-words", message)
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
            yield guide.problem(page, line, "wrong-search-words", message, str(word))


def wrong_search_setting(guide: Guide, today: date) -> Iterator[Problem]:
    """search must be {exclude: true}, or {boost: 0.5} with a number above 0 and not above 2."""
    for page in guide.pages:
        given = page.meta.get("search", {"exclude": True})
        if isinstance(given, dict) and len(given) == 1:
            boost = given.get("boost")
            right = isinstance(boost, int | float) and 0 < boost <= 2
            if right or given.get("exclude") is True:
                continue
        message = f"search must be {{exclude: true}} or {{boost: 0.5}}, is {given!r}"
        yield guide.problem(page, page.meta_lines["search"], "wrong-search-setting", message)


def urgent_place(guide: Guide, today: date) -> Iterator[Problem]:
    """The place of urgent words must be a page of the guide, or a heading of one."""
    for entry in guide.search_words.urgent:
        path, _, anchor = entry.page.partition("#")
        page = guide.by_path.get(path)
        if page is None:
            hint = did_you_mean(path, guide.by_path)
            message = f'there is no page "{path}"{hint}'
        elif anchor and anchor not in (found := anchors(guide.text_of(page))):
            message = f'there is no heading "#{anchor}" on {path}{did_you_mean(anchor, found)}'
        else:
            continue
        yield entry.problem("urgent-place", message, entry.page, ("page",))


def urgent_group(guide: Guide, today: date) -> Iterator[Problem]:
    """A group named in urgent words must stand in urgent_groups.yml, once and above its use."""
    named: set[str] = set()
    above: dict[str, str] = {}
    for group in guide.search_words.groups:
        for place, phrase in enumerate(group.words):
            named.update(groups_in(phrase))
            yield from _unknown_groups(group, phrase, above, ("words", place))
        if group.group in above:
            message = f'"{group.group}" is the name of the group in {above[group.group]} too'
            yield group.problem("urgent-group", message, group.group, ("group",))
        above.setdefault(group.group, group.place)
    for entry in guide.search_words.urgent:
        for key, phrases in (("words", entry.words), ("unless", entry.unless)):
            for place, phrase in enumerate(phrases):
                named.update(groups_in(phrase))
                yield from _unknown_groups(entry, phrase, above, (key, place))
    for group in guide.search_words.groups:
        if group.group not in named:
            message = f'nothing names "<{group.group}>"; use it or delete it'
            yield group.problem("urgent-group", message, group.group, ("group",))


def _unknown_groups(
    entry: Entry, phrase: str, above: Mapping[str, str], place: tuple[str | int, ...]
) -> Iterator[Problem]:
    for name in groups_in(phrase):
        if name not in above:
            message = f'there is no group "{name}" above this line{did_you_mean(name, above)}'
            if isinstance(entry, UrgentWords):
                message = f'there is no group "{name}"{did_you_mean(name, above)}'
            yield entry.problem("urgent-group", message, name, place)
