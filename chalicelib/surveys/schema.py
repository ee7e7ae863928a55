"""What Twilio tells of surveys."""

from chalicelib.contract import Operation

SURVEY_WEBHOOK = Operation(
    id="surveyWebhook",
    method="POST",
    path="/twilio/survey",
    who="twilio",
    summary="TwiML for a customer who stays on the line for the survey, and their keys",
    media="text/xml",
)
MESSAGE_WEBHOOK = Operation(
    id="messageWebhook",
    method="POST",
    path="/twilio/message",
    who="twilio",
    summary="A text message to one of our numbers",
    media="text/xml",
)
