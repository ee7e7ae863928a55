import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { useRefreshMs } from '../api/freshness';
import { keys } from '../api/keys';
import { noteServerTime } from '../api/serverClock';
import type { Attempt } from '../api/words';

// Someone waits for the next step here: a lost push may cost a moment, not half a minute.
const MOVING: readonly Attempt['state'][] = ['claimed', 'agent_joined', 'dialling'];
const MOVING_MS = 3_000;
// A customer may have hung up: an agent does not sit with a silent line for long.
const TALKING_MS = 10_000;

export function useAttempt(id: string | null) {
  const queries = useQueryClient();
  const refresh_ms = useRefreshMs();
  return useQuery({
    queryKey: keys.attempt(id ?? ''),
    queryFn: () => readAttempt(queries, id ?? ''),
    enabled: id !== null,
    refetchInterval: ({ state }) => lookAgainMs(state.data?.state, refresh_ms),
  });
}

function lookAgainMs(state: Attempt['state'] | undefined, refresh_ms: number): number {
  if (state !== undefined && MOVING.includes(state)) return MOVING_MS;
  return state === 'connected' ? Math.min(TALKING_MS, refresh_ms) : refresh_ms;
}

async function readAttempt(queries: QueryClient, attempt_id: string): Promise<Attempt> {
  const read = await dataOf(api().GET('/attempts/{attempt_id}', { params: { path: { attempt_id } } }));
  noteServerTime(read.now_ms);
  return newer(queries.getQueryData<Attempt>(keys.attempt(attempt_id)), read);
}

/** An answer given before a change may arrive after it: the higher version stays. */
export function newer(have: Attempt | undefined, got: Attempt): Attempt {
  return have !== undefined && have.version > got.version ? have : got;
}

/** Takes an attempt that an action answered, over whatever read is under way. */
export async function keepAttempt(queries: QueryClient, attempt: Attempt): Promise<void> {
  noteServerTime(attempt.now_ms);
  const queryKey = keys.attempt(attempt.id);
  await queries.cancelQueries({ queryKey }, { revert: false });
  queries.setQueryData<Attempt>(queryKey, (have) => newer(have, attempt));
}
