"""Recordings.

ATTEMPT#{conference} / RECORDING#{call sid}     one of a customer's leg; the file itself is in the bucket
CALL#{call sid} / RECORDING#{call sid}          a message left in a call to one of our numbers
"""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.kernel.ids import is_id
from chalicelib.kernel.words import Site
from chalicelib.recording.model import due_at_ms
from chalicelib.recording.state import Recording
from chalicelib.table import Key, StructAttribute, WatchedRow, WordAttribute, Write, put, query_items
from chalicelib.telephony.service import AttemptRow

PREFIX = "RECORDING#"


class RecordingRow(WatchedRow):
    """`conference` is the id of the first attempt of the call, of a message that of its request."""

    conference = UnicodeAttribute()
    site: WordAttribute[Site] = WordAttribute()
    recording = StructAttribute(Recording)
    version = VersionAttribute()

    @property
    def file(self) -> str:
        """The key in the bucket: ids, nothing of a person."""
        return f"recordings/{self.site}/{self.conference}/{self.recording.call_sid}.wav"

    def become(self, recording: Recording) -> None:
        """Takes on a state and the time by which it must be looked at again."""
        self.recording = recording
        self.due_at_ms = due_at_ms(recording)
        self.due_pk = None if self.due_at_ms is None else f"DUE#{self.site}"


def key(conference: str, call_sid: str) -> Key:
    """Of one recording."""
    home = f"CALL#{call_sid}" if is_id("cb", conference) else f"ATTEMPT#{conference}"
    return home, f"{PREFIX}{call_sid}"


def new(conference: str, call_sid: str, site: Site) -> RecordingRow:
    """One nobody has stored yet."""
    return RecordingRow(*key(conference, call_sid), entity="recording", conference=conference, site=site)


def read(conference: str, call_sid: str) -> RecordingRow | None:
    """A recording, consistently."""
    return _get(key(conference, call_sid))


def of_message(call_sid: str) -> RecordingRow | None:
    """That of the message left in a call, consistently."""
    return _get((f"CALL#{call_sid}", f"{PREFIX}{call_sid}"))


def _get(of: Key) -> RecordingRow | None:
    try:
        return RecordingRow.get(*of, consistent_read=True)
    except RecordingRow.DoesNotExist:
        return None


def with_attempt(attempt_id: str) -> tuple[AttemptRow | None, list[RecordingRow]]:
    """An attempt and, if it is the first of its call, its recordings: one query, consistent."""
    attempt, recordings = None, []
    for item in query_items(f"ATTEMPT#{attempt_id}", consistent_read=True):
        if item["entity"]["S"] == "attempt":
            attempt = AttemptRow.from_raw_data(item)
        elif item["entity"]["S"] == "recording":
            recordings.append(RecordingRow.from_raw_data(item))
    return attempt, recordings


def save(row: RecordingRow) -> Write:
    """As it is now; fails when somebody else changed it since it was read."""
    return put("recording", row)
