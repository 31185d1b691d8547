"""Links to other hosts: each address asked once, its verdict told wherever it is linked."""
