import { api, dataOf } from '../api/client';
import type { AskParticipant } from '../api/words';
import { useCommand } from './command';

/** Somebody is rung, and comes into the call when they answer. */
export function useAsk(attempt_id: string) {
  return useCommand(attempt_id, (body: AskParticipant) =>
    dataOf(api().POST('/attempts/{attempt_id}/participants', { params: { path: { attempt_id } }, body })),
  );
}
