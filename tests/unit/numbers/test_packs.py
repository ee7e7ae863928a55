"""A pack with a hole or a typo is refused, and the refusal names the country and the field."""

import json
from copy import deepcopy

import pytest

from chalicelib.numbers.countries import PACKS
from chalicelib.numbers.pack import PackError, read
from chalicelib.numbers.table import served

WHOLE = json.loads((PACKS / "CO.json").read_text(encoding="utf-8"))


def paths(value, before=()):
    """Every field of a pack, groups and what is inside them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*before, name)
            yield from paths(inner, (*before, name))


FIELDS = list(paths(WHOLE))


@pytest.mark.parametrize("code", served())
def test_every_pack_is_whole(code):
    assert read(code, (PACKS / f"{code}.json").read_bytes(), served()).sites


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_without_any_one_field_it_is_refused(path):
    holed, parent = _copy(path)
    del parent[path[-1]]
    assert path[-1] in _refused(holed)


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_with_any_one_field_misspelt_it_is_refused(path):
    holed, parent = _copy(path)
    parent[path[-1] + "x"] = parent.pop(path[-1])
    assert path[-1] in _refused(holed)


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_with_any_one_field_of_another_type_it_is_refused(path):
    holed, parent = _copy(path)
    parent[path[-1]] = 7.5
    refusal = _refused(holed)
    # A day of the week is told by its place within the week.
    assert any(name in refusal for name in path)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("names", "en"), "", "$.names"),
        (("locale",), "pt", "$.locale"),
        (("sites",), [], "$.sites"),
        (("sites",), ["CL"], "$.sites"),
        (("sites",), ["CO", "CO"], "sites: named twice"),
        (("time_zones",), [], "$.time_zones"),
        (("time_zones",), ["America/Bogta"], "time_zones: America/Bogta"),
        (("time_zones",), ["../Bogota"], "time_zones: ../Bogota"),
        (("time_zones",), ["America"], "time_zones: America"),
        (("twilio_offer",), "some", "$.twilio_offer"),
        (("caller_ids",), [], "$.caller_ids"),
        (("caller_ids",), ["CO", "ES"], "caller_ids: ES"),
        (("caller_ids",), ["CO", "co"], "caller_ids: co"),
        (("caller_ids",), ["MX", "CO"], "caller_ids: the country itself"),
        (("caller_ids",), ["CO", "MX", "MX"], "caller_ids: named twice"),
        (("dialable",), [], "$.dialable"),
        (("dialable",), ["mobile", "land"], "$.dialable"),
        (("dialable",), ["mobile", "premium"], "$.dialable"),
        (("dialable",), ["mobile", "shared_cost"], "$.dialable"),
        (("dialable",), ["mobile", "mobile"], "dialable: named twice"),
        (("calling_hours", "requested", "mon"), ["7:00", "22:00"], "$.calling_hours.requested.mon"),
        (("calling_hours", "requested", "mon"), ["07:00", "25:00"], "$.calling_hours.requested.mon"),
        (("calling_hours", "requested", "mon"), ["07:60", "22:00"], "$.calling_hours.requested.mon"),
        (("calling_hours", "requested", "mon"), ["07:00"], "$.calling_hours.requested.mon"),
        (("calling_hours", "requested", "mon"), ["22:00", "07:00"], "mon ends before it begins"),
        (("calling_hours", "proactive", "sat"), ["08:00", "08:00"], "sat ends before it begins"),
        (
            ("calling_hours", "proactive"),
            dict.fromkeys(WHOLE["calling_hours"]["proactive"]),
            "no hours on any weekday",
        ),
        (("recording", "notice"), "yes", "$.recording.notice"),
        (("recording", "message"), "twiml.recording", "$.recording.message"),
        (("recording", "retention_days"), 0, "$.recording.retention_days"),
        (("do_not_call",), "none", "$.do_not_call"),
        (("do_not_call", "url"), "http://list.example", "$.do_not_call.url"),
        (("do_not_call", "check_days"), 0, "$.do_not_call.check_days"),
        (("basis", "recording"), "", "$.basis.recording"),
    ],
)
def test_a_value_that_means_nothing_is_refused(path, value, said):
    wrong, parent = _copy(path)
    parent[path[-1]] = value
    assert said in _refused(wrong)


def test_text_that_is_no_pack_is_refused():
    for source in (b"", b"{", b"[]", b'{"names": '):
        with pytest.raises(PackError, match=r"^CO: "):
            read("CO", source, served())


def _copy(path):
    whole = deepcopy(WHOLE)
    parent = whole
    for name in path[:-1]:
        parent = parent[name]
    return whole, parent


def _refused(wrong):
    with pytest.raises(PackError) as refusal:
        read("CO", json.dumps(wrong).encode(), served())
    assert str(refusal.value).startswith("CO: ")
    return str(refusal.value)
