"""The picture of a position of the body, with its caption."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from html import escape
from pathlib import Path

from linkaudit.core.problem import did_you_mean
from markdown import Markdown

from guide.content import poses
from guide.core import html_class
from guide.markdown.containers import text


class PictureError(ValueError):
    """There is no such drawing."""


def pose_figure(md: Markdown, docs: Path, name: str) -> etree.Element:
    """The figure of a pose. Raises `PictureError` with the nearest name if there is none."""
    known = poses.Poses.load(docs).by_id
    pose = known.get(name)
    if pose is None:
        hint = did_you_mean(name, known)
        raise PictureError(f'there is no pose "{name}" in {poses.FILE}{hint}')
    figure = etree.Element("figure", {"class": html_class.POSE})
    holder = etree.SubElement(figure, "div", {"class": html_class.POSE_DRAWING})
    holder.text = md.htmlStash.store(_drawing_of(pose, docs))
    etree.SubElement(figure, "figcaption").text = text(pose.caption)
    return figure


def _drawing_of(pose: poses.Pose, docs: Path) -> str:
    """The drawing of a pose as it stands in a page, with its alt text as the title."""
    view, shapes = poses.drawing_of(pose, docs)
    return (
        f'<svg class="{html_class.DRAW}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{view}" role="img"><title>{escape(pose.alt, quote=False)}</title>{shapes}</svg>'
    )
