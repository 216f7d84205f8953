"""Which permissions the role of a state machine needs: the least IAM policy for a definition."""
