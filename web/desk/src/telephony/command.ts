import { useMutation, useQueryClient } from '@tanstack/react-query';

import { keys } from '../api/keys';
import type { Attempt } from '../api/words';
import { keepAttempt } from './readAttempt';

/** A command on a call, which answers the attempt as it is now. */
export function useCommand<Given>(attempt_id: string, send: (given: Given) => Promise<Attempt>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (attempt) => keepAttempt(queries, attempt),
    onError: () => void queries.invalidateQueries({ queryKey: keys.attempt(attempt_id) }),
  });
}
