"""What a customer is told by text message, and when: pure reading of a callback's change."""

from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.words import CallbackStatus, Notice

Image = Mapping[str, Mapping[str, Any]]
CALLING: tuple[CallbackStatus, ...] = ("claimed", "dialling")
NOT_REACHED: tuple[CallbackStatus, ...] = ("unanswered", "expired")


def called_for(new: Image, old: Image) -> Notice | None:
    """The notice a change of the table asks for: its images before and after, as the stream has them."""
    if new.get("entity", {}).get("S") != "callback":
        return None
    told, before = (_calls_for(image) for image in (new, old))
    return None if told == before else told


def still_due(notice: Notice, status: CallbackStatus, attempts: int) -> bool:
    """Whether a callback is in the state of which the notice tells."""
    return _of(status, attempts) == notice


def _calls_for(image: Image) -> Notice | None:
    if "status" not in image:
        return None
    return _of(image["status"]["S"], int(image.get("attempts", {}).get("N", 0)))


def _of(status: str, attempts: int) -> Notice | None:
    if status in NOT_REACHED:
        return "after_last"
    return "before_first" if status in CALLING and attempts == 1 else None
