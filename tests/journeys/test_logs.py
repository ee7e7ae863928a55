"""After everything: what was written down about people, and what failed unseen."""

import json

import pytest

from local import emulator
from local.config import Config
from tests.journeys.cast import Casting


@pytest.mark.last
def test_no_log_of_the_stack_names_anybody_or_repeats_what_they_said(
    config: Config, casting: Casting
) -> None:
    written = {log.name: log.read_text(errors="replace") for log in (config.folder / "logs").glob("*.log")}
    assert len(written) >= 4
    functions = _function_logs(config)
    assert any('"handler"' in text for text in functions.values()), "the functions wrote no log"
    written |= functions
    assert casting.said
    told = sorted(
        f"{name} says {said}" for name, text in written.items() for said in casting.said if said in text
    )
    assert told == []


@pytest.mark.last
def test_no_function_met_what_it_did_not_expect(config: Config) -> None:
    """An `error` is one that nobody caught; what goes wrong on purpose, a message refused, has none."""
    # The emulator keeps only so much of each function's log; its own has the rest.
    texts = [*_function_logs(config).values(), (config.folder / "logs" / "emulator.log").read_text()]
    lines = [line for text in texts for line in text.splitlines()]
    records = [json.loads(line) for line in lines if line.startswith("{")]
    assert any(record.get("handler") for record in records), "the functions wrote no log"
    failed = {
        (record.get("handler"), record.get("error"), str(record.get("where")))
        for record in records
        if record.get("level") == "ERROR" and "error" in record
    }
    assert failed == set()


def _function_logs(config: Config) -> dict[str, str]:
    """What the deployed functions wrote, as an operator reads it."""
    logs = emulator.client(config, "logs")
    found: dict[str, str] = {}
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=name)
        found[name] = "\n".join(event["message"] for page in pages for event in page["events"])
    return found
