import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import { problemFrom } from '../api/problem';
import type { Me, SupervisionMode } from '../api/words';

export interface Wish {
  attempt_id: string;
  mode: SupervisionMode;
}

/** Into a call, or heard otherwise in it; the call is then this supervisor's to show. */
export function useSupervise() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ attempt_id, mode }: Wish) =>
      dataOf(api().PUT('/attempts/{attempt_id}/supervision', { params: { path: { attempt_id } }, body: { mode } })),
    onSuccess: ({ attempt_id }) => inHand(queries, attempt_id),
    onSettled: () => refresh(queries),
  });
}

/** The call is theirs. */
export function useTakeOver() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (attempt_id: string) => dataOf(api().POST('/attempts/{attempt_id}/takeover', { params: { path: { attempt_id } } })),
    onSuccess: ({ attempt_id }) => inHand(queries, attempt_id),
    onSettled: () => refresh(queries),
  });
}

/** Out of the call. */
export function useLeaveSupervision() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (attempt_id: string) => {
      const { error, response } = await api().DELETE('/attempts/{attempt_id}/supervision', { params: { path: { attempt_id } } });
      if (error !== undefined) throw problemFrom(response.status, error);
    },
    onSettled: () => refresh(queries),
  });
}

async function inHand(queries: QueryClient, attempt_id: string): Promise<void> {
  await queries.cancelQueries({ queryKey: keys.me }, { revert: false });
  queries.setQueryData<Me>(keys.me, (me) => me && { ...me, attempt_id });
}

function refresh(queries: QueryClient): void {
  for (const queryKey of [keys.me, keys.board, ['attempt']]) void queries.invalidateQueries({ queryKey });
}
