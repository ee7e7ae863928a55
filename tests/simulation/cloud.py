"""What an operating-system process makes once for all its histories: code, clients, settings."""

import io
import json
import logging
import os
import random
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from tests.simulation.aws.wire import attach_bare
from tests.simulation.code import Code

API = "https://api.alo.example"
TABLE = "alo"
REGION, ACCOUNT = "sa-east-1", "000000000000"
QUEUES = {
    "urgent": "alo-urgent.fifo",
    "high": "alo-high.fifo",
    "standard": "alo-standard.fifo",
    "timers": "alo-timers",
    "recordings": "alo-recordings",
}
PORTAL_KEY = "portal-secret"
SECRETS = {
    "twilio_auth_token": "0" * 32,
    "twilio_api_key_sid": "SK" + "0" * 32,
    "twilio_api_key_secret": "0" * 32,
    "portal_keys": {"demo": PORTAL_KEY},
    "link_key": "link-secret",
}


def queue_url(name: str) -> str:
    """Of one of QUEUES, or of a dead-letter queue."""
    return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{QUEUES.get(name, name)}"


ENVIRONMENT: Mapping[str, str] = {
    "TABLE_NAME": TABLE,
    "QUEUE_URL_URGENT": queue_url("urgent"),
    "QUEUE_URL_HIGH": queue_url("high"),
    "QUEUE_URL_STANDARD": queue_url("standard"),
    "QUEUE_URL_TIMERS": queue_url("timers"),
    "QUEUE_ARN_TIMERS": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUES['timers']}",
    "QUEUE_URL_RECORDINGS": queue_url("recordings"),
    "RECORDINGS_BUCKET": "alo-recordings",
    "SCHEDULE_GROUP": "alo",
    "SCHEDULE_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/alo-schedules",
    "SECRET_ARN": "secret",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_APPLICATION_SID": "AP" + "0" * 32,
    "TWILIO_API_BASE": "https://twilio.example",
    "PUBLIC_API_URL": API,
    "PUBLIC_WS_URL": "wss://live.alo.example",
    "CONNECTIONS_URL": "https://connections.alo.example",
    "CUSTOMER_PAGE_URL": "https://help.alo.example/callback",
    "CALLER_IDS": json.dumps({"BR": ["+551130001000"], "AR": ["+541150001000"], "MX": ["+525550001000"]}),
    "AGENT_JOIN_S": "6",
    "RING_S": "10",
    "AGENT_RETURN_S": "6",
    "WRAP_UP_S": "6",
    "GUARD_SCALE": "1",
}
"""As infra/template.yml sets it, with shorter times."""


class _MachineTime:
    """Stands in for `time` in the code: nobody in a history may look at the machine's."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def sleep(self, seconds: float) -> None:
        self._cloud.world.running.wait(int(seconds * 1000))

    def time_ns(self) -> int:
        raise AssertionError("The code asked the machine for the time")


class _MachineChance:
    """Stands in for `random` in the code."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def uniform(self, low: float, high: float) -> float:
        return float(self._cloud.world.running.process.dice.uniform(low, high))


class _Kept(io.TextIOBase):
    """Where the functions' log goes."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def write(self, text: str) -> int:
        self._cloud.logs.append(text)
        return len(text)


class Cloud:
    """Clients cost a hundred times a history, so they stay; `world` is the history they serve now."""

    def __init__(self, codes: list[Code]) -> None:
        os.environ |= {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
        }
        self.codes = codes
        self.world: Any = None
        self.logs: list[str] = []
        """What the functions wrote in the present history."""
        self._aws = {code.name: self._connect(code) for code in codes}

    def context(self, code: Code, clock: Any, dice: Random, carrier: Any) -> Any:
        """A context as adapters/context.py makes it, on this clock, these dice and this carrier."""
        aws, at = self._aws[code.name], code.module
        adapters = at("chalicelib.adapters.aws")
        secrets = adapters.SecretsManager(aws, clock)
        return at("chalicelib.kernel.context").Context(
            clock=clock,
            ids=at("chalicelib.kernel.ids").Ids(clock, dice.getrandbits),
            settings=aws.settings,
            secrets=secrets,
            **_schedules(code, aws),
            **_recordings(code, aws, carrier, secrets),
            **_carrier(code, aws.settings, secrets, carrier),
            queues=adapters.SqsQueues(aws),
            push=adapters.WebSocketPush(aws),
        )

    def _connect(self, code: Code) -> Any:
        code.enter()
        settings = code.module("chalicelib.adapters.settings").from_environment(ENVIRONMENT)
        aws = code.module("chalicelib.adapters.aws").Aws(settings)
        aws.bind_table()
        table = code.module("chalicelib.table").connection().connection.client
        later = [aws.scheduler] if hasattr(type(aws), "scheduler") else []
        later += [aws.s3] if hasattr(type(aws), "s3") else []
        for client in (table, aws.sqs, aws.secrets, aws.connections, *later):
            attach_bare(client, self._answer)
        self._take_the_machine_away(code)
        for logger in code.loggers.values():
            for handler in logger.handlers:
                if isinstance(handler, logging.StreamHandler):
                    handler.setStream(_Kept(self))
        return aws

    def _answer(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.world.outside.answer(service, operation, params)
        return answer

    def _take_the_machine_away(self, code: Code) -> None:
        """A history has a clock and dice of its own, and must not wait for this machine's."""
        stand_ins = {"time": (time, _MachineTime(self)), "random": (random, _MachineChance(self))}
        for module in code.modules.values():
            for name, (machine, stand_in) in stand_ins.items():
                if vars(module).get(name) is machine:
                    setattr(module, name, stand_in)


def _schedules(code: Code, aws: Any) -> dict[str, Any]:
    """The released code had none."""
    made = getattr(code.module("chalicelib.adapters.aws"), "EventBridgeSchedules", None)
    return {"schedules": made(aws)} if made else {}


def _recordings(code: Code, aws: Any, carrier: Any, secrets: Any) -> dict[str, Any]:
    """The released code had none."""
    if "chalicelib.adapters.twilio_recorder" not in code.modules:
        return {}
    twilio = code.module("chalicelib.adapters.twilio_client").Twilio(aws.settings, secrets, carrier)
    return {
        "recorder": code.module("chalicelib.adapters.twilio_recorder").TwilioRecorder(twilio),
        "vault": code.module("chalicelib.adapters.bucket").Bucket(aws),
    }


def _carrier(code: Code, settings: Any, secrets: Any, http: Any) -> dict[str, Any]:
    """What of the context reaches Twilio; the released code had no messages and a client for calls alone."""
    voice = code.module("chalicelib.adapters.twilio_voice").TwilioVoice
    if "chalicelib.adapters.twilio_client" not in code.modules:
        return {"voice": voice(settings, secrets, http)}
    twilio = code.module("chalicelib.adapters.twilio_client").Twilio(settings, secrets, http)
    messaging = code.module("chalicelib.adapters.twilio_messaging").TwilioMessaging
    return {"voice": voice(twilio), "messaging": messaging(twilio)}
