"""The subset of Twilio's REST API (2010-04-01) that Aló uses, strict about its inputs."""
