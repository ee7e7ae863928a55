import type { Activity, AskParticipant, Specialist } from '../api/words';

/** Somebody who can be asked into a call. `activity` is null for whoever is free first of a lane. */
export interface Candidate {
  id: string;
  name: string | null;
  activity: Activity | null;
  free: boolean;
  ask: AskParticipant;
}

/** Whoever is free first, when anybody is, and then everybody by name; those who are free before the others. */
export function candidatesOf(specialists: readonly Specialist[], lane: string): Candidate[] {
  const known = specialists.map(({ id, name, activity }): Candidate => ({
    id,
    name,
    activity,
    free: activity === 'available',
    ask: { kind: 'specialist', agent_id: id },
  }));
  const free = known.filter((one) => one.free);
  const others = known.filter((one) => !one.free);
  const first: Candidate = { id: 'first', name: null, activity: null, free: true, ask: { kind: 'specialist', lane } };
  return free.length === 0 ? others : [first, ...free, ...others];
}

/** Those whose name has every word that was typed, whatever its accents. */
export function matching(candidates: readonly Candidate[], typed: string): Candidate[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return candidates.filter(({ name }) => (name === null ? words.length === 0 : words.every((word) => plain(name).includes(word))));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
