"""Does a test fail when a line of a fact or a rule says something else? (`make mutants`).

`operators` makes the mutants of a file, `drawing` chooses among them, `reach` knows which tests run
through a line, `trial` runs those against a mutant.
"""
