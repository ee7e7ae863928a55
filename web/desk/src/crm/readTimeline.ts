import { useInfiniteQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useFreshness } from '../api/freshness';
import { keys } from '../api/keys';

const PAGE = 50;
const POLL_MS = 5_000;

export function useTimeline(customer_id: string) {
  const freshness = useFreshness();
  return useInfiniteQuery({
    queryKey: keys.timeline(customer_id),
    queryFn: ({ pageParam }) =>
      dataOf(
        api().GET('/customers/{customer_id}/timeline', {
          params: { path: { customer_id }, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: freshness === 'live' ? false : POLL_MS,
  });
}
