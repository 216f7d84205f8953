"""JSONata over shapes."""
