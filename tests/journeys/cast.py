"""Who plays a part in the journeys: agents enough for every lane, and customers nobody else uses."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

SITES = ("BR", "AR", "CO", "MX", "UY")
TOPICS = ("payments", "shipping", "returns", "account", "selling")
LANES = [(site, topic) for topic in TOPICS for site in SITES]
# In one, customers ring without being asked for; in the other, they are kept for specialists at first: no
# places for a story that begins with a click.
RINGING = ("MX", "account")
KEEPING = ("CO", "account")
APART = (RINGING, KEEPING)
# Who calls our number of this site is never out of hours: conftest.py.
ALWAYS_OPEN = "AR"
# A mobile number's beginning in each site's country, and how many digits follow.
MOBILES = {
    "BR": ("+5511976", 6),
    "AR": ("+5491155", 6),
    "CO": ("+5731077", 5),
    "MX": ("+52555588", 4),
    "UY": ("+598945", 5),
}
CURRENCIES = {"BR": "BRL", "AR": "ARS", "CO": "COP", "MX": "MXN", "UY": "UYU"}
FIRST = (
    "Amália",
    "Baltazar",
    "Clotilde",
    "Dorival",
    "Eulália",
    "Fabrício",
    "Genoveva",
    "Heráclito",
    "Iracema",
    "Jacinto",
)
LAST = (
    "Quintanilha",
    "Bragança",
    "Villaça",
    "Ouro-Preto",
    "Saldaña",
    "Echeverría",
    "Zubizarreta",
    "Iturralde",
)
ASKED = (
    "O estorno da compra {n} ainda não chegou, o que houve",
    "Quem paga o frete de volta do pedido {n}",
    "Minha loja {n} foi suspensa sem aviso, por quê",
    "O pacote {n} aparece como entregue e ninguém recebeu",
)
PER_LANE = 4


@dataclass(frozen=True)
class Customer:
    """A person of the marketplace; `phone` is E.164."""

    id: str
    role: str
    level: str | None
    name: str
    locale: str
    country: str
    phone: str
    order: dict[str, Any] | None

    def person(self) -> dict[str, Any]:
        """As the demo portal's people.json has it."""
        return vars(self) | {"orders": [self.order] if self.order else []}


@dataclass
class Casting:
    """Makes customers. What they are called, say and are reached at is kept: no log may repeat it."""

    said: set[str] = field(default_factory=set)
    # A stack that is used again has met those of the run before.
    _serial: Iterator[int] = field(default_factory=lambda: count(secrets.randbelow(8000)))

    def customer(
        self, site: str, level: str | None = None, locale: str | None = None, order: bool = True
    ) -> Customer:
        """A seller of that level, or a buyer. With `order`, the portal vouches for one."""
        n = next(self._serial)
        made = _order(site, n, _phone(site, next(self._serial))) if order else None
        customer = Customer(
            id=f"person-{n}-{secrets.token_hex(3)}",
            role="seller" if level else "buyer",
            level=level,
            name=f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]} {n}",
            locale=locale or ("pt-BR" if site == "BR" else "es"),
            country=site,
            phone=_phone(site, n),
            order=made,
        )
        phones = [customer.phone, *([made["counterpart_phone"]] if made else [])]
        self.said |= {customer.name, *phones, *(phone[1:] for phone in phones)}
        return customer

    def question(self) -> str:
        """One nobody has asked before."""
        n = next(self._serial)
        return self.note(ASKED[n % len(ASKED)].format(n=f"#{n}") + "?")

    def note(self, text: str) -> str:
        """Anything written that no log may repeat."""
        self.said.add(text)
        return text


def _phone(site: str, n: int) -> str:
    # Never one of the endings the twin has a script for.
    start, digits = MOBILES[site]
    return start + str(n + 100).zfill(digits)


def _order(site: str, n: int, counterpart_phone: str) -> dict[str, Any]:
    return {
        "id": f"{site}-{70_000 + n}",
        "title": f"Relógio de parede nº {n}",
        "status": "delivered",
        "amount_minor": 12_990,
        "currency": CURRENCIES[site],
        "placed_days_ago": 3,
        "counterpart_id": f"loja-{n}",
        "counterpart_name": f"Loja {n}",
        "counterpart_phone": counterpart_phone,
    }


def roster() -> list[dict[str, Any]]:
    """Four agents for each lane, the last of whom reads English; a specialist and a supervisor for each
    site."""
    agents = [
        {
            "email": f"{site}-{topic}-{n}@journeys.example".lower(),
            "name": f"{FIRST[(at + n) % len(FIRST)]} {LAST[n]} de {site} {topic} {n}",
            "group": "agent",
            "site": site,
            "locale": "en" if n == PER_LANE - 1 else "pt-BR" if site == "BR" else "es",
            "lanes": [f"{site}:{topic}"],
        }
        for at, (site, topic) in enumerate(LANES)
        for n in range(PER_LANE)
    ]
    of_a_site = [
        {
            "email": f"{site}-{group}@journeys.example".lower(),
            "name": f"{title} {site}",
            "group": group,
            "site": site,
            "locale": "pt-BR" if site == "BR" else "es",
        }
        for group, title in (("specialist", "Especialista"), ("supervisor", "Supervisão"))
        for site in SITES
    ]
    return [*agents, *of_a_site]


def write_roster(path: Path) -> Path:
    """The file local/seed.py reads."""
    path.write_text(json.dumps(roster()))
    return path
