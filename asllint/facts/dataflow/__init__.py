"""Which data flow through a machine: what is known of them at each of its states.

`flow.py` is the door: the fact `DataFlow`. The rest is imported where something can be known.
"""
