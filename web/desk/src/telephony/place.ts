import type { Attempt } from '../api/words';
import type { Seat } from '../voice/line';

/**
 * An agent's place in a call: their own call (`label` null), or one they were asked into under a label.
 * `gone`: they have no place in it any more.
 */
export interface Place {
  label: string | null;
  state: Attempt['agent']['state'];
  on_hold: boolean;
  gone: boolean;
}

export function placeOf(attempt: Attempt, agent_id: string): Place {
  if (attempt.agent_id === agent_id) return { label: null, state: attempt.agent.state, on_hold: attempt.agent.on_hold, gone: false };
  const mine = guestIn(attempt, agent_id);
  if (mine === undefined) return { label: '', state: 'absent', on_hold: false, gone: true };
  return { label: mine.label, state: mine.state, on_hold: mine.on_hold, gone: mine.ended_as !== null };
}

export function seatOf(attempt: Attempt, agent_id: string): Seat {
  return { attemptId: attempt.id, conferenceId: attempt.initial_id, party: placeOf(attempt, agent_id).label };
}

/** Where the call went on for somebody who was asked in and stays; null while it goes on here. */
export function wentOn(attempt: Attempt, agent_id: string): string | null {
  if (attempt.agent_id === agent_id) return null;
  return guestIn(attempt, agent_id)?.ended_as === 'handed_over' ? attempt.next_id : null;
}

function guestIn(attempt: Attempt, agent_id: string) {
  return attempt.participants.filter((one) => one.agent_id === agent_id).at(-1);
}
