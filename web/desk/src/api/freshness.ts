import { useSyncExternalStore } from 'react';

/** How current the screen is: `live` pushes arrive, `polling` while they do not. */
export type Freshness = 'connecting' | 'live' | 'polling';

const POLL_MS = 5_000;
// Pushes may be lost on the way; a slow look now and then puts a limit on how long a screen can be wrong.
const AUDIT_MS = 30_000;

let current: Freshness = 'connecting';
const watchers = new Set<() => void>();

export function setFreshness(next: Freshness): void {
  if (next === current) return;
  current = next;
  watchers.forEach((tell) => tell());
}

export function useFreshness(): Freshness {
  return useSyncExternalStore(watch, () => current);
}

/** For `refetchInterval`. */
export function useRefreshMs(): number {
  return useFreshness() === 'live' ? AUDIT_MS : POLL_MS;
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
