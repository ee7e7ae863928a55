"""The WebRTC end of a leg: a peer connection that feeds a microphone and plays the mix."""

import asyncio
from collections.abc import Callable
from fractions import Fraction

import av
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from local.twilio.core.quality import Quality
from local.twilio.media import loopback
from local.twilio.media.mixer import Microphone, Mixer
from local.twilio.media.tones import FRAME, RATE, TICKS_PER_S

loopback.stay()
CLOCK_RATE = 48_000
"""Of Opus, which every browser here speaks: jitter is counted in its ticks."""
ENOUGH = 50
"""Packets: a second of sound."""


class MixTrack(MediaStreamTrack):
    """Plays what a leg hears, a frame every 20 ms."""

    kind = "audio"

    def __init__(self, mixer: Mixer, call_sid: str) -> None:
        super().__init__()
        self._mixer = mixer
        self._call_sid = call_sid
        self._sent = 0
        self._began: float | None = None

    async def recv(self) -> av.AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
        wait_s = self._began + self._sent / TICKS_PER_S - now
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        elif wait_s < -1:  # the machine slept: do not play the past
            self._began = now - self._sent / TICKS_PER_S
        tick = int(asyncio.get_running_loop().time() * TICKS_PER_S)
        frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME)
        frame.planes[0].update(self._mixer.mix_for(self._call_sid, tick).tobytes())
        frame.sample_rate = RATE
        frame.pts = self._sent * FRAME
        frame.time_base = Fraction(1, RATE)
        self._sent += 1
        return frame


class Leg:
    """One peer connection. `on_lost` is called once if it fails after having been set up."""

    def __init__(self, mixer: Mixer, call_sid: str, on_lost: Callable[[], None]) -> None:
        self.call_sid = call_sid
        self.offer_sdp = ""
        self._mixer = mixer
        self._microphone = Microphone()
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._reader: asyncio.Task[None] | None = None
        self._on_lost = on_lost
        self._peer.on("track", self._listen)
        self._peer.on("connectionstatechange", self._watch)

    async def accept(self, offer_sdp: str) -> str:
        """Answer an offer (also a renewed one); returns the SDP answer."""
        self.offer_sdp = offer_sdp
        await self._peer.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        if not any(sender.track for sender in self._peer.getSenders()):
            self._peer.addTrack(MixTrack(self._mixer, self.call_sid))
        await self._peer.setLocalDescription(await self._peer.createAnswer())
        self._mixer.microphones[self.call_sid] = self._microphone
        return self._peer.localDescription.sdp

    async def offer(self) -> str:
        """Make an offer for a leg that is being called; returns its SDP."""
        self._peer.addTrack(MixTrack(self._mixer, self.call_sid))
        await self._peer.setLocalDescription(await self._peer.createOffer())
        self._mixer.microphones[self.call_sid] = self._microphone
        return self._peer.localDescription.sdp

    async def answered(self, answer_sdp: str) -> None:
        await self._peer.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))

    async def close(self) -> Quality | None:
        """How it sounded; None where too little was heard to tell."""
        sounded = await self._sounded()
        if self._mixer.microphones.get(self.call_sid) is self._microphone:
            del self._mixer.microphones[self.call_sid]
        if self._reader:
            self._reader.cancel()
        await self._peer.close()
        return sounded

    async def _sounded(self) -> Quality | None:
        stats = (await self._peer.getStats()).values()
        heard = next((one for one in stats if one.type == "inbound-rtp"), None)
        if heard is None or heard.packetsReceived < ENOUGH:
            return None
        trips = [one.roundTripTime for one in stats if one.type == "remote-inbound-rtp"]
        jitter_ms = heard.jitter * 1000 / CLOCK_RATE
        return Quality(
            jitter_ms=jitter_ms,
            jitter_max_ms=jitter_ms,
            loss_percent=100 * max(0, heard.packetsLost) / heard.packetsReceived,
            rtt_ms=1000 * next((trip for trip in trips if trip), 0.0),
            packets=heard.packetsReceived,
        )

    def _listen(self, track: MediaStreamTrack) -> None:
        self._reader = asyncio.create_task(self._read(track))

    async def _read(self, track: MediaStreamTrack) -> None:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if not isinstance(frame, av.AudioFrame):
                continue
            for part in resampler.resample(frame):
                self._microphone.hear(bytes(part.planes[0])[: 2 * part.samples])

    def _watch(self) -> None:
        if self._peer.connectionState == "failed":
            self._on_lost()
