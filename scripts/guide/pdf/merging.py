"""Merging: a page of another PDF, with its tags, in front of a document."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Page, Pdf

from guide.pdf.tree import below, keep_ids, structure


def put_first(pdf: Pdf, source: Path) -> None:
    """Put the only page of a tagged PDF in front of `pdf`, and its tags in front of the tags.

    Its bookmarks and the names of its places are left behind; its links to them are not expected.
    """
    with pikepdf.open(source) as other:
        _tell_ids_apart(other)
        pdf.pages.insert(0, other.pages[0])
        page, tree = pdf.pages[0], pdf.Root.StructTreeRoot
        # The page is copied already, and a copy of the tags does not lead to it.
        copied = pdf.copy_foreign(other.Root.StructTreeRoot)
        _number_on(page, copied.ParentTree, tree.ParentTree)
        document, first = tree.K[0], copied.K[0]
        for element in below(first):
            _stand_on(page, element)
        for kid in first.K:
            kid.P = document
        document.K = Array([*first.K, *document.K])
        keep_ids(pdf)


def _stand_on(page: Page, element: Dictionary) -> None:
    element.Pg = page.obj
    for kid in element.get("/K", Array()):
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR":
            kid.Pg = page.obj


def _number_on(page: Page, numbers: pikepdf.Object, tree: pikepdf.Object) -> None:
    """Give the numbers by which a page and its annotations find their tags behind the others."""
    nums = tree.Nums
    start = max(int(n) for n in nums[::2]) + 1
    for key, owner in zip(numbers.Nums[::2], numbers.Nums[1::2], strict=True):
        nums.append(int(key) + start)
        nums.append(owner)
    page.StructParents = int(page.StructParents) + start
    for note in page.get("/Annots", Array()):
        note.StructParent = int(note.StructParent) + start


def _tell_ids_apart(pdf: Pdf) -> None:
    for element in structure(pdf):
        if "/ID" in element:
            element.ID = pikepdf.String(f"first-{element.ID}")
        attributes = element.get("/A", Dictionary())
        if "/Headers" in attributes:
            names = [pikepdf.String(f"first-{name}") for name in attributes.Headers]
            attributes.Headers = Array(names)
