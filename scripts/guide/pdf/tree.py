"""The tree of tags of a PDF: what a screen reader reads, in its order."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Pdf


def structure(pdf: Pdf) -> list[Dictionary]:
    """All elements of the tree of tags, in reading order."""
    return below(pdf.Root.StructTreeRoot)


def below(element: pikepdf.Object) -> list[Dictionary]:
    """All elements below one, or below the root of a tree, in reading order."""
    found, waiting = [], kids(element)[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(kids(found[-1])[::-1])
    return found


def kids(element: pikepdf.Object) -> list[Dictionary]:
    """The elements right below one; not its text, not its annotations."""
    return [
        kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary) and "/S" in kid
    ]


def keep_ids(pdf: Pdf) -> None:
    """Write the tree that finds an element by its id."""
    named = sorted((e for e in structure(pdf) if "/ID" in e), key=lambda e: bytes(e.ID))
    if named:
        names = Array([part for element in named for part in (element.ID, element)])
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=names))
