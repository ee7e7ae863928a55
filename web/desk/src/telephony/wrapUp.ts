import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Disposition, Me } from '../api/words';
import { forgetDraft } from './draft';
import { keepAttempt } from './readAttempt';

export function useWrapUp(attempt_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { disposition: Disposition; note: string }) =>
      dataOf(api().PUT('/attempts/{attempt_id}/wrap-up', { params: { path: { attempt_id } }, body })),
    onSuccess: async (attempt) => {
      forgetDraft(attempt_id);
      await keepAttempt(queries, attempt);
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData<Me>(keys.me, (me) => (me?.attempt_id === attempt_id ? { ...me, attempt_id: null } : me));
      void queries.invalidateQueries({ queryKey: keys.me });
      void queries.invalidateQueries({ queryKey: keys.figures });
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
}
