import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

/** The record of a call with every other of the same request. */
export function useCallRecord(attemptId: string) {
  return useQuery({
    queryKey: keys.record(attemptId),
    queryFn: () => dataOf(api().GET('/attempts/{attempt_id}/record', { params: { path: { attempt_id: attemptId } } })),
  });
}
