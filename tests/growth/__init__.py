"""How the work grows with the input: families of texts, and what is done with each.

`python -m tests.growth` prints a table. A text of twice the size may take twice the time, with a
logarithm on top, and never four times.
"""
