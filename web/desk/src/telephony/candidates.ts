import type { Activity, AskParticipant, Outside, Specialist } from '../api/words';
import type { Text } from '../i18n/i18n';

/** Somebody who can be asked into a call. `activity` is a named specialist's. */
export interface Candidate {
  id: string;
  kind: AskParticipant['kind'];
  name: string;
  activity: Activity | null;
  free: boolean;
  ask: AskParticipant;
}

interface Known {
  lane: string;
  orderId: string | null;
  specialists: readonly Specialist[];
  outside: readonly Outside[];
}

/** Specialists, those who are free first; then the other side of the order, then outside numbers. */
export function candidatesOf({ lane, orderId, specialists, outside }: Known, t: Text): Candidate[] {
  const named = specialists.map(({ id, name, activity }): Candidate => ({
    id,
    kind: 'specialist',
    name,
    activity,
    free: activity === 'available',
    ask: { kind: 'specialist', agent_id: id },
  }));
  const free = named.filter((one) => one.free);
  return [
    ...(free.length === 0 ? [] : [always('first', t('desk.ask.first'), { kind: 'specialist', lane })]),
    ...free,
    ...named.filter((one) => !one.free),
    ...(orderId === null ? [] : [always('seller', t('desk.ask.seller', { id: orderId }), { kind: 'seller' })]),
    ...outside.map(({ id, name }) => always(`outside-${id}`, name, { kind: 'outside', outside_id: id })),
  ];
}

/** Those whose name has every word that was typed, whatever its accents. */
export function matching(candidates: readonly Candidate[], typed: string): Candidate[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return candidates.filter(({ name }) => words.every((word) => plain(name).includes(word)));
}

/**
 * Who is asked by Enter: the one marked, else the first free specialist, or of a search the first of all who
 * can be asked. Nobody is dialled who was not chosen or searched for.
 */
export function chosenOf(found: readonly Candidate[], marked: string | null, typed: string): Candidate | undefined {
  const free = found.filter((one) => one.free);
  const byItself = typed.trim() === '' ? free.find(({ kind }) => kind === 'specialist') : free[0];
  return free.find(({ id }) => id === marked) ?? byItself;
}

function always(id: string, name: string, ask: AskParticipant): Candidate {
  return { id, kind: ask.kind, name, activity: null, free: true, ask };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
