"""The state machine under every order, repetition and loss of facts.

Promised for any facts at all: the end is final, one dial at most, repeats change nothing, what follows the
end only ends things, and asking the carrier twice with nobody there makes the line quiet. Promised for the
facts of a call that can happen (nothing of the customer before our dial, no end of the conference before
ours): the same outcome, by the same party, with both legs gone, in whatever order they come.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.telephony import on_line
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    CallerGone,
    ConferenceEnded,
    CustomerCall,
    DialRefused,
    Fact,
    HangUpAsked,
    HoldChanged,
    Joined,
    Left,
    Machine,
    TimedOut,
)
from chalicelib.telephony.model import Step, begin, decide, quiet

ROOM = "CF1"
AGENTS, CUSTOMER = ("CA-agent-1", "CA-agent-2"), "CA-customer"
SEQ = st.integers(1, 8)
STATUS = ("initiated", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled")
MAYBE_ROOM = st.sampled_from((None, ROOM))
REPEATABLE: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Joined, st.just("agent"), st.sampled_from(AGENTS), st.just(ROOM), SEQ),
    st.builds(Joined, st.just("customer"), st.just(CUSTOMER), st.just(ROOM), SEQ),
    st.builds(Left, st.just("agent"), st.sampled_from(AGENTS), st.just(ROOM), SEQ, st.booleans()),
    st.builds(Left, st.just("customer"), st.just(CUSTOMER), st.just(ROOM), SEQ, st.booleans()),
    st.builds(HoldChanged, st.sampled_from(("agent", "customer")), st.booleans(), SEQ),
    st.just(ConferenceEnded(ROOM)),
    st.builds(
        CustomerCall, st.just(CUSTOMER), st.sampled_from(STATUS), st.sampled_from((None, 404, 480, 486, 603))
    ),
    st.just(Machine()),
    st.builds(DialRefused, st.booleans()),
    st.builds(CallerGone, st.sampled_from((CUSTOMER, "CA-of-before"))),
    st.just(HangUpAsked()),
)
LOOK = st.builds(
    TimedOut,
    MAYBE_ROOM,
    st.sampled_from((None, *AGENTS)),
    st.sampled_from((None, CUSTOMER)),
    st.sampled_from((None, CUSTOMER)),
)
FACTS = st.lists(st.one_of(REPEATABLE, LOOK), max_size=25)
ENDING_ONLY = {"end_conference", "hang_up_customer", "keep_waiting"}
NOBODY = TimedOut(None, None, None)
Begun = Literal["agent_first", "customer_first", "on_line"]
"""on_line: the customer waits in a call of their own."""
MODES: st.SearchStrategy[Begun] = st.sampled_from(("agent_first", "customer_first", "on_line"))


@given(FACTS, MODES)
def test_the_end_is_final(facts: list[Fact], mode: Begun) -> None:
    ended: Attempt | None = None
    for step in steps_of(facts, mode):
        now = step.attempt
        if ended is not None:
            assert replace(now, agent=ended.agent, customer=ended.customer, conference_sid=None) == replace(
                ended, conference_sid=None
            )
            assert step.events == ()
            assert set(step.commands) <= ENDING_ONLY
        if now.state == "ended" and ended is None:
            assert now.outcome is not None and now.ended_by is not None and now.ended_at_ms is not None
            ended = now


@given(FACTS, MODES)
def test_a_customer_is_dialled_at_most_once(facts: list[Fact], mode: Begun) -> None:
    commands = [command for step in steps_of(facts, mode) for command in step.commands]
    assert commands.count("dial") <= 1


@given(FACTS, MODES)
def test_each_thing_happens_at_most_once_in_the_story(facts: list[Fact], mode: Begun) -> None:
    kinds = [kind for step in steps_of(facts, mode) for kind, _ in step.events]
    for once in (
        "attempt.agent_joined",
        "attempt.dialled",
        "attempt.ringing",
        "attempt.connected",
        "attempt.ended",
    ):
        assert kinds.count(once) <= 1, once


@given(FACTS, REPEATABLE, MODES)
def test_the_same_fact_again_changes_nothing(facts: list[Fact], fact: Fact, mode: Begun) -> None:
    attempt = _after(facts, mode)
    once = decide(attempt, fact, 1_000).attempt
    twice = decide(once, fact, 2_000)
    assert twice.attempt == once
    assert twice.events == ()
    assert set(twice.commands) <= ENDING_ONLY


@given(FACTS, MODES)
def test_two_looks_at_an_empty_line_make_it_quiet(facts: list[Fact], mode: Begun) -> None:
    attempt = _after([*facts, NOBODY, NOBODY], mode)
    assert attempt.state == "ended"
    assert quiet(attempt)


@given(FACTS, MODES)
def test_who_is_on_an_ended_line_is_told_to_leave(facts: list[Fact], mode: Begun) -> None:
    for step in steps_of(facts, mode):
        if step.attempt.state == "ended" and not quiet(step.attempt):
            asked = decide(step.attempt, HangUpAsked(), 9_000).commands
            dialled_unheard = step.attempt.customer.state == "absent"
            assert asked or dialled_unheard


@given(FACTS, MODES)
def test_time_never_runs_backwards(facts: list[Fact], mode: Begun) -> None:
    attempt = _after(facts, mode)
    assert attempt.hold_ms >= 0
    known = (attempt.claimed_at_ms, attempt.dial_at_ms, attempt.connected_at_ms, attempt.ended_at_ms)
    at = [one for one in known if one is not None]
    assert at == sorted(at)


AGENT_IN = Joined("agent", AGENTS[0], ROOM, 1)
RINGS: tuple[Fact, ...] = (CustomerCall(CUSTOMER, "initiated"), CustomerCall(CUSTOMER, "ringing"))
TALKS: tuple[Fact, ...] = (
    *RINGS,
    CustomerCall(CUSTOMER, "answered"),
    Joined("customer", CUSTOMER, ROOM, 2),
    HoldChanged("customer", True, 3),
    HoldChanged("customer", False, 4),
)
CLOSING: tuple[Fact, ...] = (Left("agent", AGENTS[0], ROOM, 9, True), ConferenceEnded(ROOM))
STORIES: dict[str, tuple[Sequence[Fact], Sequence[Fact], tuple[str, str]]] = {
    "the customer hangs up": (
        (*TALKS, Left("customer", CUSTOMER, ROOM, 5, False), CustomerCall(CUSTOMER, "completed")),
        CLOSING,
        ("completed", "customer"),
    ),
    "busy": ((*RINGS, CustomerCall(CUSTOMER, "busy", 486)), CLOSING, ("busy", "customer")),
    "declined": ((*RINGS, CustomerCall(CUSTOMER, "busy", 603)), CLOSING, ("rejected", "customer")),
    "no answer": ((*RINGS, CustomerCall(CUSTOMER, "no-answer")), CLOSING, ("no_answer", "system")),
    "no such number": ((CustomerCall(CUSTOMER, "failed", 404),), CLOSING, ("invalid_number", "system")),
    "machine": (
        (*TALKS, Machine()),
        (Left("customer", CUSTOMER, ROOM, 8, True), CustomerCall(CUSTOMER, "completed"), *CLOSING),
        ("machine", "system"),
    ),
    "the agent drops while it rings": (
        (*RINGS, Left("agent", AGENTS[0], ROOM, 2, False)),
        (CustomerCall(CUSTOMER, "canceled"), ConferenceEnded(ROOM)),
        ("agent_dropped", "agent"),
    ),
}


@pytest.mark.parametrize("story", STORIES)
@settings(max_examples=60)
@given(data=st.data())
def test_the_order_of_a_calls_facts_does_not_change_its_end(story: str, data: st.DataObject) -> None:
    middle, closing, (outcome, by) = STORIES[story]
    doubled = data.draw(st.lists(st.sampled_from(list(middle)), max_size=4))
    shuffled = data.draw(st.permutations([*middle, *doubled]))
    late = data.draw(st.permutations(list(closing)))
    attempt = _after([AGENT_IN, *shuffled, *late], "agent_first")
    assert (attempt.state, attempt.outcome, attempt.ended_by) == ("ended", outcome, by)
    assert (attempt.agent.state, attempt.customer.state) == ("left", "left")
    assert quiet(attempt)


AFTER_THE_CUSTOMER = Joined("agent", AGENTS[0], ROOM, 4)
WAITED: tuple[Fact, ...] = (*TALKS[:3], Joined("customer", CUSTOMER, ROOM, 2))
ELSEWHERE = Joined("agent", AGENTS[0], "CF2", 1)
TIRED: tuple[Fact, ...] = (
    *WAITED,
    Left("customer", CUSTOMER, ROOM, 3, False),
    CustomerCall(CUSTOMER, "completed"),
)
CUSTOMER_FIRST = {
    **{name: ((AGENT_IN, *middle), closing, end) for name, (middle, closing, end) in STORIES.items()},
    "the agent comes second": (
        (AFTER_THE_CUSTOMER, *WAITED, Left("customer", CUSTOMER, ROOM, 5, False)),
        (*CLOSING, CustomerCall(CUSTOMER, "completed")),
        ("completed", "customer"),
    ),
    "the customer waits in vain": (WAITED, (NOBODY, NOBODY), ("agent_never_joined", "customer")),
    "the customer tires of waiting": (TIRED, (NOBODY, NOBODY), ("agent_never_joined", "customer")),
    "the agent comes when the customer has gone": (
        (*TIRED, ELSEWHERE),
        CLOSING,
        ("agent_never_joined", "customer"),
    ),
    "busy before the agent is there": (
        (*RINGS, CustomerCall(CUSTOMER, "busy", 486), ConferenceEnded(ROOM)),
        (),
        ("busy", "customer"),
    ),
}


@pytest.mark.parametrize("story", CUSTOMER_FIRST)
@settings(max_examples=60)
@given(data=st.data())
def test_nor_does_it_when_the_customer_is_rung_first(story: str, data: st.DataObject) -> None:
    middle, closing, (outcome, by) = CUSTOMER_FIRST[story]
    doubled = data.draw(st.lists(st.sampled_from(list(middle)), max_size=4))
    shuffled = data.draw(st.permutations([*middle, *doubled]))
    late = data.draw(st.permutations(list(closing)))
    attempt = _after([*shuffled, *late], "customer_first")
    assert (attempt.state, attempt.outcome, attempt.ended_by) == ("ended", outcome, by)
    assert quiet(attempt)


def test_they_are_connected_when_both_are_in_and_not_before() -> None:
    for both in ((AGENT_IN, WAITED[-1]), (WAITED[-1], AGENT_IN)):
        begun, one, two = steps_of(both, "customer_first")
        assert begun.commands == ("dial",) and begun.attempt.state == "dialling"
        assert (one.attempt.state, two.attempt.state) == ("dialling", "connected")


def test_an_agent_in_another_conference_of_the_name_has_not_met_the_customer() -> None:
    for known in (WAITED, TIRED):
        attempt = _after([*known, ELSEWHERE], "customer_first")
        assert (attempt.outcome, attempt.ended_by) == ("agent_never_joined", "customer")


def test_who_waits_in_vain_is_told_so_once() -> None:
    waits = TimedOut(ROOM, None, CUSTOMER)
    *_, over, again = steps_of([*WAITED, waits, waits], "customer_first")
    assert (over.attempt.outcome, over.attempt.ended_by) == ("agent_never_joined", "system")
    assert (over.commands, again.commands) == (("apologise",), ("end_conference",))


def test_an_agent_found_in_the_conference_waits_for_the_phone_to_ring_on() -> None:
    ringing = TimedOut(ROOM, AGENTS[0], None, CUSTOMER)
    *_, found, over = steps_of([*RINGS, ringing, ringing], "customer_first")
    assert (found.attempt.state, found.events) == ("dialling", (("attempt.agent_joined", {}),))
    assert (over.attempt.outcome, over.commands) == ("no_answer", ("hang_up_customer", "end_conference"))


@pytest.mark.parametrize("story", STORIES)
@given(data=st.data())
def test_whatever_is_lost_of_a_call_two_looks_make_up_for_it(story: str, data: st.DataObject) -> None:
    middle, closing, _ = STORIES[story]
    heard = data.draw(st.lists(st.sampled_from([AGENT_IN, *middle, *closing]), unique=True))
    attempt = _after([*heard, NOBODY, NOBODY], data.draw(MODES))
    assert attempt.state == "ended" and quiet(attempt)


def steps_of(facts: Iterable[Fact], mode: Begun) -> Iterable[Step]:
    """Each step, the beginning first."""
    first = on_line.begin(CUSTOMER, 1) if mode == "on_line" else begin(mode, 1)
    yield first
    attempt = first.attempt
    for number, fact in enumerate(facts):
        step = decide(attempt, fact, 10 + number)
        attempt = step.attempt
        yield step


def _after(facts: Iterable[Fact], mode: Begun) -> Attempt:
    *_, last = steps_of(facts, mode)
    return last.attempt
