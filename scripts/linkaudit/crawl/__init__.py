"""The links of any built site: where each leads, and whether somebody can follow it there."""
