"""The table's stream and the timers queue for tests in the house: what changed is armed, what is armed fires
when its time comes."""

import json
from functools import partial
from typing import Any

from chalicelib.timers import service as timers
from tests.cuts import CutHouse
from tests.house import House

Images = dict[tuple[str, str], dict[str, Any]]


class Stream:
    """One reader of the stream, which begins with what is there."""

    def __init__(self, h: House) -> None:
        self.house = h
        self.reminders: list[tuple[int, str]] = []
        self._seen: Images = {}
        h.queues.remind = self._remind  # type: ignore[method-assign]  # SQS keeps what it is sent

    def run(self) -> None:
        """Until nothing new is written and nothing is due."""
        while True:
            records, now = self._records()
            due = [one for one in self.reminders if one[0] <= self.house.ctx.now_ms()]
            if not records and not due:
                return
            if records and self.house.invoke(partial(timers.arm, self.house.ctx, records)):
                self._seen = now
            for one in due:
                if self.house.invoke(partial(timers.fire, self.house.ctx, one[1])):
                    self.reminders.remove(one)

    def wait(self, seconds: int) -> None:
        """Time passes, a second at a time."""
        for _ in range(seconds):
            self.house.wait(1)
            self.run()

    def _remind(self, delay_s: int, body: str) -> None:
        knife = self.house.knife if isinstance(self.house, CutHouse) else None
        if knife:
            knife.before()
        self.reminders.append((self.house.ctx.now_ms() + delay_s * 1000, body))
        if knife:
            knife.after()

    def _records(self) -> tuple[list[dict[str, Any]], Images]:
        now = {(item["pk"]["S"], item["sk"]["S"]): item for item in self.house.items()}
        records: list[dict[str, Any]] = []
        for key in dict.fromkeys([*self._seen, *now]):
            old, new = self._seen.get(key), now.get(key)
            if old != new:
                images = {"OldImage": old, "NewImage": new}
                told = {name: json.loads(json.dumps(image)) for name, image in images.items() if image}
                records.append({"eventName": "MODIFY", "dynamodb": told})
        return records, now
