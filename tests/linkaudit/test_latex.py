"""Text of LaTeX as bibliographies hold it, and what a person reads there."""

from __future__ import annotations

import time

import pytest
from linkaudit.citations.latex import plain, unknown_commands

READ: dict[str, dict[str, str]] = {
    "signs that change the meaning": {
        r"Pain {\textless}3 or {\textgreater}7": "Pain <3 or >7",
        r"Heat at 40\textdegree{}C": "Heat at 40°C",
        r"A change of \textminus{}2 points": "A change of −2 points",
        r"L2\textendash{}L3, L3{\textendash}L4, L4\textendash L5": "L2–L3, L3–L4, L4–L5",
        r"Rest{\textemdash}or not": "Rest—or not",
        r"{\textonehalf} an hour": "½ an hour",
        r"3{\texttimes}10": "3×10",
        r"either\textbar{}or": "either|or",
        r"{\textasciitilde}5, \~{}5 and \textasciitilde{}5": "~5, ~5 and ~5",
    },
    "quotation marks": {
        r"{\textquotedblleft}Slipped{\textquotedblright} discs": "“Slipped” discs",
        r"``Slipped'' discs and `bad' backs": "“Slipped” discs and ‘bad’ backs",
        r"\enquote{Slipped} discs": "“Slipped” discs",
        r"A nurse{\textquoteright}s and a doctor\textquotesingle{}s view": "A nurse’s and a "
        "doctor's view",
        "O'Neil's back": "O'Neil's back",
        r"{\guillemotleft}Dos{\guillemotright}": "«Dos»",
    },
    "money, shares and marks": {
        r"\pounds4, {\pounds}4 and \textsterling{}4": "£4, £4 and £4",
        r"{\texteuro}4, \texteuro4 and \EUR{4}": "€4, €4 and €4",
        r"\$4 to \$9, $4-$9 and $4 and $9": "$4 to $9, $4-$9 and $4 and $9",
        r"40\% and 40% of A\&E and A&E": "40% and 40% of A&E and A&E",
        r"Back{\texttrademark} and Back\textsuperscript{\textregistered}": "Back™ and Back®",
        r"{\copyright} and \textsection{} 3": "© and § 3",
        r"walk\slash rest\dots{} and {\ldots}": "walk/rest… and …",
        r"snake\_case \#1 {\textbullet} one": "snake_case #1 • one",
    },
    "mathematics": {
        "p$<$0.01, $p \\leq 0.01$ and {$\\geq$}40": "p<0.01, p ≤ 0.01 and ≥40",
        r"$\pm$2, $\sim$2 and $\times$2": "±2, ∼2 and ×2",
        r"$\alpha$, {$\beta$}, \ensuremath{\gamma} and {\textdelta}": "α, β, γ and δ",
        r"vitamin $\textrm{D}_{3}$ and $\mathrm{O_2}$": "vitamin D3 and O2",
        r"H$_2$O, m\textsuperscript{3} and 2\textsubscript{a}": "H2O, m³ and 2a",
        r"5$^\circ$C and 5\ensuremath{^\circ}C": "5°C and 5°C",
        r"a \(\chi^2\) test, \chi$^2$ test": "a χ² test, χ² test",
    r"5 $\times$ 10$^{-3}$ mol, $10^{-3}$ mol, 10\textsuperscript{-3} mol": (
        "5 × 10⁻³ mol, 10⁻³ mol, 10⁻³ mol"
    ),
    r"Ca$^{2+}$, Cl$^-$ and $^{13}$C; m\textsuperscript{2}": "Ca²⁺, Cl⁻ and ¹³C; m²",
    r"the 1\textsuperscript{st} of $x^n$ at $-3$": "the 1st of xn at −3",
        r"$1{,}000$ and $\frac{1}{4}$": "1,000 and 1/4",
        r"2 {\textmu}g and 2 $\mu$g": "2 µg and 2 μg",
    },
    "letters": {
        r"{\O}stby, \O stby and {\aa}r": "Østby, Østby and år",
        r"na\"{\i}ve, na{\"\i}ve and na\"\i ve": "naïve, naïve and naïve",
        r"Nguy{\~{\^e}}n and L\'{\^e}": "Nguyễn and Lế",
        r"\v{s} \c{c} \u{g} \k{e} \H{o} \d{s} \b{d} \r{u} \={a} \.I": "š ç ğ ę ő ṣ ḏ ů ā İ",
        r"{\dj}ur{\dj} {\DJ} {\th} {\l}": "đurđ Đ þ ł",
        r"Stra{\ss}e": "Straße",
    },
    "looks and spaces": {
        r"{\it in vitro}, {\em well} and \textit{in vivo}": "in vitro, well and in vivo",
        r"\mbox{MRI}, \hbox{CT} and \textsc{nhs}": "MRI, CT and nhs",
        r"\uppercase{nhs} and \MakeLowercase{NHS}": "NHS and nhs",
        r"one~two\,three\ four": "one two three four",
        r"ach\-ing, non\babelhyphen{nobreak}stop": "aching, non-stop",
        r"{\noopsort{1999b}}Old \cite{x}news": "Old news",
        r"non\nobreakdash-stop": "non-stop",
        r"\href{https://nuts.example/}{Nuts} and \url{https://nuts.example/a_b}": "Nuts and "
        "https://nuts.example/a_b",
    },
    "marks of web pages": {
        r"rest &amp; walks, rest \&amp; walks, &lt;3": "rest & walks, rest & walks, <3",
        r"A {\textless}i{\textgreater}short{\textless}/i{\textgreater} walk": "A short walk",
        r"A \textless b\textgreater{}short\textless/b\textgreater{} walk": "A short walk",
        "x <b and c> y, x<y and z>w": "x <b and c> y, x<y and z>w",
    },
}  # fmt: skip
ALL = [(written, read) for kind in READ.values() for written, read in kind.items()]


@pytest.mark.parametrize(("written", "read"), ALL)
def test_text_of_latex_is_shown_as_a_person_reads_it(written: str, read: str) -> None:
    assert plain(written) == read
    assert list(unknown_commands(written)) == []


def test_a_command_that_is_not_known_loses_its_name_and_says_so() -> None:
    text = r"The \riverside{Back} trial\riverside{} and \nuts"
    assert plain(text) == "The Back trial and"
    assert list(unknown_commands(text)) == ["riverside", "nuts"]


@pytest.mark.parametrize(
    "sign",
    [
        "{",
        "{}",
        "\\",
        "$a ",
        "\\'",
        "\\textit{",
        "\\begin{a}",
        "% ",
        "$_{",
        "`a'b",
        "`",
        "<i ",
        "&",
    ],
)
def test_hostile_text_is_read_in_seconds(sign: str) -> None:
    started = time.process_time()
    plain(sign * (20_000 // len(sign)))
    assert time.process_time() - started < 5


def test_braces_too_deep_to_be_read_are_left_out() -> None:
    assert plain("{" * 50_000 + r"\&" + "}" * 50_000) == r"\&"


def test_no_file_is_read() -> None:
    assert plain(rf"a \input{{{__file__}}} b \include{{{__file__}}}") == "a b"
