"""No words outside of the catalogue: every literal that a reader would see, and every key."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from guide.content.interface import FILE, Interface, keys
from guide_site import ROOT
from linkaudit.core.problem import did_you_mean

PRINT = ROOT / "scripts/guide/print/templates"
TEMPLATES = sorted([*(ROOT / "overrides").rglob("*.html"), *PRINT.glob("*.html")])
PYTHON = sorted((ROOT / "scripts/guide").rglob("*.py"))
SCRIPTS = sorted([*(ROOT / "docs").rglob("*.js"), *(ROOT / "scripts/guide").rglob("*.js")])

# Templates: what stands between tags, and in the attributes that people read or hear.

_NOT_WORDS = re.compile(
    r"\{#.*?#\}|\{% block kind %\}.*?\{% endblock %\}|<(script|style)\b.*?</\1>|<!.*?>", re.DOTALL
)
_EXPRESSION = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SAID = re.compile(r'\b(?:title|alt|aria-label|placeholder|data-(?!on\b)[a-z]+)="([^"]*)"')
# What tells a script what to do, or a person nothing: an address of an attribute, a number.
_NAMES = re.compile(r"[a-z0-9_/#.-]*")
_TAG = re.compile(r"<[^>]*>")
_STRING = re.compile(r"""(?P<mark>["'])(.*?)(?P=mark)""")
_WORDS = re.compile(r"[A-Za-z]")
_SENTENCE = re.compile(r"[A-Za-z] [A-Za-z]|^\W*[A-Z]")


def words_in(template: str) -> list[str]:
    """The words of a template that stand in no catalogue."""
    text = _NOT_WORDS.sub(" ", template)
    strings = [
        _TAG.sub("", each[1])
        for code in _EXPRESSION.findall(text)
        for each in _STRING.findall(code)
    ]
    text = _EXPRESSION.sub(" ", text)
    said = [words for words in _SAID.findall(text) if not _NAMES.fullmatch(words.strip())]
    between = [words.strip() for words in _TAG.sub("\n", text).split("\n")]
    inside = [words for words in strings if _SENTENCE.search(words)]
    return [*(words for words in (*between, *said) if _WORDS.search(words)), *inside]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Owls</p>", ["Owls"]),
        ('<p>{{ ui.owls | e }} nap <img alt="An owl"></p>', ["nap", "An owl"]),
        ('<button aria-label="Wake the owl" data-do="wake"></button>', ["Wake the owl"]),
        ('<p data-none="Done: {done}"></p>', ["Done: {done}"]),
        ('{# Owls #}<p class="owl">{{ ui.owls }}: {% if a %}–{% endif %}</p>', []),
        ("<p>{{ 'an owl' if one else 'Owls' }}{{ 'owl.nap' }}</p>", ["an owl", "Owls"]),
        ("<script>say('owl')</script><style>.owl{}</style>", []),
    ],
)
def test_words_of_a_template_are_found(template: str, words: list[str]) -> None:
    assert words_in(template) == words


def test_templates_have_no_words_of_their_own() -> None:
    found = {str(path.relative_to(ROOT)): words_in(path.read_text("utf-8")) for path in TEMPLATES}
    assert {path: words for path, words in found.items() if words} == {}


# Python: strings that become the text of a page, wherever it is made.

_MADE = ("markdown", "print", "publish")
_TEXTS = {"text", "tail"}


def words_put_in(code: str) -> Iterator[str]:
    """The strings of a module that become the text, the tail or the label of an element."""
    for node in ast.walk(ast.parse(code)):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Assign):
            targets = [target for each in node.targets for target in _each(each)]
            if any(isinstance(t, ast.Attribute) and t.attr in _TEXTS for t in targets):
                values = [*_each(node.value)]
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name == "set" and node.args and _is(node.args[0], "aria-label", "title", "alt"):
                values = list(node.args[1:])
            if isinstance(node.func, ast.Name) and node.func.id in ("text", "rendered", "Website"):
                values = [*node.args[1 if node.func.id != "text" else 0 :]]
                values += [word.value for word in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            values = [value for key, value in pairs if _is(key, "aria-label", "title", "alt")]
        yield from (words for value in values if value for words in _strings(value))


def _each(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _is(node: ast.expr | None, *names: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in names


def _strings(node: ast.AST) -> Iterator[str]:
    """The words in an expression; what a call is given are keys and names."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and re.search(r"[A-Za-z]{2}", node.value):
            yield node.value
    elif not isinstance(node, ast.Call | ast.Compare | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('owl.text = "Owls nap"', ["Owls nap"]),
        ('owl.text, owl.tail = "Owls", f"{nap} nap"', ["Owls", " nap"]),
        ('owl.set("aria-label", f"Owl {number}")', ["Owl "]),
        ('owl.text = text(f"{name}: {more} more")', [" more"]),
        ('SubElement(nest, "img", {"class": "owl", "alt": "An owl"})', ["An owl"]),
        ('rendered("owls.html", ui, title="Owls", code="x")', ["Owls"]),
        ('owl.text = ui.text("owls.nap"); owl.set("class", "owl")', []),
        ('owl.text = f"{ui.text(key)} " if key == "owl" else "– "', []),
    ],
)
def test_words_of_a_module_are_found(code: str, words: list[str]) -> None:
    assert list(words_put_in(code)) == words


def test_modules_that_make_pages_have_no_words_of_their_own() -> None:
    made = [path for path in PYTHON if path.parent.name in _MADE]
    found = {path.name: list(words_put_in(path.read_text("utf-8"))) for path in made}
    assert {name: words for name, words in found.items() if words} == {}


# Scripts: what they write into a page. They take words from it: a template put them there.

_WRITTEN = re.compile(
    r"(?:\.(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel|alt) \+?= "
    r"|setAttribute\(\"(?:aria-label|title|placeholder|alt)\", "
    r"|\b(?:alert|confirm|prompt|createTextNode)\()(?P<value>[^;\n]*)"
)
# What a call or a subscript is given are names, and what is compared is no text.
_GIVEN = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\$\{[^{}]*\}|[!=]== \"[^\"]*\"")
_LITERAL = re.compile(r"([\"'`])(.*?)\1")


def words_written_by(script: str) -> list[str]:
    """The strings of a script that become the words or the label of an element."""
    found = []
    for match in _WRITTEN.finditer(script):
        value, count = match["value"], 1
        while count:
            value, count = _GIVEN.subn("", value)
        found += [words for _, words in _LITERAL.findall(value)]
    return [words for words in found if re.search(r"[A-Za-z]{2}", words)]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('status.textContent = "The owl naps";', ["The owl naps"]),
        ("row.append(document.createTextNode(`${count} owls`));", [" owls"]),
        ('nest.setAttribute("aria-label", day ? "Asleep" : night);', ["Asleep"]),
        ('if (!confirm("Wake the owl?")) return;', ["Wake the owl?"]),
        (
            'owl.textContent = say("nap"); owl.title = nest.dataset[on === "step" ? "up" : "out"];',
            [],
        ),
        ('owl.textContent = mood === "tired" ? words.nap : "";', []),
        ("left.textContent = `${minutes}:${String(seconds)}`;", []),
    ],
)
def test_words_of_a_script_are_found(script: str, words: list[str]) -> None:
    assert words_written_by(script) == words


def test_scripts_have_no_words_of_their_own() -> None:
    """Nor has a script that stands in a template, such as the starter."""
    files = (*SCRIPTS, *TEMPLATES)
    found = {path.name: words_written_by(path.read_text("utf-8")) for path in files}
    assert {"plan.js", "worker.js", "starter.html"} <= found.keys()
    assert {name: words for name, words in found.items() if words} == {}


# Keys: each that is used is there, and each that is there is used.

_IN_TEMPLATE = re.compile(r"\bui((?:\.[a-z][a-z0-9_]*)+)(?![\w(])(?P<all> \| items)?")
_ASKED = re.compile(r"\bui\.(?:text|markup|css|items)\(\s*f?([\"'])(?P<key>.*?)\1")
_KEY = re.compile(r"[\"'](?P<key>[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+)[\"']")


def uses() -> Iterator[tuple[str, int, str]]:
    """Each key that a file uses, with its line; `{}` and ` ~ ` stand for any part of one."""
    screen = [path for path in TEMPLATES if PRINT not in path.parents]
    for path in (*TEMPLATES, *PYTHON):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            found = [match["key"] for match in _ASKED.finditer(line)]
            if path in screen:
                found += [
                    f"{match[1][1:]}{'.' if match['all'] else ''}"
                    for match in _IN_TEMPLATE.finditer(line)
                ]
            for key in found:
                yield str(path.relative_to(ROOT)), number, key


def test_every_key_that_is_used_has_words() -> None:
    known = keys(Interface.load())
    groups = {key[: dot.start()] for key in known for dot in re.finditer(r"\.", key)}
    reported = [
        f'{path}:{line}: "{key}" has no words in {FILE}{did_you_mean(key, known)}'
        for path, line, key in uses()
        if not _those(key, known) and key.removesuffix(".") not in groups
    ]
    assert reported == []


def test_every_key_that_has_words_is_used() -> None:
    known = keys(Interface.load())
    used = {each for _, _, key in uses() for each in _those(key, known)}
    # A key may be written beside the call that takes it, in a table.
    code = "\n".join(path.read_text("utf-8") for path in (*PYTHON, *TEMPLATES))
    used |= {match["key"] for match in _KEY.finditer(code)}
    reported = [
        f'docs/{FILE}:{known[key]}: nothing uses "{key}"' for key in known if key not in used
    ]
    assert reported == []


def _those(key: str, known: dict[str, int]) -> list[str]:
    """The keys that one stands for; `coverage.{kind}.head` is several, plural forms are one."""
    parts = map(re.escape, re.split(r"\{.*?\}", key.removesuffix(".")))
    pattern = re.compile(rf"{'[^.]+'.join(parts)}{'([.].*)?' if key.endswith('.') else ''}")
    base = re.sub(r"\.(?:zero|one|two|few|many|other)$", "", key)
    return [each for each in known if pattern.fullmatch(each) or each == base]
