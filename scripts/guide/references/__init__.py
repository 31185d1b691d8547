"""The guide's own references: how they are printed, and how one is added.

A citation style is a module with these names; another one takes its place in this line.
"""

from guide.references.vancouver import DATE, address_label, address_text, format_reference

__all__ = ["DATE", "address_label", "address_text", "format_reference"]
