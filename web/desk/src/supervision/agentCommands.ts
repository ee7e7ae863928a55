import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';
import { keys } from '../api/keys';
import { problemFrom } from '../api/problem';
import type { SetPresenceOf } from '../api/words';

/** A presence chosen for an agent. */
export function useSetPresenceOf() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ agent_id, body }: { agent_id: string; body: SetPresenceOf }) => {
      const { error, response } = await api().PUT('/agents/{agent_id}/presence', { params: { path: { agent_id } }, body });
      if (error !== undefined) throw problemFrom(response.status, error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.board }),
  });
}

/** A few words for an agent's screen. */
export function useWriteTo(agent_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (text: string) => {
      const { error, response } = await api().POST('/agents/{agent_id}/messages', { params: { path: { agent_id } }, body: { text } });
      if (error !== undefined) throw problemFrom(response.status, error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.board }),
  });
}
