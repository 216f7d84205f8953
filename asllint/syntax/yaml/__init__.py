"""YAML as nodes: the events of two parsers, the tree made of them, and what an edit changes."""
