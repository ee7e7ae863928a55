"""The environment, read once."""

import json
import os
from collections.abc import Mapping

from chalicelib.kernel.settings import Settings
from chalicelib.kernel.words import TIERS


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises KeyError naming the variable that is not set."""
    caller_ids = json.loads(environment.get("CALLER_IDS") or "{}")
    seconds = {
        name: int(environment[name.upper()])
        for name in ("agent_join_s", "ring_s", "agent_return_s", "wrap_up_s", "call_limit_s", "guard_scale")
        if environment.get(name.upper())
    }
    return Settings(
        table_name=environment["TABLE_NAME"],
        public_api_url=environment["PUBLIC_API_URL"].rstrip("/"),
        public_ws_url=environment["PUBLIC_WS_URL"].rstrip("/"),
        connections_url=environment["CONNECTIONS_URL"].rstrip("/"),
        customer_page_url=environment["CUSTOMER_PAGE_URL"],
        queue_urls={tier: environment[f"QUEUE_URL_{tier.upper()}"] for tier in TIERS},
        timers_queue_url=environment["QUEUE_URL_TIMERS"],
        timers_queue_arn=environment["QUEUE_ARN_TIMERS"],
        recordings_queue_url=environment["QUEUE_URL_RECORDINGS"],
        recordings_bucket=environment["RECORDINGS_BUCKET"],
        schedule_group=environment["SCHEDULE_GROUP"],
        schedule_role_arn=environment["SCHEDULE_ROLE_ARN"],
        secret_arn=environment["SECRET_ARN"],
        twilio_account_sid=environment["TWILIO_ACCOUNT_SID"],
        twilio_application_sid=environment["TWILIO_APPLICATION_SID"],
        twilio_api_base=environment["TWILIO_API_BASE"].rstrip("/"),
        caller_ids={country: tuple(numbers) for country, numbers in caller_ids.items()},
        **seconds,
    )
