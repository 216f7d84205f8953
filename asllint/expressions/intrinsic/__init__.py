"""Intrinsic functions: calls, how they are read, and what is wrong with one that could be read."""
