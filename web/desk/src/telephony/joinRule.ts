import type { Attempt } from '../api/words';
import type { LineState } from '../voice/lineState';

// The conference may be ending: the line closes a moment before the server says so.
const SETTLE_MS = 2_500;
const MOST_TRIES = 3;

interface Situation {
  attempt: Attempt;
  line: LineState;
  /** This tab is the one with the line. */
  holds: boolean;
  /** The attempt the agent has asked to end. */
  released: string | null;
  now_ms: number;
}

/**
 * Whether this tab connects its line to the attempt now. One rule for a fresh claim, a reload, a taken-over
 * tab and a dropped line: the server says that the agent is not in the conference, and nothing here is on
 * its way there.
 */
export function shouldJoin({ attempt, line, holds, released, now_ms }: Situation): boolean {
  if (!holds || attempt.state === 'ended' || released === attempt.id) return false;
  if (attempt.agent.state !== 'absent' && attempt.agent.state !== 'left') return false;
  if (line.status !== 'idle' && line.status !== 'failed') return false;
  if (line.attemptId !== attempt.id || line.ended_ms === null) return true;
  if (line.tries >= MOST_TRIES || line.fault === 'microphone_denied' || line.fault === 'microphone_failed') return false;
  return now_ms - line.ended_ms > SETTLE_MS;
}
