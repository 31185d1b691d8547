"""The manuscript: its Markdown files with what each cites, and the library it cites from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from linkaudit.citations.library import Library
from linkaudit.citations.mentions import Citations, citations_of
from linkaudit.core.files import read_text
from linkaudit.core.problem import CannotRunError, Problem
from linkaudit.references.identifiers import known_by, normal_doi

_ENDINGS = {".md", ".markdown", ".qmd", ".rmd"}
# What Manubot looks up by itself: no bibliography needs an entry for it. It also knows registers
# of data by the prefixes of identifiers.org; these are some that papers of medicine cite.
_IDENTIFIER = re.compile(
    r"(?i:arxiv|clinicaltrials|doi|https?|isbn|pmc|pmcid|pmid|pubmed|rrid|shortdoi|swh|url"
    r"|wikidata|arrayexpress|bioproject|biosample|biorxiv|cellosaurus|chebi|chembl(?:\.\w+)?|clinvar"
    r"|datacite|dbgap|dbsnp|dockerhub|dx|ega\.\w+|ena\.embl|ensembl|geo|github|gtex|handle|hdl"
    r"|hgnc|hp|inspire|insdc(?:\.\w+)?|jax|mesh|mgi|mondo|ncbigene|ncit|omim|orcid|orphanet|pdb"
    r"|pride(?:\.project)?|prosite|pubchem(?:\.\w+)?|reactome|refseq|sra|uniprot|zenodo):\S+"
)
_DOI = re.compile(r"(?i:doi):(.+)")
# The fields of CSL for those of them by which registers know works.
_FIELDS = {
    "doi": "DOI",
    "pmid": "PMID",
    "pubmed": "PMID",
    "pmc": "PMCID",
    "pmcid": "PMCID",
    "url": "URL",
    "http": "URL",
    "https": "URL",
}
# References to figures and the like: pandoc-crossref has @fig:one, Quarto @fig-one.
_CROSS_REFERENCE = re.compile(
    r"(?i:(?:alg|cor|def|eq|exm|exr|fig|lem|lst|prp|rem|sec|sol|tbl|thm)[:-]"
    r"|(?:app|chap|ch|note|part|prop|tab):|(?:apx|cau|cnj|imp|nte|prf|supp|tip|vid|wrn)-).+"
)


@dataclass(frozen=True)
class CitedWork:
    """A work that a manuscript may cite: its key or identifier, where it is named, its CSL."""

    key: str
    path: str
    line: int
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Text:
    """A Markdown file, named as on the command line, with what it cites."""

    name: str
    citations: Citations = field(repr=False)


@dataclass(frozen=True)
class Manuscript:
    """All texts, and all entries that they may cite. `unreadable` could not be read.

    `bare` says that every @name is a citation, as Pandoc takes it, and none a person.
    """

    library: Library
    texts: tuple[Text, ...]
    unreadable: tuple[Problem, ...] = ()
    bare: bool = False

    @classmethod
    def load(
        cls, bibliographies: Sequence[Path], texts: Sequence[Path], *, bare: bool = False
    ) -> Manuscript:
        """Read the files, and all Markdown in the folders. Raises `CannotRunError`, `OSError`."""
        library = Library.load(bibliographies)
        problems = list(library.unreadable)
        read = [Text(p.as_posix(), citations_of(read_text(p, problems))) for p in _files(texts)]
        return cls(library, tuple(read), tuple(problems), bare)

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """What stands for which identifier. Manubot joins all texts: one may define for others."""
        return {
            alias: identifier
            for text in self.texts
            for alias, (identifier, _) in text.citations.aliases.items()
        }

    @cached_property
    def own(self) -> frozenset[str]:
        """The keys that the texts define: entries in their metadata, and numbered examples."""
        return frozenset(key for text in self.texts for key in text.citations.own)

    @cached_property
    def used(self) -> frozenset[str]:
        """Every citekey that a text names; an identifier also in its plain form."""
        keys = {mention.key for text in self.texts for mention in text.citations.mentions}
        keys |= {self.aliases[key] for key in keys if key in self.aliases}
        return frozenset(keys | {_plain(key) for key in keys if is_identifier(key)})

    @cached_property
    def identifiers(self) -> Mapping[str, str]:
        """The keys of entries that are identifiers, by their plain form."""
        return {_plain(key): key for key in self.library.by_key if is_identifier(key)}

    def works(self) -> Iterator[CitedWork]:
        """Yield every entry that is a work, then each identifier that only the texts name."""
        known = set()
        for entry in self.library.entries:
            if entry.is_work:
                # Some keys are identifiers; a field that says otherwise counts more.
                named = [_fields_of(key) for key in (*entry.names, entry.key)]
                fields = {
                    name: text for part in (*named, entry.csl()) for name, text in part.items()
                }
                known.add(_known_as(fields))
                yield CitedWork(entry.key, entry.path, entry.line, fields)
        for text, line, key in self._named():
            fields = {} if key in self.library.by_key else _fields_of(key)
            if fields and _known_as(fields) not in known:
                known.add(_known_as(fields))
                name = fields.get("DOI") or key
                yield CitedWork(name, text.name, line, fields)

    def dois(self) -> Iterator[tuple[Text, int, str]]:
        """Yield each DOI of the texts with its line: `@doi:…`, and what an alias stands for."""
        for text, line, key in self._named():
            doi = _DOI.fullmatch(key)
            if doi:
                yield text, line, doi[1]

    def _named(self) -> Iterator[tuple[Text, int, str]]:
        """Yield each key of the texts with its line, and what an alias stands for."""
        for text in self.texts:
            keys = [(mention.line, mention.key) for mention in text.citations.mentions]
            targets = [(line, target) for target, line in text.citations.aliases.values()]
            for line, key in sorted({*keys, *targets}):
                yield text, line, key


def _fields_of(key: str) -> dict[str, str]:
    """What a key that is an identifier says in CSL: `pmid:123` is `{"PMID": "123"}`."""
    kind, _, value = key.partition(":")
    name = _FIELDS.get(kind.lower(), "")
    if name == "URL":
        return {name: key if kind.lower() != "url" else value}
    return {name: value} if name and value else {}


def _known_as(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells whether two works are asked about as one."""
    found = known_by(fields)
    return (normal_doi(found.doi), found.pmid, found.pmcid) if found else ("", str(fields))


def _plain(identifier: str) -> str:
    """An identifier as it is compared: Pandoc takes no slash at the end for part of a key.

    A DOI that is written with its address is a fault, but it is still that DOI.
    """
    doi = _DOI.fullmatch(identifier)
    return f"doi:{normal_doi(doi[1])}" if doi else identifier.lower().rstrip("/")


def is_identifier(key: str) -> bool:
    """Whether a key is an identifier that Manubot looks up, like `doi:10.1136/bmj.i6748`."""
    return bool(_IDENTIFIER.fullmatch(key))


def is_cross_reference(key: str) -> bool:
    """Whether a key names a figure, a table or a section, not a work."""
    return bool(_CROSS_REFERENCE.fullmatch(key))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each file once, those of a folder in the order of their names."""
    visited = set()
    for path in paths:
        if not path.exists():
            raise CannotRunError(f"there is no file or folder {path}")
        for found in _files_below(path) if path.is_dir() else [path]:
            if found not in visited:
                visited.add(found)
                yield found


def _files_below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if path.suffix.lower() in _ENDINGS and path.is_file():
                yield path
