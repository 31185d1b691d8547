"""What is told to a person: the problems that a check finds, and what keeps it from running."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from unicodedata import normalize

# The rule that a file breaks before any rule can look at what it holds.
UNREADABLE = "unreadable"
_MANY = 500  # names
# How much of two names must be alike, up to 1. Of few that are known, somebody meant one of them;
# of all the names of a site, one always has some letters of a wrong one: install, and small. And
# what is numbered there is another thing by another number: index-19 is no slip for index-9.
NEAR_OF_FEW, NEAR_OF_MANY = 0.6, 0.75
_NUMBER = re.compile("[0-9]+")
_MACOS = ", as macOS writes names: put both in NFC"
# Control characters, ends of lines and paragraphs, and those that turn the direction of text.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A word of a message that only its beginning is shown of: an identifier or a name, but no address,
# nor a path, which somebody may have to copy.
_SHORT = 80
_APART = re.compile(r"[\s\"/]")
_HUGE = re.compile(r"https?://\S+|([^\s\"/]{79})[^\s\"/]{2,}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `path` is the source file, relative to the project (posix), `line` counts from 1.
    `rule` is empty until the rule that yields it gives it its name.
    `page` is set for what was found on a built page, relative to the site;
    `target` is the link, key or name at fault, as written; in the message a huge one is cut to 80
    characters.
    """

    path: str
    line: int
    rule: str = field(default="", kw_only=True)
    message: str
    page: str | None = field(default=None, kw_only=True)
    target: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        # Few have a word that is longer, and to replace none takes as long as all else.
        if len(self.message) > _SHORT and max(map(len, _APART.split(self.message))) > _SHORT:
            shown = _HUGE.sub(lambda word: f"{word[1]}\u2026" if word[1] else word[0], self.message)
            object.__setattr__(self, "message", shown)

    def __str__(self) -> str:
        path = f"./{self.path}" if self.path.startswith(":") else self.path
        return on_one_line(f"{path}:{self.line}: {self.rule} {self.message}")

    def named(self, rule: str) -> Problem:
        """The problem as one of a rule; `replace` takes four times as long."""
        return Problem(
            self.path, self.line, self.message, rule=rule, page=self.page, target=self.target
        )

    def as_dict(self) -> dict[str, str | int]:
        """The fields that are set, for `--format json`."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def on_one_line(text: str) -> str:
    """The text in one line: what would end it, and what no reader sees, is escaped.

    In the log of a workflow a line that begins with `::error::` is a command.
    """
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, line and rule."""
    return sorted(problems, key=lambda p: (p.path, p.line, p.rule, p.message, p.page or ""))


class Names:
    """Known names, made ready to be compared with many wrong ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self._written = {_comparable(name): name for name in known}
        self._signs: dict[tuple[str, int], int] = {}
        self._of_end: dict[str, list[str]] = {}
        self._with_bits: dict[str, list[tuple[str, int, int]]] = {}
        for name in self._written:
            for end in {name[:1], name[-1:]} if len(self._written) > _MANY else {""}:
                self._of_end.setdefault(end, []).append(name)

    def nearest(self, wrong: str, near: float) -> str | None:
        """The name most like the wrong one, whatever the case, or None if none is near."""
        wrong = _comparable(wrong)
        bits, size, apart = self._bits(wrong), len(wrong), 1 - near
        # Whoever mistypes a name rarely does so at both ends; to compare all takes long. And no
        # name is near that differs in more signs than may be apart, wherever these stand.
        few = {
            name
            for end in ({wrong[:1], wrong[-1:]} if "" not in self._of_end else {""})
            for name, others, length in self._known(end)
            if (bits ^ others).bit_count() <= (size + length) * apart
            and not (near >= NEAR_OF_MANY and _is_another_number(wrong, name))
        }
        found = difflib.get_close_matches(wrong, few, n=1, cutoff=near)
        return self._written[found[0]] if found else None

    def _known(self, end: str) -> list[tuple[str, int, int]]:
        """The names of one end, with their bits and their lengths."""
        if end not in self._with_bits:
            names = self._of_end.get(end, ())
            self._with_bits[end] = [(name, self._bits(name), len(name)) for name in names]
        return self._with_bits[end]

    def _bits(self, name: str) -> int:
        """A bit for each sign of a name; the second "e" has another one than the first."""
        times: dict[str, int] = {}
        bits = 0
        for sign in name:
            times[sign] = times.get(sign, 0) + 1
            bits |= 1 << self._signs.setdefault((sign, times[sign]), len(self._signs))
        return bits


def _comparable(name: str) -> str:
    return normalize("NFC", str(name).lower())


def _is_another_number(one: str, other: str) -> bool:
    """Whether two names are of two things that are numbered, like `index-19` and `index-9`."""
    if _NUMBER.sub("", one) != _NUMBER.sub("", other):
        return False
    mine, others = ([n.lstrip("0") for n in _NUMBER.findall(name)] for name in (one, other))
    return len(mine) == len(others) and mine != others


def nearest(wrong: str, known: Iterable[str], near: float = NEAR_OF_FEW) -> str | None:
    """The known name most like the wrong one, whatever the case, or None if none is near."""
    return Names(known).nearest(wrong, near)


def did_you_mean(wrong: str, known: Iterable[str], near: float = NEAR_OF_FEW) -> str:
    """Return `; did you mean "…"?` for the nearest known name, or nothing if none is near."""
    return hint(wrong, nearest(wrong, known, near))


def hint(wrong: str, near: str | None, written: str | None = None) -> str:
    """Return `; did you mean "…"?` for a name that is near, or what tells it from its like.

    The same name may have accents that are letters of their own: no reader sees a difference.
    `written` is how the near one is to be written, if that is not its name.
    """
    if not near:
        return ""
    composed = normalize("NFC", near)
    if near == wrong or composed != normalize("NFC", wrong):
        return f'; did you mean "{written or near}"?'
    which = "this" if near == composed else "it"
    return f'; "{written or near}" looks the same, but {which} is in Unicode NFD{_MACOS}'


class CannotRunError(Exception):
    """The tool could not run; each line of the message says what to do about it."""


class ProblemsError(Exception):
    """What was asked for was not done: there are `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
