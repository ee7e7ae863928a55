import type { Connection } from './lineCheck';

/** What the line tells. `failed` ends it; `code` is a word of ours, see LineFault. */
export type LineEvent =
  | { type: 'opened' }
  | { type: 'reconnecting' }
  | { type: 'reconnected' }
  | { type: 'closed' }
  | { type: 'failed'; fault: LineFault }
  | { type: 'muted'; on: boolean }
  | { type: 'quality'; mos: number | null }
  | { type: 'warning'; name: string; on: boolean };

export type LineFault = 'microphone_denied' | 'microphone_failed' | 'timeout' | 'token' | 'unreachable' | 'unknown';

/** Where a line goes: an attempt's conference, as its agent (`party` null) or under the label they were asked in by. */
export interface Seat {
  attemptId: string;
  /** The first attempt of a call: what its conference is known by, whoever has the call now. */
  conferenceId: string;
  party: string | null;
}

/** The agent's own audio line into an attempt's conference. One call at a time. */
export interface VoiceLine {
  connect(seat: Seat): Promise<void>;
  hangUp(): void;
  mute(on: boolean): void;
  /** Keys of a telephone, heard by everybody in the call. */
  sendDigits(digits: string): void;
  /** A short call to nobody, to measure what there is between here and the carrier; a real call ends it. */
  check(): Promise<Connection>;
  /** Returns what ends the subscription. */
  on(listener: (event: LineEvent) => void): () => void;
}
