"""Text of LaTeX as a person reads it: accents on their letters, signs for commands, no braces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from pylatexenc import latex2text, latexwalker, macrospec

from linkaudit.core.text import unescaped

# What pylatexenc has no text for, as bibliographies write it.
_SIGNS = {
    **{"textless": "<", "textgreater": ">", "textbar": "|", "textminus": "−", "textmu": "µ"},
    **{"copyright": "©", "pounds": "£", "textsterling": "£", "EUR": "€", "euro": "€"},
    **{"S": "§", "P": "¶", "slash": "/", "textslash": "/", "textquotedbl": '"'},
    **{"textasteriskcentered": "*", "textdaggerdbl": "‡", "textperiodcentered": "·"},
    **{"guillemetleft": "«", "guillemetright": "»", "textpercent": "%", "textampersand": "&"},
    **{"nobreakspace": " ", "space": " ", "thinspace": " ", "enspace": " ", "emspace": " "},
    **{"nobreakdash": "", "allowbreak": "", "linebreak": " ", "newline": " ", "par": " "},
    **{"-": "", "/": "", "!": "", "relax": "", "protect": "", "xspace": "", "unskip": ""},
    **{"hfill": " ", "null": "", "bf": "", "em": "", "it": "", "rm": "", "sc": "", "sf": ""},
    **{"sl": "", "tt": "", "bfseries": "", "itshape": "", "scshape": "", "upshape": ""},
    **{"normalfont": "", "upright": "", "displaystyle": "", "limits": "", "left": "", "right": ""},
    **{"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "hyphen": "-", "addcolon": ":"},
    **{
        "degree": "°",
        "textohm": "Ω",
        "textnumero": "№",
        "textasciicircum": "^",
        "begin": "",
        "end": "",
    },
}
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu "
    "Nu Xi Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega"
)
# What is done with each argument: %s where it is shown; the braces are those of pylatexenc.
_SHOWN = {
    **dict.fromkeys(
        "mbox hbox text textsubscript textrm textsf textup textnormal textmd "
        "mathrm mathit mathbf mathsf mathtt mathnormal operatorname boldsymbol bm mathup "
        "mkbibemph mkbibbold mkbibitalic nocase NoCaseChange textnumerals path url nolinkurl "
        "underline uline emph textit textbf texttt textsc textsl textgreek bibstring t".split(),
        ("{", "%s"),
    ),
    **dict.fromkeys(("enquote", "mkbibquote"), ("{", "“%s”")),
    **dict.fromkeys(("mkbibparens",), ("{", "(%s)")),
    **dict.fromkeys(("href", "foreignlanguage", "textcolor", "texorpdfstring"), ("{{", "%(2)s")),
    **dict.fromkeys(("babelhyphen",), ("*{", "-")),
    **dict.fromkeys(
        "noopsort NOOP SortNoop cite citep citet nocite ref label footnote index phantom hspace "
        "vspace color vphantom hphantom includegraphics thanks".split(),
        ("{", ""),
    ),
}
_INDEX = re.compile(r"(?<!\\)[_^]")
# A power or a charge; on the line `10^{-3}` would be the numbers from 10 to 3.
_POWER = re.compile(r"(?<!\\)\^([-+\u2212\u2013]?[0-9]+[-+\u2212]?|[-+\u2212](?=\Z|\W))")
_RAISED = str.maketrans("0123456789+-\u2212\u2013", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def _on_the_line(formula: str) -> str:
    """A formula in one line, with a minus: `10^{-3}` is 10⁻³, `5^∘C` is 5°C, `D_3` is D3."""
    raised = _POWER.sub(lambda power: power[1].translate(_RAISED), formula)
    return _INDEX.sub("", raised.replace("^∘", "°")).replace("-", "\u2212")


def _raised(text: str) -> str:
    """What is raised: a power or a charge as such, other words as they are, as in `1st`."""
    return text.translate(_RAISED) if _POWER.fullmatch(f"^{text}") else text


_CHANGES: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("uppercase", "MakeUppercase", "MakeTextUppercase"), str.upper),
    **dict.fromkeys(("lowercase", "MakeLowercase", "MakeTextLowercase"), str.lower),
    "ensuremath": _on_the_line,
    "textsuperscript": _raised,
}
_REMEMBERED = 4096  # texts: most are looked at more than once
_WORTH_READING = re.compile(r"[\\$~]|--|``|''|[!?]`")
# Dollars are around mathematics where no space is within them; elsewhere they are money, as in
# `$5-$10`. A bare % or & is meant as written.
_MATHEMATICS = re.compile(
    r"(?P<kept>\\.|\$\$[^$]+\$\$|\$(?![\s$\d])(?:[^$\\]|\\.)*?(?<!\s)\$"
    r"|\$(?=\d)(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d))|(?P<bare>[$%&])",
    re.DOTALL,
)
_ACCENT_ON_NOTHING = re.compile(r"\\([~^])\s*\{\s*\}")
_QUOTED = re.compile(r"(?<![\w`\\])`(?!`)([^`']+(?:'\w[^`']*)*)'(?!['\w])")
_COMMAND = re.compile(r"\\(?:[^A-Za-z]|([A-Za-z]+))", re.DOTALL)
# Tags that reference managers and registers put into titles.
_TAG = re.compile(
    r"</?(?:b|em|i|inf|italic|bold|scp|sc|small|span|strong|sub|sup|u)"
    r"(?>(?:\s+[\w:-]{1,40}=\"[^\"<>]*\")*)\s*/?>",
    re.I,
)


class _Reader(latex2text.LatexNodes2Text):  # type: ignore[misc]
    """Pylatexenc's reading, with indices on the line."""

    def math_node_to_text(self, node: Any) -> str:
        """The text of a formula."""
        return _on_the_line(super().math_node_to_text(node))


@cache
def _tools() -> tuple[Any, _Reader]:
    """What pylatexenc knows with what we add: how commands are read, and what they become."""
    walker = latexwalker.get_default_latex_context_db()
    texts = latex2text.get_default_latex_context_db()
    letters = {name: texts.get_macro_spec(name) for name in _GREEK.split()}
    replacements: dict[str, tuple[str, Any]] = {
        **{name: ("", sign) for name, sign in _SIGNS.items()},
        **{f"text{name}": ("", spec.simplify_repl) for name, spec in letters.items() if spec},
        **_SHOWN,
    }
    macros = [
        *(macrospec.std_macro(name, arguments) for name, (arguments, _) in replacements.items()),
        *(macrospec.std_macro(name, "{") for name in _CHANGES),
    ]
    specs = [
        *(latex2text.MacroTextSpec(name, text) for name, (_, text) in replacements.items()),
        *(latex2text.MacroTextSpec(name, _changed(change)) for name, change in _CHANGES.items()),
    ]
    walker.add_context_category("bibliographies", macros=macros, prepend=True)
    texts.add_context_category("bibliographies", macros=specs, prepend=True)
    return walker, _Reader(latex_context=texts, math_mode="text", strict_latex_spaces="macros")


def _changed(change: Callable[[str], str]) -> Callable[..., str]:
    def replaced(node: Any, l2tobj: Any) -> str:
        return change(l2tobj.nodelist_to_text(node.nodeargd.argnlist))

    return replaced


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """A value of BibTeX as a person reads it, with single spaces.

    What cannot be read stays as it is written; `unknown_commands` says what is lost.
    """
    text = _QUOTED.sub(r"‘\1’", text)
    if _WORTH_READING.search(text):
        walker, reader = _tools()
        text = _ACCENT_ON_NOTHING.sub(
            lambda mark: r"\textasciitilde{}" if mark[1] == "~" else r"\textasciicircum{}", text
        )
        written = _MATHEMATICS.sub(lambda part: part["kept"] or f"\\{part['bare']}", text)
        try:
            text = reader.latex_to_text(written, latex_context=walker, tolerant_parsing=True)
        except (RecursionError, ValueError, IndexError, latexwalker.LatexWalkerError):
            text = re.sub(r"[{}]", "", text)
    else:
        text = re.sub(r"[{}]", "", text)
    text = unicodedata.normalize("NFC", _TAG.sub("", unescaped(text)))
    return " ".join(text.split())


def unknown_commands(text: str) -> Iterator[str]:
    """The names of commands that we do not know, each once; their arguments are shown as text."""
    names = dict.fromkeys(found[1] for found in _COMMAND.finditer(text) if found[1])
    for name in names:
        if not _is_known(name):
            yield name


@cache
def _is_known(name: str) -> bool:
    _, reader = _tools()
    return reader.latex_context.get_macro_spec(name) is not None
