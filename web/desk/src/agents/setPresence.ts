import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { SetPresence } from '../api/words';

export function useSetPresence() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SetPresence) => dataOf(api().PUT('/me/presence', { body })),
    onSuccess: async (me) => {
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData(keys.me, me);
    },
  });
}
