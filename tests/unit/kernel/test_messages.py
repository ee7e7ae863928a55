"""The catalogue reads the same in Python and in the browser, and says something for every error."""

import json
from pathlib import Path

import pytest

from chalicelib.kernel.errors import STATUS
from chalicelib.kernel.messages import FOLDER, closest, render, text
from chalicelib.kernel.words import LOCALES

GOLDEN = json.loads((Path(__file__).parent / "messages_golden.json").read_text(encoding="utf-8"))


def test_python_prints_what_the_browser_prints():
    printed = [render(case["locale"], case["message"], case["values"]) for case in GOLDEN]
    assert printed == [case["text"] for case in GOLDEN]
    assert len(GOLDEN) > 100


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", STATUS)
def test_every_error_has_a_title_and_a_sentence(locale, code):
    assert text(locale, f"errors.{code}.title")
    sentence = text(locale, f"errors.{code}.detail")
    assert sentence.endswith(".") and len(sentence) > 20


def test_the_catalogue_names_no_error_that_cannot_happen():
    for locale in LOCALES:
        keys = json.loads((FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
        codes = {key.split(".")[1] for key in keys if key.startswith("errors.")}
        assert codes - {"field"} == set(STATUS)


def test_a_language_nobody_wrote_falls_back():
    assert closest("pt-PT") == "pt-BR"
    assert closest("es_MX") == "es"
    assert closest("de") == "en"


def test_an_unknown_key_and_a_missing_value_are_refused():
    with pytest.raises(KeyError):
        text("en", "errors.no_such_code.title")
    with pytest.raises(KeyError):
        render("en", [["name"]], {})


def test_a_plural_of_something_that_is_not_a_whole_number_is_refused():
    message = [["n", "plural", {"one": ["#"], "other": ["#"]}]]
    with pytest.raises(TypeError):
        render("en", message, {"n": 1.5})
