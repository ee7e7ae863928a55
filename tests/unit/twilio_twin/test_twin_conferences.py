"""Conferences: who joins, what is reported, and how they end."""

from tests.unit.twilio_twin.harness import ANSWERS, BUSY, FROM, PERSON, SHORT, Laptop, room_twiml


def talking(laptop: Laptop) -> tuple[str, str]:
    """An agent and a customer in conversation: their call SIDs."""
    agent = laptop.agent()
    customer = laptop.dial(ANSWERS)
    laptop.run(4)
    return agent, customer


def test_a_conference_starts_with_its_second_participant() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(ANSWERS)
    laptop.run(1)
    assert laptop.room_events() == ["agent join"]
    laptop.run(3)
    assert laptop.room_events() == ["agent join", "customer join", "start"]


def test_nobody_starts_a_conference_without_leave_to() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = room_twiml("att-1", "agent", startConferenceOnEnter="false")
    laptop.agent()
    laptop.dial(ANSWERS, StartConferenceOnEnter="false")
    laptop.run(4)
    assert laptop.room_events() == ["agent join", "customer join"]


def test_hold_and_mute_are_reported_once_and_undone() -> None:
    laptop = Laptop()
    talking(laptop)
    path = f"/Conferences/{laptop.conference_sid()}/Participants/customer"
    for change in (
        {"Hold": "true"},
        {"Hold": "true"},
        {"Hold": "false"},
        {"Muted": "true"},
        {"Muted": "false"},
    ):
        status, body = laptop.rest("POST", path, **change)
        assert status == 200
    laptop.run(1)
    assert laptop.room_events()[3:] == [
        "customer hold",
        "customer unhold",
        "customer mute",
        "customer unmute",
    ]
    assert (body["muted"], body["hold"]) == (False, False)


def test_a_customer_who_hangs_up_leaves_the_agent_behind() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(SHORT)
    laptop.run(10)
    leave = laptop.hooks[-2] if "ReasonParticipantLeft" in laptop.hooks[-2] else laptop.hooks[-1]
    assert leave["ReasonParticipantLeft"] == "participant_hung_up"
    assert leave["ParticipantCallStatus"] == "completed"
    assert laptop.room_events()[-1] == "customer leave"


def test_the_last_to_leave_ends_the_conference() -> None:
    laptop = Laptop()
    agent, customer = talking(laptop)
    for sid in (customer, agent):
        laptop.world.exchange.hang_up(laptop.world.calls[sid])
    laptop.run(1)
    assert laptop.room_events()[-3:] == ["customer leave", "agent leave", "end"]
    end = next(h for h in laptop.hooks if h.get("StatusCallbackEvent") == "conference-end")
    assert end["ReasonConferenceEnded"] == "last_participant_left"
    assert end["CallSidEndingConference"] == agent


def test_ending_through_the_api_sends_everyone_away() -> None:
    laptop = Laptop()
    agent, customer = talking(laptop)
    status, body = laptop.rest("POST", f"/Conferences/{laptop.conference_sid()}", Status="completed")
    laptop.run(1)
    assert (status, body["reason_conference_ended"]) == (200, "conference-ended-via-api")
    reasons = {h["ReasonParticipantLeft"] for h in laptop.hooks if "ReasonParticipantLeft" in h}
    assert reasons == {"conference_ended_via_api"}
    assert [laptop.world.calls[sid].status for sid in (agent, customer)] == ["completed"] * 2


def test_a_moderator_takes_the_others_along_even_those_still_ringing() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = room_twiml("att-1", "agent", endConferenceOnExit="true")
    agent, customer = talking(laptop)
    ringing = laptop.dial(PERSON, label="seller")
    laptop.run(1)
    laptop.world.exchange.hang_up(laptop.world.calls[agent])
    laptop.run(1)
    left = [h for h in laptop.hooks if h.get("CallSid") == customer and "ReasonParticipantLeft" in h]
    assert left[0]["ReasonParticipantLeft"] == "moderator_ended_conference"
    assert laptop.steps(ringing)[-1] == "canceled"


def test_a_kicked_leg_hangs_up() -> None:
    laptop = Laptop()
    _agent, customer = talking(laptop)
    status, _ = laptop.rest("DELETE", f"/Conferences/{laptop.conference_sid()}/Participants/customer")
    laptop.run(1)
    assert (status, laptop.steps(customer)[-1]) == (204, "completed")


def test_somebody_who_could_not_be_reached_is_reported_as_not_added() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(BUSY)
    laptop.run(2)
    leave = next(h for h in laptop.hooks if "ReasonParticipantLeft" in h)
    assert (leave["ReasonParticipantLeft"], leave["ParticipantCallStatus"]) == (
        "participant_add_failed",
        "busy",
    )


def test_labels_are_unique() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(PERSON)
    status, refusal = laptop.rest(
        "POST", "/Conferences/att-1/Participants", From=FROM, To=ANSWERS, Label="customer"
    )
    assert (status, refusal["code"]) == (400, 16025)
    second = laptop.world.connect_client("agent-2", {})
    laptop.run(1)
    assert laptop.errors() == [16025]
    assert second.status == "completed"


def test_the_first_participants_callback_is_the_one_that_counts() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(
        ANSWERS, ConferenceStatusCallback="https://app.test/other", ConferenceStatusCallbackEvent="join leave"
    )
    laptop.run(4)
    urls = {r.url for r in laptop.asked if r.kind.startswith(("participant", "conference"))}
    assert urls == {"https://app.test/conference"}


def test_dialling_into_a_name_nobody_uses_opens_the_conference() -> None:
    laptop = Laptop()
    laptop.dial(ANSWERS, room="att-new")
    status, listing = laptop.rest("GET", "/Conferences")
    assert status == 200
    assert [(c["friendly_name"], c["status"]) for c in listing["conferences"]] == [("att-new", "init")]
    _, people = laptop.rest("GET", f"/Conferences/{laptop.conference_sid('att-new')}/Participants")
    assert [(p["label"], p["status"]) for p in people["participants"]] == [("customer", "queued")]


def test_conferences_are_listed_by_their_state() -> None:
    laptop = Laptop()
    talking(laptop)
    laptop.dial(ANSWERS, room="att-new")
    for state, names in (("in-progress", ["att-1"]), ("init", ["att-new"]), ("completed", [])):
        _, listing = laptop.rest("GET", "/Conferences", Status=state, PageSize="1000")
        assert [one["friendly_name"] for one in listing["conferences"]] == names, state


def test_exit_behaviour_changed_during_a_hold_is_forgotten() -> None:
    laptop = Laptop()
    talking(laptop)
    path = f"/Conferences/{laptop.conference_sid()}/Participants/customer"
    laptop.rest("POST", path, Hold="true")
    status, body = laptop.rest("POST", path, EndConferenceOnExit="true")
    assert (status, body["end_conference_on_exit"]) == (200, False)
    laptop.rest("POST", path, Hold="false")
    _, body = laptop.rest("POST", path, EndConferenceOnExit="true")
    assert body["end_conference_on_exit"] is True


def test_a_leg_on_hold_cannot_be_coached() -> None:
    laptop = Laptop()
    agent, customer = talking(laptop)
    room = laptop.conference_sid()
    laptop.rest("POST", f"/Conferences/{room}/Participants/agent", Hold="true")
    status, refusal = laptop.rest(
        "POST", f"/Conferences/{room}/Participants/{customer}", Coaching="true", CallSidToCoach=agent
    )
    assert (status, refusal["code"]) == (400, 16027)


def test_a_call_redirected_to_other_twiml_leaves_for_that_reason() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/survey"] = (
        '<Response><Gather numDigits="1" action="/answer"><Say>One to five?</Say></Gather></Response>'
    )
    laptop.pages["https://app.test/answer"] = "<Response><Say>Thanks</Say></Response>"
    _agent, customer = talking(laptop)
    status, _ = laptop.rest("POST", f"/Calls/{customer}", Url="https://app.test/survey")
    laptop.run(1)
    laptop.world.press(laptop.world.calls[customer], "4")
    laptop.run(3)
    leave = next(h for h in laptop.hooks if "ReasonParticipantLeft" in h)
    answer = next(r for r in laptop.asked if r.url == "https://app.test/answer")
    assert (status, leave["ReasonParticipantLeft"]) == (200, "participant_updated_via_api")
    assert answer.params["Digits"] == "4"
    assert laptop.steps(customer)[-1] == "completed"
