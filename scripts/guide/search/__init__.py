"""The search of the guide: what patients type, and a small index that runs on their phone."""
