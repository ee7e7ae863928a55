import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { keepAttempt } from './readAttempt';

export function useHold(attempt_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (on_hold: boolean) =>
      dataOf(api().PUT('/attempts/{attempt_id}/hold', { params: { path: { attempt_id } }, body: { on_hold } })),
    onSuccess: (attempt) => keepAttempt(queries, attempt),
    onError: () => void queries.invalidateQueries({ queryKey: keys.attempt(attempt_id) }),
  });
}
