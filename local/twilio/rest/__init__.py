"""The subset of Twilio's REST APIs that Aló uses, strict about its inputs."""
