import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Me } from '../api/words';
import { keepAttempt } from '../telephony/readAttempt';

/** The customer who rings becomes the agent's call. */
export function useAcceptOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (callback_id: string) => (await dataOf(api().POST('/offers/accept', { body: { callback_id } }))).attempt,
    onSuccess: async (attempt) => {
      if (attempt === null) return;
      await keepAttempt(queries, attempt);
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData<Me>(keys.me, (me) => me && { ...me, attempt_id: attempt.id, offer: null });
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.me });
      void queries.invalidateQueries({ queryKey: keys.queue });
    },
  });
}

/** They keep their place and ring elsewhere. */
export function useDeclineOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (callback_id: string) => dataOf(api().POST('/offers/decline', { body: { callback_id } })),
    onSuccess: async (me) => {
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData(keys.me, me);
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}
