"""A guide for patients: reads its words and data, checks them, renders and prints them."""

from __future__ import annotations

__version__ = "0.1.0"
