"""Due times become delayed messages; what is due is decided from the item as it stands."""

import json
from dataclasses import dataclass, field
from typing import Any

from chalicelib.timers import service
from tests.house import EPOCH_MS, ListedQueues, house
from tests.scene import scene

DUE = EPOCH_MS + 30_000


@dataclass
class Reminders(ListedQueues):
    """Keeps delayed messages."""

    delayed: list[tuple[int, str]] = field(default_factory=list)
    scheduled: dict[str, tuple[int, str]] = field(default_factory=dict)

    def remind(self, delay_s: int, body: str) -> None:
        """As SQS would."""
        assert 0 <= delay_s <= 900
        self.delayed.append((delay_s, body))

    def at(self, name: str, at_ms: int, body: str) -> None:
        """As EventBridge Scheduler would."""
        self.scheduled[name] = (at_ms, body)


def changed(old: int | None, new: int | None) -> dict[str, Any]:
    """A stream record of an item whose due time changed."""
    images = {"NewImage": new, "OldImage": old}
    key = {"pk": {"S": "ATTEMPT#a"}, "sk": {"S": "ATTEMPT"}}
    return {
        "dynamodb": {
            name: key | {"due_at_ms": {"N": str(due)}} if due else dict(key) for name, due in images.items()
        }
    }


def armed(*records: dict[str, Any]) -> list[int]:
    """The delays that follow."""
    with house() as h:
        h.ctx.queues = reminders = Reminders()
        service.arm(h.ctx, list(records))
        return [delay for delay, _ in reminders.delayed]


def test_a_new_due_time_is_reminded_of_when_it_comes() -> None:
    assert armed(changed(None, DUE), changed(DUE - 5_000, DUE)) == [30, 30]


def test_a_due_time_that_stays_or_goes_is_not() -> None:
    assert armed(changed(DUE, DUE), changed(DUE, None), changed(None, None)) == []


def test_what_is_past_is_reminded_of_at_once_and_what_is_far_by_the_sweep() -> None:
    assert armed(changed(None, DUE - 60_000)) == [0]
    assert armed(changed(None, DUE + 3_600_000)) == []


def test_a_time_a_customer_was_told_has_a_schedule_of_its_own() -> None:
    far = DUE + 3_600_000
    waits = {"pk": {"S": "CALLBACK#cb-1"}, "sk": {"S": "CALLBACK"}, "status": {"S": "received"}}
    record = {"dynamodb": {"NewImage": waits | {"due_at_ms": {"N": str(far)}}}}
    with house() as h:
        h.ctx.queues = h.ctx.schedules = reminders = Reminders()
        service.arm(h.ctx, [record, record])
        ((name, (at_ms, body)),) = reminders.scheduled.items()
        assert (name, at_ms, reminders.delayed) == (f"cb-1-{far}", far, [])
        assert json.loads(body) == {"pk": "CALLBACK#cb-1", "sk": "CALLBACK", "due_at_ms": far}


def test_a_deleted_item_reminds_of_nothing() -> None:
    record = {"dynamodb": {"OldImage": {"pk": {"S": "a"}, "due_at_ms": {"N": "1"}}}}
    assert armed(record) == []


def test_a_reminder_that_comes_early_waits_again() -> None:
    with scene() as s:
        s.house.ctx.queues = reminders = Reminders()
        body = json.dumps({"pk": f"ATTEMPT#{s.id}", "sk": "ATTEMPT", "due_at_ms": s.house.ctx.now_ms() + 900})
        service.fire(s.house.ctx, body)
        assert [delay for delay, _ in reminders.delayed] == [1]
        assert s.attempt()["state"] == "claimed"


def test_a_reminder_of_a_time_that_was_moved_does_nothing() -> None:
    with scene() as s:
        s.talk()
        body = json.dumps({"pk": f"ATTEMPT#{s.id}", "sk": "ATTEMPT", "due_at_ms": s.house.ctx.now_ms()})
        before = s.house.items()
        service.fire(s.house.ctx, body)
        assert s.house.items() == before


def test_a_reminder_of_what_nobody_knows_does_nothing() -> None:
    with house() as h:
        for pk, sk in (("ATTEMPT#gone", "ATTEMPT"), ("CALLBACK#gone", "CALLBACK"), ("LINE#BR", "5#gone")):
            service.on_due(h.ctx, pk, sk)
        assert h.items() == []
