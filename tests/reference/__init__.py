"""What data flow is held against: plain evaluators, random values and shapes."""
