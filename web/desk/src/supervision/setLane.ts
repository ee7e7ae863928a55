import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Lanes, LaneState, Topic } from '../api/words';

export function useSetLane(topic: Topic) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { state: LaneState; message: string | null }) =>
      dataOf(api().PUT('/lanes/{topic}/state', { params: { path: { topic } }, body })),
    onSuccess: (lanes) => queries.setQueryData<Lanes>(keys.lanes, lanes),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.queue }),
  });
}
