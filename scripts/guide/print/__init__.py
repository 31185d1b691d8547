"""Print: the rendered pages of the guide as PDFs and plain text made for paper."""
