import { useSyncExternalStore } from 'react';

import type { Config } from '../api/config';
import { serverNow } from '../api/serverClock';
import type { Seat, VoiceLine } from './line';
import type { Connection } from './lineCheck';
import { after, connecting, IDLE, type LineState } from './lineState';

type Preparable = VoiceLine & { prepare(): Promise<void> };

/** The one line of this tab, loaded when first wanted. */
export class LineControl {
  private state: LineState = IDLE;
  private line: Promise<Preparable> | null = null;
  private readonly watchers = new Set<() => void>();
  /** The attempt the agent has asked to end: its line is not to come back. */
  released: string | null = null;

  constructor(private readonly load: () => Promise<Preparable>) {}

  /** Loads the SDK and a token ahead of need. What fails here shows when connecting. */
  prepare(): void {
    void this.loaded()
      .then((line) => line.prepare())
      .catch(() => undefined);
  }

  async connect(seat: Seat): Promise<void> {
    if (this.busy) return;
    this.become(connecting(this.state, seat.conferenceId));
    try {
      const line = await this.loaded();
      await line.connect(seat);
    } catch {
      this.become(after(this.state, { type: 'failed', fault: 'unreachable' }, serverNow()));
    }
  }

  /** Measures the connection without a customer; `unknown` while there is a call. */
  async check(): Promise<Connection> {
    if (this.busy) return 'unknown';
    try {
      const line = await this.loaded();
      return await line.check();
    } catch {
      return 'unreachable';
    }
  }

  release(attemptId: string | null): void {
    this.released = attemptId;
  }

  hangUp(): void {
    void this.line?.then((line) => line.hangUp());
  }

  mute(on: boolean): void {
    void this.line?.then((line) => line.mute(on));
  }

  sendDigits(digits: string): void {
    void this.line?.then((line) => line.sendDigits(digits));
  }

  get busy(): boolean {
    return this.state.status === 'connecting' || this.state.status === 'open' || this.state.status === 'reconnecting';
  }

  current = (): LineState => this.state;

  watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  private loaded(): Promise<Preparable> {
    this.line ??= this.load().then(
      (line) => {
        line.on((event) => this.become(after(this.state, event, serverNow())));
        return line;
      },
      (cause: unknown) => {
        this.line = null;
        throw cause;
      },
    );
    return this.line;
  }

  private become(next: LineState): void {
    this.state = next;
    this.watchers.forEach((tell) => tell());
  }
}

export async function loadTwilioLine(voice: Config['voice']): Promise<Preparable> {
  if (voice.insecure === true && voice.chunderw !== undefined) {
    const { allowInsecureSignalling } = await import('./insecureSocket');
    allowInsecureSignalling(voice.chunderw);
  }
  const { TwilioLine } = await import('./twilioLine');
  return new TwilioLine(voice);
}

export function useLine(control: LineControl): LineState {
  return useSyncExternalStore(control.watch, control.current);
}
