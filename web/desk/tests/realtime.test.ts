import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { keys } from '../src/api/keys';
import type { Changed } from '../src/api/words';
import { backoffMs } from '../src/realtime/backoff';
import { pushFrom } from '../src/realtime/push';
import { Refetcher } from '../src/realtime/refetch';
import { anAttempt } from './anAttempt';

const push = (what: Changed['what'], id: string, version = 1): Changed => ({ type: 'changed', what, id, version });

describe('a push', () => {
  it('is read when it is one', () => {
    expect(pushFrom(JSON.stringify(push('queue', 'BR')))).toEqual(push('queue', 'BR'));
  });

  it.each(['', 'pong', '[]', 'null', '{"type":"changed"}', '{"type":"changed","what":"moon","id":"x","version":1}', '{"type":"changed","what":"me","id":"x","version":"1"}'])(
    'is nothing for %s',
    (text) => {
      expect(pushFrom(text)).toBeNull();
    },
  );
});

describe('what a push reads again', () => {
  let queries: QueryClient;
  const stale = (key: readonly string[]) => queries.getQueryState(key)?.isInvalidated;

  beforeEach(() => {
    vi.useFakeTimers();
    queries = new QueryClient();
    queries.setQueryData(keys.me, {});
    queries.setQueryData(keys.queue, {});
    queries.setQueryData(keys.attempt('att-1'), anAttempt({ version: 5 }));
    queries.setQueryData(keys.timeline('customer-1'), {});
  });
  afterEach(() => vi.useRealTimers());

  it('is exactly what it names', () => {
    new Refetcher(queries).changed(push('attempt', 'att-1', 6));
    expect(stale(keys.attempt('att-1'))).toBe(true);
    expect(stale(keys.me)).toBe(false);
    expect(stale(keys.timeline('customer-1'))).toBe(false);
  });

  it('is nothing when the attempt is already there', () => {
    new Refetcher(queries).changed(push('attempt', 'att-1', 5));
    expect(stale(keys.attempt('att-1'))).toBe(false);
  });

  it('is the queue once for a storm of pushes', () => {
    const read = vi.spyOn(queries, 'invalidateQueries');
    const refetcher = new Refetcher(queries);
    for (let version = 0; version < 50; version += 1) refetcher.changed(push('queue', 'BR', version));
    expect(read).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is everything after a gap', () => {
    new Refetcher(queries).everything();
    expect([keys.me, keys.queue, keys.attempt('att-1')].map(stale)).toEqual([true, true, true]);
  });
});

describe('the wait before reconnecting', () => {
  it('doubles up to a cap, and is anywhere below it', () => {
    expect([0, 1, 2, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([500, 1000, 2000, 15_000]);
    expect(backoffMs(20, () => 0)).toBe(0);
  });
});
