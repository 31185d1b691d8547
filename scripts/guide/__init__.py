"""Back Pain Guide: reads the guide's words and data, checks them, renders and prints them."""

__version__ = "0.1.0"
