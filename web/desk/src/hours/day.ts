import type { Day } from '../api/words';

/** As far ahead as the server takes a window: AHEAD_S of chalicelib/queue/hours.py. */
const AHEAD_MS = 30 * 86_400_000;

export type DayState = 'open' | 'partly' | 'weekend' | 'holiday' | 'closed';

/** partly: a closing takes away some of its hours. */
export function stateOf({ reason, message }: Day): DayState {
  return reason === 'open' && message !== null ? 'partly' : reason;
}

/** Why a day has no window to choose: it is not open, too far ahead, or what is left of it is too short. */
export function whyNone({ open, slots, now_ms }: Day): 'shut' | 'far' | 'over' | null {
  const [first] = open;
  if (slots.length > 0) return null;
  if (first === undefined) return 'shut';
  return first.from_ms > now_ms + AHEAD_MS ? 'far' : 'over';
}
