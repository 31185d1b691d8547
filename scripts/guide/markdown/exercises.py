"""The blocks of exercises: their steps, their dose, and what keeps people safe."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from guide.markdown.containers import Plain, Section


class AskFirst(Section):
    """Who must ask a health professional before an exercise."""

    NAME = "ask-first"
    CLASS = "app-ask-first"
    HEADING = "Ask a physiotherapist or GP first if:"
    LEVEL = "h3"


class StopIf(Section):
    """The signs at which to stop one exercise, beside the rules for all."""

    NAME = "stop-if"
    CLASS = "app-list-card"
    MODIFIER = "stop"
    HEADING = "Stop if:"
    LEVEL = "h3"


class Dose(Plain):
    """How long, how often: a list of `**Hold**: 20 seconds`."""

    NAME = "dose"
    CLASS = "app-dose"


class Steps(Plain):
    """A numbered list of instructions, each with its picture."""

    NAME = "steps"
    CLASS = "app-steps"


class TrafficLight(Plain):
    """A list of `green: …`, `amber: …`, `red: …`: how much extra pain is all right."""

    NAME = "traffic-light"
    CLASS = "app-traffic-light"

    def on_end(self, block: etree.Element) -> None:
        for item in block.iter("li"):
            holder = next(iter(item)) if len(item) and not (item.text or "").strip() else item
            colour, colon, rest = (holder.text or "").partition(":")
            if colon and colour.strip() in ("green", "amber", "red"):
                modifier = f"{self.CLASS}__item--{colour.strip()}"
                item.set("class", f"{self.CLASS}__item {modifier}")
                light = etree.Element("span", {"class": f"{self.CLASS}__light"})
                light.text, light.tail = colour.strip().capitalize(), f":{rest}"
                holder.text = ""
                holder.insert(0, light)


EXERCISES = (AskFirst, StopIf, Dose, Steps, TrafficLight)
