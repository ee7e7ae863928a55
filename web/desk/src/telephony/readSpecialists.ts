import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

// Read while somebody is choosing: who was free a moment ago may not be.
const LOOK_MS = 4_000;

export function useSpecialists(lane: string) {
  return useQuery({
    queryKey: keys.specialists(lane),
    queryFn: async () => (await dataOf(api().GET('/specialists', { params: { query: { lane } } }))).specialists,
    refetchInterval: LOOK_MS,
  });
}
