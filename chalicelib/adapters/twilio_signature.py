"""Whether a request was signed by Twilio.

Source: https://www.twilio.com/docs/usage/security#validating-requests
"""

from collections.abc import Mapping


def signed(auth_token: str, url: str, form: Mapping[str, str], signature: str) -> bool:
    """Twilio signs the URL it calls and the form, blanks included."""
    from twilio.request_validator import RequestValidator

    return bool(RequestValidator(auth_token).validate(url, form, signature))
