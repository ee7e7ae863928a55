import { api, dataOf } from '../api/client';
import { useCommand } from './command';

/** The call is theirs from now on. */
export function useHandOver(attempt_id: string) {
  return useCommand(attempt_id, (to: string) =>
    dataOf(api().POST('/attempts/{attempt_id}/handover', { params: { path: { attempt_id } }, body: { to } })),
  );
}
