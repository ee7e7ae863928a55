import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Closings, CloseSite } from '../api/words';

export function useCloseSite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CloseSite) => dataOf(api().POST('/closings', { body })),
    onSuccess: (closings) => queries.setQueryData<Closings>(keys.closings, closings),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.hours }),
  });
}
