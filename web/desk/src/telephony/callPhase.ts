import type { Attempt } from '../api/words';

/** Where a call is, as the server knows it. `line_lost`: the customer is there and the agent's line is not. */
export type CallPhase = 'joining' | 'dialling' | 'ringing' | 'on_call' | 'held' | 'line_lost' | 'ended';

export function phaseOf({ state, agent, customer }: Attempt): CallPhase {
  if (state === 'ended') return 'ended';
  if (state === 'connected') {
    if (agent.state !== 'joined') return 'line_lost';
    return customer.on_hold ? 'held' : 'on_call';
  }
  if (customer.state === 'ringing') return 'ringing';
  return state === 'claimed' ? 'joining' : 'dialling';
}

/** What the clock counts: the conversation, or before it the waiting for one. */
export function elapsedMs(attempt: Attempt, now_ms: number): number {
  const from_ms = attempt.connected_at_ms ?? attempt.dialled_at_ms ?? attempt.claimed_at_ms;
  return (attempt.ended_at_ms ?? now_ms) - from_ms;
}
