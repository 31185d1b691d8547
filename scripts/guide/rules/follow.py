"""What only follows from a file that cannot be read: it is not reported beside the real fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from linkaudit.core.problem import UNREADABLE, Problem

from guide.content.guide import REFERENCES, Guide
from guide.content.poses import FILE as POSES
from guide.content.proof import DECISIONS, SOURCES
from guide.content.routines import ROUTINES
from guide.content.stems import stems
from guide.content.treatments import TREATMENTS
from guide.content.word_lists import QUESTIONS
from guide.edition.nations import FILE as NATIONS
from guide.rules import (
    claims,
    front_matter,
    nation_facts,
    passages,
    plain_english,
    reference_entries,
    search_words,
    traceability,
)

# Where the thing that a rule misses would stand, by its id,
_HELD_BY = {
    passages.missing_pose.name: POSES,
    passages.missing_routine.name: ROUTINES,
    passages.missing_treatment.name: TREATMENTS,
    traceability.unknown_claim.name: SOURCES,
    claims.unknown_citation.name: REFERENCES,
    traceability.unknown_citekey.name: REFERENCES,
}
# and where it may be used, if nothing that can be read uses it.
_USED_BY = {
    passages.unused_pose.name: (ROUTINES,),
    reference_entries.unused_reference.name: (ROUTINES, TREATMENTS, DECISIONS, NATIONS),
    traceability.place_without_reference.name: (TREATMENTS,),
}
# What a page that is beyond its bounds, and so counts as empty, would use or hold.
_USED_BY_PAGES = {
    *(passages.unused_passage.name, passages.unused_routine.name, passages.unused_pose.name),
    passages.unused_treatment.name,
    *(reference_entries.unused_reference.name, traceability.place_without_reference.name),
    passages.unlisted_myth.name,
}
_OF_WHOLE_PAGES = {
    *(plain_english.hard_reading.name, plain_english.staccato.name),
    *(plain_english.unexplained_word.name, plain_english.abbreviation.name),
}
# What counts the main message too, which a page without a head that can be read has not.
_OF_HEADS = {
    plain_english.page_length.name,
    *(plain_english.unexplained_word.name, plain_english.abbreviation.name),
}
# What a text is that waits for words of its nation; the rest of them count what it has.
_OF_NATION = {nation_facts.unknown_fact.name, nation_facts.unlisted_number.name}
_TAKES_WORDS = "{nation."
_PLACES = {
    *(traceability.missing_place.name, traceability.wrong_redirect.name),
    *(search_words.urgent_place.name, search_words.wrong_question.name),
    front_matter.myth_place.name,
}
# What asks for a word in a page or anywhere: what cannot be read may have it.
_OF_WORDS = {search_words.unsaid_search_word.name, search_words.unsaid_same_words.name}
_ABBREVIATIONS = "_data/known_abbreviations.yml"


def without_what_follows(guide: Guide, found: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems less those that go when an unreadable file can be read again."""
    found = list(found)
    unread = {problem.path for problem in found if problem.rule == UNREADABLE}
    texts = {name: _raw(guide, name) for name in sorted(unread)}
    beyond = {guide.name_of(page.path) for page in guide.files if page.is_beyond}
    for problem in found:
        if problem.rule == UNREADABLE or not (
            _follows(guide, problem, texts) or _of_beyond(guide, problem, texts, beyond)
        ):
            yield problem


def _of_beyond(guide: Guide, problem: Problem, unread: dict[str, str], beyond: set[str]) -> bool:
    """Whether a problem is about what stands in a page that is beyond its bounds."""
    target = problem.target or PurePosixPath(problem.path).name
    if problem.rule in _USED_BY_PAGES:
        shown = (
            one for one in guide.treatments.by_id.values() if guide.name_of(one.page) in beyond
        )
        return any(target in unread[name] for name in beyond) or any(
            f"@{target}" in str(one) or target in str(one.numbers) for one in shown
        )
    page = guide.by_path.get(target.partition("#")[0])
    if problem.rule in _PLACES and page:
        texts = (page, *guide.passages_of(page))
        return any(text.is_beyond for text in texts)
    return False


def _follows(guide: Guide, problem: Problem, unread: dict[str, str]) -> bool:
    """Whether a problem is about what stands in an unreadable file, by the raw text of it."""
    rule, target = problem.rule, str(problem.target or "")
    if rule in _OF_WORDS:
        page = problem.path.removeprefix(f"{guide.docs.name}/")
        others = " ".join(text for name, text in unread.items() if name != problem.path)
        is_there = not set(stems(others)).isdisjoint(stems(target))
        return is_there or bool(unread.keys() & _lacked_by(guide, page))
    if guide.name_of(NATIONS) in unread and (
        rule in _OF_NATION or _takes_words_of_nation(guide, problem.path)
    ):
        return True
    if rule == claims.unconditional_safety.name and guide.name_of(POSES) in unread:
        return problem.message.startswith("the pose ")  # which of them are exercises stands there
    learned = (search_words.stale_emergency_weights, search_words.stale_question_weights)
    if rule in {each.name for each in learned} and guide.name_of(QUESTIONS) in unread:
        return True  # learned from those questions
    held = {name: (file,) for name, file in _HELD_BY.items()}
    for files, before in ((held, r"\bid:\s*['\"]?"), (_USED_BY, r"(?<![\w-])")):
        if rule in files:
            text = "\n".join(unread.get(guide.name_of(file), "") for file in files[rule])
            return bool(re.search(rf"{before}{re.escape(target)}(?![\w-])", text))
    if rule == plain_english.guide_length.name:
        return guide.name_of(TREATMENTS) in unread
    if rule in _OF_HEADS and problem.path in unread:
        return True
    if rule == plain_english.abbreviation.name and guide.name_of(_ABBREVIATIONS) in unread:
        return True
    if rule in _OF_WHOLE_PAGES:
        # What a page is made of is not all there: nothing can be said of the whole.
        page = problem.path.removeprefix(f"{guide.docs.name}/")
        return bool(unread.keys() & _lacked_by(guide, page))
    if rule == passages.unlisted_myth.name:
        return bool(target) and any(name.endswith(f"/{target}") for name in unread)
    if rule in (traceability.missing_place.name, front_matter.myth_place.name):
        # A routine makes the headings of its exercises, a treatment those of its sections.
        return bool(unread.keys() & _lacked_by(guide, target))
    return False


def _takes_words_of_nation(guide: Guide, name: str) -> bool:
    """Whether a file, or a passage that its page includes, waits for words of the nation."""
    page = guide.by_path.get(name.partition("/")[2])
    texts = guide.passages_of(page) if page else ()
    names = (name, *(guide.name_of(text.path) for text in texts))
    return any(_TAKES_WORDS in _raw(guide, each) for each in names)


def _lacked_by(guide: Guide, place: str) -> set[str]:
    """The files that hold what the page of a place shows in vain: data, and passages."""
    page = guide.by_path.get(place.partition("#")[0])
    passages_beyond = {
        guide.name_of(text.path)
        for text in (guide.passages_of(page) if page else ())
        if text.is_beyond
    }
    files = {"routine": ROUTINES, "treatment": TREATMENTS, "treatments": TREATMENTS}
    blocks = page.data_blocks(*files) if page else ()
    return passages_beyond | {
        guide.name_of(files[block.name])
        for block in blocks
        if block.name == "treatments" or not guide.made(block)
    }


def _raw(guide: Guide, name: str) -> str:
    file = guide.docs.parent / name
    # UTF-16 has a NUL beside each letter.
    raw = file.read_bytes().replace(b"\0", b"") if file.is_file() else b""
    return raw.decode("utf-8", "replace")
