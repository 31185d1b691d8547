"""A clinic: what an edition says about the clinic that gives the guide to its patients."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from guide.contrast import LEAST_FOR_TEXT, contrast, mix
from guide.problems import did_you_mean
from guide.web import is_web_address

# The light surfaces that links and buttons in the clinic's colour stand on. In the dark theme
# the colour is mixed with white, which every colour survives (test_contrast proves it).
SURFACES = {"card": "#ffffff", "paper": "#fcfaf6", "tint": "#f3ede1"}

# To YAML an unquoted #7a1f5c is a comment.
_EMPTY = "must have a value or be left out; put quotes around a value that begins with #"


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+?\d[\d ]{6,18}\d", value):
        raise ValueError('must be digits and spaces like "01632 960001"')
    return value


def _email(value: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", value):
        raise ValueError('must be an address like "physio@riverside.example"')
    return value


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
        raise ValueError(
            f"must have a contrast of {LEAST_FOR_TEXT} to 1 with the {surface} colour "
            f"{SURFACES[surface]}, has {measured:.2f} to 1; the nearest darker tone that "
            f'has it is "{_darker(value)}"'
        )
    return value


def _darker(colour: str) -> str:
    tones = (mix(colour, share / 100, "#000000") for share in range(99, -1, -1))
    return next(
        tone
        for tone in tones
        if all(contrast(tone, surface) >= LEAST_FOR_TEXT for surface in SURFACES.values())
    )


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Phone = Annotated[Line, AfterValidator(_phone)]
Email = Annotated[Line, AfterValidator(_email)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
Colour = Annotated[Line, AfterValidator(_colour)]


class LocalLink(BaseModel):
    """A link of the clinic's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    url: WebAddress


class Clinic(BaseModel):
    """`extra.clinic` in clinic.yml. Without a name the guide speaks for no clinic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line | None = None
    department: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: list[Line] = []
    opening_hours: list[Line] = []
    colour: Colour | None = None
    logo: Line | None = None
    self_referral: WebAddress | None = None
    links: list[LocalLink] = []
    # For paper: whom to praise or complain to, and the code of the clinic's own list of leaflets
    complaints: Line | None = None
    leaflet_code: Line | None = None


def faults(values: Any) -> list[tuple[str, str, str]]:
    """Return what is wrong with `extra.clinic`: rule, key as `links.0.url`, message."""
    if values is None:
        return []
    given = values.items() if isinstance(values, dict) else ()
    found = [
        ("wrong-clinic-value", key, f"{key} {_EMPTY}") for key, value in given if value is None
    ]
    try:
        Clinic.model_validate(values)
    except ValidationError as error:
        found += [_fault(dict(detail)) for detail in error.errors()]
    return found


def _fault(detail: dict[str, Any]) -> tuple[str, str, str]:
    where = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = LocalLink.model_fields if where.startswith("links") else Clinic.model_fields
        name = str(detail["loc"][-1])
        return "unknown-clinic-key", where, f'nothing reads "{where}"{did_you_mean(name, known)}'
    message = detail["msg"].removeprefix("Value error, ")
    rule = "low-contrast-colour" if "contrast" in message else "wrong-clinic-value"
    if detail["type"] == "missing":
        return rule, where, f"{where} must be given"
    if "contrast" in message:
        return rule, where, f"{where} {message}"
    if detail["type"] == "list_type":
        message = "must be a list: one line each, after a dash"
    if detail["type"] == "string_type":
        # YAML has made a number of it: telling that number would puzzle whoever wrote 01632.
        return rule, where, f"{where} must be text: put quotes around it"
    if detail["type"] == "model_type":
        message = "must hold keys and values, such as name: Riverside Physiotherapy"
        where = where or "clinic"
    # pydantic says "Input should be …"; the guide says what must be.
    message = re.sub(r"^(?:Input|String|Value|List) should", "must", message)
    return rule, where, f'{where} {message}, is "{detail["input"]}"'
