import { DISPOSITIONS, type Disposition } from '../api/words';

export interface Draft {
  disposition: Disposition | null;
  note: string;
}

const PREFIX = 'alo.draft.';
export const NO_DRAFT: Draft = { disposition: null, note: '' };

/** What was typed for an attempt and not saved yet; a reload loses nothing. */
export function readDraft(attemptId: string): Draft {
  const kept = localStorage.getItem(PREFIX + attemptId);
  if (kept === null) return NO_DRAFT;
  const { disposition, note } = JSON.parse(kept) as Partial<Draft>;
  return { disposition: DISPOSITIONS.find((name) => name === disposition) ?? null, note: note ?? '' };
}

export function keepDraft(attemptId: string, draft: Draft): void {
  localStorage.setItem(PREFIX + attemptId, JSON.stringify(draft));
}

export function forgetDraft(attemptId: string): void {
  localStorage.removeItem(PREFIX + attemptId);
}

/** On signing out: a note is about a person, and the next one at this machine is someone else. */
export function forgetAllDrafts(): void {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => localStorage.removeItem(key));
}
