"""Credentials of one local stack: made once, kept in its folder, never in the repository."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Credentials:
    """What an operator would get from Twilio, from the portal, and choose for the demo people."""

    twilio_account_sid: str
    twilio_application_sid: str
    twilio_auth_token: str
    twilio_api_key_sid: str
    twilio_api_key_secret: str
    portal_key: str
    link_key: str
    demo_password: str

    def app_secret(self) -> str:
        """The JSON of AppSecret."""
        return json.dumps(
            {
                "twilio_auth_token": self.twilio_auth_token,
                "twilio_api_key_sid": self.twilio_api_key_sid,
                "twilio_api_key_secret": self.twilio_api_key_secret,
                "portal_keys": {"demo": self.portal_key},
                "link_key": self.link_key,
            }
        )


def of(folder: Path) -> Credentials:
    """The stack's credentials, made when it has none yet."""
    path = folder / "secrets.json"
    if path.exists():
        return Credentials(**json.loads(path.read_text()))
    made = Credentials(
        twilio_account_sid="AC" + secrets.token_hex(16),
        twilio_application_sid="AP" + secrets.token_hex(16),
        twilio_auth_token=secrets.token_hex(16),
        twilio_api_key_sid="SK" + secrets.token_hex(16),
        twilio_api_key_secret=secrets.token_hex(16),
        portal_key=secrets.token_hex(32),
        link_key=secrets.token_hex(32),
        demo_password=f"Demo-{secrets.token_hex(4)}-Alo1",
    )
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(made), indent=1))
    return made
