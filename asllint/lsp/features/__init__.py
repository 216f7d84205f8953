"""What the server can do, a module for each kind: a method of the protocol, and its function."""
