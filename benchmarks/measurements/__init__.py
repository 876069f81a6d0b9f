"""Each room measures one thing the desk does."""
