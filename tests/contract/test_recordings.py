"""Recordings and announcements as the twin has them, against Twilio's own description."""

import io
import wave

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.contract.conftest import SETTINGS
from tests.contract.test_twilio_api import ANSWERS, FROM, until
from tests.contract.test_twin_control import ask

SPEAK = '<Response><Record finishOnKey="#"/></Response>'
PAUSE = '<Response><Pause length="600"/></Response>'
FILE = "{twin}/2010-04-01/Accounts/{account}/Recordings/{sid}.wav?RequestedChannels=2"
WHO = (SETTINGS.account_sid, SETTINGS.auth_token)


@pytest.fixture(autouse=True)
def clean(twin: str) -> None:
    ask(twin, "POST", "reset")


def up(client: Client) -> str:
    """A leg that is up."""
    sid = str(client.calls.create(from_=FROM, to=ANSWERS, twiml=PAUSE).sid)
    until(lambda: client.calls(sid).fetch().status == "in-progress")
    return sid


def test_a_recording_keeps_to_the_document_from_its_start_to_its_deletion(twin: str, client: Client) -> None:
    call = client.calls(up(client))
    made = call.recordings.create(
        recording_channels="dual",
        recording_status_callback="http://127.0.0.1:9/recording#rc=2&rp=ct,rt,5xx",
        recording_status_callback_event=["completed", "absent"],
    )
    assert (made.status, made.channels, made.source) == ("in-progress", 2, "StartCallRecordingAPI")
    ask(twin, "POST", "clock/advance", {"ms": 5_000})
    assert call.recordings(made.sid).update(status="paused", pause_behavior="skip").status == "paused"
    ask(twin, "POST", "clock/advance", {"ms": 60_000})
    assert call.recordings("Twilio.CURRENT").update(status="in-progress").status == "in-progress"
    ask(twin, "POST", "clock/advance", {"ms": 4_000})
    assert [one.sid for one in call.recordings.list()] == [made.sid]
    assert call.recordings(made.sid).update(status="stopped").status == "processing"
    ask(twin, "POST", "clock/advance", {"ms": 3_000})
    done = client.recordings(made.sid).fetch()
    assert done.status == "completed" and 9 <= int(done.duration) <= 12

    where = FILE.format(twin=twin, account=SETTINGS.account_sid, sid=made.sid)
    assert requests.get(where, timeout=5).status_code == 401
    with wave.open(io.BytesIO(requests.get(where, auth=WHO, timeout=5).content)) as sound:
        assert sound.getnchannels() == 2
        assert sound.getnframes() == int(done.duration) * sound.getframerate()
    assert client.recordings(made.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        client.recordings(made.sid).fetch()
    assert gone.value.status == 404
    assert requests.get(where, auth=WHO, timeout=5).status_code == 404


def test_a_message_after_the_beep_is_a_recording_of_its_call_on_one_channel(
    twin: str, client: Client
) -> None:
    sid = str(client.calls.create(from_=FROM, to=ANSWERS, twiml=SPEAK).sid)
    until(lambda: client.calls(sid).recordings.list())
    ask(twin, "POST", "clock/advance", {"ms": 4_000})
    client.calls(sid).update(status="completed")
    ask(twin, "POST", "clock/advance", {"ms": 3_000})
    (one,) = client.calls(sid).recordings.list()
    assert (one.status, one.channels, one.source) == ("completed", 1, "RecordVerb")
    where = FILE.format(twin=twin, account=SETTINGS.account_sid, sid=one.sid)
    with wave.open(io.BytesIO(requests.get(where, auth=WHO, timeout=5).content)) as sound:
        assert sound.getnchannels() == 1
        assert sound.getnframes() == int(one.duration) * sound.getframerate()


def test_what_is_over_is_not_recorded_and_what_runs_is_not_deleted(twin: str, client: Client) -> None:
    sid = up(client)
    made = client.calls(sid).recordings.create()
    with pytest.raises(TwilioRestException) as runs:
        client.recordings(made.sid).delete()
    assert runs.value.status == 409
    client.calls(sid).update(status="completed")
    for refused in (
        lambda: client.calls(sid).recordings.create(),
        lambda: client.calls(sid).recordings(made.sid).update(status="paused"),
    ):
        with pytest.raises(TwilioRestException) as over:
            refused()
        assert over.value.code == 21220
