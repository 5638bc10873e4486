"""Random and half-broken input for whatever reads: `python -m tests.fuzz`."""
