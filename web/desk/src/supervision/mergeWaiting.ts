import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

export function useMergeWaiting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ callback_id, into }: { callback_id: string; into: string }) =>
      dataOf(api().POST('/queue/callbacks/{callback_id}/merge', { params: { path: { callback_id } }, body: { into } })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.queue }),
  });
}
