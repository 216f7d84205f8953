"""Pictures of state machines: what is drawn (`model`), where (`layout`), and in which format.

Everything is plain data and pure functions: the same definition gives the same bytes.
"""
