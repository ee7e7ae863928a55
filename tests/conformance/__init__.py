"""The services in memory (tests/simulation/aws) answer as the real ones do, call by call."""

import pytest

pytest.register_assert_rewrite("tests.conformance.dynamodb_store")
