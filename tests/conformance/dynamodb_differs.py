"""Where the others do not do what DynamoDB does. Each of these cases must fail there, or leave the table."""

_Cases = dict[str, tuple[str, ...]]
"""Test → its cases, none for a test that has only one."""


def _listed(reasons: dict[str, _Cases]) -> dict[str, str]:
    """module::test[case] → why."""
    return {
        f"test_dynamodb_{test}[{case}]" if case else f"test_dynamodb_{test}": reason
        for reason, tests in reasons.items()
        for test, cases in tests.items()
        for case in cases or ("",)
    }


EMULATOR_DIFFERS = _listed(
    {
        "It takes what is no expression and reads as much of it as it understands.": {
            "conditions::test_it_is_refused": ("a = 'x'", "a-b = <N:1>", "_a = <N:1>"),
            "query::test_a_filter_is_refused": ("nothing", "status = <N:1>"),
            "updates::test_it_is_refused": (
                "a = <N:1>",
                "SET",
                "SET a",
                "SET a <N:1>",
                "SET a = <N:1>,",
                "SET a = <N:1> REMOVE",
                "SET a = -<N:1>",
                "SET a = a + <N:1> + <N:1>",
                "SET a = <N:1> AND s = <N:1>",
                "SET a = <N:1> SET s = <N:1>",
                "SET name = <N:1>",
                "ADD a s",
            ),
            "writes::test_a_projection_is_refused": ("nothing", "a a", "a,"),
        },
        "It does not look at how often and of what a function or operator is used.": {
            "conditions::test_it_is_refused": (
                "ATTRIBUTE_EXISTS(a)",
                "if_not_exists(a, b)",
                "begins_with(s, <N:1>)",
                "a < <BOOL:True>",
                "a >= <L:[]>",
                "a BETWEEN <SS:['x']> AND <SS:['x']>",
                "a BETWEEN <N:1> AND <S:3>",
                "attribute_type(a, <S:number>)",
                "attribute_type(a, <N:1>)",
                "attribute_type(a, s)",
                "a = a",
                "a IN (<N:1>, a)",
                "a IN (<N:0>, <N:1>, <N:2>, <N:3>, <N:4>, <N:5>, <N:6>, <N:7>, <N:8>, <",
            ),
            "query::test_a_filter_is_refused": ("n = n",),
            "updates::test_it_is_refused": (
                "SET a = a + <S:1>",
                "SET a = list_append(l, <N:1>)",
                "SET a = list_append(l)",
                "SET a = if_not_exists(<N:1>, a)",
                "SET a = size(l)",
                "SET a = increment(a)",
                "ADD a <S:1>",
                "ADD l <L:[]>",
                "DELETE a <N:1>",
            ),
        },
        "It takes update paths that overlap.": {
            "updates::test_it_is_refused": (
                "SET a = <N:1>, a = <N:1>",
                "SET a = <N:1> REMOVE a",
                "REMOVE m, m.x",
                "SET m.x = <N:1> ADD m <N:1>",
                "REMOVE m.x, m[0]",
            ),
        },
        "It takes values and names that are none.": {
            "conditions::test_it_is_refused": ("a = <SS:[]>", "a = <>", "a = <S:x,N:1>"),
            "conditions::test_names_are_all_used_and_well_formed": ("{'#a': ''}",),
            "updates::test_it_is_refused": ("SET a = <SS:[]>",),
        },
        "It compares two attributes that are both not there as equal.": {
            "conditions::test_it_holds": ("gone <> lost",),
            "conditions::test_it_does_not_hold": ("gone = lost", "gone IN (<N:1>, lost)"),
        },
        "It does not take a value where a path is usual, and takes numbers and sets for text.": {
            "conditions::test_it_holds": (
                "begins_with(<S:xyzzy>, s)",
                "contains(<L:[{'S': 'xyz'}]>, s)",
                "size(<S:\\xe9\\U0001f600>) = <N:3>",
            ),
            "conditions::test_it_does_not_hold": (
                "begins_with(a, <S:1>)",
                "begins_with(ss, <S:x>)",
                "size(t) >= <N:0>",
            ),
        },
        "It compares numbers in sets and keys as they were written.": {
            "conditions::test_it_holds": ("contains(ns, <N:2.0>)",),
            "tables::test_a_table_may_have_a_hash_key_alone": (),
            "updates::test_an_item_becomes": ("ADD ns <NS:['10', '2.0']>", "DELETE ns <NS:['1.0']>"),
        },
        "Its positions in a list are those that are left after each step.": {
            "updates::test_an_item_becomes": (
                "SET l[0] = <N:8>, l[9] = <N:9>, l[8] = <N:8>",
                "REMOVE l[0], l[1]",
            ),
        },
        "It leaves an update undone, or does something else, where there is no such path or type.": {
            "updates::test_an_item_stays_when_it_cannot_become_so": (
                "SET n = s + <N:1>",
                "SET n = list_append(a, <L:[]>)",
                "SET m[0] = <N:1>",
                "REMOVE gone.x",
                "REMOVE a.x",
                "REMOVE gone[0]",
                "SET a = a + <N:1e40>",
            ),
            "updates::test_in_a_transaction_it_is_that_parts_reason": (
                "SET n = s + <N:1>",
                "SET n = list_append(a, <L:[]>)",
                "SET a.x = <N:1>",
                "SET m[0] = <N:1>",
                "SET l.x = <N:1>",
                "REMOVE gone.x",
                "REMOVE a.x",
                "REMOVE gone[0]",
                "SET a = a + <N:1e40>",
            ),
        },
        "It refuses the whole transaction.": {
            "updates::test_in_a_transaction_it_is_that_parts_reason": ("SET pk = <S:x>", "REMOVE sk"),
            "transactions::test_a_key_the_table_cannot_hold_is_its_parts_reason": (),
        },
        "It tells of a put that only orders a set anew.": {
            "stream::test_a_put_or_an_update_that_changes_nothing_is_not_told": (),
        },
        "It takes a part of two kinds.": {"transactions::test_a_part_does_one_thing": ()},
        "It looks at keys less closely.": {
            "query::test_it_is_refused": ("pk = :pk AND sk > <S:aaaaaaaaaaaaaaaaaa>",),
            "query::test_no_page_begins_there": ("nothing", "another type", "another attribute", "empty"),
            "index::test_a_page_begins_after_a_whole_key": (),
            "values::test_an_item_that_cannot_be": ("long index hash key",),
        },
        "It takes a key condition of any form.": {
            "query::test_it_is_refused": (
                "pk = :pk OR sk = <S:a>",
                "pk = :pk AND NOT sk = <S:a>",
                "pk = :pk AND sk <> <S:a>",
                "pk = :pk AND contains(sk, <S:a>)",
                "pk = :pk AND attribute_exists(sk)",
                "pk = :pk AND size(sk) = <N:1>",
            ),
        },
        "It takes a filter on a key.": {
            "query::test_a_filter_is_refused": (
                "pk = :pk",
                "n = <N:1> OR begins_with(sk, <S:a>)",
                "attribute_exists(sk)",
                "NOT size(sk) = <N:1>",
            ),
            "index::test_a_filter_may_look_at_the_tables_keys_but_not_at_its_own": (),
        },
    }
)

LOCAL_DIFFERS = _listed(
    {
        "It refuses the whole transaction, where AWS documents a reason of the part.": {
            "updates::test_in_a_transaction_it_is_that_parts_reason": (
                "SET n = gone",
                "SET n = gone + <N:1>",
                "SET n = list_append(gone, <L:[]>)",
                "SET n = if_not_exists(gone, never)",
                "SET n = s + <N:1>",
                "SET n = list_append(a, <L:[]>)",
                "ADD s <N:1>",
                "ADD a <SS:['x']>",
                "ADD ss <NS:['1']>",
                "DELETE a <SS:['x']>",
                "DELETE ss <NS:['1']>",
                "SET gone.x = <N:1>",
                "SET a.x = <N:1>",
                "SET gone[0] = <N:1>",
                "SET m[0] = <N:1>",
                "SET l.x = <N:1>",
                "REMOVE gone.x",
                "REMOVE a.x",
                "REMOVE gone[0]",
                "SET a = a + <N:1e40>",
                "SET a = <N:9e125> + <N:9e125>",
                "SET n = <S:nnnnnnnnnnnnnnnnnn>",
            ),
        },
        "It leaves the parts that were fine out of the reasons.": {
            "updates::test_in_a_transaction_it_is_that_parts_reason": ("SET pk = <S:x>", "REMOVE sk"),
        },
        "It keeps a number inside a document as it was written.": {
            "values::test_a_number_has_one_form_inside_a_document_too": (),
        },
        "It measures a page after the filter, where AWS documents before.": {
            "query::test_a_page_holds_no_more_when_a_filter_leaves_everything_out": (),
        },
    }
)
