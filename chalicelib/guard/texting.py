"""Who wants no text messages: by number, whoever uses it."""

from chalicelib.guard import store
from chalicelib.guard.hashing import hashed
from chalicelib.kernel.context import Context


def phone_digest(ctx: Context, phone: str) -> str:
    """A number in a key, where nobody can read it."""
    return hashed(ctx, "phone", phone)


def may_text(ctx: Context, phone: str) -> bool:
    """Whether messages may be sent there."""
    return not store.refuses_texts(_key(ctx, phone))


def texts(ctx: Context, phone: str, wanted: bool) -> None:
    """No more messages there, or messages again. Saying it twice is fine."""
    if wanted:
        store.allow_texts(_key(ctx, phone))
    else:
        store.refuse_texts(_key(ctx, phone), ctx.now_ms())


def _key(ctx: Context, phone: str) -> str:
    return f"GUARD#texts#{phone_digest(ctx, phone)}"
