"""The commands of `linkaudit`, and what other programs with such commands share with it.

Exit codes: 0 nothing found, or only warnings and notes; 1 could not run; 2 problems found.
"""
