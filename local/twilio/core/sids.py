"""Twilio's identifiers: two letters and 32 hexadecimal digits."""

import random
import re

_SHAPE = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")


def new_sid(prefix: str, dice: random.Random) -> str:
    """A fresh SID such as `CA0123…`, drawn from `dice` so that a seed replays."""
    return f"{prefix}{dice.getrandbits(128):032x}"


def is_sid(text: str, *prefixes: str) -> bool:
    """Whether `text` is a well-formed SID with one of the prefixes (any, if none is given)."""
    return bool(_SHAPE.fullmatch(text)) and (not prefixes or text[:2] in prefixes)
