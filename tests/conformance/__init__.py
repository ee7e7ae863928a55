"""The services in memory (tests/simulation/aws) answer as the real ones do, call by call."""
