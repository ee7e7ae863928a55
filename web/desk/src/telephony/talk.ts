import { api, dataOf } from '../api/client';
import { useCommand } from './command';

/** With whom the agent talks; everybody else hears music. */
export function useTalk(attempt_id: string) {
  return useCommand(attempt_id, (parties: string[]) =>
    dataOf(api().PUT('/attempts/{attempt_id}/talk', { params: { path: { attempt_id } }, body: { with: parties } })),
  );
}
