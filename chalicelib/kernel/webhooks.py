"""How the carrier calls us back."""

RETRY = "#rc=2&rp=ct,rt,5xx"
"""Behind every address we give Twilio, which does not retry by default: two more tries on connection errors,
read time-outs and 5xx. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""
