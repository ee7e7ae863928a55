"""What every verb is handed: the time, ids, settings and the outside world."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.ports import (
    Messaging,
    Push,
    Queues,
    Recorder,
    Schedules,
    SecretStore,
    Vault,
    Voice,
)
from chalicelib.kernel.settings import Settings


@dataclass
class Context:
    """One per process. `cache` holds what may be stale without harm; its owner says for how long."""

    clock: Clock
    ids: Ids
    settings: Settings
    secrets: SecretStore
    voice: Voice
    messaging: Messaging
    recorder: Recorder
    vault: Vault
    queues: Queues
    schedules: Schedules
    push: Push
    cache: dict[Any, Any] = field(default_factory=dict)

    def now_ms(self) -> int:
        """UTC milliseconds."""
        return self.clock.now_ms()
