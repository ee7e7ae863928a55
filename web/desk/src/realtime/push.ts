import type { Changed } from '../api/words';

const WHAT = ['me', 'queue', 'board', 'attempt', 'timeline'];

/** A push, or null for what this version of the desk does not know. */
export function pushFrom(text: string): Changed | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null) return null;
  const { type, what, id, version } = said as Partial<Record<keyof Changed, unknown>>;
  const known = type === 'changed' && typeof what === 'string' && WHAT.includes(what);
  return known && typeof id === 'string' && typeof version === 'number' ? (said as Changed) : null;
}
