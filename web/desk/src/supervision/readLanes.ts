import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';

export function useLanes() {
  return useQuery({ queryKey: keys.lanes, queryFn: () => dataOf(api().GET('/lanes')), refetchInterval: useRefreshMs() });
}
