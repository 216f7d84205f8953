"""What data can be: shapes, and how each expression and each service moves them."""
