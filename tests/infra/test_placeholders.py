"""The example numbers of this repository are in no release."""

import json
import sys
from pathlib import Path

import pytest

from chalicelib.telephony.outside import Outside
from infra import deploy
from infra.placeholders import is_example, placeholders

SETTINGS = {"sites": ["BR", "UY"], "caller_ids": {"BR": ["+551131234567"], "UY": ["+59829001234"]}}
EXAMPLE = "+551140000000"
AGREED = {"BR": [Outside("ombudsman", "Ouvidoria", "+551131234568")]}


def test_numbers_of_ones_own_are_fit_to_deploy() -> None:
    assert list(placeholders(SETTINGS, AGREED)) == []


def test_an_example_is_named_with_the_file_it_is_in() -> None:
    (said,) = placeholders(SETTINGS | {"caller_ids": {"BR": ["+551131234567", EXAMPLE]}}, AGREED)
    assert said == "infra/regions.json: +551140000000, a caller id of BR, is an example"
    theirs = [Outside("ombudsman", "Defensoría", "+59820000001")]
    (said,) = placeholders(SETTINGS, AGREED | {"UY": theirs})
    assert said == "chalicelib/telephony/outside.json: +59820000001, ombudsman of UY, is an example"


def test_numbers_of_another_regions_sites_are_not_looked_at() -> None:
    assert list(placeholders(SETTINGS, AGREED | {"MX": [Outside("ombudsman", "", "+525550000001")]})) == []


@pytest.mark.parametrize(
    "phone",
    ["+551140000000", "+541150000001", "+576010000001", "+525500000000", "+525550000001", "+59820000009"],
)
def test_an_example_is_one_of_ten_and_its_neighbours_are_not(phone: str) -> None:
    assert is_example(phone)
    assert not is_example(f"{phone[:-2]}1{phone[-1]}") and not is_example(phone[:-1])


def test_a_release_with_an_example_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regions = tmp_path / "regions.json"
    regions.write_text(json.dumps({"sa-east-1": {"sites": [], "caller_ids": {"BR": [EXAMPLE]}}}))
    # The tool has no option for either: a release reads the repository's own file.
    monkeypatch.setattr(deploy, "REGIONS", regions)
    monkeypatch.setattr(sys, "argv", ["deploy", "--region", "sa-east-1"])
    with pytest.raises(SystemExit, match=r"The numbers are not fit to deploy:\ninfra/regions.json: \+551140"):
        deploy.main()
