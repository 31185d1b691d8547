"""References: works by their fields and identifiers, whoever wrote them down."""
