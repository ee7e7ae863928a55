"""The message catalogue as Python reads it: ICU messages compiled at build by messages/compile.mjs.

The same compiled form is read by lingui in the browser, and both print the same text
(tests/unit/kernel/messages_golden.json). Plural categories and digit grouping follow CLDR 46 for
pt, es and en (https://cldr.unicode.org/index/cldr-spec/plural-rules), integers only.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "catalogue"
FALLBACK = "en"
SAID_IN = {"pt-BR": "pt-BR", "es": "es-MX", "en": "en-US"}
"""The voice that says each locale's sentences on the phone."""

Message = Sequence[Any]


def text(locale: str, key: str, /, **values: object) -> str:
    """The message `key` ("errors.busy.title", "twiml.call_over") in `locale` (pt-BR, es, en).

    A locale the catalogue lacks is read by its language ("pt-PT" as pt-BR, "es-MX" as es), else in
    English. Raises KeyError for an unknown key or a missing value.
    """
    known = closest(locale)
    return render(known, _catalogue(known)[key], values)


def closest(locale: str) -> str:
    """The catalogue's locale nearest to a BCP 47 tag."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return {"pt": "pt-BR", "es": "es"}.get(language, FALLBACK)


def render(locale: str, message: Message, values: Mapping[str, object], counted: int | None = None) -> str:
    """Fill a compiled message. `counted` is what "#" stands for inside a plural."""
    out: list[str] = []
    for token in message:
        if isinstance(token, str):
            out.append(grouped(locale, counted) if token == "#" and counted is not None else token)
            continue
        value = values[token[0]]
        kind = token[1] if len(token) > 1 else None
        if kind == "plural":
            number = _integer(token[0], value)
            chosen = token[2].get(str(number)) or token[2].get(category(locale, number)) or token[2]["other"]
            out.append(render(locale, chosen, values, number))
        elif kind == "select":
            out.append(render(locale, token[2].get(str(value)) or token[2]["other"], values))
        elif kind == "number":
            out.append(grouped(locale, _integer(token[0], value)))
        else:
            out.append(str(value))
    return "".join(out)


def category(locale: str, number: int) -> str:
    """The CLDR cardinal category of an integer."""
    size = abs(number)
    language = locale[:2]
    if size == 1 or (language == "pt" and size == 0):
        return "one"
    if language in ("pt", "es") and size and size % 1_000_000 == 0:
        return "many"
    return "other"


def grouped(locale: str, number: int) -> str:
    """Digits with the locale's thousands sign; Spanish groups from five digits on."""
    if locale.startswith("es") and abs(number) < 10_000:
        return str(number)
    return f"{number:,}" if locale.startswith("en") else f"{number:,}".replace(",", ".")


def _integer(name: str, value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{name} must be an integer")
    return value


@cache
def _catalogue(locale: str) -> Mapping[str, Message]:
    loaded: Mapping[str, Message] = json.loads((FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    return loaded
