import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Closings } from '../api/words';

/** Takes a closing back; its beginning names it. */
export function useReopenSite(from_ms: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => dataOf(api().DELETE('/closings/{from_ms}', { params: { path: { from_ms: String(from_ms) } } })),
    onSuccess: (closings) => queries.setQueryData<Closings>(keys.closings, closings),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.hours }),
  });
}
