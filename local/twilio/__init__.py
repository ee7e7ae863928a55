"""The telephony twin: Twilio on a laptop, driven by the same REST calls, TwiML and webhooks.

The deciding half (`core`, `rest`, `twiml`) never touches the network or the wall clock; the
serving half (`server`, `gateway`, `media`, `pages`) lends it real time, HTTP and audio.
"""
