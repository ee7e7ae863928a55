"""The whole system under one random number: docs/simulation.md."""
