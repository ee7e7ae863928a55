import { useEffect, useState } from 'react';

const CHOICE = 'alo.ring';
const EVERY_MS = 3_000;
const TONE_S = 0.35;
const LOUD = 0.12;
const NOTES_HZ = [660, 880];

/** Two soft notes every three seconds, as long as `on`. Made here: a file would have to be fetched first. */
export function useRing(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const audio = new AudioContext();
    // Refused until somebody has touched the page: then the screen alone has to do.
    void audio.resume().catch(() => undefined);
    play(audio);
    const timer = setInterval(() => play(audio), EVERY_MS);
    return () => {
      clearInterval(timer);
      void audio.close();
    };
  }, [on]);
}

/** Whether offers may be heard; kept for the next visit. */
export function useRingChoice(): [boolean, (heard: boolean) => void] {
  const [heard, setHeard] = useState(() => localStorage.getItem(CHOICE) !== 'off');
  return [
    heard,
    (next) => {
      localStorage.setItem(CHOICE, next ? 'on' : 'off');
      setHeard(next);
    },
  ];
}

function play(audio: AudioContext): void {
  NOTES_HZ.forEach((hz, number) => {
    const from_s = audio.currentTime + number * TONE_S;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0, from_s);
    volume.gain.linearRampToValueAtTime(LOUD, from_s + 0.03);
    volume.gain.linearRampToValueAtTime(0, from_s + TONE_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(from_s);
    tone.stop(from_s + TONE_S);
  });
}
