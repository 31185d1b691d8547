"""The templates of prints: values in, one HTML document out."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LANGUAGE = "en-GB"
FOLDER = Path(__file__).parent / "templates"


def rendered(template: str, **values: object) -> str:
    """Fill a template of this package, such as "leaflet.html"."""
    return _environment().get_template(template).render(language=LANGUAGE, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = in_words
    return environment


def in_words(day: date) -> str:
    """A date as people say it, on one line: 22 November 2026."""
    return f"{day.day}\N{NO-BREAK SPACE}{day:%B}\N{NO-BREAK SPACE}{day.year}"
