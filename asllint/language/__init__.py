"""The States Language itself: the table of its fields, its schema, and machines as values."""
