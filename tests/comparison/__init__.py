"""Two versions of asllint, asked the same questions through the doors that stay."""
