"""PostgreSQL and Redis of the one-command start: how each is laid out, started and recognised as ours."""
