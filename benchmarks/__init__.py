"""How fast the desk is, and how fast it could be: `make bench`, benchmarks/RESULTS.md."""
