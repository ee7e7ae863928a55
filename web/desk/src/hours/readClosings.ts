import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

export function useClosings() {
  return useQuery({ queryKey: keys.closings, queryFn: () => dataOf(api().GET('/closings')), refetchInterval: 30_000 });
}
