"""Supervisors under every order, repetition and loss of facts: the carrier is told wherever it must be."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.telephony import participants, supervising
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    Fact,
    HelpAsked,
    Joined,
    Left,
    SupervisionAsked,
    SupervisionOver,
    TakeOverAsked,
)
from chalicelib.telephony.model import Step, begin, decide
from chalicelib.telephony.supervising import HEARD, MUTED, Voice
from tests.unit.telephony.conference import ROOM
from tests.unit.telephony.test_participants_properties import COMMANDS, SECOND, SEQ, TALKING
from tests.unit.telephony.test_participants_properties import HEARD as TOLD

WHO = st.sampled_from(("sofia", "silvio"))
LABEL = st.sampled_from(tuple(f"supervisor-{number}" for number in range(1, 5)))
SID = st.sampled_from(("CA5", "CA6"))
MODE = st.sampled_from(("listen", "whisper", "barge"))
SUPERVISION: st.SearchStrategy[Fact] = st.one_of(
    st.builds(SupervisionAsked, WHO, st.just("Sofia"), MODE, st.just(90 * SECOND)),
    st.builds(SupervisionOver, WHO),
    st.builds(TakeOverAsked, WHO),
    st.builds(HelpAsked, st.booleans()),
    st.builds(Joined, LABEL, SID, st.just(ROOM), SEQ),
    st.builds(Left, LABEL, SID, st.just(ROOM), SEQ, st.booleans()),
)
ANYTHING = st.lists(st.one_of(SUPERVISION, SUPERVISION, COMMANDS, TOLD), max_size=25)


def _played(facts: list[Fact]) -> list[tuple[Attempt, Step, dict[str, Voice]]]:
    """Each step, the attempt that goes on after it, and how a carrier that hears everything has them."""
    attempt, now, carrier = begin("agent_first", 0).attempt, 0, dict[str, Voice]()
    played = []
    for fact in (*TALKING, *facts):
        now += SECOND
        if isinstance(fact, Joined):
            carrier[fact.party] = MUTED
        step = decide(attempt, fact, now)
        attempt = step.linked.attempt if step.linked else step.attempt
        for leg in step.legs:
            one = participants.find(attempt, leg.label)
            if leg.name == "voice" and one is not None:
                carrier[leg.label] = supervising.voice_of(attempt, one)
            elif leg.name == "unmute":
                carrier[leg.label] = HEARD
        played.append((attempt, step, dict(carrier)))
    return played


@given(ANYTHING)
def test_the_carrier_has_every_supervisor_as_the_attempt_wants_them(facts: list[Fact]) -> None:
    for attempt, _, carrier in _played(facts):
        for one in supervising.all_of(attempt):
            if participants.there(one):
                assert carrier.get(one.label, MUTED) == supervising.voice_of(attempt, one), one


@given(ANYTHING)
def test_the_customer_hears_nobody_who_does_not_ask_for_it(facts: list[Fact]) -> None:
    loud: set[str] = set()
    for attempt, step, carrier in _played(facts):
        loud |= {one.label for one in supervising.all_of(attempt) if one.mode == "barge"}
        loud |= {leg.label for leg in step.legs if leg.name == "unmute"}
        assert {label for label, voice in carrier.items() if voice == HEARD} <= loud


@given(ANYTHING)
def test_a_supervisor_is_never_a_party(facts: list[Fact]) -> None:
    for attempt, step, _ in _played(facts):
        parties = {*participants.present(attempt), *participants.in_talk(attempt), *attempt.held}
        assert not any(label.startswith("supervisor") for label in parties)
        held = {leg.label for leg in step.legs if leg.name in ("hold", "comfort", "resume")}
        assert not any(label.startswith("supervisor") for label in held)


@given(ANYTHING)
def test_nobody_supervises_what_has_ended(facts: list[Fact]) -> None:
    for attempt, _, _ in _played(facts):
        if attempt.state == "ended":
            assert not any(participants.there(one) for one in supervising.all_of(attempt))
