import type { QueryClient, QueryKey } from '@tanstack/react-query';

import { keys } from '../api/keys';
import type { Attempt, Changed } from '../api/words';

const GATHER_MS = 200;

/**
 * Reads again exactly what a push names. A burst of pushes becomes one request; an attempt that is already
 * at that version is left alone. Invalidation drops the answer of a request already under way, which may
 * have been given before the change.
 */
export class Refetcher {
  private readonly waiting = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly queries: QueryClient) {}

  changed(push: Changed): void {
    if (push.what === 'attempt' && (this.queries.getQueryData<Attempt>(keys.attempt(push.id))?.version ?? -1) >= push.version) return;
    const key = keyOf(push);
    // What a call waits for goes at once; only what is of a whole site comes in storms.
    if (push.what === 'queue' || push.what === 'board') {
      this.waiting.set(JSON.stringify(key), key);
      this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    } else {
      this.read(key);
      // What becomes of a recording is told as a part of the story.
      if (push.what === 'timeline') this.read(['recording']);
    }
  }

  /** After a gap nobody knows what was missed. */
  everything(): void {
    void this.queries.invalidateQueries();
  }

  private flush(): void {
    this.timer = undefined;
    const due = [...this.waiting.values()];
    this.waiting.clear();
    due.forEach((key) => this.read(key));
  }

  private read(key: QueryKey): void {
    void this.queries.invalidateQueries({ queryKey: key });
  }
}

function keyOf({ what, id }: Changed): QueryKey {
  if (what === 'attempt') return keys.attempt(id);
  if (what === 'timeline') return keys.timeline(id);
  if (what === 'me') return keys.me;
  return what === 'board' ? keys.board : keys.queue;
}
