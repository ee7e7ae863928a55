"""The twin's own API and pages: playing the outside world by hand."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.rest import Client

from tests.contract.conftest import SETTINGS
from tests.contract.test_twilio_api import ANSWERS, FROM, PERSON, until

ROOT = Path(__file__).parents[2]


def ask(twin: str, method: str, path: str, body: Any = None) -> requests.Response:
    return requests.request(method, f"{twin}/twin/{path}", json=body, timeout=5)


@pytest.fixture(autouse=True)
def clean(twin: str) -> None:
    ask(twin, "POST", "reset")


def test_a_person_answers_and_hangs_up(twin: str, client: Client) -> None:
    sid = client.calls.create(from_=FROM, to=PERSON, twiml='<Response><Pause length="60"/></Response>').sid
    until(lambda: ask(twin, "GET", "calls").json()[0]["status"] == "ringing")
    assert ask(twin, "POST", f"calls/{sid}/answer").json()["status"] == "in-progress"
    assert ask(twin, "POST", f"calls/{sid}/answer").status_code == 409
    assert ask(twin, "POST", f"calls/{sid}/digits", {"digits": "1"}).json()["heard"] is False
    assert ask(twin, "POST", f"calls/{sid}/digits", {"digits": "x"}).status_code == 400
    assert ask(twin, "POST", f"calls/{sid}/hangup").json()["status"] == "completed"
    assert ask(twin, "POST", "calls/CAnone/hangup").status_code == 404


def test_scripts_and_faults_are_set_shown_and_cleared(twin: str) -> None:
    assert ask(twin, "PUT", f"people/{PERSON}", {"script": "busy"}).status_code == 200
    assert ask(twin, "GET", "people").json()["scripts"][PERSON]["script"] == "busy"
    ask(twin, "DELETE", f"people/{PERSON}")
    assert ask(twin, "GET", "people").json()["scripts"] == {}
    assert ask(twin, "PUT", f"people/{PERSON}", {"script": "sleeps"}).status_code == 400
    ask(twin, "PUT", "faults", {"lose": 0.5})
    assert ask(twin, "GET", "faults").json()["lose"] == 0.5
    assert ask(twin, "PUT", "faults", {"lose": "often"}).status_code == 400
    assert ask(twin, "DELETE", "faults").json()["lose"] == 0


def test_moving_the_clock_makes_what_is_due_happen(twin: str, client: Client) -> None:
    sid = client.calls.create(from_=FROM, to=ANSWERS, twiml='<Response><Pause length="600"/></Response>').sid
    before_ms = ask(twin, "GET", "state").json()["now_ms"]
    assert ask(twin, "POST", "clock/advance", {"ms": 900_000}).json()["now_ms"] >= before_ms + 900_000
    (call,) = ask(twin, "GET", "calls").json()
    assert (call["sid"], call["status"], call["duration"]) == (sid, "completed", "600")
    assert ask(twin, "POST", "clock/advance", {"ms": -1}).status_code == 400


def test_a_client_without_a_browser_needs_a_good_token(twin: str) -> None:
    made = AccessToken(
        SETTINGS.account_sid, SETTINGS.api_key_sid, SETTINGS.api_key_secret, identity="agent-1", ttl=86_000
    )
    made.add_grant(VoiceGrant(outgoing_application_sid=SETTINGS.application_sid))
    given = {"identity": "agent-1", "token": made.to_jwt(), "params": {"attempt": "a"}}
    answer = ask(twin, "POST", "clients", given)
    assert (answer.status_code, answer.json()["status"]) == (201, "ringing")
    until(lambda: ask(twin, "GET", "calls").json()[0]["status"] == "failed")
    assert ask(twin, "GET", "state").json()["errors"][0]["code"] == 11200
    refused = ask(twin, "POST", "clients", given | {"token": "guess"})
    assert (refused.status_code, refused.json()["code"]) == (401, 31204)
    assert ask(twin, "POST", "clients", given | {"identity": "agent-2"}).status_code == 401


def test_the_pages_and_their_parts_are_served(twin: str) -> None:
    for path in ("/", "/phone", "/pages/console.js", "/pages/phone.js", "/pages/twin.css"):
        assert requests.get(twin + path, timeout=5).status_code == 200, path


def test_the_console_is_told_of_every_change(twin: str) -> None:
    with requests.get(f"{twin}/twin/events", stream=True, timeout=5) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(b'data: {"now_ms"')
        ask(twin, "PUT", "people/+5511", {"script": "busy"})
        assert any(b"+5511" in line for line in lines)


def test_the_command_serves_remembers_and_ends_at_once(tmp_path: Path) -> None:
    def run(port: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "local.twilio", "--port", str(port), "--state", str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == f"telephony twin ready on http://127.0.0.1:{port}\n"
        return process

    def end(process: subprocess.Popen[str]) -> int:
        process.terminate()
        process.communicate(timeout=10)
        return process.returncode

    first = run(8291)
    with requests.get("http://127.0.0.1:8291/twin/events", stream=True, timeout=5) as stream:
        next(stream.iter_lines())
        ask("http://127.0.0.1:8291", "PUT", "people/+5511", {"script": "busy"})
        began = time.monotonic()
        assert end(first) == 0
        assert time.monotonic() - began < 5
    second = run(8291)
    assert "+5511" in ask("http://127.0.0.1:8291", "GET", "people").json()["scripts"]
    assert end(second) == 0
