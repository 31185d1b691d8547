"""Pictures of pages, drawings of poses, and the list of myths."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree

from linkaudit.core.problem import did_you_mean

from guide.content import poses
from guide.content.guide import DRAWINGS
from guide.content.page import Myth
from guide.core import html_class
from guide.markdown.containers import Reader, text
from guide.markdown.current_guide import current_guide, page_with
from guide.markdown.poses import PictureError, pose_figure

# The blocks `picture` and `pose`: drawings of ours in the page itself, with their captions.


class PictureBlock(Reader):
    """`/// picture | name` shows assets/images/name.svg; the text of the block is the caption.

    The drawing is put into the page, so that the style sheet colours it for light and dark.
    """

    NAME = "picture"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        folder = self.docs / DRAWINGS
        path = folder / f"{self.argument}.svg"
        if not path.is_file():
            hint = did_you_mean(self.argument, (p.stem for p in folder.glob("*.svg")))
            raise PictureError(f'there is no drawing "{DRAWINGS}/{self.argument}.svg"{hint}')
        drawing = poses.NOT_SHOWN.sub("", path.read_text("utf-8"))
        figure = etree.SubElement(parent, "figure", {"class": html_class.PICTURE})
        holder = etree.SubElement(figure, "div", {"class": html_class.PICTURE_DRAWING})
        holder.text = self.md.htmlStash.store(drawing.strip())
        return etree.SubElement(figure, "figcaption")

    def on_add(self, block: etree.Element) -> etree.Element:
        return block


class PosePicture(Reader):
    """`/// pose | id` shows a position of the body, with its own caption; nothing stands inside."""

    NAME = "pose"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        figure = pose_figure(self.md, self.docs, self.argument)
        parent.append(figure)
        return figure


class MythError(ValueError):
    """There is no such myth."""


class MythList(Reader):
    """A list of pages, `- posture.md` or `- ../what-helps/scans.md`.

    Each becomes the myths that it tells, every one with its fact as the link.
    """

    NAME = "myth-list"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": html_class.MYTHS})

    def on_end(self, block: etree.Element) -> None:
        guide = current_guide(self.docs)
        here = page_with(guide, self.NAME).parent
        pages = {posixpath.relpath(p.path, here): p for p in guide.pages if p.myths}
        for listed in block.iter("ul"):
            names = ["".join(item.itertext()).strip() for item in listed]
            for item in list(listed):
                listed.remove(item)
            for name in names:
                if name not in pages:
                    raise MythError(f'no page "{name}" tells a myth{did_you_mean(name, pages)}')
                for myth in pages[name].myths:
                    _add_myth(listed, myth, name)


def _add_myth(listed: etree.Element, myth: Myth, page: str) -> None:
    item = etree.SubElement(listed, "li", {"class": html_class.MYTHS_ITEM})
    said = etree.SubElement(item, "span", {"class": html_class.MYTHS_MYTH})
    said.text = text(f'"{myth.said}"')
    said.tail = " "
    # The engine turns the path of a page into its address, as for any link in the text.
    place = f"{page}#{myth.at}" if myth.at else page
    etree.SubElement(item, "a", {"href": place}).text = text(myth.fact)
