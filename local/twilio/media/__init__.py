"""Audio: tones, mixing, and the WebRTC ends of legs. Telephone quality, 8 kHz mono."""
