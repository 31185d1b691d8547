"""Nations: the facts of nations.yml, and the texts that take them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.edition.clinic import FEWEST_DIGITS
from guide.edition.nations import FILE, OWN, Nations, unknown_words
from guide.rules.families import CONTENT

# What may be called: hours and ages have fewer digits.
_NUMBER = re.compile(r"\d[\d ]+\d")
_CALL = re.compile(r"\]\((?P<scheme>tel|sms):(?P<number>[^)\s]+)\)")


@rule(family=CONTENT)
def unknown_fact(guide: Guide) -> Iterator[Problem]:
    """What a text takes of its nation, `{nation.urgent}`, must be a fact of nations.yml.

    Of front matter only `search_words` may take one.
    """
    known = guide.nation.facts
    for page in guide.files:
        for line, name in unknown_words(page.body, guide.nation):
            hint = did_you_mean(name, known)
            message = f'{guide.nation.name} has no fact "{name}" in {guide.name_of(FILE)}{hint}'
            yield guide.problem(page, page.line_of(line), message, name)
        for key, value in page.meta.items():
            if "{nation." in str(value):
                line = page.meta_lines.get(key, 1)
                message = f"{key} must hold for all nations: it takes no {{nation. …}}"
                yield guide.problem(page, line, message, key)


@rule(family=CONTENT)
def unlisted_number(guide: Guide) -> Iterator[Problem]:
    """A number that a page calls or writes to must be one of the nation's in nations.yml.

    A clinic's own words may have numbers with an area, as its own is one.
    """
    if not (guide.docs / FILE).is_file():
        return
    facts = guide.nation.facts.values()
    listed = {
        f"{scheme}:{number.replace(' ', '')}"
        for fact in facts
        for scheme, numbers in (("tel", fact.phones), ("sms", fact.texts))
        for number in numbers
    }
    for page in guide.files:
        for call in _CALL.finditer(page.body):
            way = f"{call['scheme']}:{call['number']}"
            has_area = sum(map(str.isdigit, call["number"])) >= FEWEST_DIGITS
            if way not in listed and not (has_area and guide.is_own(page)):
                line = page.line_of(page.body.count("\n", 0, call.start()) + 1)
                where = f"{guide.nation.name} in {guide.name_of(FILE)}"
                message = f'"{way}" must be a number of {where}{did_you_mean(way, listed)}'
                yield guide.problem(page, line, message, way)


@rule(family=CONTENT)
def unsourced_fact(guide: Guide) -> Iterator[Problem]:
    """A fact must name its source and the day on which it was read, and hold its numbers.

    What is `verified: ours` claims nothing and has no number but one of another fact of its
    nation. All nations have the same facts, but for numbers, which may be of some alone.
    """
    nations = Nations.load(guide.docs)
    if not (guide.docs / FILE).is_file():
        return
    everywhere = {
        key
        for nation in nations.by_name.values()
        for key, fact in nation.facts.items()
        if not fact.has_number and key not in OWN
    }
    for nation in nations.by_name.values():
        sourced = {
            number.replace(" ", "")
            for fact in nation.facts.values()
            for number in (*fact.phones, *fact.texts)
        }
        for key, fact in nation.facts.items():
            said = {found.replace(" ", "") for found in _NUMBER.findall(fact.says)}
            numbers = (*fact.phones, *fact.texts)
            missing = [number for number in numbers if number not in fact.says]
            fault = ""
            if fact.verified in ("full", "part") and not (fact.source and fact.seen):
                fault = "must name its source, and the day on which it was seen"
            elif fact.verified == "ours" and (fact.has_number or said - sourced):
                fault = "must not be ours: a number needs a source"
            elif missing:
                fault = f'must say its number "{missing[0]}", says "{fact.says}"'
            if fault:
                name = f"{nation.name}.{key}"
                yield Problem(nations.file, nation.lines[key], f"{name} {fault}", target=name)
        for key in sorted(everywhere - nation.facts.keys()):
            line = min(nation.lines.values(), default=1)
            message = f"{nation.name} must have the fact {key}, as other nations do"
            yield Problem(nations.file, line, message, target=f"{nation.name}.{key}")
