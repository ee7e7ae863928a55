"""Who may do what: the matrix of docs/authorisation.md, from the operations themselves.

`python -m tests.walls.authorisation` writes the page; the tests compare it and try every cell.
"""

from pathlib import Path

from chalicelib.contract import Operation
from chalicelib.operations import operations

PAGE = Path(__file__).parents[2] / "docs" / "authorisation.md"
ROLES = ("nobody", "portal", "customer", "other customer", "agent", "other agent", "supervisor", "Twilio")
YES = "yes"


def cell(operation: Operation, role: str) -> str:
    """ "yes", or the code of the refusal."""
    own_call = "{attempt_id}" in operation.path
    if operation.who == "portal":
        return {"portal": YES, "customer": "token_invalid", "other customer": "token_invalid"}.get(
            role, "token_missing"
        )
    if operation.who == "customer":
        return {"customer": YES, "other customer": "not_found", "portal": "token_invalid"}.get(
            role, "token_missing"
        )
    if operation.who == "twilio":
        return YES if role == "Twilio" else "signature_invalid"
    if operation.who == "agent":
        others = "attempt_not_yours" if own_call else YES
        above = YES if operation.id == "readCallRecord" else others
        return {"agent": YES, "other agent": others, "supervisor": above}.get(role, "forbidden")
    if operation.who == "supervisor":
        return YES if role == "supervisor" else "forbidden"
    return YES


def page() -> str:
    """The document."""
    head = f"| operation | route | {' | '.join(ROLES)} |"
    rule = "|" + "---|" * (len(ROLES) + 2)
    lines = [
        f"| {one.id} | {one.method} `{one.path}` | {' | '.join(cell(one, role) for role in ROLES)} |"
        for one in operations()
    ]
    return "\n".join([INTRODUCTION, head, rule, *lines, ""])


INTRODUCTION = """# Who may do what

Generated from the operations (`python -m tests.walls.authorisation`);
`tests/walls/test_authorisation.py` tries every cell. A cell is *yes* or the code of the refusal.

- **portal**: a token that the marketplace's backend signed, at most 15 minutes old. It says who asks and
  with what priority; the form does not.
- **customer**: the token in the link that came with a callback. It opens that callback and no other;
  somebody else's does not exist for it.
- **agent**, **supervisor**: the ID token of the user pool. API Gateway checks it before any code of ours
  runs and answers 401 itself; *forbidden* is what our code would still say. Groups decide: `agent`,
  `specialist` and `supervisor` take calls, only `supervisor` reads the site's reports. A call belongs to
  the agent who claimed it. A recording is played by the supervisors of its site and, for a
  week, by the agents whose call it was.
- **Twilio**: the signature of the request, checked against the public URL.
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
