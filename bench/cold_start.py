"""Cold start of each function: import its handler and make the clients it needs, over REF.

REF imports boto3 as the runtime ships it and makes the same two clients. Whole-process CPU; an empty
interpreter's own cost is taken off both sides. Each run stands beside a REF of the same second, and the
median is of the ratios: what else the machine does comes in spells of several seconds. Nine runs scatter by
a tenth, so what comes near the limit is run more often, and all its runs count.
"""

import resource
import statistics
import subprocess
import sys
import sysconfig

from bench.ratio import Ratio
from tests import packaged

LIMIT = 1.15
ROUNDS, MORE = 9, 27
NEAR = 1.0
"""Above this a median of ROUNDS could lie on either side of the limit by chance."""
EMPTY = "pass"
REF = """
import sys; sys.path.insert(0, {runtime!r})
import boto3
boto3.client("dynamodb"); boto3.client("sqs")
"""
FUNCTION = """
import sys; sys.path.insert(0, {task!r})
import importlib
getattr(importlib.import_module({module!r}), {name!r})
from chalicelib.adapters.context import context
ready = context()
ready.queues._aws.sqs
from chalicelib.table import Row
Row._get_connection().connection.client
"""


def ratios() -> list[Ratio]:
    """One for each packaged function."""
    handlers = packaged.handlers()
    empty = statistics.median(_cpu_s(EMPTY) for _ in range(ROUNDS))
    taken: dict[str, list[float]] = {name: [] for name in handlers}
    _run(handlers, ROUNDS, empty, taken)
    near = {name: one for name, one in handlers.items() if statistics.median(taken[name]) > NEAR}
    _run(near, MORE, empty, taken)
    return [
        Ratio(
            f"cold start {function}",
            statistics.median(taken[function]),
            LIMIT,
            f"{handler}, over boto3 with two clients",
        )
        for function, handler in handlers.items()
    ]


def _run(handlers: dict[str, str], rounds: int, empty_s: float, taken: dict[str, list[float]]) -> None:
    """Adds what each start took, over the REF before it."""
    ref = REF.format(runtime=sysconfig.get_paths()["purelib"])
    for _ in range(rounds):
        for function, handler in handlers.items():
            module, _, name = handler.rpartition(".")
            program = FUNCTION.format(task=str(packaged.unzipped()), module=module, name=name)
            floor = _cpu_s(ref) - empty_s
            taken[function].append((_cpu_s(program) - empty_s) / floor)


def _cpu_s(program: str) -> float:
    before = _children_s()
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        env=_environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return _children_s() - before


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    settings = {
        name: "https://example.com"
        for name in (
            "PUBLIC_API_URL",
            "PUBLIC_WS_URL",
            "CONNECTIONS_URL",
            "CUSTOMER_PAGE_URL",
            "TWILIO_API_BASE",
            "QUEUE_URL_URGENT",
            "QUEUE_URL_HIGH",
            "QUEUE_URL_STANDARD",
            "QUEUE_URL_TIMERS",
            "QUEUE_URL_RECORDINGS",
            "RECORDINGS_BUCKET",
            "QUEUE_ARN_TIMERS",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
        )
    }
    return {
        **settings,
        "TABLE_NAME": "alo",
        "SECRET_ARN": "arn",
        "TWILIO_ACCOUNT_SID": "AC",
        "TWILIO_APPLICATION_SID": "AP",
        "AWS_DEFAULT_REGION": packaged.REGION,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
    }
