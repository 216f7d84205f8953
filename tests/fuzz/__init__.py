"""Mutants of definitions and templates, and what must hold for each (`make fuzz-whole`)."""
