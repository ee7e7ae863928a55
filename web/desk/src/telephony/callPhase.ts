import type { Attempt } from '../api/words';
import { placeOf } from './place';

/**
 * Where a call is for one agent, as the server knows it. `consulting`: somebody else is in the talk while the
 * customer hears music. `line_lost`: the customer is there and the agent's line is not.
 */
export type CallPhase = 'joining' | 'dialling' | 'ringing' | 'on_call' | 'consulting' | 'held' | 'line_lost' | 'ended';

export function phaseOf(attempt: Attempt, agent_id = attempt.agent_id): CallPhase {
  const { state, customer, participants } = attempt;
  const place = placeOf(attempt, agent_id);
  if (state === 'ended' || place.gone) return 'ended';
  if (place.label !== null) {
    if (place.state !== 'joined') return 'joining';
    return place.on_hold ? 'held' : 'on_call';
  }
  if (state === 'connected') {
    if (place.state !== 'joined') return 'line_lost';
    if (!customer.on_hold) return 'on_call';
    return participants.some((one) => one.state === 'joined' && !one.on_hold) ? 'consulting' : 'held';
  }
  if (customer.state === 'ringing') return 'ringing';
  return state === 'claimed' ? 'joining' : 'dialling';
}

/** What the clock counts: the conversation, or before it the waiting for one. */
export function elapsedMs(attempt: Attempt, now_ms: number): number {
  const from_ms = attempt.connected_at_ms ?? attempt.dialled_at_ms ?? attempt.claimed_at_ms;
  return (attempt.ended_at_ms ?? now_ms) - from_ms;
}
