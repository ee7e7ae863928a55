import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

/** A supervisor's message was read. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (message_id: string) => dataOf(api().POST('/messages/{message_id}/acknowledgement', { params: { path: { message_id } } })),
    onSuccess: async (me) => {
      await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
      queries.setQueryData(keys.me, me);
    },
  });
}
