"""Readers that never fail: text in, nodes and problems out."""
