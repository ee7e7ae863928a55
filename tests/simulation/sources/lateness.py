"""How long it takes from something being there to a function hearing of it."""

SOON_MS = (5, 60)
LATE_MS = (1_000, 40_000)
