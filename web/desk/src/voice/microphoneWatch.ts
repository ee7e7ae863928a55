import type { LineFault } from './line';

/** So many samples, one a second: a device that was pulled out has another in its place sooner. */
export const GONE_SAMPLES = 3;

/** Notices that the microphone was taken away in mid-call. The SDK says nothing of it. */
export class MicrophoneWatch {
  private gone = 0;

  /** Told at each sample; true when nothing of the microphone has lived for too long. */
  lost(tracks: readonly Pick<MediaStreamTrack, 'readyState'>[]): boolean {
    const ended = tracks.length > 0 && tracks.every(({ readyState }) => readyState === 'ended');
    this.gone = ended ? this.gone + 1 : 0;
    return this.gone >= GONE_SAMPLES;
  }
}

/** Whether it was the browser's permission that went. */
export async function whyLost(permissions: Pick<Permissions, 'query'> = navigator.permissions): Promise<LineFault> {
  try {
    const { state } = await permissions.query({ name: 'microphone' });
    return state === 'denied' ? 'microphone_denied' : 'microphone_failed';
  } catch {
    return 'microphone_failed';
  }
}
