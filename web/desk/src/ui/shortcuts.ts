import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key that does something on the present screen. `key` as in KeyboardEvent.key; `shift+e` for Shift. */
export interface Shortcut {
  key: string;
  name: string;
}

const active = new Map<string, Shortcut & { run: () => void }>();
const watchers = new Set<() => void>();
let list: readonly Shortcut[] = [];

/** In scope while mounted and enabled. Never while someone types, nor with Ctrl, Alt or ⌘. */
export function useShortcut(key: string, name: string, run: () => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    active.set(key, { key, name, run: () => latest.current() });
    publish();
    return () => {
      active.delete(key);
      publish();
    };
  }, [key, name, enabled]);
}

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(watch, () => list);
}

export function startShortcuts(): () => void {
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const shortcut = active.get(event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key);
  if (shortcut === undefined) return;
  event.preventDefault();
  shortcut.run();
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog, [role="menu"]') !== null) return true;
  return target.isContentEditable || target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');
}

function publish(): void {
  list = [...active.values()].map(({ key, name }) => ({ key, name }));
  watchers.forEach((tell) => tell());
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
