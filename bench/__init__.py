"""How fast the site is, beside what it cannot be faster than and beside a peer: `make bench`."""
