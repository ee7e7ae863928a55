"""Writes docs/countries.md from the country packs. `--check` fails when the page is out of date."""

import json
import sys
from pathlib import Path

from chalicelib.numbers.pack import Country, Registry, Week
from chalicelib.numbers.service import countries, pack
from infra.holidays import WRITTEN, written_on

PAGE = Path(__file__).parent.parent / "docs" / "countries.md"
HEAD = """# Countries

Written from `chalicelib/numbers/packs/*.json` by `python -m infra.country_page`: change a pack, not the
page. A pack with a hole or a typo is refused when it is read, with the country and the field
(`chalicelib/numbers/pack.py` says what each field means).

These are defaults as data, not legal advice: before you call, have somebody who knows the country read its
row and the basis given there. "House default" means that we chose, without a rule that we know of.

- **Hours** are local. A country of several time zones must allow a call in all of them at once, because a
  number does not say where its phone is. *Requested* holds for callbacks, *proactive* for calls nobody asked
  for.
- **Holidays** are national ones, from the `holidays` package by `python -m infra.holidays`, written on
  {written} until {until}; regional ones are not among them. Carnival counts in Brazil, Portugal and Uruguay,
  and Corpus Christi in Brazil, although no law says so.
- **Numbers** of kinds that are not listed are refused (`not_dialable`). Premium, shared cost, personal, pager
  and universal access never may be listed. Satellite networks have country codes of their own, which nobody
  serves.
- **Caller id** is the first country in the list in which you own a number, and of several numbers in the
  customer's own country the one nearest to theirs ([numbers](numbers.md)). Numbering itself is
  `chalicelib/numbers/phones.json`, from libphonenumber.
- **Do not call** lists concern proactive calls; nothing in this version places any.
- **Recording**: the notice is `twiml.recording_notice` of the message catalogue; nothing in this version
  records.

## At a glance

| | country | pt-BR / es | sites | language | dialable | caller ids | Twilio sells |
|---|---|---|---|---|---|---|---|
{rows}

## Hours, recordings, lists
{sections}"""


def page() -> str:
    """The whole page."""
    about = json.loads(WRITTEN.read_text(encoding="utf-8"))
    known = {code: pack(code) for code in countries()}
    return HEAD.format(
        written=written_on().isoformat(),
        until=about["last_day"],
        rows="\n".join(_row(code, one) for code, one in known.items()),
        sections="".join(_section(code, one) for code, one in known.items()),
    )


def _row(code: str, one: Country) -> str:
    cells = [
        code,
        one.names["en"],
        " / ".join(dict.fromkeys((one.names["pt-BR"], one.names["es"]))),
        ", ".join(one.sites),
        one.locale,
        ", ".join(one.dialable),
        " ".join(one.caller_ids),
        one.twilio_offer.replace("_", " "),
    ]
    return f"| {' | '.join(cells)} |"


def _section(code: str, one: Country) -> str:
    hours, recording, basis = one.calling_hours, one.recording, one.basis
    notice = f"notice {recording.notice.replace('_', ' ')}, kept {recording.retention_days} days."
    lines = [
        f"- Requested: {_week(hours.requested)}",
        f"- Proactive: {_week(hours.proactive)}",
        f"- Basis: {basis.calling_hours}",
        f"- Recording: {notice} {basis.recording}",
        f"- Do not call: {_registry(one.do_not_call)} {basis.do_not_call}",
        f"- Time zones: {', '.join(one.time_zones)}",
    ]
    return f"\n### {one.names['en']} ({code})\n\n" + "\n".join(lines) + "\n"


def _week(week: Week) -> str:
    """Days of the same hours together: "mon–fri 09:00–20:00; sat 10:00–16:00; sun, holiday none"."""
    groups: list[tuple[list[str], str]] = []
    for name in week.__struct_fields__:
        hours = getattr(week, name)
        text = "–".join(hours) if hours else "none"
        if groups and groups[-1][1] == text:
            groups[-1][0].append(name)
        else:
            groups.append(([name], text))
    return "; ".join(f"{_span(names)} {text}" for names, text in groups)


def _span(names: list[str]) -> str:
    days = [name for name in names if name != "holiday"]
    span = [f"{days[0]}–{days[-1]}"] if len(days) > 2 else days
    return ", ".join([*span, *(["holidays"] if "holiday" in names else [])])


def _registry(found: Registry | str) -> str:
    if isinstance(found, str):
        return found.replace("_", " ") + "."
    return f"[{found.name}]({found.url}), checked every {found.check_days} days."


if __name__ == "__main__":
    written = page()
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written
        if stale:
            print("docs/countries.md is out of date: run python -m infra.country_page")
        sys.exit(stale)
    PAGE.write_text(written, encoding="utf-8")
