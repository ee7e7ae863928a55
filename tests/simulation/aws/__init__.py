"""AWS in memory, as far as the system uses it; tests/conformance holds it to the real behaviour."""
