"""Every setting of the running system, read once from the environment by the adapters."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """URLs have no trailing slash. `*_s` are seconds.

    agent_join_s: how long an agent's browser may take to join its conference.
    ring_s: how long the customer's phone rings. agent_return_s: how long a customer waits for an agent
    whose browser was lost. wrap_up_s: after-call work before the server ends it.
    call_limit_s: the longest a call may last. guard_scale: multiplies every limit of the abuse guard.
    """

    table_name: str
    public_api_url: str
    public_ws_url: str
    connections_url: str
    customer_page_url: str
    queue_urls: Mapping[str, str]
    timers_queue_url: str
    timers_queue_arn: str
    recordings_queue_url: str
    recordings_bucket: str
    schedule_group: str
    schedule_role_arn: str
    secret_arn: str
    twilio_account_sid: str
    twilio_application_sid: str
    twilio_api_base: str
    caller_ids: Mapping[str, tuple[str, ...]]
    agent_join_s: int = 30
    ring_s: int = 25
    agent_return_s: int = 30
    wrap_up_s: int = 60
    call_limit_s: int = 3600
    guard_scale: int = 1
