"""Planted in agents, calls and what callers are told."""

from tests.simulation.defect import Defect

CALLS = (
    Defect(
        "presence-not-told",
        "Presence is chosen without writing who is present: the wait is estimated for agents who have gone.",
        "chalicelib/agents/service.py",
        """            commit([*parts, store.save(row), store.presence(row)])
        except ConditionFailed:
""",
        """            commit([*parts, store.save(row)])
        except ConditionFailed:
""",
        ("counters",),
    ),
    Defect(
        "busy-agent-claims",
        "A claim asks whether the agent serves the lane, not whether they are available: a second click is "
        "a second customer.",
        "chalicelib/agents/moves.py",
        '(AgentRow.activity == "available") & AgentRow.lanes.contains(lane)',
        "AgentRow.lanes.contains(lane)",
        ("one-agent", "legal-move", "watched"),
    ),
    Defect(
        "one-word-of-a-lost-browser",
        "The end of a browser's call is not heard: who left is known from the conference's report alone, and "
        "where that is lost the customer listens to nobody until the look.",
        "chalicelib/telephony/webhooks.py",
        'CALL_OVER = ("completed", "busy", "no-answer", "failed", "canceled")',
        "CALL_OVER = ()",
        ("not-alone",),
        smooth=True,
    ),
    Defect(
        "carrier-before-commit",
        "The carrier is told first and the step recorded second: when the record fails, the carrier is told "
        "again.",
        "chalicelib/telephony/advance.py",
        """        try:
            linked, settled = _commit(ctx, row, before, step, skipped, halted, command)
""",
        """        run(ctx, row, step, apply)
        step = Step(step.attempt, step.events, linked=step.linked)
        try:
            linked, settled = _commit(ctx, row, before, step, skipped, halted, command)
""",
        ("one-call", "not-alone", "chain"),
    ),
    Defect(
        "claim-in-two",
        "The attempt is written after the claim instead of with it: a process that dies between leaves a "
        "claimed callback nobody calls.",
        "chalicelib/telephony/claims.py",
        """        store.save(row),
        *spending.writes(ctx, row, Attempt(), halted=False),
""",
        """        *spending.writes(ctx, row, Attempt(), halted=False),
""",
        ("one-place", "one-agent"),
        too=(
            """    commit(writes, tries=1)
""",
            """    commit(writes, tries=1)
    commit([store.save(row)])
""",
        ),
    ),
    Defect(
        "claim-without-due-time",
        "An attempt begins with no time by which the agent must have joined: one who never does keeps the "
        "customer for ever.",
        "chalicelib/telephony/claims.py",
        "row.become(begun.attempt, due_at_ms(ctx, begun.attempt))",
        "row.become(begun.attempt, None)",
        ("watched",),
    ),
    Defect(
        "wrap-up-timed-by-the-desk",
        "The end of a wrap-up is left to the clock of the agent's browser: nothing in the table says when it "
        "is over.",
        "chalicelib/agents/moves.py",
        """        AgentRow.due_pk.set(f"DUE#{site}"),
        AgentRow.due_at_ms.set(until_ms),
""",
        "",
        ("watched",),
    ),
    Defect(
        "ended-ends-again",
        "A late report that the customer's call is completed ends an attempt that has ended: its outcome "
        "changes and is told again.",
        "chalicelib/telephony/model.py",
        """    if attempt.state == "ended":
        return Step(after)
    if fact.status == "completed":
""",
        """    if fact.status == "completed":
""",
        ("told-as-done", "legal-move"),
    ),
    Defect(
        "redial-after-silence",
        "A carrier that does not answer is asked once more: it had dialled, and the customer is rung twice.",
        "chalicelib/telephony/carrier.py",
        """        except CarrierSilent as silent:
            if heard and not _dialled(what):
                raise DomainError("carrier_unavailable") from silent
""",
        """        except CarrierSilent:
            run(ctx, row, step, apply)
""",
        ("one-call",),
    ),
    Defect(
        "body-in-the-log",
        "The body of a refused request is logged, to see what people do wrong: it holds phone and question.",
        "chalicelib/problems.py",
        """        code=code,
        took_ms""",
        """        code=code,
        body=request.raw_body.decode() if code else None,
        took_ms""",
        ("private",),
    ),
    Defect(
        "ended-and-not-watched",
        "An attempt that has ended is looked at no more: a hang-up the carrier refused is never repeated.",
        "chalicelib/telephony/due.py",
        """    if quiet(attempt) or now - (attempt.ended_at_ms or now) > TIDY_FOR_MS:
        return None
    return now + TIDY_EVERY_MS
""",
        """    return None
""",
        ("watched",),
    ),
    Defect(
        "alone-in-the-conference",
        "The conference is ended only while both are in it: a customer whose agent was lost stays in it "
        "alone.",
        "chalicelib/telephony/steps.py",
        """    if "joined" in (attempt.agent.state, attempt.customer.state, *others):
""",
        """    if attempt.agent.state == attempt.customer.state == "joined":
""",
        ("watched", "not-alone", "at-rest"),
    ),
    Defect(
        "lost-agent-waited-for",
        "When the time of a lost agent is over the customer is asked to wait on: a line in the branch that "
        "gave up was lost in a merge.",
        "chalicelib/telephony/model.py",
        """        return kept_waiting(end(seen, "agent_lost", "agent", now))
    return connect(holding.as_seen(seen, fact, now), now)
""",
        """    return connect(holding.as_seen(seen, fact, now), now)
""",
        ("not-alone", "at-rest"),
    ),
    Defect(
        "customer-waits-for-nobody",
        "In a lane that is customer first the time for the agent to join is not watched, only the ringing: a "
        "customer who has answered waits on, and who hangs up is never settled.",
        "chalicelib/telephony/due.py",
        """        if attempt.agent.state != "joined":
            return attempt.claimed_at_ms + settings.agent_join_s * 1000
""",
        """        if attempt.customer.state == "joined":
            return None
""",
        ("watched",),
    ),
    Defect(
        "sent-again-unasked",
        "A text message nobody heard the answer of is sent again without a look at the carrier's list: it "
        "had gone out.",
        "chalicelib/notices/service.py",
        """        _sent(ctx, callback, notice, to, message_sid)
        return
    if tries""",
        """        message_sid = None
    if tries""",
        ("one-message",),
    ),
    Defect(
        "quality-told-apart",
        "How a call sounded is told in a write of its own after it is known: a process that dies between "
        "leaves a poor call that nobody hears of.",
        "chalicelib/quality/service.py",
        "        _write(store.over(attempt_id, looks, Known(whole, tuple(legs))), crm.record(ctx, told))\n",
        """        _write(store.over(attempt_id, looks, Known(whole, tuple(legs))))
        _write(crm.record(ctx, told))
""",
        ("told-as-done",),
    ),
    Defect(
        "busy-for-ever",
        "The reaper frees agents whose call is gone from the table, and forgets those whose call is over.",
        "chalicelib/telephony/reaper.py",
        "        if row is None or agent_id not in _busy(row):\n",
        "        if row is None:\n",
        ("agrees",),
    ),
    Defect(
        "handed-over-to-music",
        "A hand-over forgets whom the agent before had held, and does not tell the carrier: the customer "
        "listens to music on, with a specialist who waits for them.",
        "chalicelib/telephony/transfers.py",
        "legs=everybody.legs + _let_go(attempt), linked=follows",
        "legs=_let_go(attempt), linked=follows",
        ("not-alone",),
    ),
    Defect(
        "dropped-and-still-there",
        "Who is dropped is written off and their leg is left to the looks: for a while they hear everything.",
        "chalicelib/telephony/participants.py",
        "step = then(step, Step(step.attempt, (told,), legs=_drop(one)))",
        "step = then(step, Step(step.attempt, (told,)))",
        ("all-gone",),
    ),
    Defect(
        "joins-loud",
        "A supervisor's browser joins as everybody's does, and is muted once it is there: for a moment, or "
        "as long as that command is lost, the customer hears who only listens.",
        "chalicelib/telephony/routes.py",
        'muted = label.startswith(f"{SUPERVISOR}-")',
        "muted = False",
        ("unheard",),
    ),
    Defect(
        "rings-on",
        "A colleague who was asked in and is wanted no more hears the ringing until its time is over.",
        "chalicelib/telephony/advance.py",
        """        else:
            writes.append(agents.uninvite_write(ctx, agent_id, invitation(row, one.label), label))
""",
        "",
        ("asked-in",),
    ),
    Defect(
        "webhooks-of-the-first",
        "What the carrier tells of a conference is taken for its first attempt, whoever has the call by now.",
        "chalicelib/telephony/advance.py",
        "(live(attempt_id) if isinstance(fact, LED_ALONG) else store.read(attempt_id))",
        "store.read(attempt_id)",
        ("all-gone", "not-alone", "told-as-done", "asked-in", "at-rest"),
    ),
    Defect(
        "silence-for-the-customer",
        "An agent whose line is lost has time to come back, and nobody says so to the customer.",
        "chalicelib/telephony/away.py",
        """        return _and(step, "comfort", _silent(before, fact, after, changed))
""",
        """        return step
""",
        ("not-alone",),
    ),
    Defect(
        "music-goes-on",
        "The agent is back, and the customer hears music on.",
        "chalicelib/telephony/away.py",
        """        return _and(step, "resume", talk)
    if changed""",
        """        return step
    if changed""",
        ("not-alone",),
    ),
)
