import { SILENT_MICROPHONE, type LineState } from '../voice/lineState';
import type { CallPhase } from './callPhase';

/** The voice SDK's warnings, the one that hurts the customer most first; what it means and what helps is in the messages. */
const GRAVEST_FIRST = [
  'ice-connectivity-lost',
  'low-bytes-sent',
  SILENT_MICROPHONE,
  'low-bytes-received',
  'constant-audio-output-level',
  'high-packet-loss',
  'high-packets-lost-fraction',
  'high-jitter',
  'high-rtt',
  'low-mos',
];
/** Silence is no fault while nobody is there to be heard. */
const ABOUT_HEARING = ['low-bytes-received', 'constant-audio-output-level'];
/** A line at its limit complains and recovers by the second: what is over stays this much longer. */
export const LINGER_MS = 4_000;

/** The warnings to show, the gravest first, as ends of message keys. */
export function shownWarnings(line: LineState, phase: CallPhase, now_ms: number): string[] {
  if (line.status !== 'open') return [];
  const shown = line.warnings
    .filter(({ cleared_at_ms }) => cleared_at_ms === null || now_ms - cleared_at_ms < LINGER_MS)
    .map(({ name }) => name)
    .filter((name) => phase === 'on_call' || phase === 'consulting' || !ABOUT_HEARING.includes(name));
  return GRAVEST_FIRST.filter((name) => shown.includes(name)).map((name) => name.replaceAll('-', '_'));
}
