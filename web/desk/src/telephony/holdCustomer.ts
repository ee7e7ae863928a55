import { api, dataOf } from '../api/client';
import { useCommand } from './command';

export function useHold(attempt_id: string) {
  return useCommand(attempt_id, (on_hold: boolean) =>
    dataOf(api().PUT('/attempts/{attempt_id}/hold', { params: { path: { attempt_id } }, body: { on_hold } })),
  );
}
