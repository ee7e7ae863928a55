import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';
import { noteServerTime } from '../api/serverClock';
import type { Topic } from '../api/words';

export type View = 'waiting' | 'later';

export function useWaiting(status: View, topic: Topic | null) {
  return useInfiniteQuery({
    queryKey: keys.waiting(status, topic),
    queryFn: async ({ pageParam }) => {
      const query = { status, ...(topic === null ? {} : { topic }), ...(pageParam === null ? {} : { cursor: pageParam }) };
      const page = await dataOf(api().GET('/queue/callbacks', { params: { query } }));
      noteServerTime(page.now_ms);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: useRefreshMs(),
  });
}
