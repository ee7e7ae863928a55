import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

export function useResetBudget() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (country: string) => dataOf(api().POST('/guard/{country}/reset', { params: { path: { country } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.guard }),
  });
}
