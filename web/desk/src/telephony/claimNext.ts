import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Me } from '../api/words';
import { keepAttempt } from './readAttempt';

/** Answers the attempt, or null when nobody waits whom this agent may take now. */
export function useClaimNext() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await dataOf(api().POST('/claims'))).attempt,
    onSuccess: async (attempt) => {
      if (attempt !== null) {
        await keepAttempt(queries, attempt);
        await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
        queries.setQueryData<Me>(keys.me, (me) => me && { ...me, attempt_id: attempt.id });
      }
      void queries.invalidateQueries({ queryKey: keys.me });
      void queries.invalidateQueries({ queryKey: keys.queue });
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}
