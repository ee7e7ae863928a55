import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';
import type { Recording } from '../api/words';

// A notice lasts some seconds, and the agent waits for its end.
const MOVING: readonly (Recording['state'] | undefined)[] = ['notice', undefined, null];
const MOVING_MS = 2_000;

/** Of a call that goes on. */
export function useRecording(attempt_id: string) {
  const refresh_ms = useRefreshMs();
  return useQuery({
    queryKey: keys.recording(attempt_id),
    queryFn: () => dataOf(api().GET('/attempts/{attempt_id}/recording', { params: { path: { attempt_id } } })),
    refetchInterval: ({ state }) => (MOVING.includes(state.data?.state) ? MOVING_MS : refresh_ms),
  });
}
