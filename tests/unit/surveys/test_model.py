"""What is an answer, and that any order of what is heard keeps the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.surveys.model import (
    AGAIN,
    BY_TEXT_MS,
    ON_THE_PHONE_MS,
    Survey,
    called_for_at_ms,
    due_at_ms,
    keyed,
    over,
    replied,
    score_in,
    step_of,
    word_in,
)

STEPS = [f"{question}-{missed}" for question in ("score", "solved", "over") for missed in range(AGAIN + 2)]
KEYS = st.sampled_from(["", "*", "#", "0", "1", "2", "7", "10", "11", "99", "010", "1*"])
HEARD = st.one_of(
    st.tuples(st.just("keys"), st.sampled_from(STEPS), KEYS),
    st.tuples(st.just("asked"), KEYS),
    st.tuples(st.just("over")),
)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("9", 9),
        (" 10 ", 10),
        ("0", 0),
        ("nota 9", 9),
        ("Nota: 7!", 7),
        ("9/10", 9),
        ("9 de 10", 9),
        ("10/10", 10),
        ("8 out of 10", 8),
        ("07", 7),
        ("dez", None),
        ("11", None),
        ("-5", None),
        ("9.5", None),
        ("9,5", None),
        ("9 10", None),
        ("de 0 a 10: 9", None),
        ("+5511987650001", None),
        ("", None),
        ("9️⃣", 9),
        ("٩", None),
    ],
)
def test_the_score_of_a_message(text: str, score: int | None) -> None:
    assert score_in(text) == score


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", "stop"),
        ("stop!", "stop"),
        ("Sair", "stop"),
        ("PARAR", "stop"),
        ("baja", "stop"),
        ("start", "start"),
        ("VOLTAR", "start"),
        ("não quero sair", None),
        ("", None),
        ("9", None),
    ],
)
def test_the_wish_of_a_message(text: str, word: str | None) -> None:
    assert word_in(text) == word


@given(st.lists(HEARD, max_size=12), st.booleans())
def test_an_answer_once_given_stays(heard: list[tuple[str, ...]], also_solved: bool) -> None:
    survey = Survey("voice", "score", 0, also_solved=also_solved)
    for now, one in enumerate(heard, 1):
        before = survey
        if one[0] == "over":
            survey = over(survey)
        else:
            step, keys = one[1:] if one[0] == "keys" else (step_of(survey), one[1])
            survey = keyed(survey, step, keys, now)
            assert keyed(survey, step, keys, now + 1) == survey or step == step_of(survey)
        if before.score is not None:
            assert (survey.score, survey.answered_at_ms) == (before.score, before.answered_at_ms)
        if before.solved is not None or before.state == "over":
            assert survey == before
        assert survey.missed <= AGAIN
        assert (due_at_ms(survey, now) is None) == (survey.state == "over")
        assert survey.solved is None or (also_solved and survey.score is not None)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=4))
def test_the_first_message_counts(scores: list[int]) -> None:
    survey = Survey("text", "score", 5)
    for now, score in enumerate(scores, 6):
        survey = replied(survey, score, now)
    assert (survey.score, survey.answered_at_ms, survey.state) == (scores[0], 6, "over")


def test_a_survey_ends_by_itself() -> None:
    phone, text = Survey("voice", "score", 1_000), Survey("text", "score", 1_000)
    assert due_at_ms(phone, 1_000 + ON_THE_PHONE_MS * 2) == 1_000 + ON_THE_PHONE_MS
    assert due_at_ms(text, 5_000) == 1_000 + BY_TEXT_MS


def test_only_the_end_of_a_conversation_that_was_drawn_calls_for_one() -> None:
    def image(call: str, entity: str = "attempt") -> dict[str, dict[str, str]]:
        return {"entity": {"S": entity}, "call": {"S": call}}

    talking = image('{"state":"connected","survey_after_ms":1}')
    done = '{"state":"ended","survey_after_ms":1,"outcome":"completed","ended_by":"%s"}'
    assert called_for_at_ms(image(done % "customer"), talking) == 0
    assert (called_for_at_ms(image(done % "agent"), talking) or 0) > 0
    assert called_for_at_ms(image(done % "agent"), image(done % "agent")) is None
    assert called_for_at_ms(image('{"state":"ended","outcome":"completed"}'), talking) is None
    assert called_for_at_ms(image('{"state":"ended","survey_after_ms":1,"outcome":"busy"}'), talking) is None
    assert called_for_at_ms(image(done % "agent", "callback"), talking) is None
    assert called_for_at_ms({}, talking) is None
