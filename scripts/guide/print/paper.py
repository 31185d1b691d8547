"""Paper: the size of the sheets, and of the type on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

# A line of fewer ems has no room for the words of four columns: their rows become cards.
ROOM_FOR_A_TABLE = 28
_ROWS_AS_CARDS = """
.app-comparison table, .app-comparison tbody, .app-comparison caption, .app-comparison tr,
.app-comparison tbody th, .app-comparison tbody td:nth-child(n) { display: block; width: auto; }
.app-comparison thead { display: none; }
.app-comparison tr { border-top: 0.75pt solid var(--line); padding-top: 0.5rem; }
.app-comparison tbody th, .app-comparison td { border: 0; padding: 0 0 0.25rem 0; }
.app-comparison td::before { content: attr(data-label) ": "; color: var(--muted); }
"""


@dataclass(frozen=True)
class Paper:
    """Sheets of one size. Type in points, all else in millimetres."""

    width: float
    height: float
    type: float
    leading: float
    top: float
    outer: float
    bottom: float
    # Printed on both sides, the wide margin is at the spine.
    inner: float

    @property
    def style(self) -> str:
        """What the style sheets take from the paper; --mm grows and shrinks with the sheet."""
        return f"""
@page {{
  size: {self.width}mm {self.height}mm;
  margin: {self.top}mm {self.inner}mm {self.bottom}mm {self.outer}mm;
}}
@page :right {{ margin-left: {self.inner}mm; margin-right: {self.outer}mm; }}
html {{ font-size: {self.type}pt; line-height: {self.leading / self.type:.4f}; }}
:root {{
  --sheet-width: {self.width}mm; --sheet-height: {self.height}mm;
  --mm: {self.width / 210:.4f}mm;
}}
{_ROWS_AS_CARDS if self.measure < ROOM_FOR_A_TABLE else ""}"""

    @property
    def measure(self) -> float:
        """The length of a line, in ems of its type."""
        return (self.width - self.inner - self.outer) / (self.type * 25.4 / 72)

    def with_type(self, type: float, leading: float) -> Paper:
        """The same sheets, set in another size."""
        return replace(self, type=type, leading=leading)


# UKAAF: clear print is 12 point at least, ideally 14; large print 16 at least, ideally 18.
A4 = Paper(210, 297, type=14, leading=19, top=18, outer=22, bottom=19, inner=28)
A5 = Paper(148, 210, type=12, leading=14.6, top=12, outer=10, bottom=12, inner=14)
LARGE = A4.with_type(18, 25)
# A leaflet is one sheet and has no spine; what does not fit in 14 point is set smaller.
LEAFLET = Paper(210, 297, type=14, leading=18, top=8, outer=13, bottom=12, inner=13)
MIDDLE_LEAFLET = LEAFLET.with_type(13, 16.5)
SMALL_LEAFLET = LEAFLET.with_type(12, 14.6)
CARD = Paper(210, 297, type=20, leading=27, top=18, outer=20, bottom=18, inner=20)
POSTER = CARD
# The note on how to fold sheets of A5 pages: A4 on its side, as they are.
FOLDING = Paper(297, 210, type=14, leading=19, top=18, outer=22, bottom=18, inner=22)
