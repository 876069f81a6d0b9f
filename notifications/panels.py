"""The box "who was told" on every record page."""
