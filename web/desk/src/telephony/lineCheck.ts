import type { Connection } from '../voice/lineCheck';

export type Part = 'microphone' | 'connection' | 'speaker';
export const PARTS: readonly Part[] = ['microphone', 'connection', 'speaker'];

export type Finding = { part: 'microphone'; found: 'good' | 'silent' | 'denied' | 'failed' } | { part: 'connection'; found: Connection } | { part: 'speaker'; found: 'good' | 'unheard' };

/** What was found last, by part, and when the last of them was. */
export interface LineCheck {
  at_ms: number;
  found: Partial<Record<Part, string>>;
}

/** Quieter than this is no voice: the microphone is muted or not the one that is spoken into. */
export const HEARD_FROM = 0.005;
const KEPT = 'alo.line-check';

export function withFinding(check: LineCheck | null, { part, found }: Finding, now_ms: number): LineCheck {
  return { at_ms: now_ms, found: { ...check?.found, [part]: found } };
}

export function allGood(check: LineCheck): boolean {
  return PARTS.every((part) => check.found[part] === 'good');
}

export function isWhole(check: LineCheck): boolean {
  return PARTS.every((part) => check.found[part] !== undefined);
}

/** Why the microphone could not be opened. */
export function microphoneFault(cause: unknown): 'denied' | 'failed' {
  return cause instanceof DOMException && cause.name === 'NotAllowedError' ? 'denied' : 'failed';
}

/** The last whole check of this session; it ends with the tab. */
export function keptCheck(): LineCheck | null {
  const kept = sessionStorage.getItem(KEPT);
  return kept === null ? null : (JSON.parse(kept) as LineCheck);
}

export function keepCheck(check: LineCheck): void {
  sessionStorage.setItem(KEPT, JSON.stringify(check));
}
