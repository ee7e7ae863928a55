import { describe, expect, it } from 'vitest';

import { GONE_SAMPLES, MicrophoneWatch, whyLost } from '../src/voice/microphoneWatch';

const LIVE = [{ readyState: 'live' as const }];
const ENDED = [{ readyState: 'ended' as const }];
const seen = (watch: MicrophoneWatch, ...samples: (typeof LIVE | typeof ENDED)[]) => samples.map((tracks) => watch.lost(tracks));

describe('a microphone taken away in mid-call', () => {
  it('is lost when nothing of it has lived for so many samples', () => {
    const samples = Array.from({ length: GONE_SAMPLES }, () => ENDED);
    expect(seen(new MicrophoneWatch(), LIVE, ...samples)).toEqual([false, ...samples.map((_, at) => at === GONE_SAMPLES - 1)]);
  });

  it('is not when another took its place meanwhile', () => {
    expect(seen(new MicrophoneWatch(), ENDED, ENDED, LIVE, ENDED, ENDED, LIVE)).not.toContain(true);
  });

  it('is not while one track of several lives, or before there is any', () => {
    const watch = new MicrophoneWatch();
    for (let sample = 0; sample < 2 * GONE_SAMPLES; sample += 1) {
      expect(watch.lost([...ENDED, ...LIVE])).toBe(false);
      expect(watch.lost([])).toBe(false);
    }
  });

  it('is blocked where the browser says so, and else does not respond', async () => {
    const answering = (state: PermissionState) => ({ query: () => Promise.resolve({ state } as PermissionStatus) });
    expect(await whyLost(answering('denied'))).toBe('microphone_denied');
    expect(await whyLost(answering('granted'))).toBe('microphone_failed');
    expect(await whyLost({ query: () => Promise.reject(new Error('no such permission')) })).toBe('microphone_failed');
  });
});
