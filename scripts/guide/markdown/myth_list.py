"""The block `myth-list`: what people say about back pain, each beside what is true."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from guide.markdown.containers import Reader, text
from guide.markdown.current_guide import current_guide
from guide.problems import did_you_mean


class MythError(ValueError):
    """There is no such myth."""


class MythList(Reader):
    """A list of file names, `- posture.md`: each becomes its myth, and its title as the link.

    The page must stand in the folder of the myths.
    """

    NAME = "myth-list"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "app-myths"})

    def on_end(self, block: etree.Element) -> None:
        myths = {p.path.name: p for p in current_guide(self.docs).pages if "myth" in p.meta}
        for item in block.iter("li"):
            name = "".join(item.itertext()).strip()
            if name not in myths:
                raise MythError(f'no page "{name}" tells a myth{did_you_mean(name, myths)}')
            for child in list(item):
                item.remove(child)
            item.text = None
            item.set("class", "app-myths__item")
            said = etree.SubElement(item, "span", {"class": "app-myths__myth"})
            said.text = text(f'"{myths[name].meta["myth"]}"')
            said.tail = " "
            etree.SubElement(item, "a", {"href": name}).text = text(myths[name].title)
