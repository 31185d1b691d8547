"""The printers of the benchmark: what each is given, and how it is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from benchmark_tools import cpu_of_children
from guide.content.guide import Guide
from guide.content.navigation import chapters_of
from guide.edition.edition import Edition
from guide.print.chapter import RenderedPages
from guide.print.editions import prints_of
from guide.print.imprint import Source
from guide.print.prints import STYLES
from guide.site.pipeline import render

ROOT = Path(__file__).parents[2]
# The plug-in, and beside it all that the pages of the guide need, as it is installed here.
PLUGIN = "mkdocs-to-pdf==0.12.1"
PLUGINS_HOME = ROOT / ".cache/benchmark/mkdocs-to-pdf"
# The guide's own edition: it makes no print while it is built.
EDITION = "INHERIT: mkdocs.yml\nextra:\n  print: []\n"
# What the Markdown of the guide is written for.
EXTENSIONS: list[object] = ["attr_list", "md_in_html", "tables"]
EXTENSIONS += [
    {"pymdownx.snippets": {"base_path": ["docs/_parts"], "encoding": "utf-8-sig"}},
    {"guide.markdown": {"docs_dir": "docs"}},
]


class CannotPrintError(Exception):
    """A printer cannot be had, or it failed; the message says why."""


class Took(NamedTuple):
    """What a run took, in seconds: of the clock, and of all its processes on all cores."""

    seconds: float
    cpu: float


@dataclass(frozen=True)
class Made:
    """What a printer made: its PDFs, and what that took."""

    files: Sequence[Path]
    took: Took


@dataclass(frozen=True)
class Workplace:
    """A folder with the guide, its built site and a stock site of the pages of the booklet."""

    folder: Path

    @classmethod
    def set_up(cls, folder: Path) -> Workplace:
        """Copy the guide into the folder, and build all that the printers start from."""
        for name in ("docs", "overrides"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
        place = cls(folder)
        (folder / "print.yml").write_text(EDITION, "utf-8")
        place.call("-m", "guide", "build", "-f", "print.yml")
        source = place.source()
        (folder / "booklet.html").write_text(document_of(source), "utf-8")
        for name, plugins in (("stock", ["search"]), ("to-pdf", ["search", "to-pdf"])):
            config = stock_config(source.edition, name, plugins)
            (folder / f"{name}.yml").write_text(yaml.safe_dump(config), "utf-8")
        return place

    def source(self) -> Source:
        edition = Edition.load(self.folder / "print.yml")
        rendered = self.folder / "rendered"
        render(edition, rendered)
        return Source(edition, Guide.of(edition), RenderedPages(rendered), date.today())

    def call(self, *words: str | Path, python: Path | str = sys.executable) -> Took:
        """Run Python in the folder. Raises `CannotPrintError`."""
        ours = {"PYTHONPATH": str(ROOT / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
        environment = {**os.environ, **ours}
        return timed([str(python), *map(str, words)], self.folder, environment)

    def print_booklet(self) -> Made:
        """`guide pdf`, which renders the words anew and keeps nothing."""
        shutil.rmtree(self.folder / ".cache/pdf", ignore_errors=True)
        words = ("-m", "guide", "pdf", "-f", "print.yml", "--edition", "booklet", "-o", "guide.pdf")
        return Made([self.folder / "guide.pdf"], self.call(*words))

    def print_in_browser(self) -> Made:
        """The document of our own booklet, handed to the browser ready made."""
        browser = shutil.which(os.environ.get("CHROMIUM") or "chromium")
        if not browser:
            raise CannotPrintError("no browser: $CHROMIUM names one")
        target = self.folder / "chromium.pdf"
        words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        words += [f"--print-to-pdf={target}", (self.folder / "booklet.html").as_uri()]
        return Made([target], timed(words, self.folder, dict(os.environ)))

    def print_by_plugin(self) -> Made:
        """mkdocs-to-pdf, which prints while MkDocs builds the stock site."""
        python = plugins_python()
        took = self.call("-m", "mkdocs", "build", "-q", "-f", "to-pdf.yml", python=python)
        return Made([self.folder / "to-pdf/pdf/document.pdf"], took)

    def print_stock_pages(self) -> Made:
        """WeasyPrint, a page of the stock site at a time, as its users call it."""
        made, times = [], []
        for number, page in enumerate(sorted((self.folder / "stock").rglob("index.html"))):
            target = self.folder / f"stock-{number}.pdf"
            times.append(self.call("-m", "weasyprint", "-q", page, target))
            made.append(target)
        return Made(made, Took(sum(one.seconds for one in times), sum(one.cpu for one in times)))

    def build_stock(self) -> Took:
        """MkDocs and nothing else."""
        return self.call("-m", "mkdocs", "build", "-q", "-f", "stock.yml")

    def print_all(self, *, cold: bool) -> Made:
        """`guide pdf --all`: every edition, from nothing or with all of the run before it."""
        if cold:
            shutil.rmtree(self.folder / ".cache/pdf", ignore_errors=True)
        took = self.call("-m", "guide", "pdf", "-f", "print.yml", "--all")
        return Made(sorted((self.folder / "site/pdf").rglob("*.pdf")), took)


PRINTERS = {
    "guide pdf": Workplace.print_booklet,
    "Chromium": Workplace.print_in_browser,
    "mkdocs-to-pdf": Workplace.print_by_plugin,
    "WeasyPrint, stock pages": Workplace.print_stock_pages,
}


def timed(words: Sequence[str], folder: Path, environment: dict[str, str]) -> Took:
    """Run a program. Raises `CannotPrintError` with the last line that it said."""
    start, before = time.perf_counter(), cpu_of_children()
    try:
        ran = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise CannotPrintError(str(error)) from error
    if ran.returncode:
        said = (ran.stderr or ran.stdout).strip().splitlines() or [f"exit code {ran.returncode}"]
        raise CannotPrintError(said[-1].strip())
    return Took(time.perf_counter() - start, cpu_of_children() - before)


def document_of(source: Source) -> str:
    """The booklet as one HTML file that holds its style sheet."""
    (booklet,) = prints_of(source, ["booklet"])
    setting = booklet.settings[0]  # type: ignore[attr-defined]  # a booklet is a PDF
    style = booklet.style(setting.paper)  # type: ignore[attr-defined]
    style = style.replace("url(../", f"url({STYLES.parent.as_uri()}/")
    return str(setting.markup.replace("</head>", f"<style>\n{style}</style>\n</head>", 1))


def stock_config(edition: Edition, name: str, plugins: Sequence[str]) -> dict[str, Any]:
    """Material as it comes, over the pages of the booklet; without fonts from another host."""
    config = edition.config
    pages = [path for path, _ in chapters_of(config.nav or [], config.extra.get("booklet"))]
    return {
        "site_name": config.site_name,
        "docs_dir": "docs",
        "site_dir": name,
        "exclude_docs": "\n".join(["/_data/", "/_parts/", "*.md", *(f"!/{p}" for p in pages)]),
        "nav": pages,
        "theme": {"name": "material", "font": False},
        "plugins": list(plugins),
        "markdown_extensions": EXTENSIONS,
    }


def plugins_python() -> Path:
    """The Python of the plug-in's own environment, which is made if it is not there."""
    python = PLUGINS_HOME / "bin/python"
    if not python.is_file():
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        names = [re.split("[<>=]", needed)[0] for needed in project["dependencies"]]
        packages = [f"{name}=={version(name)}" for name in names]
        uv = [sys.executable, "-m", "uv"]
        fetch = ["pip", "install", "-q", "--python", str(python), PLUGIN, *packages]
        for words in (["venv", "-q", str(PLUGINS_HOME)], fetch):
            timed([*uv, *words], ROOT, dict(os.environ))
    return python
