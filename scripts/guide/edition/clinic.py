"""A clinic: what an edition says about the clinic that gives the guide to its patients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from linkaudit.core.problem import did_you_mean
from linkaudit.core.text import is_web_address
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from guide.edition.nations import NAMES, Fact, Nations

# Contrast between two colours, by the Web Content Accessibility Guidelines 2.2.

LEAST_FOR_TEXT = 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours like #0b5f66: 1.0 for the same, 21.0 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, share: float, other: str) -> str:
    """Mix a share (0 to 1) of one colour with another, as CSS `color-mix(in srgb, …)` does."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# The nation whose numbers, services and laws an edition gives to its patients.

_STATES = ("uk", "united-kingdom", "gb", "great-britain", "britain")


def nation(value: str) -> str:
    """The nation as it is known here, of a name such as `England` or `N. Ireland`.

    Raises the error `unknown_nation`, for pydantic to collect.
    """
    name = "-".join(value.lower().split())
    name = Nations.usual().other_names.get(name, name)
    if name in NAMES:
        return name
    hint = did_you_mean(value, NAMES)
    if name in _STATES:
        hint = "; name the nation in which your patients live"
    must = f"must be one of {', '.join(NAMES)}"
    raise PydanticCustomError("unknown_nation", "{must}", {"must": must, "hint": hint})


# The light surfaces that links and buttons in the clinic's colour stand on. In the dark theme
# the colour is mixed with white, which every colour survives (test_contrast proves it).
SURFACES = {"card": "#ffffff", "paper": "#fcfaf6", "tint": "#f3ede1"}

# To YAML an unquoted #7a1f5c is a comment.
EMPTY = "must have a value or be left out; put quotes around a value that begins with #"

# 01632 960001, (01632) 960001, 01632-960001, +44 (0)1632 960001, 111; then perhaps "ext 2".
_PHONE = re.compile(
    r"(?P<number>(?:\+|0|\(0)[0-9 ()-]*[0-9]|[0-9](?: ?[0-9]){2,5})"
    r"(?: ?(?:ext(?:ension)?\.?|x) ?(?P<ext>[0-9]{1,6}))?",
    re.IGNORECASE,
)
_IN_PAIRS = re.compile(r"[^()]*(?:\([^()]+\)[^()]*)?")
_DASHES = str.maketrans("\u2010\u2011\u2013", "---")  # hyphens and the dash of typographers
FEWEST_DIGITS, _MOST_DIGITS = 8, 15  # with its area: 0800 1111, and the most of ITU E.164
# What RFC 5322 allows before the @; a dot stands between two of these.
_ATOM = r"[\w+'&/~!#$%*=?^`{|}-]+"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


def dialled(phone: str) -> str:
    """What a phone dials for a number as it is printed: `01632960001,2` for an extension.

    Raises `ValueError` for what is no such number.
    """
    found = _PHONE.fullmatch(phone)
    if found and _IN_PAIRS.fullmatch(phone):
        number = found["number"]
        if number.startswith(("+", "00")):
            # The nought of "+44 (0)1632" is for those who leave out the country.
            number = number.replace("(0)", "")
        number = re.sub(r"[ ()-]", "", number)
        has_area = FEWEST_DIGITS <= len(number.lstrip("+")) <= _MOST_DIGITS
        if has_area or not phone.startswith(("+", "0", "(")):
            return number + (f",{found['ext']}" if found["ext"] else "")
    raise ValueError('must be one number like "01632 960001" or "01632 960001 ext 2"')


def _phone(value: str) -> str:
    # Numbers pasted from the web have blanks and hyphens that do not break.
    value = " ".join(value.split()).translate(_DASHES)
    dialled(value)
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError('must be an address like "physio@riverside.example"')
    return value


def _leaflet_code(value: Any) -> Any:
    """A code for all leaflets that differs from one to the next, or a code for each by its page."""
    if isinstance(value, str) and "{name}" in value:
        return value.strip()
    codes = value.values() if isinstance(value, dict) else [""]
    if not all(isinstance(code, str) and code.strip() for code in codes):
        raise ValueError(
            'must hold {name}, which differs from leaflet to leaflet, like "PT-{name}", '
            'or give each its own, like {myths/posture.md: "PT-214"}'
        )
    return value


PRINT_COLOURS = ("colour", "grey")
_MOST_BLEED = 10  # millimetres
_BLEED = re.compile(r"[0-9]{1,2}(?:\.[0-9])? ?mm")


def _print_colours(value: str) -> str:
    if value not in PRINT_COLOURS:
        must = f"must be {' or '.join(PRINT_COLOURS)}"
        hint = did_you_mean(value, PRINT_COLOURS)
        raise PydanticCustomError("unknown_colours", "{must}", {"must": must, "hint": hint})
    return value


def _print_bleed(value: str) -> str:
    number = value.removesuffix("mm").strip()
    if not _BLEED.fullmatch(value) or float(number) > _MOST_BLEED:
        raise ValueError(f'must be millimetres, {_MOST_BLEED} at most, like "3mm"')
    return f"{number}mm"


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError('must be an address like "https://riverside.example/refer"')
    return value


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError('must be like "#7a1f5c", in quotes')
    surface, measured = min(
        ((name, contrast(value, colour)) for name, colour in SURFACES.items()),
        key=lambda pair: pair[1],
    )
    if measured < LEAST_FOR_TEXT:
        must = (
            f"must have a contrast of {LEAST_FOR_TEXT} to 1 with the {surface} colour "
            f"{SURFACES[surface]}, has {measured:.2f} to 1; the nearest darker tone that "
            f'has it is "{_darker(value)}"'
        )
        raise PydanticCustomError("low_contrast", "{must}", {"must": must})
    return value


def _darker(colour: str) -> str:
    tones = (mix(colour, share / 100, "#000000") for share in range(99, -1, -1))
    return next(
        tone
        for tone in tones
        if all(contrast(tone, surface) >= LEAST_FOR_TEXT for surface in SURFACES.values())
    )


def _on_one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise ValueError("must stand on one line")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_on_one_line),
]
Phone = Annotated[Line, AfterValidator(_phone)]
Email = Annotated[Line, AfterValidator(_email)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
NationName = Annotated[Line, AfterValidator(nation)]
Colour = Annotated[Line, AfterValidator(_colour)]


# What a phone dials as it is printed, and words that are neither Markdown nor HTML.
_NUMBER = re.compile(r"\+?[0-9](?:[ -]?[0-9])*")
_PLAIN_WORDS = re.compile(r"[^\W_](?:[^\W_]|[ .,;:()&/'’+-])*")


def is_number(said: str) -> bool:
    """Whether a link can dial it: 911 or +1 800 555-0100, but not "your GP before 8"."""
    return bool(_NUMBER.fullmatch(said))


def _number(value: str) -> str:
    if not is_number(value):
        raise ValueError('must be a number like "911"')
    return value


def _number_or_words(value: str) -> str:
    if not is_number(value) and not _PLAIN_WORDS.fullmatch(value):
        raise ValueError('must be a number like "811", or plain words like "your doctor"')
    return value


class OwnNumbers(BaseModel):
    """Whom patients call, where the guide knows no nation: numbers, or words without one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    emergency: Annotated[Line, AfterValidator(_number)]
    urgent: Annotated[Line, AfterValidator(_number_or_words)]
    crisis: Annotated[Line, AfterValidator(_number_or_words)]

    @property
    def facts(self) -> dict[str, Fact]:
        """The same by the names of facts; only what is a number is dialled."""
        return {
            key: Fact(says=said, phones=(said,) if is_number(said) else (), verified="full")
            for key, said in self.model_dump().items()
        }


class LocalLink(BaseModel):
    """A link of the clinic's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    url: WebAddress


class OtherPhone(BaseModel):
    """A second number of the clinic's, or that of another department, with what it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    phone: Phone


class Clinic(BaseModel):
    """`extra.clinic` in clinic.yml. Without a name the guide speaks for no clinic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line | None = None
    nation: NationName | None = None
    numbers: OwnNumbers | None = None
    department: Line | None = None
    phone: Phone | None = None
    phones: list[OtherPhone] = []
    email: Email | None = None
    address: list[Line] = []
    opening_hours: list[Line] = []
    colour: Colour | None = None
    logo: Line | None = None
    self_referral: WebAddress | None = None
    links: list[LocalLink] = []
    # For paper: whom to praise or complain to, and the codes of the clinic's own list of leaflets
    complaints: Line | None = None
    # The section of the menu with the clinic's own pages
    menu: Line | None = None
    leaflet_code: Annotated[Any, AfterValidator(_leaflet_code)] = None
    # For a print shop: ink, and room around the page to trim it
    print_colours: Annotated[Line, AfterValidator(_print_colours)] | None = None
    print_bleed: Annotated[Line, AfterValidator(_print_bleed)] | None = None

    @property
    def dials(self) -> dict[str, str]:
        """What a phone dials for each number, as it is printed."""
        numbers = [self.phone, *(other.phone for other in self.phones)]
        return {number: dialled(number) for number in numbers if number}

    @property
    def said(self) -> dict[str, str]:
        """What it says in one line of plain words, by its key, in the order of `SAID`."""
        return {key: words for key in SAID if (words := getattr(self, key))}

    @property
    def in_grey(self) -> bool:
        """Whether its print shop has black ink alone."""
        return self.print_colours == "grey"

    @property
    def bleed(self) -> float:
        """`print_bleed` in millimetres; 0 if it is not given."""
        return float((self.print_bleed or "0mm").removesuffix("mm"))

    def code_of(self, name: str, pages: Sequence[str]) -> str:
        """The clinic's own code of a print by its name, like `myths-posture`, or by its page."""
        if not isinstance(self.leaflet_code, dict):
            return str(self.leaflet_code or "").replace("{name}", name)
        page = pages[0] if len(pages) == 1 else ""
        return str(self.leaflet_code.get(name) or self.leaflet_code.get(page, ""))


# What is one line of plain words. Templates show them all, each with its words in the catalogue
# (`contact.said`): a new one is a field of `Clinic`, its name here, and its words.
SAID = ("complaints",)
# What tells patients how to reach somebody; they must know whom.
CONTACT = (
    *(
        "department",
        "phone",
        "phones",
        "email",
        "address",
        "opening_hours",
        "self_referral",
        "links",
    ),
    *SAID,
)
_RULES = {
    "extra_forbidden": "unknown-clinic-key",
    "low_contrast": "low-contrast-colour",
}
_MODELS: Mapping[str, type[BaseModel]] = {
    "links": LocalLink,
    "phones": OtherPhone,
    "numbers": OwnNumbers,
}
_MOST_SHOWN = 300  # characters of a wrong value: enough to find it
# What a mapping holds, by the last name of its place.
LIKE = {
    "clinic": "name: Riverside Physiotherapy",
    "numbers": '{emergency: "911", urgent: "811", crisis: "988"}',
    "phones": '{title: To change an appointment, phone: "01632 960002"}',
    "links": '{title: Riverside walking group, url: "https://riverside.example/walks"}',
}


class ClinicFault(NamedTuple):
    """What is wrong with `extra.clinic`; `key` is like `links.0.url`."""

    rule: str
    key: str
    message: str


def faults(values: Any) -> list[ClinicFault]:
    """Return what is wrong with `extra.clinic`."""
    if values is None:
        return []
    given = values if isinstance(values, dict) else {}
    found = [
        ClinicFault("wrong-clinic-value", key, f"{key} {EMPTY}")
        for key, value in given.items()
        if value is None
    ]
    try:
        Clinic.model_validate(values)
    except ValidationError as error:
        found += [_fault(dict(detail)) for detail in error.errors()]
    return found


def _fault(detail: dict[str, Any]) -> ClinicFault:
    where = ".".join(str(part) for part in detail["loc"])
    rule = _RULES.get(detail["type"], "wrong-clinic-value")
    if rule == "unknown-clinic-key":
        models: dict[str, type[BaseModel]] = {
            "links": LocalLink,
            "phones": OtherPhone,
            "numbers": OwnNumbers,
        }
        known = models.get(where.split(".")[0], Clinic).model_fields
        hint = did_you_mean(str(detail["loc"][-1]), known)
        return ClinicFault(rule, where, f'nothing reads "{where}"{hint}')
    return ClinicFault(rule, where, in_words(detail, where or "clinic"))


def in_words(detail: Mapping[str, Any], where: str) -> str:
    """What pydantic found wrong with a setting, as a sentence: what must be, what is."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return f"{where} must be given"
    if kind == "low_contrast":
        return f"{where} {detail['msg']}"
    if kind == "string_type" and isinstance(given, list):
        if where == "phone":
            return (
                "phone must be one number: the one that patients call first; "
                f"the others belong below phones, such as {LIKE['phones']}"
            )
        line = ", ".join(map(str, given))
        return f'{where} must be one line of text, not a list: the most important one, or "{line}"'
    if kind == "string_type":
        # YAML has made a number of it: telling that number would puzzle whoever wrote 01632.
        return f"{where} must be text: put quotes around it"
    if kind == "list_type":
        message = "must be a list: one line each, after a dash"
    elif kind in ("model_type", "dict_type"):
        part = next(p for p in reversed(where.split(".")) if not p.isdigit())
        like = f", such as {LIKE[part]}" if part in LIKE else ""
        message = f"must hold keys and values{like}"
    else:
        # pydantic says "Input should be …"; the guide says what must be.
        message = detail["msg"].removeprefix("Value error, ")
        message = re.sub(r"^(?:Input|String|Value|List) should", "must", message)
    shown = str(given)
    shown = f"{shown[:_MOST_SHOWN]}…" if len(shown) > _MOST_SHOWN else shown
    return f'{where} {message}, is "{shown}"{context.get("hint", "")}'
