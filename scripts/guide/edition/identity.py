"""What a guide is: its name in files, codes and a reader's browser, and what it is about.

`extra` of its mkdocs.yml says so. No edition may say it anew: what is printed or kept bears it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from guide.edition import settings
from guide.edition.clinic import EMPTY, Line, in_words

# Both stand in the names of files, in addresses and in codes that people read out.
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]{2,12}")
_LONGEST = 40  # letters of a slug


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > _LONGEST:
        raise ValueError(f'must be small letters and hyphens, {_LONGEST} at most, like "neck-pain"')
    return value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError('must be 2 to 12 capital letters or digits, like "NPG"')
    return value


class Identity(BaseModel):
    """`extra` of a guide's own settings, as far as it says what the guide is.

    `slug` begins the names of its files and the keys below which a browser keeps what a reader
    writes, `code` the codes of its prints. `condition` stands within sentences, as in "Myths about
    back pain"; `audience` is a line on covers. `urgent_page` is the page, such as `urgent-help.md`,
    with the signs that cannot wait; empty if the guide names none.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    slug: Annotated[Line, AfterValidator(_slug)] = "guide"
    code: Annotated[Line, AfterValidator(_code)] = "GUIDE"
    condition: Line = "this condition"
    audience: str = ""
    urgent_page: str = ""

    @classmethod
    def load(cls, docs: Path) -> Identity:
        """What mkdocs.yml beside a docs folder says; what is wrong there, or not said, is usual.

        Never raises: whoever loads the settings as an edition is told what is wrong.
        """
        path = docs.resolve().parent / settings.BASE
        return _load(path, path.stat().st_mtime_ns) if path.is_file() else cls()


KEYS = tuple(Identity.model_fields)


class IdentityFault(NamedTuple):
    """What is wrong with one of the values; `key` is like `slug`."""

    key: str
    message: str


def faults(extra: Mapping[str, Any]) -> Iterator[IdentityFault]:
    """Yield what is wrong with the values that `extra` of a guide's own settings gives."""
    for key in KEYS:
        if key in extra and extra[key] is None:
            yield IdentityFault(key, f"{key} {EMPTY}")
    try:
        Identity.model_validate({k: v for k, v in extra.items() if v is not None})
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0])
            yield IdentityFault(key, in_words(dict(detail), key))


def of(extra: Mapping[str, Any]) -> Identity:
    """The identity that `extra` gives; what is wrong there is usual."""
    said = settings.plain(extra)
    wrong = {fault.key for fault in faults(said)}
    return Identity.model_validate({k: v for k, v in said.items() if k not in wrong})


@lru_cache(maxsize=8)
def _load(path: Path, changed: int) -> Identity:
    try:
        extra = settings.read(path).said.get("extra")
    except settings.SettingsError:
        return Identity()
    return of(extra if isinstance(extra, Mapping) else {})
