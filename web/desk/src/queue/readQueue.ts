import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';
import { noteServerTime } from '../api/serverClock';
import type { Queue } from '../api/words';

export function useQueue() {
  return useQuery({ queryKey: keys.queue, queryFn: readQueue, refetchInterval: useRefreshMs() });
}

async function readQueue(): Promise<Queue> {
  const queue = await dataOf(api().GET('/queue'));
  noteServerTime(queue.now_ms);
  return queue;
}
