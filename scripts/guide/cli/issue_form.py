"""What somebody filled into the form of a clinic, in an issue on GitHub.

The body of such an issue has a heading for each field, and below it what was typed, whatever that
is: it is read as text alone, and held to the model of a clinic by whoever asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from linkaudit.core.problem import did_you_mean

FORM = Path(__file__).parent / "starter/clinic/dot-github/ISSUE_TEMPLATE/clinic.yml"
_EMPTY = "_No response_"
_HEADING = re.compile(r"### (?P<label>.+)")
# What the web page of GitHub puts into a field for a picture that was dropped there.
_PICTURE = re.compile(
    r"""(?:!\[[^\]\n]*\]\(|<img\b[^<>\n]*?\ssrc=")"""
    r"(?P<address>https://github\.com/user-attachments/assets/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"""(?:\)|"[^<>\n]*>)""",
)
_MOST = 65_536  # letters: what GitHub takes


@dataclass(frozen=True)
class FilledForm:
    """The values by the ids of the form, each a text or a list of lines; `faults` are sentences.

    `logo` is the address of the picture on GitHub, or nothing.
    """

    values: Mapping[str, Any]
    logo: str = ""
    faults: tuple[str, ...] = ()


def fields() -> Mapping[str, tuple[str, str]]:
    """The id and the type of each field of the form, by its label."""
    form = yaml.safe_load(FORM.read_text("utf-8"))
    return {
        item["attributes"]["label"]: (item["id"], item["type"])
        for item in form["body"]
        if "id" in item
    }


def read_form(body: str) -> FilledForm:
    """Read the body of an issue. Never raises: what is wrong is in `faults`."""
    known, found, faults = fields(), dict[str, list[str]](), []
    lines: list[str] = []
    if len(body) > _MOST:
        return FilledForm({}, faults=(f"the issue must have {_MOST:,} letters at most",))
    for line in body.replace("\r\n", "\n").split("\n"):
        heading = _HEADING.fullmatch(line.rstrip())
        if not heading:
            lines.append(line)
            continue
        label = heading["label"].strip()
        lines = []
        if label not in known:
            hint = did_you_mean(label, known)
            faults.append(f'"{label}" is no field of the form{hint}')
        elif label in found:
            faults.append(f'"{label}" must stand once')
        else:
            found[label] = lines
    values: dict[str, Any] = {}
    logo = ""
    for label, given in found.items():
        key, kind = known[label]
        typed = [line.strip() for line in given if line.strip() not in ("", _EMPTY)]
        if not typed:
            continue
        if key == "logo":
            picture = _PICTURE.fullmatch(typed[0]) if len(typed) == 1 else None
            logo = picture["address"] if picture else ""
            if not logo:
                faults.append("logo must be one picture, dropped into its field")
        elif kind == "textarea":
            values[key] = typed
        elif len(typed) > 1:
            faults.append(f"{key} must stand on one line")
        else:
            values[key] = typed[0]
    if not found:
        faults = ["the issue must be made with the form Our clinic"]
    return FilledForm(values, logo, tuple(faults))
