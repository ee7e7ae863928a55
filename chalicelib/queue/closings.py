"""A supervisor's closings of a site.

SITE#{site} / CLOSING#{from_ms}      from when until when nobody is called, and what customers are told
"""

from collections.abc import Mapping

from msgspec import Struct
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.kernel.words import Locale, Site
from chalicelib.queue.hours import Closing
from chalicelib.table import PassingRow, StructAttribute, commit, delete, put

REMEMBERED_S = 30 * 86_400
"""So long after its end a closing is still shown in a preview of the past."""


class Sentences(Struct, frozen=True, rename={"pt_br": "pt-BR"}):
    """What customers are told, in every language."""

    pt_br: str
    es: str
    en: str

    def by_locale(self) -> Mapping[Locale, str]:
        """By the names of the languages."""
        return {"pt-BR": self.pt_br, "es": self.es, "en": self.en}


class ClosingRow(PassingRow):
    """One closing; its beginning is its key."""

    until_ms = NumberAttribute()
    message = StructAttribute(Sentences)
    closed_by = UnicodeAttribute()

    def closing(self) -> Closing:
        """As hours.py reads it."""
        from_ms = int(str(self.sk).removeprefix("CLOSING#"))
        return Closing(from_ms, int(self.until_ms), self.message.by_locale())


def read(site: Site) -> list[Closing]:
    """All closings of a site that are remembered, the earliest first."""
    rows = ClosingRow.query(f"SITE#{site}", ClosingRow.sk.startswith("CLOSING#"), consistent_read=True)
    return [row.closing() for row in rows]


def write(site: Site, from_ms: int, until_ms: int, message: Sentences, closed_by: str) -> None:
    """Closes a site; another closing from the same moment is replaced."""
    row = ClosingRow(
        *_key(site, from_ms),
        entity="closing",
        until_ms=until_ms,
        message=message,
        closed_by=closed_by,
        expires_at_s=until_ms // 1000 + REMEMBERED_S,
    )
    commit([put("closing", row)])


def remove(site: Site, from_ms: int) -> None:
    """Takes a closing back; one that is not there is fine."""
    commit([delete("closing", _key(site, from_ms))])


def _key(site: Site, from_ms: int) -> tuple[str, str]:
    return f"SITE#{site}", f"CLOSING#{from_ms:014}"
