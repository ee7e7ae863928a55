import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

export function useGuard() {
  return useQuery({
    queryKey: keys.guard,
    queryFn: () => dataOf(api().GET('/guard')),
    refetchInterval: 30_000,
  });
}
