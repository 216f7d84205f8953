"""The loops of a machine, and what keeps them from ending well: one thing of each is told."""
