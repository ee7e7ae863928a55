import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Tier } from '../api/words';

export function useMoveTier() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ callback_id, tier }: { callback_id: string; tier: Tier }) =>
      dataOf(api().PUT('/queue/callbacks/{callback_id}/tier', { params: { path: { callback_id } }, body: { tier } })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.queue }),
  });
}
