"""Aló. What a function imports is its heap for good, and a request adds little: looking for garbage
after every 700 objects was a twentieth of a cold start."""

import gc

gc.set_threshold(50_000, 10, 10)
