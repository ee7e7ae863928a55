import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';

export type SearchKind = 'phone' | 'order_id' | 'customer_id';

export interface Search {
  kind: SearchKind;
  text: string;
}

export function useSearch(search: Search | null) {
  return useQuery({
    queryKey: keys.search(search?.kind ?? '', search?.text ?? ''),
    queryFn: () => dataOf(api().POST('/queue/searches', { body: { [search?.kind ?? '']: search?.text } })),
    enabled: search !== null,
    refetchInterval: useRefreshMs(),
  });
}
