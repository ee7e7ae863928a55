import { useMutation } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';

/** Not a query: the number must not stay in a cache. */
export function useRevealPhone(attempt_id: string) {
  return useMutation({
    mutationFn: async () =>
      (await dataOf(api().POST('/attempts/{attempt_id}/phone', { params: { path: { attempt_id } } }))).phone,
    gcTime: 0,
  });
}
