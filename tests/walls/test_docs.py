"""What the docs say that a machine can check."""

import re
from pathlib import Path

import pytest

from chalicelib.crm.model import KINDS
from chalicelib.kernel.words import CallbackStatus, Outcome
from chalicelib.operations import operations

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("app.py", "bench", "chalicelib", "docs", "infra", "local", "messages", "tests", "web")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_picture_it_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {path for path in re.findall(r"`([\w./-]+)`", text) if path.split("/")[0] in FOLDERS}
    named -= {path for path in named if "dist" in path.split("/")}  # built, not kept
    linked = {link for link in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text) for link in link if link}
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [link for link in linked if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_the_entities_of_the_table_are_those_the_stores_write() -> None:
    page = (ROOT / "docs" / "access-patterns.md").read_text(encoding="utf-8")
    rows = page.split("## Entities")[1].split("##")[0]
    told = set(re.findall(r"^\| (\w+) \| `", rows, re.MULTILINE))
    stores = (path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").glob("*/*.py"))
    written = {entity for text in stores for entity in re.findall(r'entity="(\w+)"|"entity": "(\w+)"', text)}
    assert told == {one or other for one, other in written}


def test_every_outcome_and_status_has_its_place_in_the_docs() -> None:
    calls = (ROOT / "docs" / "calls.md").read_text(encoding="utf-8")
    queue = (ROOT / "docs" / "queue.md").read_text(encoding="utf-8")
    assert [word for word in Outcome.__args__ if f"`{word}`" not in calls] == []
    later = {"expired", "refused"}
    assert [word for word in CallbackStatus.__args__ if word not in queue and word not in later] == []


def test_the_events_of_the_docs_are_those_that_exist() -> None:
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`((?:callback|attempt|recording|survey)\.\w+)`", page)) == set(KINDS)


def test_every_make_target_the_readme_names_exists() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = set(re.findall(r"`make (\w+)`", _everything()))
    assert named
    assert named <= set(targets)


def test_every_path_the_docs_name_is_an_operation() -> None:
    known = {re.sub(r"{\w+}", "{id}", f"{one.method} {one.path}") for one in operations()}
    found = re.findall(r"`((?:GET|POST|PUT|DELETE) /[\w/{}.-]+)`", _everything())
    named = {re.sub(r"{\w+}", "{id}", one) for one in found}
    portal_and_twin = {one for one in named if one.split()[1].startswith(("/token", "/people", "/twin"))}
    assert named - portal_and_twin - known == set()


def _everything() -> str:
    return "".join(page.read_text(encoding="utf-8") for page in PAGES)
