"""Turns of claimers that press at the same instant."""

from collections.abc import Iterator

import pytest

from chalicelib.queue import choice, line, printing, turns
from chalicelib.queue.model import Server
from chalicelib.queue.printing import Asking
from chalicelib.table import commit
from tests.unit.queue.press import LANE, RESERVED_MS, Actor, Lane
from tests.unit.queue.pressed import House, pressed_house

ANYBODY = Server("ana", frozenset((LANE,)))


@pytest.fixture
def at() -> Iterator[House]:
    """A client that lanes answer."""
    with pressed_house() as made:
        yield made


def agent(number: int) -> Server:
    """One of many."""
    return Server(f"agent-{number}", frozenset((LANE,)))


def filled(at: House, waiting: int, shards: int = 1) -> Lane:
    """A lane with so many in it."""
    lane = at.new(1, shards=shards)
    for number in range(waiting):
        lane.clock.ms += 3
        lane.join(("standard", "urgent", "high")[number % 3])
        lane.finish()
    return lane


def together(lane: Lane, claimers: int) -> list[str]:
    """All press, then each makes its calls in turn; what they won."""
    actors = [lane.press(agent(number), number % 6) for number in range(claimers)]
    lane.finish()
    return [str(actor.won.sk) for actor in actors if actor.won]


def won(lane: Lane, server: Server = ANYBODY) -> str:
    """What an agent gets who presses alone."""
    actor = lane.press(server)
    lane.finish()
    return str(actor.won.sk) if actor.won else ""


def with_a_turn(lane: Lane, server: Server) -> Actor:
    """An agent who was given a turn and has not used it yet."""
    pulled = lane.pulled
    actor = lane.press(server)
    while lane.pulled == pulled:
        lane.step(actor)
    return actor


def test_claimers_of_one_instant_get_the_best_rows_and_few_collide(at: House) -> None:
    lane = filled(at, 90)
    best = lane.order()
    assert sorted(together(lane, 50)) == best[:50]
    assert lane.pulled > 30
    assert lane.conflicts <= 3 * 50
    before = lane.conflicts
    assert sorted(together(lane, 30)) == best[50:80]
    assert lane.conflicts - before <= 2


def test_turns_go_on_to_the_end_of_a_long_line(at: House) -> None:
    lane = filled(at, 3 * printing.BLOCK)
    best = lane.order()
    for _ in range(6):
        together(lane, 80)
    assert lane.claimed[: len(best)] and sorted(lane.claimed) == best
    assert lane.conflicts < 250


def test_a_row_whose_claimer_died_with_its_turn_is_next_when_pressing_calms(at: House) -> None:
    lane = filled(at, 40)
    together(lane, 8)
    first = lane.order()[0]
    lane.die(with_a_turn(lane, agent(1)))
    assert won(lane) > first
    lane.clock.ms += printing.ROLL_MS
    assert won(lane) == first


def test_a_row_whose_claimer_died_is_claimed_soon_while_others_press_on(at: House) -> None:
    lane = filled(at, 4 * printing.BLOCK)
    together(lane, 8)
    first = lane.order()[0]
    lane.die(with_a_turn(lane, agent(1)))
    died_ms = lane.clock.ms
    while first in lane.there:
        together(lane, 12)
        lane.clock.ms += 100
        assert lane.clock.ms - died_ms <= RESERVED_MS + printing.ROLL_MS


def test_a_row_whose_claimer_died_is_next_however_late_turns_begin_again(
    at: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Turns begin after rows were lost to others: here from the first press, so that one thread is enough.
    monkeypatch.setattr(choice, "LOSSES", 0)
    lane = filled(at, 40)
    together(lane, 8)
    first = lane.order()[0]
    lane.die(with_a_turn(lane, agent(1)))
    lane.clock.ms += RESERVED_MS + 1
    elected = lane.press(agent(2))
    while elected.about_to != "UpdateItem":
        lane.step(elected)
    lane.step(elected)
    lane.die(elected)
    lane.clock.ms += printing.ROLL_MS
    assert won(lane) == first


def test_who_joins_before_the_last_turn_is_next(at: House) -> None:
    lane = filled(at, 60)
    together(lane, 8)
    assert turns.pressed(lane.processes[0], f"LINE#{LANE}")
    joined = lane.join("urgent", returning=True)
    lane.finish()
    assert won(lane) == joined.row == "0#" + joined.row[2:]


def test_what_is_printed_while_somebody_joins_is_not_used(at: House) -> None:
    lane = filled(at, 60)
    asking = Asking(ANYBODY, LANE, f"LINE#{LANE}", None)
    printer = lane.start(lambda actor: turns.next_row(actor.ctx, asking, True) and None)
    assert lane.until(printer, "PutItem")
    joined = lane.join("urgent", returning=True)
    while not joined.over:
        lane.step(joined)
    lane.finish()
    assert won(lane) == joined.row


def test_what_is_added_while_a_roll_is_torn_up_is_not_used(at: House) -> None:
    lane = filled(at, 3 * printing.BLOCK)
    together(lane, 8)
    adding = lane.press(ANYBODY)
    while not lane.until(adding, "PutItem"):
        adding = lane.press(ANYBODY)
    joined = lane.join("urgent", returning=True)
    while not joined.over:
        lane.step(joined)
    lane.finish()
    assert won(lane) == joined.row


def test_a_row_that_is_kept_for_one_agent_is_theirs_while_others_take_turns(at: House) -> None:
    lane = filled(at, 60)
    until = lane.clock.ms + 30_000
    kept = lane.join("urgent", returning=True, last_agent_id="bruno", sticky_until_ms=until)
    lane.finish()
    together(lane, 12)
    assert kept.row in lane.there
    assert won(lane, Server("bruno", frozenset((LANE,)))) == kept.row


def test_a_row_is_anybodys_when_it_is_kept_no_more(at: House) -> None:
    lane = filled(at, 60)
    until = lane.clock.ms + 300
    kept = lane.join("urgent", returning=True, last_agent_id="bruno", sticky_until_ms=until)
    lane.finish()
    together(lane, 12)
    lane.clock.ms = until
    together(lane, 3)
    assert kept.row not in lane.there


def test_nobody_has_a_turn_in_a_lane_that_was_closed(at: House) -> None:
    lane = filled(at, 60)
    together(lane, 8)
    commit([line.set_door(LANE, "closed", None, "Sofia", lane.clock.ms)])
    turns.stop(LANE)
    assert together(lane, 8) == []


@pytest.mark.parametrize("shards", [2, 4])
def test_parts_of_a_line_are_one_line(at: House, shards: int) -> None:
    lane = filled(at, 90, shards)
    best = lane.order()
    assert [won(lane) for _ in range(20)] == best[:20]
    together(lane, 40)
    assert sorted(lane.claimed) == best[:60]
