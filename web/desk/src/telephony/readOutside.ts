import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

/** The numbers of the agent's site that may be asked into a call, by name. */
export function useOutside() {
  return useQuery({
    queryKey: keys.outside,
    queryFn: async () => (await dataOf(api().GET('/outside'))).outside,
    staleTime: Infinity,
  });
}
