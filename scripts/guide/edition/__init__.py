"""An edition: what mkdocs.yml or a clinic's own file makes of the guide."""
