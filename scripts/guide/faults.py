"""What pydantic finds wrong in a data file, in the words of the guide: what must be, what is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guide.problems import did_you_mean

Place = Sequence[str | int]

# What must be, where pydantic's words are those of a programmer.
_PLAIN: Mapping[str, str] = {
    "dataclass_type": "must hold keys and values",
    "model_type": "must hold keys and values",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "list_type": "must be a list",
    "string_too_short": "must not be empty",
    "string_type": "must be text: put quotes around it",
    "too_long": "must have fewer items",
    "too_short": "must have more items",
    "tuple_type": "must be a list in square brackets",
}
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")


def in_our_words(detail: Mapping[str, Any], place: Place, known: Iterable[str]) -> str:
    """One error of pydantic as a sentence; `known` are the keys that may stand at the place."""
    where = ".".join(str(part) for part in place) or "an entry"
    if detail["type"] == "missing":
        return f"{where} must be given"
    if detail["type"] in _UNKNOWN_KEY:
        return f'nothing reads "{where}"{did_you_mean(str(place[-1]), known)}'
    given = str(detail["input"])
    if detail["type"] == "literal_error":
        allowed = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
        message = f'{where} must be one of {", ".join(allowed)}, is "{given}"'
        return message + did_you_mean(given, allowed)
    # pydantic says "Input should be …"; the guide says what must be.
    message = detail["msg"].removeprefix("Value error, ")
    message = re.sub(r"^(?:Input|String|Value|List|Tuple|Dictionary) should", "must", message)
    must = f"{where} {_PLAIN.get(detail['type'], message)}"
    # Of a list of entries that breaks a rule of ours the line says which: its text is long.
    entries = detail["input"] if isinstance(detail["input"], list) else []
    is_long = detail["type"] == "value_error" and any(isinstance(e, dict) for e in entries)
    return must if is_long else f'{must}, is "{given}"'
