import { api, dataOf } from '../api/client';
import { useCommand } from './command';

/** A supervisor is wanted, or none any more. */
export function useAskHelp(attempt_id: string) {
  return useCommand(attempt_id, (wanted: boolean) =>
    dataOf(api().PUT('/attempts/{attempt_id}/help', { params: { path: { attempt_id } }, body: { wanted } })),
  );
}
