"""A customer who waits on the line, under every order, repetition and loss of facts."""

from hypothesis import given

from chalicelib.telephony import on_line
from chalicelib.telephony.facts import CallerGone, CustomerCall, Fact
from chalicelib.telephony.steps import waits_on_line
from tests.unit.telephony.test_model_properties import FACTS, steps_of


@given(FACTS)
def test_nobody_hangs_up_on_who_waits_on_the_line(facts: list[Fact]) -> None:
    for step in steps_of(facts, "on_line"):
        assert "hang_up_customer" not in step.commands or not waits_on_line(step.attempt)


@given(FACTS)
def test_who_waits_on_the_line_is_dialled_only_when_their_call_is_over(facts: list[Fact]) -> None:
    _, *steps = steps_of(facts, "on_line")
    for number, step in enumerate(steps):
        if "dial" in step.commands:
            assert any(_over(fact) for fact in facts[: number + 1])
            assert step.attempt.live == "" and step.attempt.agent.state == "joined"


@given(FACTS)
def test_who_waits_on_the_line_is_brought_in_by_an_agent_who_is_there(facts: list[Fact]) -> None:
    for step in steps_of(facts, "on_line"):
        if "bring" in step.commands:
            assert waits_on_line(step.attempt)
            assert (step.attempt.state, step.attempt.agent.state) == ("dialling", "joined")


def _over(fact: Fact) -> bool:
    """Whether it says that the call in which the customer waits is over."""
    gone = isinstance(fact, CallerGone)
    return gone or (isinstance(fact, CustomerCall) and fact.status not in on_line.ON_THE_WAY)
