"""What holds for every test."""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.house", "tests.people", "tests.scene")

# The same examples in every run, and no clock: a slow machine must not fail a test.
settings.register_profile("alo", derandomize=True, deadline=None, database=None)
settings.load_profile("alo")
