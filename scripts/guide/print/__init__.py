"""Print editions: the pages of a built site as PDFs made for paper."""
