"""A text as its author wrote it: places in it, what is said of them, the way to a terminal."""
