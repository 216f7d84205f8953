"""Faults seeded into published definitions: how many of them does asllint tell?

`model.py` reads off a definition's text what is written where and read where, without any of
asllint's analysis; `kinds.py` makes the faults; `trial.py` takes those of which the model says that
they change what a later state reads, and asks asllint about each.
"""
