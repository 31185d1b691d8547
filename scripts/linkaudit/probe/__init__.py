"""Links to other hosts: each address asked once, its verdict reported wherever it is linked."""
