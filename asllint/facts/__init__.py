"""What is computed once about a definition or a machine, when a rule first asks for it.

A fact is a class with a `subject` (the class it is about: `Analysis`, `Definition` or
`StateMachine`) and a constructor that takes one. A rule gets it by naming it in its signature. A
fact that builds on others says `uses_facts = True`, and is given the function that finds them, too.
"""
