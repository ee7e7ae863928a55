"""The Twilio account: its numbers, its papers, and what is for sale.

Sources: https://www.twilio.com/docs/phone-numbers/api, https://www.twilio.com/docs/phone-numbers/regulatory/api,
https://www.twilio.com/docs/phone-numbers/pricing
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import ROUND_CEILING, Decimal
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from chalicelib.adapters.twilio_client import refusal
from chalicelib.numbers.service import pack
from chalicelib.numbers.table import rules
from infra.numbers.plan import KINDS, Address, Buy, Candidate, Held, Kind, Price, Supply, Wish, Wrong

TIMEOUT_S = 20
SHOWN = 20
"""How many numbers of an area are looked at."""
APPROVED = "twilio-approved"
SET = (
    "friendly_name", "voice_url", "voice_method", "status_callback", "status_callback_method", "sms_url",
    "sms_method",
    "voice_application_sid", "sms_application_sid", "trunk_sid",
)  # fmt: skip
APPLICATION = ("voice_url", "voice_method", "status_callback", "status_callback_method")
NAMED: Mapping[str, Kind] = {"local": "local", "mobile": "mobile", "tollfree": "toll_free"}
"""Twilio writes toll free in four ways; letters alone are one."""


class Refused(Exception):
    """Twilio answered and did not do it."""


class Silent(Exception):
    """Whether Twilio did it is not known."""


class Account:
    """All methods raise Refused or Silent."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def held(self) -> tuple[Held, ...]:
        """Every number of the account."""
        with _answered():
            found = self._client.incoming_phone_numbers.list(page_size=1000)
        return tuple(
            Held(
                one.sid,
                one.phone_number,
                {name: getattr(one, name) or "" for name in SET},
                _kind(getattr(one, "type", None)),
            )
            for one in found
        )

    def application(self, sid: str) -> dict[str, str]:
        """Where the browsers' calls are led, by Twilio's names; empty what is not set."""
        with _answered():
            found = self._client.applications(sid).fetch()
        return {name: getattr(found, name) or "" for name in APPLICATION}

    def lead_browsers(self, sid: str, changes: Mapping[str, str]) -> None:
        """Sets the application's fields."""
        with _answered():
            self._client.applications(sid).update(**changes)

    def addresses(self) -> tuple[Address, ...]:
        """Every address on the account."""
        with _answered():
            return tuple(Address(one.sid, one.iso_country) for one in self._client.addresses.list())

    def supply(self, country: str, missing: Sequence[Wish]) -> Supply:
        """What there is for the wishes of a country, with its prices and papers."""
        kinds = KINDS[pack(country).twilio_offer]
        areas = dict.fromkeys(wish.area for wish in missing)
        found = [one for kind in kinds for area in areas for one in self._search(country, kind, area)]
        return Supply(
            tuple({one.e164: one for one in found}.values()),
            self._bundles(country) if found else {},
            self.prices(country),
        )

    def prices(self, country: str) -> dict[Kind, Price]:
        """What a month costs this account; empty where Twilio names no price."""
        with _answered():
            told = _unless_absent(self._client.pricing.v1.phone_numbers.countries(country).fetch)
        rows = (
            [(_kind(row["number_type"]), row["current_price"]) for row in told.phone_number_prices]
            if told
            else []
        )
        return {kind: Price(_hundredths(amount), told.price_unit) for kind, amount in rows if kind}

    def buy(self, order: Buy, route: Mapping[str, str]) -> None:
        """In one request with its name and webhooks: no number is ever ours without saying so."""
        papers = {"address_sid": order.address_sid, "bundle_sid": order.bundle_sid}
        with _answered():
            self._client.incoming_phone_numbers.create(
                phone_number=order.e164, **route, **{name: sid for name, sid in papers.items() if sid}
            )

    def configure(self, sid: str, changes: Mapping[str, str]) -> None:
        """Sets the fields."""
        with _answered():
            self._client.incoming_phone_numbers(sid).update(**changes)

    def release(self, sid: str) -> None:
        """Gives it back: nobody gets it again for the asking."""
        with _answered():
            self._client.incoming_phone_numbers(sid).delete()

    def _search(self, country: str, kind: Kind, area: str) -> list[Candidate]:
        pattern = {"contains": f"+{rules(country).calling_code}{area}"} if area else {}
        listing = getattr(self._client.available_phone_numbers(country), kind)
        with _answered():
            found = _unless_absent(
                lambda: listing.list(voice_enabled=True, limit=SHOWN, page_size=SHOWN, **pattern)
            )
        return [
            Candidate(one.phone_number, kind, one.address_requirements or "none", _texts(one.capabilities))
            for one in found or []
        ]

    def _bundles(self, country: str) -> dict[Kind, tuple[str, ...]]:
        """Kinds with a regulation, and the approved bundles that answer one."""
        papers = self._client.numbers.v2.regulatory_compliance
        with _answered():
            regulations = papers.regulations.list(iso_country=country)
            approved = papers.bundles.list(iso_country=country, status=APPROVED)
        needed: dict[Kind, set[str]] = {}
        for one in regulations:
            kind = _kind(one.number_type)
            if kind and any((one.requirements or {}).values()):
                needed.setdefault(kind, set()).add(one.sid)
        return {
            kind: tuple(one.sid for one in approved if one.regulation_sid in sids)
            for kind, sids in needed.items()
        }


def connect(environ: Mapping[str, str]) -> Account:
    """With the account's credentials; TWILIO_API_BASE moves every request to one host. Raises Wrong."""
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    account = environ.get("TWILIO_ACCOUNT_SID", "")
    key, secret = environ.get("TWILIO_API_KEY_SID", ""), environ.get("TWILIO_API_KEY_SECRET", "")
    token = environ.get("TWILIO_AUTH_TOKEN", "")
    if not account or not (token or (key and secret)):
        raise Wrong(
            "Set TWILIO_ACCOUNT_SID, and TWILIO_API_KEY_SID with TWILIO_API_KEY_SECRET or TWILIO_AUTH_TOKEN"
        )
    base = urlsplit(environ.get("TWILIO_API_BASE", ""))

    class Http(TwilioHttpClient):
        """Twilio's own, moved to the base if there is one."""

        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            parts = urlsplit(url)
            moved = urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))
            return super().request(method, moved if base.netloc else url, *args, **kwargs)

    user, password = (key, secret) if key and secret else (account, token)
    return Account(Client(user, password, account, http_client=Http(timeout=TIMEOUT_S)))


@contextmanager
def _answered() -> Iterator[None]:
    import requests
    from twilio.base.exceptions import TwilioException

    try:
        yield
    except TwilioException as error:
        status, code, words = refusal(error)
        if status >= 500:
            raise Silent(f"HTTP {status}") from error
        raise Refused(f"{words} (error {code})") from error
    except requests.RequestException as error:
        raise Silent(type(error).__name__) from error


def _unless_absent(ask: Callable[[], Any]) -> Any:
    from twilio.base.exceptions import TwilioException

    try:
        return ask()
    except TwilioException as error:
        if refusal(error)[0] == 404:
            return None
        raise


def _kind(word: str | None) -> Kind | None:
    return NAMED.get(re.sub(r"[^a-z]", "", (word or "").lower()))


def _texts(capabilities: Mapping[str, bool] | None) -> bool:
    return any(on for name, on in (capabilities or {}).items() if name.lower() == "sms")


def _hundredths(amount: str | float) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value(ROUND_CEILING))
