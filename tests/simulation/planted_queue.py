"""Planted in the queue, the table, the timers and what is read from them."""

from tests.simulation.defect import Defect

QUEUE = (
    Defect(
        "open-mark-overwritten",
        "The mark of an open request is written without asking whether there is one: who sends the form "
        "twice has two callbacks.",
        "chalicelib/queue/store.py",
        'put("open", opened, OpenRow.pk.does_not_exist())',
        'put("open", opened)',
        ("one-place",),
    ),
    Defect(
        "move-unconditional",
        "A callback's status is set whatever it was: a place drawn while the customer cancels brings the "
        "cancelled one back.",
        "chalicelib/queue/store.py",
        'return update("callback", (callback_key(request.callback_id), "CALLBACK"), actions, condition)',
        'return update("callback", (callback_key(request.callback_id), "CALLBACK"), actions)',
        ("legal-move", "one-place", "told-as-done"),
    ),
    Defect(
        "return-without-watch",
        "A callback that returns is not watched until it has its place: if the message is lost, so is the "
        "callback.",
        "chalicelib/queue/service.py",
        'store.move(request, IN_CALL, "received", attempts, None, due, **values)',
        'store.move(request, IN_CALL, "received", attempts, None, None, **values)',
        ("watched",),
    ),
    Defect(
        "lost-message-not-missed",
        "What is due is handed to attempts and agents and, by oversight, not to callbacks: one whose message "
        "was lost waits for nothing.",
        "chalicelib/timers/service.py",
        """    elif entity == sk == "CALLBACK":
        queue.on_due(ctx, identifier)
""",
        "",
        ("in-time", "at-rest"),
    ),
    Defect(
        "draw-counts-repeats",
        "A place is drawn for a callback that has one by now: a message that comes twice is told twice.",
        "chalicelib/queue/waits.py",
        """        ["received"],
        "queued",
""",
        """        ["received", "queued"],
        "queued",
""",
        ("told-as-done",),
        too=('callback.status != "received"', "callback.status not in WAITING"),
    ),
    Defect(
        "requests-read-then-written",
        "The count of a customer's requests is read and written back one higher: two at once count as one.",
        "chalicelib/crm/store.py",
        """    actions.append(Path("requests").add(1))
""",
        """    known, _ = read_profile(person.id)
    actions.append(Path("requests").set((int(known.requests) if known else 0) + 1))
""",
        ("counters",),
    ),
    Defect(
        "version-not-checked",
        "The condition on the version that was read gets lost where a part of a transaction is put "
        "together: the later of two webhooks undoes the earlier.",
        "chalicelib/table.py",
        """        part["Item"], condition = write.row.to_item(condition)
""",
        """        part["Item"], _ = write.row.to_item(condition)
""",
        ("legal-move", "told-as-done", "one-place", "one-agent"),
    ),
    Defect(
        "cancel-leaves-its-place",
        "Cancelling asks for the wrong status and forgets the line: an agent meets a customer who no longer "
        "wants the call.",
        "chalicelib/queue/waits.py",
        """    if callback.status == "queued" and callback.place:
        writes""",
        """    if callback.status == "claimed" and callback.place:
        writes""",
        ("one-place",),
    ),
    Defect(
        "settled-and-still-open",
        "A callback that is over does not close the customer's mark: they can never ask again.",
        "chalicelib/queue/service.py",
        """            store.move(request, IN_CALL, fate, attempts, None, None, tries=tries),
            store.close(request),
""",
        """            store.move(request, IN_CALL, fate, attempts, None, None, tries=tries),
""",
        ("one-place",),
    ),
    Defect(
        "told-beside-the-transaction",
        "The cancellation is told in a second write, to keep the transaction small: a process that dies "
        "between leaves a story without its end.",
        "chalicelib/queue/service.py",
        """        commit(over(ctx, callback, "cancelled", reason, **by))
""",
        """        writes = over(ctx, callback, "cancelled", reason, **by)
        commit([one for one in writes if one.label != "event"])
        commit([one for one in writes if one.label == "event"])
""",
        ("told-as-done",),
    ),
    Defect(
        "place-by-time-of-return",
        "Who returns gets a place made now instead of the one they had: the order of asking is lost.",
        "chalicelib/queue/service.py",
        """        if retry.position == "lost":
            values""",
        """        if retry.position:
            values""",
        ("one-place", "in-order"),
    ),
    Defect(
        "ticket-used-twice",
        "A ticket of the live channel is noted as used without asking whether it was: one that leaks opens "
        "a second connection.",
        "chalicelib/realtime/store.py",
        'put("ticket", used, TicketRow.pk.does_not_exist())',
        'put("ticket", used)',
        ("legal-move",),
    ),
    Defect(
        "lane-after-lane",
        "The line is read a lane at a time, so the first lane of the alphabet goes before a better callback "
        "of another lane.",
        "chalicelib/queue/choice.py",
        "    return min(heads, key=lambda part: heads[part].place)",
        "    return next((part for part in heads if heads[part].row is not None), min(heads))",
        ("in-order",),
    ),
    Defect(
        "callback-read-from-the-past",
        "A callback is read eventually consistently: the one just filed is not found.",
        "chalicelib/queue/store.py",
        'CallbackRow.get(callback_key(callback_id), "CALLBACK", consistent_read=True)',
        'CallbackRow.get(callback_key(callback_id), "CALLBACK")',
        ("stable-errors",),
    ),
    Defect(
        "cancel-races-into-500",
        "Cancelling waits for the wrong exception: when an agent or the line was faster, the customer "
        "gets an error nobody announced.",
        "chalicelib/queue/service.py",
        """    except ConditionFailed:
        return cancel(ctx, callback_id, reason, **by)
""",
        """    except DomainError:
        return cancel(ctx, callback_id, reason, **by)
""",
        ("stable-errors",),
    ),
    Defect(
        "report-added-up",
        "An hour built again is added to what was built before instead of replacing it.",
        "chalicelib/reports/service.py",
        """                store.write(site, "HOUR", start, figures(events), lines(events), ctx.now_ms())
""",
        """                rows = figures(events)
                for row in store.read(site, "HOUR", start, start + 1):
                    for key, sums in row.figures().items():
                        rows.setdefault(key, Sums()).add(sums)
                store.write(site, "HOUR", start, rows, lines(events), ctx.now_ms())
""",
        ("reports",),
    ),
    Defect(
        "sweep-skips-a-site",
        "The sweep goes round all sites but the first, left over from a trial: what a reminder "
        "lost to the dead letters was for is never looked at there.",
        "chalicelib/timers/service.py",
        """    for site in SITES:
""",
        """    for site in SITES[1:]:
""",
        ("at-rest", "in-time", "not-alone"),
    ),
    Defect(
        "declined-and-still-kept",
        "The end of an offer is told and the agent is free, but nobody takes their name off the waiting row: "
        "the customer is kept for a desk at which nothing rings.",
        "chalicelib/queue/offers.py",
        """            line.keep_no_more(row, agent_id),
""",
        "",
        ("one-place",),
    ),
)
