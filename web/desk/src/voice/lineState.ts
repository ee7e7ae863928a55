import type { LineEvent, LineFault } from './line';

/** Something the line complains of; `cleared_at_ms` once it no longer does, by the server's clock. */
export interface Warning {
  name: string;
  cleared_at_ms: number | null;
}

export interface LineState {
  status: 'idle' | 'connecting' | 'open' | 'reconnecting' | 'failed';
  /** The call it goes to; the same after a transfer. */
  conferenceId: string | null;
  fault: LineFault | null;
  muted: boolean;
  /** Mean opinion score of the last sample, 1 to 5. */
  mos: number | null;
  warnings: readonly Warning[];
  /** How often in a row this tab asked for this call's line. */
  tries: number;
  /** When it last ended, by the server's clock. */
  ended_ms: number | null;
}

export const SILENT_MICROPHONE = 'constant-audio-input-level';

export const IDLE: LineState = {
  status: 'idle',
  conferenceId: null,
  fault: null,
  muted: false,
  mos: null,
  warnings: [],
  tries: 0,
  ended_ms: null,
};

export function connecting(before: LineState, conferenceId: string): LineState {
  const tries = before.conferenceId === conferenceId ? before.tries + 1 : 1;
  return { ...IDLE, status: 'connecting', conferenceId, tries };
}

export function after(state: LineState, event: LineEvent, now_ms: number): LineState {
  switch (event.type) {
    case 'opened':
    case 'reconnected':
      return { ...state, status: 'open', fault: null, tries: 0 };
    case 'reconnecting':
      return { ...state, status: 'reconnecting' };
    case 'closed':
      return { ...IDLE, conferenceId: state.conferenceId, tries: state.tries, ended_ms: now_ms };
    case 'failed':
      return { ...IDLE, status: 'failed', conferenceId: state.conferenceId, tries: state.tries, fault: event.fault, ended_ms: now_ms };
    case 'muted':
      // The SDK says nothing of the microphone while it is muted, not even that it is well again.
      return { ...state, muted: event.on, warnings: state.warnings.filter(({ name }) => !event.on || name !== SILENT_MICROPHONE) };
    case 'quality':
      return { ...state, mos: event.mos };
    case 'warning': {
      const others = state.warnings.filter(({ name }) => name !== event.name);
      const known = others.length < state.warnings.length;
      if (!event.on && !known) return state;
      return { ...state, warnings: [...others, { name: event.name, cleared_at_ms: event.on ? null : now_ms }] };
    }
  }
}
