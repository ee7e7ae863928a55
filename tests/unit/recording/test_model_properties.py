"""The state machine under every order, repetition and loss of facts."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ports import CarrierRecording
from chalicelib.recording.model import LIVE, begin, decide, due_at_ms
from chalicelib.recording.state import (
    Asked,
    Cleared,
    Fact,
    Filed,
    HoldAsked,
    Looked,
    NoticeFetched,
    NoticeHeard,
    Recording,
    Removed,
    Reported,
    Seen,
    Started,
    Step,
    Tagged,
    TimePassed,
)

SIDS = st.sampled_from(("RE1", "RE2"))
LABELS = st.sampled_from(("customer", "seller-1"))
STATUS = st.sampled_from(("in-progress", "paused", "processing", "completed", "absent", "failed"))
CARRIER = st.builds(CarrierRecording, SIDS, STATUS, st.one_of(st.none(), st.integers(0, 99)))
FACTS = st.lists(
    st.one_of(
        st.sampled_from((Seen(True, ("customer",)), Seen(True, ("customer", "seller-1")), Seen(False))),
        st.builds(NoticeFetched, LABELS),
        st.builds(NoticeHeard, LABELS),
        st.builds(Asked, st.sampled_from(("on", "paused", "off"))),
        st.builds(Started, SIDS),
        st.builds(Looked, st.lists(CARRIER, max_size=2, unique_by=lambda one: one.sid).map(tuple)),
        st.builds(Reported, CARRIER),
        st.just(TimePassed()),
        st.builds(Filed, st.integers(0, 9)),
        st.builds(HoldAsked, st.booleans()),
        st.builds(Tagged, st.booleans()),
        st.sampled_from((Removed(), Cleared())),
    ),
    max_size=30,
)
HOUR_MS = 3_600_000
FINAL = ("refused", "failed", "deleted")


def steps(facts: list[Fact], asked: bool, apart_ms: int) -> list[Step]:
    """One after the other."""
    now, made = 0, [begin("CA1", True, asked, 90, Seen(True, ("customer",)), 0)]
    for fact in facts:
        now += apart_ms
        made.append(decide(made[-1].after, fact, now))
    return made


RUNS = st.tuples(FACTS, st.booleans(), st.sampled_from((0, 1_000, 9_000, 30_000, HOUR_MS)))


@given(RUNS)
def test_the_carrier_records_only_who_has_heard_the_notice_and_agreed(
    run: tuple[list[Fact], bool, int],
) -> None:
    for step in steps(*run):
        rec = step.after
        heard = {one.label for one in rec.notices if one.heard_at_ms is not None}
        if any(command.name in ("start", "resume") for command in step.commands):
            assert rec.state == "on" and set(rec.present) <= heard and rec.agreed


@given(RUNS)
def test_while_it_is_paused_the_carrier_is_only_ever_told_to_pause(run: tuple[list[Fact], bool, int]) -> None:
    before: Recording | None = None
    for step in steps(*run):
        names = [command.name for command in step.commands]
        if step.after.state == "paused":
            assert not {"start", "resume"} & set(names)
            if before is not None and before.state == "on":
                assert "pause" in names
        before = step.after


@given(RUNS)
def test_what_is_over_stays_over_and_is_told_once(run: tuple[list[Fact], bool, int]) -> None:
    told: list[str] = []
    before: Recording | None = None
    for step in steps(*run):
        told += [kind for kind, _ in step.events]
        if before is not None and before.state not in LIVE:
            assert step.after.state not in LIVE
            if before.state in FINAL:
                assert step.after.state == before.state
        before = step.after
    for kind in ("started", "refused", "stored", "deleted"):
        assert told.count(f"recording.{kind}") <= 1
    ends = sum(told.count(f"recording.{kind}") for kind in ("refused", "stored", "failed"))
    assert ends <= 1


@given(RUNS)
def test_whatever_is_not_over_is_looked_at_again(run: tuple[list[Fact], bool, int]) -> None:
    for step in steps(*run):
        rec = step.after
        done = rec.state in FINAL and (rec.gone or rec.state == "deleted")
        held = rec.state == "stored" and rec.gone and rec.held and rec.tagged
        assert done or held or due_at_ms(rec) is not None, rec


@given(RUNS)
def test_a_repeat_changes_nothing_that_is_told(run: tuple[list[Fact], bool, int]) -> None:
    facts, asked, apart_ms = run
    step, now = begin("CA1", True, asked, 90, Seen(True, ("customer",)), 0), 0
    for fact in facts:
        now += apart_ms
        step = decide(step.after, fact, now)
        if not isinstance(fact, TimePassed | Looked):
            assert decide(step.after, fact, now).events == ()
