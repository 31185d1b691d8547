"""The treatments: what each may do, good and bad, as a choice.

A treatment becomes Markdown, as if an editor had written it into the page. So its words obey the
rules of all words, its headings are in the contents, and its citations are numbered. The overview
of all treatments and the decision sheet are made of the same entries.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, StrictModel, Words
from linkaudit.core.problem import UNREADABLE, Problem
from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from guide.content.data_blocks import MadeLine
from guide.content.interface import Interface
from guide.content.markdown_text import paragraphs
from guide.edition.nations import NO_FACTS, Nation

TREATMENTS = "_data/treatments.yml"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

_MARKUP = re.compile(r"[\[\]<>*_`|\\]|://")

# What a treatment is made of.

Group = Literal["by-yourself", "with-others", "medicines", "procedures", "not-advised"]
Way = Literal["without-medicine", "by-myself", "nhs"]
Helps = Literal["a lot", "some", "a little", "no more than a dummy", "not known"]
Sure = Literal["high", "moderate", "low", "very low", "not known"]
Harm = Literal["few", "some", "serious"]
GROUPS: tuple[str, ...] = get_args(Group)
NOT_ADVISED = "not-advised"
WAYS = "ways"
# What of the overview a page may show by itself.
PARTS_OF_OVERVIEW = (WAYS, *GROUPS)
# How many of the three marks of a scale are full; nothing for what is not known.
STEPS: Mapping[str, Mapping[str, int | None]] = {
    "helps": {"a lot": 3, "some": 2, "a little": 1, "no more than a dummy": 0, "not known": None},
    "sure": {"high": 3, "moderate": 2, "low": 1, "very low": 0, "not known": None},
    "harm": {"few": 1, "some": 2, "serious": 3},
}


def _plain(words: str) -> str:
    if _MARKUP.search(words):
        raise ValueError("must be plain words: links are made of it")
    return words


PlainWords = Annotated[Words, AfterValidator(_plain)]


class Rating(StrictModel):
    """In three steps each: how much it helps, how sure we are of that, what it may harm."""

    helps: Helps
    sure: Sure
    harm: Harm


class _Measured(StrictModel):
    """A number with its source; a picture of it stands below what it is of.

    `use` says whether it is much, or what a reader may do with it.
    """

    cite: Words
    of_what: Literal["benefit", "harms"] = "benefit"
    use: Words | None = None


class Points(_Measured):
    """Points on a scale, such as 15 of 100, by which one group had less than the other."""

    kind: Literal["points"]
    value: Annotated[float, Field(gt=0)]
    low: float | None = None
    high: float | None = None
    of: Annotated[int, Field(gt=0, le=1000)]
    less: Words
    against: Words
    when: Words

    @model_validator(mode="after")
    def _is_within(self) -> Points:
        _must_lie_within(self.value, self.low, self.high, -self.of, self.of)
        return self


class People(StrictModel):
    """How many of 100 or 1,000 people something happened to."""

    n: Annotated[int, Field(gt=0)]
    low: Annotated[float, Field(ge=0)] | None = None
    high: float | None = None
    label: Words


class Share(_Measured):
    """People out of 100 or 1,000; each of `values` is a picture by itself."""

    kind: Literal["people"]
    values: list[People] = Field(min_length=1)
    of: Literal[100, 1000]
    who: Words

    @model_validator(mode="after")
    def _are_within(self) -> Share:
        for one in self.values:
            _must_lie_within(one.n, one.low, one.high, 0, self.of)
        return self


def _must_lie_within(
    value: float, low: float | None, high: float | None, least: float, most: float
) -> None:
    if (low is None) is not (high is None):
        raise ValueError("must give both low and high, or neither")
    if not least <= (value if low is None else low) <= value <= (high or value) <= most:
        raise ValueError(f"must give low, value and high in order, from {least:,} to {most:,}")


Number = Annotated[Points | Share, Field(discriminator="kind")]


class Treatment(DataEntry):
    """A treatment as a choice; its texts are Markdown with citations.

    The first sentence of `benefit` stands in the overview. `page` tells more of it. `rated` is what
    the rating is of, if not the whole treatment.
    """

    id: Name
    page: Words
    name: PlainWords
    group: Group
    what: Words
    benefit: Words
    numbers: list[Number] = Field(default=[])
    harms: list[Words] = Field(min_length=1)
    worst: Words | None = None
    nice: Words
    others: Words | None = None
    get: Words
    nothing: Words
    rated: PlainWords | None = None
    rating: Rating
    ways: list[Way]

    @field_validator("rating")
    @classmethod
    def _names_what_is_serious(cls, rating: Rating, info: ValidationInfo) -> Rating:
        if (info.data.get("worst") is None) is (rating.harm == "serious"):
            raise ValueError("must stand with worst, the gravest harms, if serious, and only then")
        return rating

    @property
    def in_short(self) -> str:
        """The first sentence of what it may help with."""
        return next(paragraphs(self.benefit)[0].sentences()).text


# A treatment as Markdown.

# The sections of a page, in order, each with the name of its heading in the catalogue.
_SECTIONS = {
    **{name: name for name in ("what", "benefit", "harms", "nice", "others")},
    **{"get": "access", "nothing": "without"},
}


# What a page may put into a fold: `part: rest`, and `part: core` for what is left. `part: numbers`
# is the pictures alone, for a page of several treatments.
_REST = ("others", "get", "nothing")
PARTS_OF_ONE = ("core", "rest", "numbers")


def markdown(
    treatment: Treatment, ui: Interface, *, brief: bool = False, part: str = ""
) -> Iterator[MadeLine]:
    """Yield the lines of a treatment: a heading for each section, or, if brief, its words in bold.

    A brief one has no heading at all: the page gives it one. `part` is one of `PARTS_OF_ONE`; the
    rest is always brief.
    """
    if part == "numbers":
        for section in _SECTIONS:
            yield from _charts(treatment, ui, section, f"**{treatment.name}.** ")
        yield MadeLine("", treatment.line_of())
        return
    brief = brief or part == "rest"
    if part != "rest":
        yield from _rating(treatment)
    for section, name in _SECTIONS.items():
        if part and (section in _REST) is not (part == "rest"):
            continue
        held = getattr(treatment, section)
        if not held:
            continue
        at = partial(treatment.line_of, section)
        heading = ui.text(f"treatment.{name}")
        said = held if isinstance(held, list) else [held]
        if not brief:
            yield from _paragraph(f"## {heading}", at())
        lead = f"**{heading}:** " if brief and section != "what" else ""
        if lead and len(said) > 1:
            yield from _paragraph(lead.strip(), at())
            lead = ""
        yield MadeLine("", at())
        mark = "- " if len(said) > 1 or (isinstance(held, list) and not brief) else ""
        for place, text in enumerate(said):
            line = at(place) if isinstance(held, list) else at()
            yield MadeLine(f"{mark}{lead}{text}", line)
        yield from _charts(treatment, ui, section)
    yield MadeLine("", treatment.line_of())


def _paragraph(text: str, line: int) -> Iterator[MadeLine]:
    yield MadeLine("", line)
    yield MadeLine(text, line)


def _rating(treatment: Treatment) -> Iterator[MadeLine]:
    at = treatment.line_of("rating")
    yield from _paragraph("/// rating", at)
    yield from _rated(treatment, at)
    yield MadeLine("///", at)


def _rated(treatment: Treatment, line: int) -> Iterator[MadeLine]:
    for name, value in treatment.rating:
        yield MadeLine(f"    {name}: {value}", line)
    if treatment.rated:
        yield MadeLine(f"    rated: {treatment.rated}", treatment.line_of("rated"))


def _charts(
    treatment: Treatment, ui: Interface, section: str, lead: str = ""
) -> Iterator[MadeLine]:
    """Yield the pictures of the numbers that are of a section; `lead` begins their words."""
    for place, number in enumerate(treatment.numbers):
        if number.of_what != section:
            continue
        at = treatment.line_of("numbers", place)
        said = _of_points(number, ui) if isinstance(number, Points) else _of_people(number, ui)
        for options, words in said:
            yield from _paragraph(f"/// chart | {number.kind}", at)
            for name, value in options.items():
                if value is not None:
                    yield MadeLine(f"    {name}: {value:g}", at)
            yield from _paragraph(lead + words, at)
            if number.use:
                yield from _paragraph(number.use, at)
            yield MadeLine("///", at)


_Chart = Iterator[tuple[Mapping[str, float | None], str]]


def _of_points(number: Points, ui: Interface) -> _Chart:
    drawn = {"value": number.value, "low": number.low, "high": number.high, "of": number.of}
    words = [
        ui.text(
            "chart.points",
            number.value,
            less=number.less,
            value=ui.number(number.value),
            of=ui.number(number.of),
            range=_range(number.low, number.high, ui),
        ),
        ui.text("chart.against", against=number.against, when=number.when),
    ]
    yield drawn, _cited(words, number.cite)


def _of_people(number: Share, ui: Interface) -> _Chart:
    for one in number.values:
        words = ui.text(
            "chart.people",
            of=ui.number(number.of),
            who=number.who,
            n=ui.number(one.n),
            label=one.label,
            range=_range(one.low, one.high, ui),
        )
        drawn = {"value": one.n, "low": one.low, "high": one.high, "of": number.of}
        yield drawn, _cited([words], number.cite)


def _range(low: float | None, high: float | None, ui: Interface) -> str:
    """What the true number probably is, behind the number; empty if that is not known."""
    if low is None or high is None:
        return ""
    key = "chart.range" if low >= 0 else "chart.range_of_both"
    return f" {ui.text(key, low=ui.number(abs(low)), high=ui.number(high))}"


def _cited(sentences: Iterable[str], key: str) -> str:
    """Sentences without their full stops, as one text whose end cites the reference."""
    return f"{'. '.join(sentences)} [@{key}]."


# The overview: cards of all treatments, in their groups.


def overview(
    treatments: Iterable[Treatment], ui: Interface, folder: str, part: str = ""
) -> Iterator[MadeLine]:
    """Yield the lines of the overview on a page of a folder below docs, such as "treatments".

    It has each way with the treatments that go it, then each group below its heading. `part` is
    "ways" for the first alone, or the name of a group for its cards alone.
    """
    treatments = list(treatments)
    if part in ("", WAYS):
        yield from _ways(treatments, ui, folder)
    for name in (part,) if part else GROUPS:
        of_group = [treatment for treatment in treatments if treatment.group == name]
        if of_group and not part:
            yield from _paragraph(f"## {ui.text(f'treatments.{name}')}", of_group[0].line_of())
        for treatment in of_group:
            yield from _card(treatment, ui, folder)
    yield MadeLine("", 1)


def _ways(treatments: list[Treatment], ui: Interface, folder: str) -> Iterator[MadeLine]:
    yield MadeLine("", 1)
    for way in get_args(Way):
        going = [each for each in treatments if way in each.ways and each.group != NOT_ADVISED]
        if going:
            links = ", ".join(f"[{each.name}]({_way_to(each, folder)})" for each in going)
            yield MadeLine(f"- **{ui.text(f'ways.{way}')}:** {links}", going[0].line_of("ways"))


def _card(treatment: Treatment, ui: Interface, folder: str) -> Iterator[MadeLine]:
    line = treatment.line_of()
    yield from _paragraph(f"/// treatment-card | {treatment.name}", line)
    yield MadeLine(f"    page: {_way_to(treatment, folder)}", line)
    yield from _rated(treatment, line)
    yield from _paragraph(treatment.in_short, treatment.line_of("benefit"))
    if treatment.worst:
        said = ui.text("treatments.worst", harms=treatment.worst)
        yield from _paragraph(said, treatment.line_of("worst"))
    yield MadeLine("///", line)


def _way_to(treatment: Treatment, folder: str) -> str:
    return posixpath.relpath(treatment.page, folder or ".")


# The file.


@dataclass(frozen=True)
class Treatments:
    """Every treatment by its id, in the order of the file; `unreadable` is what cannot be read."""

    by_id: Mapping[str, Treatment] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path, nation: Nation = NO_FACTS) -> Treatments:
        """Read the treatments below the docs folder. Never raises for what the file holds."""
        path = docs / TREATMENTS
        return _load(docs, path.stat().st_mtime_ns if path.is_file() else 0, nation)


@lru_cache(maxsize=4)
def _load(docs: Path, changed: int, nation: Nation) -> Treatments:
    problems: list[Problem] = []
    found: dict[str, Treatment] = {}
    for treatment in data_file.read(docs, TREATMENTS, Treatment, problems, nation.put_into):
        first = found.setdefault(treatment.id, treatment)
        if first is not treatment:
            message = f'"{treatment.id}" stands in line {first.line_of()} too'
            problems.append(treatment.problem(message, rule=UNREADABLE))
    return Treatments(MappingProxyType(found), tuple(problems))
