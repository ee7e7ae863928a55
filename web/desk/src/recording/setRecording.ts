import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Recording } from '../api/words';

type Wish = 'on' | 'paused' | 'off';

/** Answers when the carrier has done it: only then may a card number be said. */
export function useSetRecording(attempt_id: string) {
  const queries = useQueryClient();
  const queryKey = keys.recording(attempt_id);
  return useMutation({
    mutationFn: (state: Wish) =>
      dataOf(api().PUT('/attempts/{attempt_id}/recording', { params: { path: { attempt_id } }, body: { state } })),
    onSuccess: async (recording) => {
      await queries.cancelQueries({ queryKey }, { revert: false });
      queries.setQueryData<Recording>(queryKey, recording);
    },
    onError: () => void queries.invalidateQueries({ queryKey }),
  });
}
