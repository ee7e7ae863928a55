import type { Attempt } from '../api/words';
import type { LineState } from '../voice/lineState';
import { placeOf, wentOn } from './place';

// The conference may be ending: the line closes a moment before the server says so.
const SETTLE_MS = 2_500;
const MOST_TRIES = 3;

interface Situation {
  attempt: Attempt;
  agent_id: string;
  line: LineState;
  /** This tab is the one with the line. */
  holds: boolean;
  /** The attempt the agent has asked to end. */
  released: string | null;
  now_ms: number;
}

/**
 * Whether this tab connects its line to the attempt now. One rule for a fresh claim, a reload, a taken-over
 * tab, a dropped line and a call they were asked into: the server says that the agent is not in the
 * conference, and nothing here is on its way there.
 */
export function shouldJoin({ attempt, agent_id, line, holds, released, now_ms }: Situation): boolean {
  if (!holds || attempt.state === 'ended' || released === attempt.id) return false;
  const { state, gone } = placeOf(attempt, agent_id);
  if (gone || (state !== 'absent' && state !== 'left')) return false;
  if (line.status !== 'idle' && line.status !== 'failed') return false;
  if (line.conferenceId !== attempt.initial_id || line.ended_ms === null) return true;
  if (line.tries >= MOST_TRIES || line.fault === 'microphone_denied' || line.fault === 'microphone_failed') return false;
  return now_ms - line.ended_ms > SETTLE_MS;
}

/** Whether an open line is to be closed: another tab has it, or there is no call of this agent's for it. */
export function shouldLeave(attempt: Attempt | null | undefined, agent_id: string, holds: boolean): boolean {
  if (!holds || attempt === null) return true;
  if (attempt === undefined || wentOn(attempt, agent_id) !== null) return false;
  return attempt.state === 'ended' || placeOf(attempt, agent_id).gone;
}
