import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { CancelReason } from '../api/words';

export function useCancelWaiting(callback_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { reason: CancelReason; note: string }) =>
      dataOf(api().POST('/queue/callbacks/{callback_id}/cancellation', { params: { path: { callback_id } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.queue }),
  });
}
