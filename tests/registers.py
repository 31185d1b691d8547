"""The services that know works, all on one server of this machine, for tests."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from linkaudit.references.bibliography import Bibliography
from linkaudit.registers.lookup import check_references
from linkaudit.registers.queries import Services
from loopback import Loopback, Reply, Script

CASES = Path(__file__).parent / "cases/online"
TODAY = date(2026, 11, 22)
NAME = "docs/_data/references.yml"


class Registers:
    """All four services on one server of this machine, which know nothing until they are told."""

    def __init__(self, server: Loopback, folder: Path) -> None:
        self.server = server
        self.cache = folder / ".cache/references.sqlite"
        self._path = folder / NAME
        self.services = Services(
            handle=server.url("/handles"),
            crossref=server.url("/works/"),
            eutils=server.url("/eutils"),
            nice=server.url("/nice"),
            timeout=5,
            interval=0,
        )

    def handle(self, doi: str, *answers: Script) -> None:
        self.server.on(f"/handles/{quote(doi, safe='/:;,()')}", *answers)

    def crossref(self, doi: str, *answers: Script) -> None:
        self.server.on(f"/works/{quote(doi, safe='/:;,()')}", *answers)

    def pubmed(self, pmids: str, *answers: Script) -> None:
        asked = f"/eutils/esummary.fcgi?db=pubmed&retmode=json&id={pmids}&tool=linkaudit"
        self.server.on(asked, *answers)

    def nice(self, guidance: str, *answers: Script) -> None:
        self.server.on(f"/nice/guidance/{guidance}", *answers)

    def knows(self, doi: str, *answers: Script) -> None:
        """The handle service knows the DOI, and Crossref answers so."""
        self.handle(doi, case("handle-known.json"))
        self.crossref(doi, *answers)

    def bibliography(self, *references: dict[str, Any]) -> Bibliography:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(map(entry, references))
        self._path.write_text(text, encoding="utf-8")
        return Bibliography.load(self._path)

    def reported(self, *references: dict[str, Any], cache: bool = False) -> list[str]:
        """The problems of these references, as the command prints them, without the file."""
        bibliography = self.bibliography(*references)
        where = self.cache if cache else None
        found = list(check_references(bibliography, self.services, TODAY, where))
        return [str(problem).removeprefix(NAME) for problem in found]


def entry(reference: dict[str, Any]) -> str:
    """An entry in YAML, each field on a line of its own."""
    lines = [
        f"  {field}: {yaml.safe_dump(value, default_flow_style=True, width=10_000).splitlines()[0]}"
        for field, value in reference.items()
    ]
    return "-" + "\n".join(lines)[1:]


def case(name: str) -> Reply:
    return Reply(body=(CASES / name).read_bytes())


def crossref(name: str, **changes: Any) -> Reply:
    """Crossref's answer in a case, with some fields of the work changed."""
    answer = json.loads((CASES / name).read_text(encoding="utf-8"))
    answer["message"] |= {field.replace("_", "-"): value for field, value in changes.items()}
    return Reply(body=json.dumps(answer))
