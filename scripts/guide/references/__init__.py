"""The guide's own references: how they are printed, and how one is added."""
