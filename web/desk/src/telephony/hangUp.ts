import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { useVoice } from '../voice/VoiceContext';
import { keepAttempt } from './readAttempt';

export function useHangUp(attempt_id: string) {
  const queries = useQueryClient();
  const { control } = useVoice();
  return useMutation({
    mutationFn: () => dataOf(api().POST('/attempts/{attempt_id}/hangup', { params: { path: { attempt_id } } })),
    onMutate: () => control.release(attempt_id),
    onSuccess: (attempt) => keepAttempt(queries, attempt),
    onError: () => {
      control.release(null);
      void queries.invalidateQueries({ queryKey: keys.attempt(attempt_id) });
    },
  });
}
