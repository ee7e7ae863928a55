"""What the twin is told about the account it stands in for."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """Credentials and addresses of the simulated account.

    `voice_url` is the Voice URL of the TwiML app; `status_url` its optional status callback.
    `numbers` are the account's own phone numbers in E.164 to begin with.
    """

    account_sid: str = "AC" + "0" * 32
    auth_token: str = "0" * 32
    api_key_sid: str = "SK" + "0" * 32
    api_key_secret: str = "0" * 32
    application_sid: str = "AP" + "0" * 32
    voice_url: str = ""
    status_url: str = ""
    numbers: tuple[str, ...] = field(default_factory=tuple)
    calls_per_second: int = 0

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read settings from environment variables; what is absent keeps its default."""
        names = {
            "account_sid": "TWILIO_ACCOUNT_SID",
            "auth_token": "TWILIO_AUTH_TOKEN",
            "api_key_sid": "TWILIO_API_KEY_SID",
            "api_key_secret": "TWILIO_API_KEY_SECRET",
            "application_sid": "TWILIO_APPLICATION_SID",
            "voice_url": "TWIN_VOICE_URL",
            "status_url": "TWIN_STATUS_URL",
        }
        given = {field_: env[name] for field_, name in names.items() if env.get(name)}
        numbers = tuple(n.strip() for n in env.get("TWIN_NUMBERS", "").split(",") if n.strip())
        rate = int(env.get("TWIN_CALLS_PER_SECOND", "0"))
        return cls(**given, numbers=numbers, calls_per_second=rate)
