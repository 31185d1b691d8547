"""Offline: what lets a phone keep the whole guide, and open it without the internet."""
