"""The nation whose numbers, services and laws an edition gives to its patients."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from guide.problems import did_you_mean

# Whose numbers a person has reviewed. The words of docs/ are those of the first.
REVIEWED = ("england",)
NOT_REVIEWED = ("scotland", "wales", "northern-ireland", "ireland")
_OTHER_NAMES = {
    **dict.fromkeys(("ni", "n.-ireland"), "northern-ireland"),
    **dict.fromkeys(("eire", "éire", "republic-of-ireland", "roi"), "ireland"),
    **{"cymru": "wales", "alba": "scotland"},
}
_STATES = ("uk", "united-kingdom", "gb", "great-britain", "britain")


def nation(value: str) -> str:
    """The nation as it is known here, of a name such as `England` or `N. Ireland`.

    Raises the errors `nation_not_reviewed` and `unknown_nation`, for pydantic to collect.
    """
    name = "-".join(value.lower().split())
    name = _OTHER_NAMES.get(name, name)
    if name in NOT_REVIEWED:
        raise PydanticCustomError(
            "nation_not_reviewed",
            "must be england: no other nation's numbers and services are reviewed yet, and those "
            "of England would mislead its patients",
        )
    if name in REVIEWED:
        return name
    hint = did_you_mean(value, (*REVIEWED, *NOT_REVIEWED))
    if name in _STATES:
        hint = "; name the nation in which your patients live"
    must = f"must be {' or '.join(REVIEWED)}"
    raise PydanticCustomError("unknown_nation", "{must}", {"must": must, "hint": hint})
