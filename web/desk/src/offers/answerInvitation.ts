import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { problemFrom } from '../api/problem';
import type { Invited, Me } from '../api/words';
import { keepAttempt } from '../telephony/readAttempt';

/** Into the call: as a guest of it, or as its agent when it is a transfer. */
export function useAcceptInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Invited) => (await dataOf(api().POST('/invitations/accept', { body }))).attempt,
    onSuccess: async (attempt) => {
      if (attempt === null) return;
      await keepAttempt(queries, attempt);
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData<Me>(keys.me, (me) => me && { ...me, attempt_id: attempt.id, invitation: null });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}

/** Not this one. */
export function useDeclineInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Invited) => {
      const { error, response } = await api().POST('/invitations/decline', { body });
      if (error !== undefined) throw problemFrom(response.status, error);
    },
    onSuccess: async () => {
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData<Me>(keys.me, (me) => me && { ...me, invitation: null });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}
