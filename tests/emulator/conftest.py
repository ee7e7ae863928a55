"""The emulator's DynamoDB alone, on a port of its own, with the table of infra/template.yml."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.adapters.aws import Aws
from chalicelib.adapters.bucket import Bucket
from chalicelib.adapters.twilio_client import Twilio
from chalicelib.adapters.twilio_messaging import TwilioMessaging
from chalicelib.adapters.twilio_recorder import TwilioRecorder
from chalicelib.adapters.twilio_voice import TwilioVoice
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids
from chalicelib.table import Row
from local import emulator
from local.config import Config, Ports
from tests.house import SETTINGS, ListedPush, ListedQueues, ListedSecrets, table_of_the_template

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Real time, real threads, a real DynamoDB endpoint; nothing else is asked."""
    config = Config(Ports.free(), Path(tmp_path_factory.mktemp("emulator")))
    server = emulator.start(config)
    given, bound = dict(os.environ), (Row._connection, Row.Meta.table_name)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "sa-east-1",
        ENDPOINT: config.emulator_url,
    }
    try:
        aws = Aws(SETTINGS)
        aws.client("dynamodb").create_table(**table_of_the_template())
        aws.bind_table()
        clock, secrets = SystemClock(), ListedSecrets()
        twilio = Twilio(SETTINGS, secrets)
        yield Context(
            clock=clock,
            ids=Ids(clock),
            settings=SETTINGS,
            secrets=secrets,
            voice=TwilioVoice(twilio),
            messaging=TwilioMessaging(twilio),
            recorder=TwilioRecorder(twilio),
            vault=Bucket(aws),
            queues=ListedQueues(),
            schedules=ListedQueues(),
            push=ListedPush(),
        )
    finally:
        Row._connection, Row.Meta.table_name = bound
        os.environ.clear()
        os.environ |= given
        server.stop()
