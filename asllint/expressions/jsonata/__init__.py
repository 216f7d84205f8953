"""JSONata as AWS takes it: what an expression reads, and what is wrong with it."""
