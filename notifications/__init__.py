"""Telling people: rules held as data turn what the doors wrote to the outbox into notices, and deliver them."""
