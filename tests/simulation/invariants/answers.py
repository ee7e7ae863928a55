"""What callers are told, and what is written down about them."""

from typing import TYPE_CHECKING

from tests.simulation.invariants.violation import Violation
from tests.simulation.people.agent import NOTE
from tests.simulation.people.customer import Customer
from tests.simulation.world import OUTSIDE

if TYPE_CHECKING:
    from tests.simulation.code import Code
    from tests.simulation.people.person import Person
    from tests.simulation.world import World

REVEALS = "/attempts/{attempt_id}/phone"
"""What an agent asks for is told, and that it was."""


class Answers:
    """Reads the answers and the log lines that are new."""

    def __init__(self, world: "World", people: "list[Person]") -> None:
        self._world = world
        self._answers = self._lines = self._pushed = 0
        self._declared = _declared(world.current_code)
        for code in world.cloud.codes:
            # Where two versions run side by side, the other does not know the routes that are new.
            for route in self._declared.keys() - _declared(code).keys():
                self._declared[route] += ("not_found",)
        self._secrets, self._phones = [NOTE], [phone[-8:] for phone in OUTSIDE]
        for person in people:
            if isinstance(person, Customer):
                phones = [person.phone, person.other_phone, *filter(None, [person.counterpart])]
                self._phones += [phone[-8:] for phone in phones]
                self._secrets += [person.called, person.question]
        self._secrets += self._phones

    def check(self) -> None:
        """Raises Violation."""
        exchanges = self._world.rest_api.exchanges
        while self._answers < len(exchanges):
            one = exchanges[self._answers]
            self._answers += 1
            answer, where = one.answer, f"{one.method} {one.resource}"
            if one.who and one.resource != REVEALS and any(phone in answer.text for phone in self._phones):
                raise Violation("private", f"{where} tells {one.who} a number")
            if answer.status < 400 or (answer.status == 502 and not answer.media):
                continue
            if answer.media != "application/problem+json":
                raise Violation("stable-errors", f"{where} answered {answer.status} as {answer.media}")
            if answer.code not in self._declared[one.method, one.resource]:
                raise Violation("stable-errors", f"{where} answered an undeclared {answer.code}")
            if answer.code == "unexpected":
                raise Violation("stable-errors", f"{where} did not expect what happened")
        for message in self._world.websockets.pushed[self._pushed :]:
            if any(phone.encode() in message for phone in self._phones):
                raise Violation("private", "a desk is told a number by the live channel")
        self._pushed = len(self._world.websockets.pushed)
        logs = self._world.cloud.logs
        while self._lines < len(logs):
            line = logs[self._lines]
            self._lines += 1
            if any(secret in line for secret in self._secrets):
                raise Violation("private", f"a log line tells of a person: {line[:200]}")


def _declared(code: "Code") -> dict[tuple[str, str], tuple[str, ...]]:
    """The errors that each operation of a version announces."""
    code.enter()
    found = code.module("chalicelib.operations").operations()
    return {(one.method, one.path): (*one.errors, *one.implied_errors) for one in found}
