"""Attempts.

ATTEMPT#{id} / ATTEMPT     the attempt, what it serves, and later its call record
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.kernel.words import Disposition
from chalicelib.queue import service as queue
from chalicelib.queue.service import Request
from chalicelib.table import StructAttribute, WatchedRow, WordAttribute, Write, check, put, query_items
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.steps import Linked


class AttemptRow(WatchedRow):
    """`call` is the state machine's state; `number` counts the attempts of the callback, `tries` those
    before this one that count by the lane's policy. `reserved_cents` is what its call is taken to cost.

    protocol: the number of a customer who was cut off, and whom this attempt calls again; again_id is the
    callback made for it, of the attempt before.

    Transfers link attempts: `previous_id`, `next_id` and `initial_id`, the first, whose conference it stays.
    `retry_of_id` is the attempt before it of the same callback, in a call that is over; `queued_at_ms` since
    when the callback had been in line.
    """

    attempt_id = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    agent_name = UnicodeAttribute()
    number = NumberAttribute()
    tries = NumberAttribute(default=0)
    request = StructAttribute(Request)
    call = StructAttribute(Attempt)
    wrap_up_until_ms = NumberAttribute(null=True)
    wrapped_up_at_ms = NumberAttribute(null=True)
    disposition: WordAttribute[Disposition] = WordAttribute(null=True)
    note = UnicodeAttribute(null=True)
    reserved_cents = NumberAttribute(null=True)
    previous_id = UnicodeAttribute(null=True)
    next_id = UnicodeAttribute(null=True)
    initial_id = UnicodeAttribute(null=True)
    protocol = UnicodeAttribute(null=True)
    again_id = UnicodeAttribute(null=True)
    retry_of_id = UnicodeAttribute(null=True)
    queued_at_ms = NumberAttribute(null=True)
    version = VersionAttribute()

    @property
    def conference(self) -> str:
        """The name of the conference."""
        return str(self.initial_id or self.attempt_id)

    def become(self, attempt: Attempt, due_at_ms: int | None) -> None:
        """Takes on a state and the time by which it must be looked at again."""
        self.call = attempt
        self.due_at_ms = due_at_ms
        self.due_pk = None if due_at_ms is None else f"DUE#{self.request.site}"


def new(
    attempt_id: str, agent_id: str, agent_name: str, number: int, tries: int, request: Request
) -> AttemptRow:
    """An attempt nobody has stored yet."""
    return AttemptRow(
        f"ATTEMPT#{attempt_id}",
        "ATTEMPT",
        entity="attempt",
        attempt_id=attempt_id,
        agent_id=agent_id,
        agent_name=agent_name,
        number=number,
        tries=tries,
        request=request,
    )


def follow(attempt_id: str, before: AttemptRow, linked: Linked) -> AttemptRow:
    """The attempt that goes on after a transfer, and the two know of each other. What the call is taken to
    cost goes with it."""
    numbers = int(before.number), int(before.tries)
    row = new(attempt_id, linked.agent_id, linked.agent_name, *numbers, before.request)
    row.previous_id, row.initial_id = before.attempt_id, before.conference
    row.reserved_cents, before.reserved_cents = before.reserved_cents, None
    before.next_id = attempt_id
    return row


def read(attempt_id: str) -> AttemptRow | None:
    """An attempt, consistently."""
    try:
        return AttemptRow.get(f"ATTEMPT#{attempt_id}", "ATTEMPT", consistent_read=True)
    except AttemptRow.DoesNotExist:
        return None


def live(site: str, until_ms: int) -> list[AttemptRow]:
    """The attempts of a site that go on: each is due before long, and one whose time has passed still is."""
    found = query_items(
        queue.due_key(site),
        index_name="due",
        range_key_condition=AttemptRow.due_at_ms < until_ms,
        filter_condition=AttemptRow.entity == "attempt",
    )
    rows = [AttemptRow.from_raw_data(item) for item in found]
    return [row for row in rows if row.call.state != "ended"]


def unchanged(row: AttemptRow) -> Write:
    """Writes nothing; the part `attempt` fails when it was changed since it was read."""
    return check("attempt", (row.pk, row.sk), AttemptRow.version == row.version)


def save(row: AttemptRow) -> Write:
    """The attempt as it is now; fails when another webhook changed it since it was read."""
    return put("attempt", row)
