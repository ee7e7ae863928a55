"""One botocore session for everything, clients made when first used.

Every further session would parse botocore's models again, which costs more than the rest of a cold
start; a further client on this one costs next to nothing.
"""

import json
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import TableConnection

from chalicelib.adapters import log
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ports import NotSent, Secrets
from chalicelib.kernel.settings import Settings
from chalicelib.kernel.words import Tier
from chalicelib.table import Row

SECRETS_KEPT_MS = 300_000
USER_AGENT = f"alo/1 Botocore/{botocore.__version__}"
"""Stated, because botocore otherwise composes its own anew twice for every call."""
_TIMES = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "max_attempts": 3})


class Aws:
    """The clients we use, on one session."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.session = botocore.session.get_session()
        self.session.set_default_client_config(Config(user_agent=USER_AGENT))

    def client(self, service: str, **options: Any) -> Any:
        """A botocore client."""
        return self.session.create_client(service, config=_TIMES, **options)

    @cached_property
    def sqs(self) -> Any:
        """Queues."""
        return self.client("sqs")

    @cached_property
    def scheduler(self) -> Any:
        """EventBridge Scheduler."""
        return self.client("scheduler")

    @cached_property
    def secrets(self) -> Any:
        """Secrets Manager."""
        return self.client("secretsmanager")

    @cached_property
    def s3(self) -> Any:
        """Object storage. Every bucket has a path of its own, so that a loopback host serves it too."""
        return self.session.create_client(
            "s3", config=_TIMES.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))
        )

    @cached_property
    def connections(self) -> Any:
        """The WebSocket API's own management endpoint."""
        return self.client("apigatewaymanagementapi", endpoint_url=self.settings.connections_url)

    def bind_table(self) -> None:
        """Lets every store use the table through this session. pynamodb keeps a session per thread and
        offers no setting for it, hence the private name. Without a ruleset the client goes where it was made
        to go: an endpoint here never depends on the request, and working that out again costs CPU
        on every call."""
        index_shape = Row._get_connection().get_meta_table().data
        table = TableConnection(
            self.settings.table_name,
            region=self.session.get_config_variable("region"),
            meta_table=_named(index_shape, self.settings.table_name),
        )
        table.connection._local.session = self.session
        Row.Meta.table_name = self.settings.table_name
        Row._connection = table
        table.connection.client._ruleset_resolver = None


def _named(shape: Any, table_name: str) -> Any:
    from pynamodb.connection.base import MetaTable

    return MetaTable({**shape, "TableName": table_name})


class SqsQueues:
    """The tier queues and the timers queue."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def enqueue(self, tier: Tier, lane: str, dedupe: str, body: str) -> None:
        """FIFO: the lane is the message group."""
        self._send(
            self._aws.settings.queue_urls[tier],
            body,
            MessageGroupId=lane,
            MessageDeduplicationId=dedupe,
        )

    def remind(self, delay_s: int, body: str) -> None:
        """A delayed message to ourselves."""
        self._send(self._aws.settings.timers_queue_url, body, DelaySeconds=delay_s)

    def file(self, body: str) -> None:
        """A recording is to be fetched."""
        self._send(self._aws.settings.recordings_queue_url, body)

    def _send(self, url: str, body: str, **more: Any) -> None:
        try:
            self._aws.sqs.send_message(QueueUrl=url, MessageBody=body, **more)
        except (ClientError, BotoCoreError) as error:
            log.failed("not sent", error=type(error).__name__)
            raise NotSent from error


class EventBridgeSchedules:
    """Schedules that run once and are gone; their target is the timers queue."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def at(self, name: str, at_ms: int, body: str) -> None:
        """To the second, rounded up: early is too early, late is late by less than a second."""
        settings = self._aws.settings
        at = datetime.fromtimestamp(-(-at_ms // 1000), UTC)
        try:
            self._aws.scheduler.create_schedule(
                Name=name,
                GroupName=settings.schedule_group,
                ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": settings.timers_queue_arn,
                    "RoleArn": settings.schedule_role_arn,
                    "Input": body,
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                log.failed("not scheduled", error=error.response["Error"]["Code"])
                raise NotSent from error
        except BotoCoreError as error:
            log.failed("not scheduled", error=type(error).__name__)
            raise NotSent from error


class WebSocketPush:
    """@connections."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def post(self, connection_id: str, body: bytes) -> bool:
        """False when the connection is gone for good."""
        try:
            self._aws.connections.post_to_connection(ConnectionId=connection_id, Data=body)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("GoneException", "410"):
                return False
            raise
        return True


class SecretsManager:
    """The application's secret, kept for SECRETS_KEPT_MS."""

    def __init__(self, aws: Aws, clock: Clock) -> None:
        self._aws = aws
        self._clock = clock
        self._read_at = 0
        self._kept: Secrets | None = None

    def read(self, fresh: bool = False) -> Secrets:
        """`fresh` goes to the source, at most once a second: forged tokens must not make us hammer it."""
        age = self._clock.now_ms() - self._read_at
        if self._kept is None or age > SECRETS_KEPT_MS or (fresh and age > 1000):
            answer = self._aws.secrets.get_secret_value(SecretId=self._aws.settings.secret_arn)
            self._kept = Secrets(**json.loads(answer["SecretString"]))
            self._read_at = self._clock.now_ms()
        return self._kept
