"""Planted in surveys."""

from tests.simulation.defect import Defect

SURVEYS = (
    Defect(
        "asked-again",
        "When a customer was last asked is written down, and nobody looks at it.",
        "chalicelib/surveys/store.py",
        """    return put("customer", row, AskedRow.pk.does_not_exist() | long_ago)
""",
        """    return put("customer", row)
""",
        ("asked-once",),
    ),
    Defect(
        "asked-against-their-wish",
        "A survey by message asks whether the number is a mobile one, and not whether it takes messages.",
        "chalicelib/surveys/texts.py",
        ' != "mobile" or not guard.may_text(ctx, request.phone):',
        ' != "mobile":',
        ("unwanted",),
    ),
)
