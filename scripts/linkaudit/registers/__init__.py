"""Registers of published works, and what they tell of a reference."""
