"""What every agent of a site does, for those who supervise it.

BOARD#{site} / {agent}     as the table's stream told last
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.agents.store import AgentRow
from chalicelib.kernel.words import Activity, BreakReason, Presence
from chalicelib.table import Item, Row, WordAttribute, query_items


class BoardRow(Row):
    """One agent. `at_version` is that of the agent it was made of; `unread` counts their messages."""

    agent_id = UnicodeAttribute()
    name = UnicodeAttribute()
    activity: WordAttribute[Activity] = WordAttribute()
    presence: WordAttribute[Presence] = WordAttribute()
    reason: WordAttribute[BreakReason] = WordAttribute(null=True)
    set_by = UnicodeAttribute(null=True)
    since_ms = NumberAttribute()
    attempt_id = UnicodeAttribute(null=True)
    unread = NumberAttribute(default=0)
    at_version = NumberAttribute()


def note(item: Item, before: Item | None) -> None:
    """Brings the board to an agent's item, once `before`. What came before it changes nothing."""
    row = AgentRow.from_raw_data(item)
    version, old_site = int(row.version or 0), (before or item)["site"]["S"]
    if old_site != row.site:
        BoardRow(_key(old_site), row.agent_id).delete()
    try:
        BoardRow(
            _key(row.site),
            row.agent_id,
            entity="board",
            agent_id=row.agent_id,
            name=row.name,
            activity=row.activity,
            presence=row.presence,
            reason=row.reason,
            set_by=row.set_by,
            since_ms=row.since_ms,
            attempt_id=row.attempt_id,
            unread=len(row.inbox.messages) if row.inbox else 0,
            at_version=version,
        ).save(BoardRow.at_version.does_not_exist() | (BoardRow.at_version < version))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def read(site: str) -> list[BoardRow]:
    """Everybody who ever did anything there, by id."""
    return [BoardRow.from_raw_data(item) for item in query_items(_key(site))]


def _key(site: str) -> str:
    return f"BOARD#{site}"
