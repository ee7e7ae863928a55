"""A telephone network as a pure machine: time goes in, webhooks come out (see `core.world`)."""
