"""Other people's manuscripts: their bibliographies, and the citations in their Markdown."""
