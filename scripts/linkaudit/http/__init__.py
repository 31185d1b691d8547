"""The one place that opens a connection: polite, bounded, wary of where it is sent."""
