"""The one context of a process, made when first needed."""

from chalicelib.adapters.aws import Aws, EventBridgeSchedules, SecretsManager, SqsQueues, WebSocketPush
from chalicelib.adapters.bucket import Bucket
from chalicelib.adapters.settings import from_environment
from chalicelib.adapters.twilio_client import Twilio
from chalicelib.adapters.twilio_messaging import TwilioMessaging
from chalicelib.adapters.twilio_recorder import TwilioRecorder
from chalicelib.adapters.twilio_voice import TwilioVoice
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids

_installed: list[Context] = []


def context() -> Context:
    """Real clock, real ids, AWS and Twilio; or what was installed before."""
    if not _installed:
        _installed.append(_real())
    return _installed[0]


def install(ctx: Context) -> None:
    """Another context for this process: a simulation's, with a clock of its own."""
    _installed[:] = [ctx]


def _real() -> Context:
    settings, clock = from_environment(), SystemClock()
    aws = Aws(settings)
    aws.bind_table()
    secrets = SecretsManager(aws, clock)
    twilio = Twilio(settings, secrets)
    return Context(
        clock=clock,
        ids=Ids(clock),
        settings=settings,
        secrets=secrets,
        voice=TwilioVoice(twilio),
        messaging=TwilioMessaging(twilio),
        recorder=TwilioRecorder(twilio),
        vault=Bucket(aws),
        queues=SqsQueues(aws),
        schedules=EventBridgeSchedules(aws),
        push=WebSocketPush(aws),
    )
