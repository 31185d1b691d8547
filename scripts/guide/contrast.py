"""Contrast between two colours, by the Web Content Accessibility Guidelines 2.2."""

from __future__ import annotations

LEAST_FOR_TEXT = 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours like #0b5f66: 1.0 for the same, 21.0 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, share: float, other: str) -> str:
    """Mix a share (0 to 1) of one colour with another, as CSS `color-mix(in srgb, …)` does."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
