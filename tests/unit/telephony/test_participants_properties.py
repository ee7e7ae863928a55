"""Calls of more than two under every order, repetition and loss of facts and commands.

The carrier is a few lines here: it knows who is in the conference and who hears music, does what it is told,
and tells of it whenever, as often and in whatever order it likes, or never.
"""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.telephony import participants, transfers
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    DropAsked,
    Fact,
    HandOverAsked,
    HangUpAsked,
    HoldAsked,
    HoldChanged,
    InvitationAccepted,
    InvitationOver,
    Joined,
    Left,
    ParticipantAsked,
    SeenLeg,
    TalkAsked,
    TimedOut,
    TransferAsked,
)
from chalicelib.telephony.model import Step, begin, decide, quiet
from tests.unit.telephony.conference import ROOM, Carrier

SECOND = 1_000
LABELS = ("specialist-1", "specialist-2", "seller-1", "seller-2", "outside-1", "outside-3", "specialist-3")
ASKED: st.SearchStrategy[Fact] = st.sampled_from(
    (
        ParticipantAsked("specialist", "Carla", 30 * SECOND, agent_id="carla"),
        ParticipantAsked("specialist", "Bruno", 40 * SECOND, agent_id="bruno"),
        ParticipantAsked("seller", "Loja", 60 * SECOND, phone="+551130002000", country="BR"),
        ParticipantAsked("outside", "Ombudsman", 60 * SECOND, phone="+551130003000", country="BR"),
    )
)
PARTY = st.sampled_from(("customer", "agent", "agent-CA9", "agent1-CA8", *LABELS))
LABEL = st.sampled_from(LABELS)
SEQ = st.integers(1, 12)
SID = st.sampled_from(("CA1", "CA2", "CA3"))
STATUS = st.sampled_from(("initiated", "ringing", "answered", "completed", "busy", "no-answer", "failed"))
COMMANDS: st.SearchStrategy[Fact] = st.one_of(
    ASKED,
    st.builds(TransferAsked, st.just("carla"), st.just("Carla"), st.just(30 * SECOND)),
    st.builds(InvitationAccepted, LABEL, st.just(60 * SECOND)),
    st.builds(InvitationOver, LABEL, st.sampled_from(("declined", "silent"))),
    st.builds(TalkAsked, st.lists(st.one_of(st.just("customer"), LABEL), max_size=3).map(tuple)),
    st.builds(HoldAsked, st.booleans()),
    st.builds(DropAsked, LABEL),
    st.builds(HandOverAsked, LABEL),
    st.just(HangUpAsked()),
)
HEARD: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Joined, PARTY, SID, st.just(ROOM), SEQ),
    st.builds(Left, PARTY, SID, st.just(ROOM), SEQ, st.booleans()),
    st.builds(HoldChanged, PARTY, st.booleans(), SEQ),
    st.builds(CustomerCall, SID, STATUS, st.none(), st.one_of(st.just("customer"), LABEL)),
    st.just(ConferenceEnded(ROOM)),
)
LOOKS: st.SearchStrategy[Fact] = st.builds(
    TimedOut,
    st.just(ROOM),
    st.sampled_from((None, "CA1")),
    st.sampled_from((None, "CA2")),
    st.none(),
    st.lists(st.builds(SeenLeg, LABEL, SID, st.booleans()), max_size=3, unique_by=lambda leg: leg.party).map(
        tuple
    ),
    st.lists(st.one_of(st.just("customer"), LABEL), max_size=2).map(tuple),
)
NOBODY = TimedOut(None, None, None)
NOTHING: Fact = DropAsked("specialist-9")
TALKING: tuple[Fact, ...] = (Joined("agent", "CA1", ROOM, 1), Joined("customer", "CA2", ROOM, 2))
ANYTHING = st.lists(st.one_of(COMMANDS, HEARD, LOOKS), max_size=25)


def _steps(facts: list[Fact]) -> Iterator[tuple[Attempt, Step]]:
    """Each step with the attempt before it; a transfer is followed, as every webhook is."""
    attempt, now = begin("agent_first", 0).attempt, 0
    for fact in (*TALKING, *facts):
        now += SECOND
        step = decide(attempt, fact, now)
        yield attempt, step
        attempt = step.linked.attempt if step.linked else step.attempt


def _after(facts: list[Fact]) -> Attempt:
    *_, (_, last) = _steps(facts)
    return last.linked.attempt if last.linked else last.attempt


@given(ANYTHING)
def test_a_label_is_used_once_whatever_happens(facts: list[Fact]) -> None:
    dialled = [leg.label for _, step in _steps(facts) for leg in step.legs if leg.name == "dial"]
    assert len(dialled) == len(set(dialled))
    asked = [
        data["party"] for _, step in _steps(facts) for kind, data in step.events if kind.endswith("asked")
    ]
    assert len(asked) == len(set(asked))


@given(ANYTHING)
def test_each_participant_leaves_the_story_once(facts: list[Fact]) -> None:
    told = [
        (kind, data["party"]) for _, step in _steps(facts) for kind, data in step.events if "party" in data
    ]
    assert len(told) == len(set(told))


@given(ANYTHING, st.one_of(COMMANDS, HEARD))
def test_the_same_again_changes_nothing(facts: list[Fact], fact: Fact) -> None:
    attempt = _after(facts)
    once = decide(attempt, fact, 100 * SECOND)
    attempt = once.linked.attempt if once.linked else once.attempt
    if once.linked or isinstance(fact, HandOverAsked | TransferAsked):
        return  # the attempt that was handed over is another; the verbs answer for it
    again = decide(attempt, fact, 101 * SECOND)
    assert (again.attempt, again.events, again.linked) == (attempt, (), None)
    assert {leg.name for leg in again.legs} <= {"hold", "resume", "drop"}


@given(ANYTHING)
def test_who_ended_as_something_never_comes_back(facts: list[Fact]) -> None:
    over: dict[str, object] = {}
    for _, step in _steps(facts):
        attempt = step.linked.attempt if step.linked else step.attempt
        for one in attempt.participants:
            assert one.label not in over or one.ended_as is not None, one
            if one.ended_as:
                over[one.label] = one.ended_as


@given(ANYTHING)
def test_a_transfer_leaves_nothing_on_the_line_of_the_attempt_before(facts: list[Fact]) -> None:
    for before, step in _steps(facts):
        if step.linked is None:
            continue
        assert (step.attempt.state, step.attempt.outcome) == ("ended", "transferred")
        assert quiet(step.attempt) and step.commands == ()
        linked = step.linked.attempt
        assert linked.hops == before.hops + 1 and linked.customer == before.customer
        assert linked.state == ("claimed" if transfers.waits(linked) else "connected")
        assert step.linked.agent_id in ("carla", "bruno")


@given(ANYTHING)
def test_two_looks_at_an_empty_line_make_it_quiet(facts: list[Fact]) -> None:
    attempt = _after([*facts, NOBODY, NOBODY, NOBODY])
    assert attempt.state == "ended"
    assert quiet(attempt)
    assert participants.engaged(attempt) == {}


@given(ANYTHING)
def test_after_the_end_things_are_only_ended(facts: list[Fact]) -> None:
    for before, step in _steps(facts):
        if before.state == "ended":
            assert step.events == () and step.linked is None
            assert {leg.name for leg in step.legs} <= {"drop"}


@given(ANYTHING)
def test_nobody_hears_music_for_nobody_when_somebody_leaves(facts: list[Fact]) -> None:
    """Who is held is held because the agent talks with somebody else, or asked for silence themselves."""
    quiet_by_choice = False
    for before, step in _steps(facts):
        attempt = step.linked.attempt if step.linked else step.attempt
        if attempt.state != "connected":
            quiet_by_choice = False
            continue
        talk, held = participants.in_talk(attempt), set(attempt.held) & set(participants.present(attempt))
        if before.held != attempt.held and not talk:
            quiet_by_choice = True
        if talk or not held:
            quiet_by_choice = False
        assert talk or not held or quiet_by_choice, (before, step)


def test_a_look_that_finds_the_call_over_ends_it_once_for_whoever_still_rings_too() -> None:
    seller = ParticipantAsked("seller", "Loja", 5 * SECOND, phone="+551130002000", country="BR")
    outside = ParticipantAsked("outside", "Ombudsman", 60 * SECOND, phone="+551130003000", country="BR")
    rings = (SeenLeg("outside-2", "CA3", False),)
    look = TimedOut(ROOM, "CA1", None, None, rings)
    *_, (_, ended), (_, again) = _steps([seller, outside, NOTHING, NOTHING, look, NOBODY])
    assert [kind for kind, _ in ended.events].count("attempt.ended") == 1
    assert {one.label: one.ended_as for one in ended.attempt.participants} == {
        "seller-1": "failed",
        "outside-2": "call_ended",
    }
    assert [leg.call_sid for leg in ended.legs if leg.name == "drop"] == ["CA3"]
    assert again.events == () and quiet(again.attempt)


WANTED = (
    "ask", "talk", "drop", "hand over", "transfer", "accept", "decline", "specialist joins", "agent drops",
    "agent returns", "customer leaves", "participant leaves", "answers", "hear", "hear", "hear", "lose",
    "repeat", "hang up", "look",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_people_do_and_the_carrier_says_nobody_is_left_on_the_line(data: st.DataObject) -> None:
    """After any story the looks alone bring it to rest: everybody is gone when everybody should be, and a
    customer who is there has an agent, music with somebody on the way, or a call that goes on."""
    carrier = Carrier({"agent-CA1": "CA1", "customer": "CA2"})
    attempt, now = _after([]), 10 * SECOND

    def tell(fact: Fact) -> None:
        nonlocal attempt, now
        now += 100
        step = decide(attempt, fact, now)
        attempt = step.linked.attempt if step.linked else step.attempt
        carrier.do(step)

    for _ in range(data.draw(st.integers(1, 25))):
        labels = [one.label for one in attempt.participants] or ["specialist-9"]
        label = data.draw(st.sampled_from(labels))
        match data.draw(st.sampled_from(WANTED)):
            case "ask":
                tell(data.draw(ASKED))
            case "talk":
                there = list(participants.present(attempt))
                if there:
                    tell(TalkAsked(tuple(data.draw(st.lists(st.sampled_from(there), min_size=1)))))
            case "drop":
                tell(DropAsked(label))
            case "hand over":
                tell(HandOverAsked(label))
            case "transfer":
                tell(TransferAsked("carla", "Carla", now + 20 * SECOND))
            case "accept":
                tell(InvitationAccepted(attempt.agent_label if attempt.rings else label, now + 30 * SECOND))
            case "decline":
                tell(InvitationOver(attempt.agent_label if attempt.rings else label, "declined"))
            case "specialist joins":
                one = participants.find(attempt, label)
                if one and one.accepted and one.ended_as is None and label not in carrier.inside:
                    carrier.enter(label, carrier.sid())
                if transfers.waits(attempt) and not attempt.rings:
                    sid = carrier.sid()
                    carrier.enter(f"{participants.agent_prefix(attempt.hops)}{sid}", sid)
            case "agent drops":
                for mine in [one for one in carrier.inside if participants.party_of(attempt, one) == "agent"]:
                    carrier.leave(mine, False)
            case "agent returns" if attempt.state == "connected":
                if not any(participants.party_of(attempt, one) == "agent" for one in carrier.inside):
                    sid = carrier.sid()
                    carrier.enter(f"{participants.agent_prefix(attempt.hops)}{sid}", sid)
            case "customer leaves":
                carrier.leave("customer", False)
            case "participant leaves":
                carrier.leave(label, False)
            case "answers" if label in carrier.ringing:
                carrier.enter(label, carrier.ringing[label])
            case "hear" if carrier.unheard:
                tell(carrier.unheard.pop(data.draw(st.integers(0, len(carrier.unheard) - 1))))
            case "lose" if carrier.unheard:
                carrier.unheard.pop(0)
            case "repeat" if carrier.unheard:
                tell(carrier.unheard[data.draw(st.integers(0, len(carrier.unheard) - 1))])
            case "hang up":
                tell(HangUpAsked())
            case "look":
                tell(carrier.picture(attempt))
    carrier.unheard.clear()
    for _ in range(6):
        now += 60 * SECOND
        carrier.ringing.clear()  # nobody rings for ever
        tell(carrier.picture(attempt))
    agents = [one for one in carrier.inside if participants.party_of(attempt, one) == "agent"]
    if attempt.state == "ended":
        assert carrier.inside == {} and quiet(attempt), (carrier, attempt)
    else:
        assert attempt.state == "connected" and len(agents) == 1, (carrier, attempt)
        assert set(carrier.inside) == {*agents, *participants.present(attempt)}, (carrier, attempt)
        assert carrier.held <= set(attempt.held), (carrier, attempt)
