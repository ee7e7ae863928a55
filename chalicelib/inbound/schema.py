"""What Twilio asks when somebody calls one of our numbers."""

from chalicelib.contract import Operation

INBOUND_WEBHOOK = Operation(
    id="inboundWebhook",
    method="POST",
    path="/twilio/inbound",
    who="twilio",
    summary="TwiML for somebody who calls one of our numbers, and the keys they press",
    media="text/xml",
)
INBOUND_STATUS_WEBHOOK = Operation(
    id="inboundStatusWebhook",
    method="POST",
    path="/twilio/inbound-status",
    who="twilio",
    status=204,
    summary="A call to one of our numbers is over",
)
