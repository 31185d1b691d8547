"""The services that are asked about references, and under whose name."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Services:
    """The address of each service, which another one may stand in for.

    `mailto` is an e-mail address at which they can reach us; who gives one is served better.
    `timeout` bounds the seconds for which one answer is awaited, `interval` are the seconds
    between two questions at one host.
    """

    handle: str = "https://doi.org/api/handles/"
    crossref: str = "https://api.crossref.org/works/"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    nice: str = "https://www.nice.org.uk/"
    mailto: str = ""
    timeout: float = 20.0
    interval: float = 0.25

    def __post_init__(self) -> None:
        """An address given without the slash at its end gets it."""
        for name in (field.name for field in fields(self) if field.default != ""):
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, value.rstrip("/") + "/")
