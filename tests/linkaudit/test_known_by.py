"""By what registers know a work: identifiers wherever references keep them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from guide.references.add import fields_of
from linkaudit.citations.bibtex import BibtexEntry, read_bibtex
from linkaudit.citations.bibtex_csl import csl_of
from linkaudit.references.identifiers import KnownBy, known_by

LANCET = "10.1016/S0140-6736(97)11096-0"
PMID = KnownBy(pmid="9500320")
PMCID = KnownBy(pmcid="PMC5396190")


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"DOI": LANCET, "PMID": "9500320"}, KnownBy(LANCET, "9500320")),
        ({"DOI": f"https://doi.org/{LANCET}"}, KnownBy(LANCET)),
        ({"doi": "10/abc", "pmid": 9500320}, KnownBy("10/abc", "9500320")),
        ({"PMID": "PMID: 9500320"}, PMID),
        ({"PMCID": "5396190"}, PMCID),
        ({"PMCID": "PMC5396190.2"}, PMCID),
        ({"URL": f"https://doi.org/{LANCET}"}, KnownBy(LANCET)),
        ({"URL": f"http://dx.doi.org/{LANCET.replace('(', '%28')}"}, KnownBy(LANCET)),
        ({"URL": f"https://doi-org.library.example/{LANCET}"}, KnownBy(LANCET)),
        ({"URL": "https://journals.press.example/doi/10.5555/nuts.1"}, KnownBy("10.5555/nuts.1")),
        ({"URL": "https://press.example/doi/full/10.5555/a(97)1?x=1"}, KnownBy("10.5555/a(97)1")),
        ({"URL": "https://press.example/doi/10.5555/nuts/abstract"}, KnownBy("10.5555/nuts")),
        ({"URL": "https://link.press.example/article/10.5555/s-1#Sec2"}, KnownBy("10.5555/s-1")),
        ({"URL": "https://press.example/en/chapter/10.5555%2F978_3"}, KnownBy("10.5555/978_3")),
        ({"URL": "https://press.example/articles/10.1/x"}, KnownBy()),
        ({"URL": "https://press.example/search?cites=10.5555/nuts"}, KnownBy()),
        ({"URL": "https://pubmed.ncbi.nlm.nih.gov/9500320/"}, PMID),
        ({"url": "https://www.ncbi.nlm.nih.gov/pubmed/9500320?dopt=Abstract"}, PMID),
        ({"URL": "https://pubmed.ncbi.nlm.nih.gov/?term=9500320%5Buid%5D"}, PMID),
        ({"URL": "http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?db=m&list_uids=9500320"}, PMID),
        ({"URL": "https://europepmc.org/article/MED/9500320"}, PMID),
        ({"URL": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5396190/"}, PMCID),
        ({"URL": "https://pmc.ncbi.nlm.nih.gov/articles/PMC5396190/pdf/main.pdf"}, PMCID),
        ({"URL": "https://europepmc.org/article/PMC/PMC5396190"}, PMCID),
        ({"note": "PMID: 9500320"}, PMID),
        ({"extra": "Citation Key: a\nPMID: 9500320"}, PMID),
        ({"note": "tex.x: 1\nPMID: 9500320 PMCID: PMC5396190"}, PMID.with_others(PMCID)),
        ({"note": f"DOI: {LANCET}"}, KnownBy(LANCET)),
        ({"note": "https://pubmed.ncbi.nlm.nih.gov/9500320/"}, PMID),
        # A field of its own counts more than a note, which may speak of other works.
        ({"DOI": LANCET, "note": "PMID: 1"}, KnownBy(LANCET)),
        ({"note": "Erratum in: Lancet 2004. PMID: 15016483"}, KnownBy()),
        ({"note": "see PMID 15016483"}, KnownBy()),
        ({"URL": "https://pubmed.ncbi.nlm.nih.gov/95003200000/"}, KnownBy()),
        ({"URL": "https://www.ncbi.nlm.nih.gov/books/NBK599210/"}, KnownBy()),
        ({"URL": "https://doi.org.example.com/about"}, KnownBy()),
        ({"DOI": "none", "PMID": "PMC12", "PMCID": "?"}, KnownBy()),
        ({"DOI": ["x"], "URL": {"a": 1}, "note": None, "title": LANCET}, KnownBy()),
    ],
)
def test_identifiers_are_found_wherever_a_reference_keeps_them(
    fields: dict[str, Any], known: KnownBy
) -> None:
    assert known_by(fields) == known


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ("pmid = {9500320}", PMID),
        ("eprint = {9500320}, eprinttype = {pmid}", PMID),
        ("eprint = {9500320}, eprinttype = {PubMed}", PMID),
        ("eprint = {9500320}, archiveprefix = {pubmed}", PMID),
        ("eprint = {PMC5396190}, eprinttype = {pubmedcentral}", PMCID),
        ("eprint = {PMC5396190}", PMCID),
        ("eprint = {2101.00001}, eprinttype = {arxiv}", KnownBy()),
        ("eprint = {9500320}, eprinttype = {arxiv}", KnownBy()),
        ("note = {PMID: 9500320}", PMID),
        ("note = {Epub ahead of print\nPMID: 9500320}", PMID),
        ("annotation = {x \\par PMID: 9500320}", PMID),
        ("howpublished = {\\url{https://pubmed.ncbi.nlm.nih.gov/9500320}}", PMID),
        (f"bdsk-url-1 = {{https://doi.org/{LANCET}}}", KnownBy(LANCET)),
        ("url = {https://doi.org/10.1000/a\\_b}", KnownBy("10.1000/a_b")),
    ],
)
def test_bibtex_keeps_identifiers_in_many_fields(fields: str, known: KnownBy) -> None:
    (entry,) = read_bibtex(f"@article{{a, {fields}}}")
    assert isinstance(entry, BibtexEntry)
    assert known_by(csl_of(entry)) == known


def test_an_entry_that_is_added_has_the_identifiers_that_its_notes_held() -> None:
    fields = fields_of({"title": "x", "note": "PMID: 9500320\nPMCID: PMC5396190"})
    assert fields == {"type": "document", "title": "x", "PMID": "9500320", "PMCID": "PMC5396190"}
    added = fields_of({"title": "x", "URL": f"https://doi.org/{LANCET}"})
    assert added == {"type": "document", "title": "x", "DOI": LANCET}


@pytest.mark.parametrize(
    "sign",
    [" ", "PMID: 1 ", "nlm.nih.gov/", "doi.org/", "; DOI: ", "10.1000/.", "http://a/doi/10.1000/a"],
)
def test_a_long_note_is_read_in_no_time(sign: str) -> None:
    started = time.process_time()
    for name in ("note", "URL", "DOI", "PMID", "PMCID"):
        known_by({name: sign * 300_000})
    assert time.process_time() - started < 2
