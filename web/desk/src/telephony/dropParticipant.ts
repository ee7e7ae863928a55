import { api, dataOf } from '../api/client';
import { useCommand } from './command';

/** One party leaves the call; whoever was asked in leaves it by their own label. */
export function useDrop(attempt_id: string) {
  return useCommand(attempt_id, (label: string) =>
    dataOf(api().DELETE('/attempts/{attempt_id}/participants/{label}', { params: { path: { attempt_id, label } } })),
  );
}
