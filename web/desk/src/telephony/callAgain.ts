import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Me } from '../api/words';
import { keepAttempt } from './readAttempt';

/** The customer was cut off. Answers the attempt that calls them, or null when somebody else has them by now. */
export function useCallAgain(attempt_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await dataOf(api().POST('/attempts/{attempt_id}/call-again', { params: { path: { attempt_id } } }))).attempt,
    onSuccess: async (attempt) => {
      if (attempt !== null) {
        await keepAttempt(queries, attempt);
        await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
        queries.setQueryData<Me>(keys.me, (me) => me && { ...me, attempt_id: attempt.id });
      }
      void queries.invalidateQueries({ queryKey: keys.me });
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}
