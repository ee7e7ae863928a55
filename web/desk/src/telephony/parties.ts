import type { Attempt, Participant } from '../api/words';

/** Whoever is in a call besides the one who looks at it. */
export interface Party {
  label: string;
  kind: Participant['kind'] | 'customer' | 'agent';
  name: string;
  /** `talk`: hears and is heard. `coming`: asked, not there yet. `gone`: `why` says how. */
  state: 'talk' | 'held' | 'coming' | 'gone';
  why: NonNullable<Participant['ended_as']> | null;
}

const AGENT = 'agent';
export const CUSTOMER = 'customer';

/** The customer first, then in the order in which they were asked; the call's agent for somebody asked in. */
export function partiesOf(attempt: Attempt, agent_id: string): Party[] {
  const { agent, customer } = attempt;
  const others = attempt.participants.filter((one) => one.agent_id === null || one.agent_id !== agent_id);
  return [
    { label: CUSTOMER, kind: CUSTOMER, name: attempt.customer_name, state: stateOf(customer.state, customer.on_hold), why: null },
    ...(attempt.agent_id === agent_id ? [] : [{ label: AGENT, kind: AGENT, name: attempt.agent_name, state: stateOf(agent.state, agent.on_hold), why: null } as const]),
    ...others.map(({ label, kind, name, state, on_hold, ended_as }): Party => ({ label, kind, name, state: ended_as === null ? stateOf(state, on_hold) : 'gone', why: ended_as })),
  ];
}

/** Those worth showing: of who came to nothing or has left, only the last word on each person. */
export function shownParties(parties: readonly Party[], dismissed: readonly string[]): Party[] {
  return parties.filter(
    ({ label, name, kind, state }, at) =>
      (state !== 'gone' || !dismissed.includes(label)) && (state !== 'gone' || !parties.slice(at + 1).some((later) => later.name === name && later.kind === kind)),
  );
}

/** With whom the agent may talk: labels for `PUT …/talk`, each choice once. The last one is everybody. */
export function talksOf(parties: readonly Party[]): string[][] {
  const here = parties.filter(({ state }) => state === 'talk' || state === 'held').map(({ label }) => label);
  return here.length < 2 ? [] : [...here.map((label) => [label]), here];
}

/** Whether the talk is exactly this one now. */
export function isTalk(parties: readonly Party[], talk: readonly string[]): boolean {
  const now = parties.filter(({ state }) => state === 'talk').map(({ label }) => label);
  return now.length === talk.length && now.every((label) => talk.includes(label));
}

function stateOf(state: Attempt['customer']['state'], on_hold: boolean): Party['state'] {
  if (state === 'left') return 'gone';
  if (state !== 'joined') return 'coming';
  return on_hold ? 'held' : 'talk';
}
