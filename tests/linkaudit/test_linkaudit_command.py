"""The command `linkaudit`, as somebody meets it who has never heard of a guide."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from linkaudit.__main__ import main
from small_guide import write_files

TEXT = pytest.CaptureFixture[str]
PACKAGE = Path(__file__).parents[2] / "scripts/linkaudit"
# What can open a connection, or start a program that does.
NETWORK = {"aiohttp", "socket", "ssl", "http.client", "urllib.request", "ftplib", "subprocess"}
SITE = {"site/index.html": '<p>\n<a href="nets/">Nets</a>', "site/nest/index.html": ""}
PAPER = {"paper.md": "As shown [@owl2020].\n", "refs.bib": "@book{owl2021,\n  title = {Owls}\n}\n"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_files(tmp_path, {**SITE, **PAPER}))
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_links_of_a_site_are_checked(capsys: TEXT) -> None:
    assert main(["links", "site"]) == 2
    assert capsys.readouterr() == (
        'index.html:2: missing-page the link "nets/" leads nowhere; did you mean "nest/"?\n'
        "nest/index.html:1: orphan-page no other page links to this one\n",
        "2 problems\n",
    )


@pytest.mark.usefixtures("here")
def test_the_citations_of_a_text_are_checked(capsys: TEXT) -> None:
    assert main(["references", "--bibliography", "refs.bib", "paper.md"]) == 2
    assert capsys.readouterr() == (
        'paper.md:1: undefined "@owl2020" must be in the bibliography, is not; '
        'did you mean "owl2021"?\n'
        'refs.bib:1: unused no text cites "owl2021"; cite it or delete it\n',
        "2 problems\n",
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["links", "siet"], "there is no folder siet"),
        (
            ["references", "--bibliography", "refs.bib"],
            "name the Markdown files, or the folder, that cite from it",
        ),
        (
            ["references", "paper.md"],
            "to check texts, say what they cite from: "
            "linkaudit references --bibliography FILE TEXT",
        ),
    ],
)
def test_what_cannot_be_run_is_reported_in_one_line(
    capsys: TEXT, arguments: list[str], message: str
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr() == ("", f"linkaudit: {message}\n")


def test_the_readme_has_the_table_of_rules_that_the_command_prints(capsys: TEXT) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--list"])
    assert stop.value.code == 0
    table = capsys.readouterr().out
    assert "| `links` | missing-page | error | A link must lead to a page of the site;" in table
    assert (PACKAGE / "README.md").read_text("utf-8").endswith(f"\n## Rules\n\n{table}")


def imports() -> Iterator[tuple[str, str]]:
    """Yield each module of the package, from its folder on, with each module that it imports."""
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield name, node.module or ""
                yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)


def test_only_the_http_package_can_open_a_connection() -> None:
    able = {
        module
        for module, imported in imports()
        if imported.partition(".")[0] in NETWORK or imported in NETWORK
    }
    assert able == {"http/client.py"}


def test_nothing_of_it_knows_the_guide() -> None:
    assert [pair for pair in imports() if pair[1].partition(".")[0] == "guide"] == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "arguments", [["links", "site"], ["references", "--bibliography", "refs.bib", "paper.md"]]
)
def test_no_socket_is_made_unless_other_hosts_are_to_be_asked(arguments: list[str]) -> None:
    script = (
        "import os, sys\n"
        "sys.addaudithook(lambda event, _: event.startswith('socket.') and os._exit(9))\n"
        "from linkaudit.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    ran = subprocess.run([sys.executable, "-c", script, *arguments], check=False)
    assert ran.returncode == 2
