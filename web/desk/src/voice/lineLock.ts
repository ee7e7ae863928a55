import { useSyncExternalStore } from 'react';

const NAME = 'alo-voice';

/**
 * Which tab of this browser has the line. The first one does; the next in line gets it when that one
 * closes, or takes it over.
 */
export class LineLock {
  private mine = false;
  private readonly watchers = new Set<() => void>();
  private release: (() => void) | null = null;

  constructor(private readonly locks: LockManager = navigator.locks) {}

  start(): void {
    this.ask({});
  }

  takeOver(): void {
    if (!this.mine) this.ask({ steal: true });
  }

  stop(): void {
    this.release?.();
  }

  holds = (): boolean => this.mine;

  watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  private ask(options: LockOptions): void {
    this.locks
      .request(NAME, options, () => {
        this.become(true);
        return new Promise<void>((resolve) => (this.release = resolve));
      })
      .then(
        () => this.become(false),
        () => {
          // Another tab took it over: stand in line again.
          this.become(false);
          this.ask({});
        },
      );
  }

  private become(mine: boolean): void {
    if (mine === this.mine) return;
    this.mine = mine;
    this.watchers.forEach((tell) => tell());
  }
}

export function useHoldsLine(lock: LineLock): boolean {
  return useSyncExternalStore(lock.watch, lock.holds);
}
