"""What WeasyPrint leaves open for PDF/UA: the scope of table headers, links that print."""

from __future__ import annotations

from pathlib import Path

import pikepdf

_PRINT_FLAG = 4  # ISO 32000-1, table 165: the annotation is printed


def complete_tags(path: Path) -> None:
    """Give every table header a scope and every link the print flag, in place."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for element in pdf.objects:
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if element.get("/S") == "/TH":
                _set_scope(element)
            if element.get("/Subtype") == "/Link":
                element["/F"] = int(element.get("/F", 0)) | _PRINT_FLAG
        # The same input gives the same file, so that a print run can be compared.
        pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _set_scope(header: pikepdf.Dictionary) -> None:
    attributes = header.get("/A")
    if isinstance(attributes, pikepdf.Array):
        attributes = next((a for a in attributes if a.get("/O") == "/Table"), None)
    if attributes is None:
        attributes = header["/A"] = pikepdf.Dictionary(O=pikepdf.Name.Table)
    if "/Scope" not in attributes:
        attributes["/Scope"] = pikepdf.Name.Column
