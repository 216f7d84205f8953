"""For authors of rules: pages as tests, and the two files of a new rule."""
