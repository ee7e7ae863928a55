"""Planted in recordings."""

from tests.simulation.defect import Defect

RECORDINGS = (
    Defect(
        "recorded-before-the-notice",
        "A recording begins as the customer joins: the notice is said into it.",
        "chalicelib/recording/model.py",
        """    if pending(rec):
        return "notice"
""",
        "",
        ("announced",),
    ),
    Defect(
        "paused-in-the-table",
        "A pause is written down and shown, and the carrier is neither told nor, later, found to record on.",
        "chalicelib/recording/model.py",
        """    if before.state == "on" and state != "on":
        commands += (Command("pause", rec.recording_sid or ""),)
""",
        """    if before.state == "on" and state != "on":
""",
        ("paused",),
        ("    if mine.status == wanted:\n", "    if mine.status in after.RUNNING:\n"),
    ),
    Defect(
        "left-at-the-carrier",
        "Once a recording is in the bucket nobody has the carrier discard its copy, now or later.",
        "chalicelib/recording/after.py",
        'replace(rec, state="stored", size=fact.size,',
        'replace(rec, state="stored", gone=True, size=fact.size,',
        ("recorded",),
        ('told),), (Command("discard", rec.recording_sid or ""),))', "told),))"),
    ),
)
