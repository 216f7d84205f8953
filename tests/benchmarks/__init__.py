"""How fast asllint is, beside the fastest other linter of the language. Run with `make bench`."""
