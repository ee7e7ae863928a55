"""Planted in what becomes of those who call us."""

from tests.simulation.defect import Defect

CALLERS = (
    Defect(
        "waiting-caller-hung-up-on",
        "An attempt that ends hangs up on its customer as on a phone that rings: who waits on the line, too.",
        "chalicelib/telephony/steps.py",
        " and not waits_on_line(attempt):",
        ":",
        ("not-dropped", "watched"),
    ),
    Defect(
        "message-kept-by-nobody",
        "A message becomes work to do, and its sound is left at the carrier, where nobody can play it.",
        "chalicelib/timers/service.py",
        "        recording.keep_message(ctx, *message)\n",
        "",
        ("recorded",),
    ),
)
