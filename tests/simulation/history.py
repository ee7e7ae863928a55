"""One seed, played: who is there, 60 steps under faults, then until the world has come to rest."""

import hashlib
from dataclasses import dataclass
from typing import Any

from tests.simulation.cloud import Cloud
from tests.simulation.faults import Hit
from tests.simulation.invariants import Invariants, Violation
from tests.simulation.people.agent import Agent
from tests.simulation.people.caller import Caller
from tests.simulation.people.customer import Customer
from tests.simulation.people.person import Person
from tests.simulation.people.supervisor import Supervisor
from tests.simulation.sites import Coverage
from tests.simulation.world import Act, Plan, Told, World

REST_WITHIN_MS = 4 * 3_600_000
ARRIVAL_MS = 4_000
SOON_MS = 180_000
WEEK_MS = 7 * 86_400_000


@dataclass
class Outcome:
    """What became of a history. `invariant` is empty when every one held."""

    seed: int
    steps: int
    calls: int
    digest: str
    invariant: str
    why: str
    story: list[Told]
    hits: list[Hit]
    people: list[str]
    acts: list[Act]


def play(cloud: Cloud, seed: int, plan: Plan | None = None, coverage: Coverage | None = None) -> Outcome:
    """Plays one history."""
    world = World(seed, cloud, plan or Plan(), coverage)
    people = cast_of(world)
    invariants = Invariants(world, people)
    violation = Violation("", "")
    try:
        _play(world, people, invariants)
    except Violation as found:
        violation = found
    return Outcome(
        seed,
        world.steps,
        world.outside.calls,
        _digest(world),
        violation.invariant,
        violation.why,
        world.story,
        world.faults.hits,
        [person.name for person in people],
        world.acts,
    )


def cast_of(world: World) -> list[Person]:
    """One to three agents and as many customers, perhaps a supervisor: few, so that they meet."""
    dice = world.dice.of("cast")
    agents: list[Agent] = [Agent(world, number) for number in range(dice.choice((1, 2, 2, 3)))]
    if world.company and len(agents) < 3:
        # Somebody must be free to be asked in.
        agents.append(Agent(world, len(agents)))
    if dice.random() < (0.4 if world.company else 0.15):
        agents.append(Supervisor(world, len(agents)))
    customers = [Customer(world, number) for number in range(dice.choice((1, 2, 2, 3)))]
    people: list[Person] = [
        one for one in [*agents, *customers, *_callers(world)] if one.name not in world.plan.absent
    ]
    for agent in agents:
        agent.enrol()
    for person in people:
        person.start(world.dice.of(f"arrival {person.name}").randint(0, ARRIVAL_MS))
    return people


def _callers(world: World) -> list[Caller]:
    """In one history of four somebody calls us; the released code could not be called."""
    dice = world.dice.of("callers")
    many = dice.choice((0, 0, 0, 0, 0, 0, 1, 2))
    if world.faults.odds["deploy"] or not many:
        return []
    closed = dice.random() < 0.5
    if closed:
        _close(world, dice.randint(5_000, 120_000), dice.random() < 0.25)
    return [Caller(world, number, closed) for number in range(many)]


def _close(world: World, for_ms: int, lane_too: bool) -> None:
    """The site is closed at first: whoever calls then may leave a message, unless their lane takes none."""
    queue = world.current_code.module("chalicelib.queue.service")
    told = queue.Sentences("Volto já.", "Ya vuelvo.", "Back soon.")
    until_ms = world.now_ms + for_ms
    by = queue.manage.Supervisor("sofia", "Sofia")

    def close(ctx: Any, _: object) -> None:
        queue.close_site(ctx, "BR", world.now_ms, until_ms, told, "sofia")
        if lane_too:
            queue.manage.set_lane(ctx, "BR:account", "closed", None, by)

    world.operate(close, at_once=True)


def _play(world: World, people: list[Person], invariants: Invariants) -> None:
    # Who is asked into a call needs time to come and to go.
    steps = world.plan.steps * (4 if world.company else 2 if world.recorded else 1)
    while world.steps < steps:
        world.advance()
        invariants.after_step()
    world.calm()
    world.closing, world.calm_since_ms = True, world.now_ms
    until = world.now_ms + REST_WITHIN_MS
    while not _at_rest(world, people):
        world.advance()
        invariants.after_step()
        if world.now_ms > until:
            raise Violation(
                "at-rest", "four hours without faults were not enough: " + _what_goes_on(world, people)
            )
    invariants.at_rest()


def _at_rest(world: World, people: list[Person]) -> bool:
    """In one history of four also that every reminder of what is long done has come, and the report."""
    return (
        not (world.in_flight or world.rest_api.on_the_way)
        and world.sources.quiet(world.thorough)
        and all(not person.busy for person in people)
        and not any(_soon_due(world, item) for item in world.table.items.values())
        and all(call.over for call in world.twin.calls.values())
        and (not world.thorough or world.sources.reported())
        and not world.hand.wrong
    )


def _soon_due(world: World, item: dict[str, Any]) -> bool:
    """What is queued may wait for days; what is to be tried again, and what is yet to be heard of a call's
    quality, is waited for in one history of four."""
    if "due_pk" not in item:
        return False
    if item["entity"]["S"] == "quality" and not world.thorough:
        return False
    if item["entity"]["S"] == "recording":
        # What is kept is deleted after ninety days.
        return int(item["due_at_ms"]["N"]) < world.now_ms + WEEK_MS
    if item["entity"]["S"] == "survey":
        # An answer by message may take days.
        return int(item["due_at_ms"]["N"]) < world.now_ms + SOON_MS
    if item["entity"]["S"] != "callback" or (world.thorough and item["status"]["S"] == "received"):
        return True
    return int(item["due_at_ms"]["N"]) < world.now_ms + SOON_MS


def _what_goes_on(world: World, people: list[Person]) -> str:
    due = [item["pk"]["S"] for item in world.table.items.values() if "due_pk" in item]
    calls = [call.sid for call in world.twin.calls.values() if not call.over]
    busy = [person.name for person in people if person.busy]
    return f"due {due}, calls {calls}, busy {busy}, sources quiet: {world.sources.quiet(True)}"


def _digest(world: World) -> str:
    """A fingerprint of everything that happened and of what is left."""
    told = "\n".join(f"{one.at_ms} {one.who} {one.what}" for one in world.story)
    left = repr(sorted(world.table.items.items()))
    return hashlib.sha256(f"{told}\n{left}".encode()).hexdigest()[:16]
