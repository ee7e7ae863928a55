"""One run for a region: look, plan, and when asked to, do it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.webhooks import RETRY
from chalicelib.numbers.service import caller_id, countries, pack
from infra.numbers import plan
from infra.numbers.account import Account, Refused, Silent
from infra.numbers.plan import Buy, Held, Kind, Price, Problem, Wish

VOICE_PATH = "/twilio/inbound"
STATUS_PATH = "/twilio/inbound-status"
SMS_PATH = "/twilio/message"
BROWSER_PATH = "/twilio/voice"
BROWSER_STATUS_PATH = "/twilio/status"


@dataclass(frozen=True)
class Plan:
    """What is to be done; `table` is what the caller ids will be when all of it is done."""

    region: str
    settings: Mapping[str, Any]
    wishes: tuple[Wish, ...]
    kept: tuple[tuple[Wish, Held], ...]
    configure: tuple[tuple[Held, Mapping[str, str]], ...]
    buy: tuple[Buy, ...]
    release: tuple[Held, ...]
    surplus: tuple[Held, ...]
    problems: tuple[Problem, ...]
    table: dict[str, list[str]]
    prices: Mapping[str, Mapping[Kind, Price]]
    application_sid: str = ""
    browsers: Mapping[str, str] = field(default_factory=dict)
    """What the TwiML application has to say and does not."""

    @property
    def table_changes(self) -> bool:
        return self.table != self.settings["caller_ids"]

    @property
    def nothing_to_do(self) -> bool:
        return not (self.configure or self.browsers or self.buy or self.release or self.table_changes)


def route(region: str, country: str, domain: str) -> dict[str, str]:
    """What a number of the region has to say, by Twilio's names."""
    api = f"https://api.{domain}"
    return {
        "friendly_name": plan.mark(region, country),
        "voice_url": f"{api}{VOICE_PATH}{RETRY}",
        "voice_method": "POST",
        "status_callback": f"{api}{STATUS_PATH}{RETRY}",
        "status_callback_method": "POST",
        "sms_url": f"{api}{SMS_PATH}{RETRY}",
        "sms_method": "POST",
    }


def browsers_route(domain: str) -> dict[str, str]:
    """What the region's TwiML application has to say, by Twilio's names. Of a document that could not be had
    the desk tells the agent, who tries again; a report is tried again by Twilio."""
    api = f"https://api.{domain}"
    return {
        "voice_url": f"{api}{BROWSER_PATH}",
        "voice_method": "POST",
        "status_callback": f"{api}{BROWSER_STATUS_PATH}{RETRY}",
        "status_callback_method": "POST",
    }


def look(
    account: Account,
    region: str,
    settings: Mapping[str, Any],
    replaced: Sequence[str] = (),
    released: Sequence[str] = (),
    application_sid: str = "",
) -> Plan:
    """Reads the account and changes nothing. Without an application's SID none is looked at. Raises Wrong,
    Refused and Silent."""
    wanted, before = plan.wishes(settings["numbers"]), settings["caller_ids"]
    own = plan.ours(account.held(), region, before)
    if strange := sorted(set(replaced) - {one.e164 for one in own}):
        raise plan.Wrong(f"{', '.join(strange)} is no number of this region")
    stand = plan.standing(wanted, own, before, replaced)
    release = plan.releases(released, own, {one.e164 for _, one in stand.kept}, before)
    supplies = {
        code: account.supply(code, [wish for wish in stand.missing if wish.country == code])
        for code in dict.fromkeys(wish.country for wish in stand.missing)
    }
    asked_for = any(one.address != "none" for supply in supplies.values() for one in supply.candidates)
    outcomes = list(plan.purchases(stand.missing, supplies, account.addresses() if asked_for else ()))
    buy = tuple(one for one in outcomes if isinstance(one, Buy))
    differing = [
        (one, plan.changes(one, route(region, wish.country, settings["domain"]))) for wish, one in stand.kept
    ]
    elsewhere = [plan.led_elsewhere(one) for _, one in stand.kept]
    table = plan.table_of(wanted, _numbers(stand.kept, buy), before)
    problems = [one for one in (*outcomes, *elsewhere) if isinstance(one, Problem)]
    said = account.application(application_sid) if application_sid else {}
    to_say = browsers_route(settings["domain"]) if application_sid else {}
    return Plan(
        region=region,
        settings=settings,
        wishes=wanted,
        kept=stand.kept,
        configure=tuple(one for one in differing if one[1]),
        buy=buy,
        release=release,
        surplus=tuple(one for one in stand.surplus if one not in release),
        problems=(*problems, *_unreachable(settings["sites"], table)),
        table=table,
        prices={
            code: supplies[code].prices if code in supplies else account.prices(code)
            for code in dict.fromkeys(wish.country for wish in wanted)
        },
        application_sid=application_sid,
        browsers={name: value for name, value in to_say.items() if said[name] != value},
    )


def carry_out(account: Account, made: Plan) -> Plan:
    """Does it, one number after the other; the plan that comes back says what was done and what is there.

    What Twilio refused is among its problems. After a silence nothing more is tried: the next run looks at
    the account first, and finds by its name what was bought unheard.
    """
    refused: list[Problem] = []
    bought: list[Buy] = []
    configured: list[tuple[Held, Mapping[str, str]]] = []
    released: list[Held] = []
    browsers: Mapping[str, str] = {}
    try:
        lead = account.lead_browsers, made.application_sid, made.browsers
        if made.browsers and _done(refused, made.application_sid, *lead):
            browsers = made.browsers
        for order in made.buy:
            to = route(made.region, order.wish.country, made.settings["domain"])
            if _done(refused, str(order.wish), account.buy, order, to):
                bought.append(order)
        for held, changes in made.configure:
            if _done(refused, held.e164, account.configure, held.sid, changes):
                configured.append((held, changes))
        for held in made.release:
            if _done(refused, held.e164, account.release, held.sid):
                released.append(held)
    except Silent as silent:
        told = f"no answer from Twilio ({silent}): run it again, it goes on from there"
        refused.append(Problem("refused", "the rest", told))
    table = plan.table_of(made.wishes, _numbers(made.kept, bought), made.settings["caller_ids"])
    before = [one for one in made.problems if one.code != "unreachable"]
    return replace(
        made,
        buy=tuple(bought),
        configure=tuple(configured),
        release=tuple(released),
        problems=(*before, *refused, *_unreachable(made.settings["sites"], table)),
        table=table,
        browsers=browsers,
    )


def _numbers(kept: Sequence[tuple[Wish, Held]], bought: Sequence[Buy]) -> set[str]:
    return {one.e164 for _, one in kept} | {one.e164 for one in bought}


def _done(refused: list[Problem], about: str, act: Callable[..., None], *given: Any) -> bool:
    try:
        act(*given)
    except Refused as refusal:
        refused.append(Problem("refused", about, str(refusal)))
        return False
    return True


def _unreachable(sites: Collection[str], table: plan.Table) -> list[Problem]:
    """Countries of the region's sites that no number may call."""
    found = []
    for code in countries():
        if pack(code).site not in sites:
            continue
        try:
            caller_id(code, table)
        except DomainError:
            told = f"nobody there can be called: it takes a number of {' '.join(pack(code).caller_ids)}"
            found.append(Problem("unreachable", code, told))
    return found
