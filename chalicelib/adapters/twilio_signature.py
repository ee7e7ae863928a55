"""Whether a request was signed by Twilio.

Source: https://www.twilio.com/docs/usage/security#validating-requests
"""

import hmac
from collections.abc import Mapping


def signed(auth_token: str, url: str, form: Mapping[str, str], signature: str) -> bool:
    """Twilio signs the URL it calls and the form, blanks included. The URL is the one it was given, to the
    letter, so the validator's own guesses at a port are not wanted."""
    from twilio.request_validator import RequestValidator

    expected = RequestValidator(auth_token).compute_signature(url, form)
    return hmac.compare_digest(expected.encode(), signature.encode())
