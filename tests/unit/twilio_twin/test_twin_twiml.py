"""What the twin accepts as TwiML, and what a call does with it."""

import pytest
from twilio.twiml.voice_response import Dial, VoiceResponse

from local.twilio.core.people import Script
from local.twilio.core.webhooks import Outcome
from local.twilio.twiml import TwimlError, grammar, parse
from tests.unit.twilio_twin.harness import ANSWERS, FROM, Laptop, room_twiml

CONFERENCE = "<Response><Dial><Conference {}>a</Conference></Dial></Response>"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", 12100),
        ("<Response><Say>hi</Response>", 12100),
        ("<Reply/>", 12100),
        ("<Response><Sing>la</Sing></Response>", 12200),
        ("<Response><Conference>a</Conference></Response>", 12200),
        ("<Response><Dial><Say>hi</Say></Dial></Response>", 12200),
        ("<Response>hello</Response>", 12200),
        (CONFERENCE.format('volume="11"'), 12200),
        (CONFERENCE.format('startConferenceOnEnter="yes"'), 12200),
        (CONFERENCE.format('statusCallbackEvent="start finish"'), 12200),
        (CONFERENCE.format('statusCallbackEvent="start,end"'), 12200),
        (CONFERENCE.format('beep="loud"'), 12200),
        (CONFERENCE.format('statusCallbackMethod="PUT"'), 12200),
        (CONFERENCE.format('maxParticipants="500"'), 12200),
        (CONFERENCE.format(f'participantLabel="{"x" * 129}"'), 12200),
        ('<Response><Gather numDigits="many"/></Response>', 12200),
        ('<Response><Reject reason="tired"/></Response>', 12200),
    ],
)
def test_what_twilio_would_stumble_over_is_an_error(document: str, code: int) -> None:
    with pytest.raises(TwimlError) as refused:
        parse(document)
    assert refused.value.code == code


def test_everything_the_library_writes_correctly_is_understood() -> None:
    response = VoiceResponse()
    response.say("Olá", language="pt-BR", voice="Polly.Camila")
    gather = response.gather(num_digits=1, action="/answer", timeout=5)
    gather.say("?")
    dial = Dial(timeout=20)
    dial.conference("att-1", status_callback_event="start end join", wait_url="", beep=False)
    response.append(dial)
    assert [verb.name for verb in parse(str(response))] == ["Say", "Gather", "Dial"]


def test_the_grammar_is_the_librarys() -> None:
    rules = grammar()
    assert {"Conference", "Number", "Client", "Queue", "Sip"} <= rules["Dial"].children
    assert {"participantLabel", "statusCallbackEvent", "coach"} <= rules["Conference"].attributes


def test_a_bad_document_ends_the_call_and_is_shown() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = "<Response><Sing/></Response>"
    sid = laptop.agent()
    assert laptop.world.calls[sid].status == "failed"
    assert laptop.errors() == [12200]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome(500), 11200),
        (Outcome(error="timeout"), 11200),
        (Outcome(200, "<Response/>", "application/json"), 12300),
        (Outcome(200, "<Response><Dial><Number>+551199</Number></Dial></Response>", "text/xml"), 12200),
    ],
)
def test_an_application_that_cannot_say_what_to_do_loses_the_call(outcome: Outcome, code: int) -> None:
    laptop = Laptop()
    laptop.answer = lambda _request: outcome
    laptop.agent()
    assert laptop.errors() == [code]


def test_the_voice_request_of_a_browser_carries_its_parameters() -> None:
    laptop = Laptop()
    laptop.agent("agent-7", attempt="att-1")
    asked = laptop.asked[0].params
    assert (asked["From"], asked["To"], asked["Called"]) == ("client:agent-7", "", "")
    assert (asked["Direction"], asked["attempt"]) == ("inbound", "att-1")
    assert asked["ApplicationSid"] == laptop.world.settings.application_sid


def test_rejecting_leaves_the_call_unanswered() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = '<Response><Reject reason="busy"/></Response>'
    call = laptop.world.calls[laptop.agent()]
    assert (call.status, call.answered_ms) == ("busy", None)


def test_verbs_take_their_time_and_redirects_are_followed() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = (
        '<Response><Pause length="2"/><Redirect>/more</Redirect></Response>'
    )
    laptop.pages["https://app.test/more"] = (
        "<Response><Play>https://app.test/tune.mp3</Play><Hangup/></Response>"
    )
    call = laptop.world.calls[laptop.agent()]
    laptop.run(1.5)
    assert [request.url for request in laptop.asked] == ["https://app.test/voice"]
    laptop.run(1)
    assert laptop.asked[-1].url == "https://app.test/more"
    laptop.run(4)
    assert (call.status, call.talk_s) == ("completed", 3)


def test_after_the_conference_the_dial_action_is_asked() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = room_twiml("att-1", "agent").replace(
        "<Dial>", '<Dial action="/after">'
    )
    laptop.pages["https://app.test/after"] = "<Response/>"
    laptop.agent()
    laptop.rest("POST", "/Conferences/att-1", Status="completed")
    laptop.run(1)
    asked = next(request for request in laptop.asked if request.url == "https://app.test/after")
    assert asked.params["DialCallStatus"] == "answered"


def test_a_gather_ends_by_count_by_key_or_by_silence() -> None:
    script = {"numDigits=2": ("45", "45", ""), "finishOnKey=#": ("123#", "123", "#")}
    for attributes, (pressed, digits, finished_on) in script.items():
        laptop = Laptop()
        name, value = attributes.split("=")
        twiml = f'<Response><Gather {name}="{value}" action="https://app.test/answer"/></Response>'
        laptop.pages["https://app.test/answer"] = "<Response/>"
        laptop.rest("POST", "/Calls", From=FROM, To=ANSWERS, Twiml=twiml)
        laptop.run(3)
        (call,) = laptop.world.calls.values()
        laptop.world.press(call, pressed)
        laptop.run(1)
        asked = next(r for r in laptop.asked if r.url == "https://app.test/answer")
        assert (asked.params["Digits"], asked.params["FinishedOnKey"]) == (digits, finished_on)
    laptop = Laptop()
    twiml = '<Response><Gather timeout="2" action="https://app.test/answer"/><Pause length="1"/></Response>'
    laptop.rest("POST", "/Calls", From=FROM, To=ANSWERS, Twiml=twiml)
    laptop.run(9)
    assert laptop.asked == []
    assert next(iter(laptop.world.calls.values())).status == "completed"


def test_a_scripted_person_keys_the_answers_in_turn() -> None:
    laptop = Laptop()
    number = "+5511912345678"
    laptop.world.people.scripts[number] = Script("answers", digits="5,2")
    ask = '<Response><Gather numDigits="1" action="https://app.test/{}"/></Response>'
    laptop.pages["https://app.test/first"] = ask.format("second")
    laptop.pages["https://app.test/second"] = "<Response/>"
    laptop.rest("POST", "/Calls", From=FROM, To=number, Twiml=ask.format("first"))
    laptop.run(8)
    assert [request.params["Digits"] for request in laptop.asked] == ["5", "2"]
