"""The whole system, from outside, as `make smoke` drives it."""

import json
import subprocess
import sys

from local.config import ROOT


def test_a_call_goes_from_the_form_to_the_timeline() -> None:
    ran = subprocess.run([sys.executable, "-m", "local.smoke"], cwd=ROOT, capture_output=True, text=True)
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["ok"], ran.stdout
    kinds = told["timeline"]
    assert kinds[:3] == ["callback.requested", "callback.queued", "callback.claimed"]
    for earlier, later in (
        ("attempt.agent_joined", "attempt.dialled"),
        ("attempt.dialled", "attempt.connected"),
        ("attempt.connected", "attempt.ended"),
        ("attempt.ended", "attempt.wrapped_up"),
    ):
        assert kinds.index(earlier) < kinds.index(later)
