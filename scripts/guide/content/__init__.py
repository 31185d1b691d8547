"""What the guide says, read once: pages, shared passages, routines, pictures and lists."""
