/** What is said near the microphone and heard of the speaker, without a call. */

const EACH_MS = 50;
const TONE_HZ = 440;
const TONE_S = 1.2;

/** Listens for so long and answers the loudest moment, 0 to 1; `tell` hears each. Throws what getUserMedia throws. */
export async function listen(for_ms: number, tell: (level: number) => void): Promise<number> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  try {
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let at_ms = 0; at_ms < for_ms; at_ms += EACH_MS) {
      await new Promise((resolve) => setTimeout(resolve, EACH_MS));
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
      loudest = Math.max(loudest, level);
      tell(level);
    }
    return loudest;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  }
}

/** A tone, swelling and fading so that it does not click; over when it is. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = TONE_HZ;
  volume.gain.setValueAtTime(0, context.currentTime);
  volume.gain.linearRampToValueAtTime(0.2, context.currentTime + 0.1);
  volume.gain.linearRampToValueAtTime(0, context.currentTime + TONE_S);
  tone.connect(volume).connect(context.destination);
  await new Promise<void>((resolve) => {
    tone.onended = () => resolve();
    tone.start();
    tone.stop(context.currentTime + TONE_S);
  });
  await context.close();
}
