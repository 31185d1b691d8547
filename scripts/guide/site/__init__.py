"""The site: rendered by MkDocs, and built from words to a folder that may be published."""
